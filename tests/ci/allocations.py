"""Which comparisons of the sources only a failing allocation decides; for coverage.py, which does not count their other branch.

Read off the sources, without a compiler. A function fails for lack of memory alone if each status that it returns is FT_OK,
FT_NO_MEMORY or one of such a function, or each pointer one of ROOTS, of such a function, or of an object; or if its declaration says so
("NULL when memory is out", "False: memory is out", "Errors: FT_NO_MEMORY."); a variable if every
assignment that reaches the comparison gives one of those. What cannot be followed (fields that others set, parameters, pointers to
functions, what another function fills in) counts as a failure of another kind: its branches are counted.
"""
import bisect
import pathlib
import re

ROOTS = {"arena_allocate", "arena_array", "arena_grow", "arena_copy", "arena_format", "arena_format_list", "arena_reserve",
         "growing_whole", "number_from_ratio", "malloc", "calloc", "realloc", "strdup", "json_object", "json_array", "json_integer"}
PATH = r"[A-Za-z_]\w*(?:(?:\.|->)\w+|\[[^][]*\])*"
ASSIGNED = re.compile(rf"(?<![\w.>]){'(' + PATH + ')'}\s*=(?!=)")
SOUND, OUT = ("FT_OK", "VECTOR_OK", "true"), ("FT_NO_MEMORY", "VECTOR_NO_MEMORY")
DECLARED = re.compile(r"/\*((?:(?!\*/).)*)\*/\n[A-Za-z_][^;{}()]*?\b([a-z_]\w*)\([^;{}]*(?:;|\n\{)", re.S)
CONTRACT = re.compile(r"(?:NULL|[Ff]alse)(?: when|:| where) memory (?:is|was) out(?! or)|Errors: FT_NO_MEMORY\.(?: |$)")
COMPARED = re.compile(r"([!=]=)\s*(FT_OK|VECTOR_OK|FT_NO_MEMORY|VECTOR_NO_MEMORY|NULL)\b|(?:\.|->)(failed|no_memory)\b|\b([a-z]\w*)\(")
LOOP = re.compile(r"\s*(?:\} )?(?:for|while|do)\b")


def blank(text):
    """The text with comments, what stands in quotes, and preprocessor lines as blanks."""
    shape = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.S | re.M)
    return shape.sub(lambda met: re.sub(r"[^\n]", "Q" if met[0][0] == '"' else " ", met[0]), text)


def end_of(text, start, stops):
    """Where the expression that begins at start ends: at one of stops outside of brackets, or at the bracket around it."""
    depth = 0
    for at in range(start, len(text)):
        if depth == 0 and text[at] in stops:
            return at
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth < 0:
            return at
    return len(text)


def operand_before(text, end):
    """The operand on the left of an operator."""
    at = end
    while at > 0 and text[at - 1].isspace():
        at -= 1
    depth = 0
    while at > 0 and (depth > 0 or text[at - 1] in ")].>" or text[at - 1].isalnum() or text[at - 1] == "_" or text[at - 2 : at] == "->"):
        if text[at - 1] == ">" and text[at - 2 : at] != "->" and depth == 0:
            break
        if text[at - 2 : at] == "->":
            at -= 1
        depth += (text[at - 1] in ")]") - (text[at - 1] in "([")
        if depth < 0:
            break
        at -= 1
    return text[at:end].strip(), at


def parts_of_choice(text):
    """(condition, value, other) of `condition ? value : other`, or None."""
    query = end_of(text, 0, "?")
    if query == len(text):
        return None
    depth, at = 0, query + 1
    while at < len(text):
        end = end_of(text, at, "?:")
        if end >= len(text):
            return None
        if text[end] == ":" and depth == 0:
            return text[:query], text[query + 1 : end], text[end + 1 :]
        depth += 1 if text[end] == "?" else -1
        at = end + 1
    return None


