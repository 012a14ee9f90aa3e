#!/usr/bin/env python3
"""Characters that cannot be seen, or that change what stands beside them, at every place that takes a text: none comes out as it
is, in what the command says or writes. It is refused, or shown escaped.

    cli/characters.py      FANGTIAN names the command
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build/fangtian"))
POLICIES = ["--policies", str(ROOT / "policies")]
SCENARIO = str(ROOT / "scenarios/examples/lat-rebate.cfg")
# Zero-width, tags, line ends of Unicode, bidirectional marks, C1 and other controls, fillers, selectors, noncharacters.
HIDDEN = ("\u200b\u200d\u2060\ufeff" "\U000e0041\U000e0100\ufe0f" "\u2028\u2029\u0085" "\u200e\u061c\u202e\u2066" "\u0080\u009b\x1b\x7f\x01"
          "\u00ad\u034f\u3164\u115f\ufff9" "\ufdd0\ufffe\uffff\U0001fffe")
# What a scenario's text may hold: the escapes of its notation, and line ends of Unicode, which are blanks.
HELD = "\x01\x1b\x7f\u0085\u2028\u2029"
PLACES = {
    "a command": ["ru%sn"],
    "an option": ["run", "--fo%s"],
    "a format": ["run", SCENARIO, "--format", "js%s"],
    "a language": ["run", SCENARIO, "--lang", "z%s"],
    "a unit": ["run", SCENARIO, "--unit", "w%s"],
    "a view": ["run", SCENARIO, *POLICIES, "--view", "v%s"],
    "a grouping": ["run", SCENARIO, *POLICIES, "--by", "v%s"],
    "a date": ["run", SCENARIO, *POLICIES, "--as-of", "2020-01-01%s"],
    "a pack": ["run", SCENARIO, *POLICIES, "--packs", "p%s"],
    "a count": ["run", SCENARIO, "--jobs", "1%s"],
    "a shard": ["run", SCENARIO, "--shard", "1%s/2"],
    "a setting": ["run", SCENARIO, *POLICIES, "--set", "a%s=1"],
    "a value": ["run", SCENARIO, *POLICIES, "--set", "lat_rebate_rate=1%s"],
    "a figure": ["explain", SCENARIO, "v%s@2020", *POLICIES],
    "a rule": ["policies", "rule%s", *POLICIES],
    "a folder of policies": ["run", SCENARIO, "--policies", "/none%s"],
    "an output": ["run", SCENARIO, *POLICIES, "-o", "/none%s/out.txt"],
    "a scenario": ["run", "none%s.cfg"],
    "a scenario to check": ["check", "none%s.cfg"],
    "a folder to test": ["test", "none%s"],
    "a workbook": ["convert", "none%s.xlsx", "-o", "x.cfg"],
    "a template": ["new", "none%s.doc"],
    "a part": ["merge", "none%s"],
    "a page": ["page", "none%s.cfg", "-o", "x.html"],
    "a port": ["serve", "--port", "1%s"],
    "a topic": ["help", "x%s"],
    "a shell": ["completion", "x%s"],
}
failed = []


def fangtian(words, folder):
    done = subprocess.run([COMMAND, *words], cwd=folder, capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check_unseen(what, data, around=""):
    """`around`: what stands around the data of itself, such as a page's own script."""
    shown = data.decode("utf-8", "replace").removeprefix("\ufeff") # which a CSV begins with
    raw = [f"U+{ord(code):04X}" for code in HIDDEN if shown.count(code) > around.count(code)]
    if raw:
        failed.append(what)
        print(f"{what}: {' '.join(raw)} as they are\n{shown[:400]!r}")


def check_places(folder):
    for what, words in PLACES.items():
        status, said = fangtian([word.replace("%s", HIDDEN) for word in words], folder)
        check_unseen(what, said)
        if status != 2 or not said:
            failed.append(what)
            print(f"{what}: exit status {status}: {said[:400]!r}")


def scenario(title, name):
    return f"""scenario: {{ id = "x"; title = {{ zh = "题{title}&D"; en = "t{title}&D"; }}; as_of = "2021-12-31"; packs = [ "national" ]; }};
portfolio: {{ tax_years = ( {{ year = "2020"; lat_revenue = "1 元"; }} );
  talents = ( {{ id = "T1"; name = "甲{name}乙"; city = "清远"; category = "其他"; year = "2021"; }} ); }};
"""


def escaped(text):
    """As the notation of scenarios writes controls."""
    return "".join(f"\\x{ord(code):02x}" if code < "\x80" else code for code in text)


def check_workbook(what, path):
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            check_unseen(f"{what}, {name}", book.read(name))
            try:
                xml.etree.ElementTree.fromstring(book.read(name))
            except xml.etree.ElementTree.ParseError as fault:
                failed.append(what)
                print(f"{what}: {name} is no XML: {fault}")
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        if "&amp;&amp;D" not in sheet:
            failed.append(what)
            print(f"{what}: the title's & is a code of the page's head")


def check_scenarios(folder):
    """What a file may not hold is told, each at its place; what it may is escaped in every output."""
    path = folder / "hidden.cfg"
    refused = [code for code in HIDDEN if code not in HELD]
    path.write_text(scenario("".join(refused), ""), encoding="utf-8")
    status, said = fangtian(["run", str(path), *POLICIES], folder)
    check_unseen("a scenario's text", said)
    lacking = [f"U+{ord(code):04X}" for code in refused if f"\\u{{{ord(code):02X}}}".encode() not in said]
    if status != 2 or lacking:
        failed.append("refusal")
        print(f"exit status {status}, not told: {lacking}\n{said.decode()[:800]}")
    path.write_text(scenario(escaped(HELD), "\u2028\u0085"), encoding="utf-8")
    for form in ("text", "json", "csv"):
        for language in ("zh", "en"):
            status, said = fangtian(["run", str(path), "--format", form, "--lang", language, "--detail", *POLICIES], folder)
            check_unseen(f"a report in {form}, {language}", said)
            if status != 0:
                failed.append(form)
                print(f"{form}: exit status {status}: {said.decode()[:800]}")
    for words in (["run", str(path), "-o", "out.xlsx"], ["page", str(path), "-o", "out.html"]):
        status, said = fangtian([*words, *POLICIES], folder)
        check_unseen(words[-1], said)
        made = folder / words[-1]
        if words[0] == "run" and status == 0:
            check_workbook("the workbook", made)
        elif made.exists():
            fangtian(["page", "-o", "empty.html", *POLICIES], folder)
            check_unseen("the page", made.read_bytes(), (folder / "empty.html").read_text(encoding="utf-8"))
        if status != 0 and words[0] == "run":
            failed.append("workbook")
            print(said.decode()[:800])


with tempfile.TemporaryDirectory() as made:
    check_places(pathlib.Path(made))
    check_scenarios(pathlib.Path(made))
print(f"{len(PLACES)} places, {len(failed)} faults")
sys.exit(1 if failed else 0)
