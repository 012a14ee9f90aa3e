"""Error cases: one file each, with what goes in and what is said of it.

A case is a scenario, NAME.cfg, with all else that belongs to it behind it, as comments:

    # args: run {} --strict            the first line, where it is not `run {}`; {} is the case
    # exits: 0                         where it is not 2
    scenario: { … };
    #== packs/NAME/rules.cfg           a file beside it, its lines behind "#| "
    #| …
    #== table.csv base64               one that is no text of plain lines
    #== zh                             what is said of it on standard error, in both languages
    #== en

The scenario ends before the first "#==", so that a fault at its end keeps its place.
"""
import base64
import pathlib
import shlex

FOLDER = pathlib.Path(__file__).resolve().parent
LANGUAGES = ("zh", "en")
MARK = b"#== "
LINE = b"#|"


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.stem
        self.scenario, *sections = split(path.read_bytes())
        self.files = {}
        self.said = {}
        for head, lines in sections:
            name, *coding = head.decode().split(" ")
            text = unquote(lines, coding)
            if name in LANGUAGES:
                self.said[name] = text
            else:
                self.files[name] = text

    def setting(self, name, otherwise):
        lead = f"# {name}: ".encode()
        found = [line[len(lead):].decode() for line in self.scenario.splitlines() if line.startswith(lead)]
        return found[0] if found else otherwise

    def words(self):
        """What follows the command's name."""
        words = shlex.split(self.setting("args", "run {}").replace("{}", f"{self.name}.cfg"))
        of_its_own = {name.split("/")[0] for name in self.files if "/" in name}
        if "vocabularies" in of_its_own:
            return words + ["--policies", f"vocabularies/{self.name}"]
        words += ["--policies", "policies"]
        for folder in ("packs", "twice"):
            if folder in of_its_own:
                words += ["--policies", folder]
        return words

    def status(self):
        return int(self.setting("exits", "2"))

    def is_silent(self):
        """Whether nothing may stand on standard output: `test` counts also scenarios at fault."""
        return self.status() != 0 and self.words()[0] != "test"

    def write(self, said):
        out = [self.scenario]
        for name, text in self.files.items():
            out.append(quote(name, text))
        for language in LANGUAGES:
            out.append(quote(language, said[language]))
        self.path.write_bytes(b"".join(out))


def split(content):
    """The scenario, and (head, lines) of each section."""
    lines = content.split(b"\n")
    starts = [i for i, line in enumerate(lines) if line.startswith(MARK)]
    if not starts:
        return [content]
    scenario = b"".join(line + b"\n" for line in lines[:starts[0]])
    sections = [(lines[i][len(MARK):], [line for line in lines[i + 1:end] if line.startswith(LINE)])
                for i, end in zip(starts, starts[1:] + [len(lines)])]
    return [scenario, *sections]


def unquote(lines, coding):
    texts = [line[len(LINE) + 1:] for line in lines]
    if "base64" in coding:
        return base64.b64decode(b"".join(texts))
    return b"".join(text + b"\n" for text in texts)


def is_plain(text):
    """Whether its lines can be quoted as they are: UTF-8, each ended by a line feed."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return text.endswith(b"\n") and not any(byte in text for byte in b"\r\0")


def quote(name, text):
    if text and not is_plain(text):
        coded = base64.b64encode(text)
        lines = [coded[i:i + 100] for i in range(0, len(coded), 100)]
        name += " base64"
    else:
        lines = text.split(b"\n")[:-1]
    return MARK + name.encode() + b"\n" + b"".join(LINE + b" " * bool(line) + line + b"\n" for line in lines)


def all_cases():
    return [Case(path) for path in sorted(FOLDER.glob("*.cfg"))]