class Function:
    """One function: its text from the line of its name, where it stands, and the assignments in it."""

    def __init__(self, name, kind, text, first_line):
        self.name, self.kind, self.text, self.first_line = name, kind, text, first_line
        self.starts = [0] + [met.end() for met in re.finditer("\n", text)]
        self.lines = text.split("\n")
        self.indents = [len(line) - len(line.lstrip()) if line.strip() else 10**6 for line in self.lines]
        self.assigned = {}
        for met in ASSIGNED.finditer(text):
            value = text[met.end() : end_of(text, met.end(), ";,")].strip()
            self.assigned.setdefault(re.sub(r"\s+", "", met[1]), []).append((met.start(1), value))
        for met in re.finditer(rf"(?<![&\w)\]])&\s*({PATH})", text):  # what another function may fill in
            self.assigned.setdefault(met[1], []).append((met.start(), "?"))
        for met in re.finditer(rf"({PATH})\s*(?:[-+|&*/]=|\+\+|--)", text):
            self.assigned.setdefault(met[1], []).append((met.start(), "?"))
        for list_ in self.assigned.values():
            list_.sort()

    def line_at(self, offset):
        return bisect.bisect_right(self.starts, offset) - 1

    def loop_ends(self, line, since):
        """Up to which line the loops around a line go, of those that begin behind another line."""
        last, least = line, self.indents[line] + (1 if LOOP.match(self.lines[line]) else 0)
        for at in range(line, since, -1):
            if self.indents[at] < least:
                least = self.indents[at]
                if LOOP.match(self.lines[at]):
                    end = at + 1
                    while end < len(self.lines) and self.indents[end] > least:
                        end += 1
                    last = max(last, end)
        return last

    def sound_since(self, path, line):
        """The last line before one behind which a status is FT_OK, as the function has returned otherwise; -1."""
        checked = re.compile(rf"\s*if \({re.escape(path)} != (?:FT|VECTOR)_OK(?: \|\||\))")
        for at in range(line - 1, 0, -1):
            if (checked.match(self.lines[at]) and self.lines[at].rstrip().endswith(")") and re.match(r"\s*return\b", self.lines[at + 1])
                    and "&&" not in self.lines[at] and min(self.indents[at + 1 : line + 1]) == self.indents[at]): # not in its body, nor behind a block that holds it
                return at
        return -1

    def reaching(self, path, offset):
        """The values that may stand in a variable at an offset; None among them: not known."""
        line, values, known = self.line_at(offset), [], -1
        sound = self.sound_since(path, line)
        for start, value in reversed([one for one in self.assigned.get(path, []) if one[0] < offset]):
            if self.line_at(start) < sound:
                known = sound
                break
            values.append((start, value))
            at = self.line_at(start)
            if min(self.indents[at : line + 1]) >= self.indents[at]:
                known = at
                break
        if known < 0:
            values.append((0, "?"))
        last = self.loop_ends(line, known)
        return values + [one for one in self.assigned.get(path, []) if one[0] >= offset and self.line_at(one[0]) <= last]


class Sources:
    """All functions of the engine and the command, and what fails for lack of memory alone."""

    def __init__(self, root):
        self.functions, self.by_path = {}, {}
        for path in sorted([*root.glob("engine/**/*.[ch]"), *root.glob("cli/*.[ch]")]):
            found = list(self.read(path.read_text()))
            self.by_path[str(path.relative_to(root))] = found
            self.functions.update({one.name: one for one in found})
        roots = ROOTS | {name for path in root.glob("engine/**/*.[ch]") for name in self.declared(path.read_text())}
        self.memory_alone = set(self.functions) | roots
        while True:
            self.known = {}
            wrong = {name for name in self.memory_alone - roots if not self.returns_memory_alone(self.functions[name])}
            if not wrong:
                break
            self.memory_alone -= wrong

    @staticmethod
    def declared(text):
        """The functions of a source of which the comment before them says that they fail for lack of memory alone."""
        return [met[2] for met in DECLARED.finditer(text) if CONTRACT.search(" ".join(met[1].replace("*", " ").split()))]

    @staticmethod
    def read(text):
        text = blank(text)
        for met in re.finditer(r"^([A-Za-z_][^;{}]*?)\n\{\n(.*?)^\}", text, re.S | re.M):
            head = re.search(r"(\*?)\s*\b([A-Za-z_]\w*)\(", re.sub(r"__attribute__\s*\(\([^)]*\)*\)", lambda one: " " * len(one[0]), met[1]))
            if head is None:
                continue
            result = met[1][: head.start(2)]
            kind = "pointer" if head[1] else "status" if "_status" in result else "bool" if re.search(r"\bbool\b", result) else "other"
            yield Function(head[2], kind, met[0], text.count("\n", 0, met.start()) + 1)

    def returns_memory_alone(self, function):
        if function.kind == "other":
            return False
        for met in re.finditer(r"\breturn\b", function.text):
            value = function.text[met.end() : end_of(function.text, met.end(), ";")].strip()
            if value == {"pointer": "NULL", "bool": "false"}.get(function.kind):
                if not self.is_below_failure(function, function.line_at(met.start())):
                    return False
            elif not self.value_is_memory(function, value, met.start()):
                return False
        return True

    def value_is_memory(self, function, value, offset):
        """Whether a status is other than FT_OK, a pointer NULL, a truth false for lack of memory alone. What is asked while it is being
        answered, in a loop, adds nothing to the answer."""
        key = (function.name, function.first_line, value, offset)
        if key not in self.known:
            self.known[key] = True
            self.known[key] = self.work_out(function, value, offset)
        return self.known[key]

    def work_out(self, function, value, offset):
        value = re.sub(r"^\((?:const |struct |enum |unsigned )*\w+ ?\**\)(?=[\w(])", "", value.strip())
        if value.startswith("(") and end_of(value, 1, "") == len(value) - 1:
            return self.value_is_memory(function, value[1:-1], offset)
        if value in SOUND + OUT or value.startswith(("&", "{")) or re.fullmatch(r"[Q\s]+", value):
            return True
        chosen = parts_of_choice(value)
        if chosen is not None:
            condition, one, other = chosen
            if "NULL" in (one.strip(), other.strip()):
                return self.failures_in(function, condition, offset) > 0 and re.search(r"&&", condition) is None and all(
                    part.strip() == "NULL" or self.value_is_memory(function, part, offset) for part in (one, other))
            return self.value_is_memory(function, one, offset) and self.value_is_memory(function, other, offset)
        assigned = re.fullmatch(rf"{PATH}\s*=(?!=)\s*(.*)", value, re.S)
        if assigned:
            return self.value_is_memory(function, assigned[1], offset)
        called = re.match(r"([A-Za-z_]\w*)\(", value)
        if called and end_of(value, called.end(), "") == len(value) - 1:
            return called[1] in self.memory_alone
        if "||" not in value and re.search(r"&&|[!=]= ", value):
            return all(self.holds(function, part, offset) for part in value.split("&&"))
        if re.fullmatch(PATH, value):
            return all(text != "?" and self.value_is_memory(function, text, start) for start, text in function.reaching(re.sub(r"\s+", "", value), offset))
        return False

    def holds(self, function, value, offset):
        """Whether a part of what a function says of success is false for lack of memory alone."""
        met = re.fullmatch(r"\s*(.*?)\s*([!=]=)\s*(\w+)\s*", value, re.S)
        if met is None:
            return re.fullmatch(r"\s*!.*[.>](?:failed|no_memory)\s*", value) is not None or (
                re.search(r"[!=<>]=|[<>] |&&", value) is None and self.value_is_memory(function, value, offset))
        if met[2] == "!=" and met[3] in OUT:
            return True
        return (met[2], met[3]) in (("!=", "NULL"), ("==", "FT_OK"), ("==", "VECTOR_OK")) and self.value_is_memory(function, met[1], offset)

    def failures_in(self, function, text, offset):
        """How many comparisons in a piece of a function's text only a failing allocation decides."""
        count = 0
        for met in COMPARED.finditer(text):
            if met[4] is not None:
                known = self.functions.get(met[4])
                count += known is not None and known.kind == "bool" and met[4] in self.memory_alone
                continue
            operand, at = operand_before(text, met.start())
            count += met[2] in OUT or met[3] is not None or self.value_is_memory(function, operand, offset + at)
        return count

    def statement_failures(self, function, line):
        """How many comparisons of a return fail for lack of memory alone because of what is returned: `A && B ? FT_OK : FT_NO_MEMORY`; `A && B` of
        a function that says false of nothing else. None where it is no such return."""
        met = re.match(r"\s*return\b", function.lines[line])
        if met is None:
            return None
        start = function.starts[line] + met.end()
        value = function.text[start : end_of(function.text, start, ";")].strip()
        chosen = parts_of_choice(value)
        if chosen is not None and chosen[2].strip() in OUT and "||" not in chosen[0]:
            return chosen[0].count("&&") + 1
        if chosen is not None and chosen[1].strip() in OUT and "&&" not in chosen[0]:
            return chosen[0].count("||") + 1
        if chosen is None and "&&" in value and "||" not in value and function.kind == "bool" and function.name in self.memory_alone:
            return value.count("&&") + 1
        return None

    def condition_at(self, function, line):
        """The whole condition of an if or while that begins on a line, its offset, and where it ends."""
        met = re.match(r"\s*(?:\} else )?if \(", function.lines[line])
        if met is None:
            return None
        start = function.starts[line] + met.end()
        end = end_of(function.text, start, "")
        return function.text[start:end], start, end

    def is_failure(self, function, line):
        """Whether the body of the if on a line is gone through only where memory is out."""
        found = self.condition_at(function, line)
        if found is None:
            return False
        text, start, end = found
        if re.match(r"\)\s*(?:return|[\w>.-]+ =) (?:FT|VECTOR)_NO_MEMORY;", function.text[end : end + 200]):
            return True
        terms, at = [], 0
        while at <= len(text):
            stop = at
            while stop < len(text) and text[stop : stop + 2] != "||":
                stop = end_of(text, stop, "|") if text[stop] not in "|)]}" else stop + 1
            terms.append((text[at:stop], start + at))
            at = stop + 2
        return all(self.fails(function, *term) for term in terms)

    def fails(self, function, term, offset):
        return "&&" not in term and re.search(r"== NULL\s*$|!= (?:FT|VECTOR)_OK\s*$|== (?:FT|VECTOR)_NO_MEMORY\s*$|[.>](?:failed|no_memory)\s*$|^\s*!\w+\(", term) is not None and self.failures_in(
            function, term, offset) > 0

    def is_below_failure(self, function, line):
        least = function.indents[line]
        for at in range(line - 1, -1, -1):
            if function.indents[at] < least:
                least = function.indents[at]
                if self.is_failure(function, at):
                    return True
        return False

    def of_source(self, path):
        """{line: (first line of its statement, how many of its branches only a failing allocation takes)}; None for the number: all, also of a
        function that asserts alone call."""
        counts = {}
        for function in self.by_path.get(str(path), []):
            asserted = "__attribute__((unused))" in function.text
            first = 0
            for line, text in enumerate(function.lines):
                if line > 0 and re.search(r"[;{}:]\s*$|\)\s*$", function.lines[line - 1]) and self.is_closed(function, first, line):
                    first = line
                start = function.starts[line]
                number = self.failures_in(function, text, start) if self.condition_at(function, line) is None or not self.is_failure(
                    function, line) else 0
                stated = self.statement_failures(function, line)
                if stated is not None:
                    number = max(number, stated)
                if self.condition_at(function, line) is not None and self.is_failure(function, line):
                    terms = re.split(r"\|\||&&", self.condition_at(function, line)[0])
                    number = sum(re.search(r"\w\(|NULL|FT_|VECTOR_|failed", term) is not None for term in terms)
                if asserted or self.is_below_failure(function, line):
                    number = None
                counts[function.first_line + line] = (function.first_line + first, number)
        return counts

    @staticmethod
    def is_closed(function, first, line):
        text = function.text[function.starts[first] : function.starts[line]]
        return text.count("(") == text.count(")")


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    sources = Sources(root)
    for name in sorted(sources.memory_alone - ROOTS):
        print(name)
