#!/usr/bin/env python3
"""Every scenario shipped, as a workbook and back as text: the three say the same, byte by byte, in JSON (some in text and CSV too), and meet the same
expectations. JSON names the files that were read; their names and digests alone may differ. Then what a workbook cannot hold, each told.

    workbook/twins.py [PART-OF-A-NAME…]
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
failed = []
INPUTS = re.compile(rb'\n  "inputs": \[\n.*?\n  \],', re.DOTALL)  # the key of its own level, with an entry
# Compared in every form and language; the others in JSON, which has all that the forms are made from.
EVERY_WAY = ("qingyuan/cluster", "foshan/village-park", "county/portfolio")


def run(words, folder=ROOT):
    return subprocess.run([COMMAND] + words + ["--policies", os.path.join(ROOT, "policies")], cwd=folder, capture_output=True, check=False)


def expect(what, holds, said=b""):
    if not holds:
        failed.append(what)
        print("%s does not hold\n%s" % (what, said if isinstance(said, str) else said.decode()[:3000]))


def sheets(path, form, language):
    done = run(["run", path, "--format", form, "--lang", language])
    text = done.stdout
    if form == "json" and done.returncode == 0:
        text, found = INPUTS.subn(b"", text, count=1)
        expect("%s names what it read" % path, found == 1)
    return done.returncode, text, done.stderr.replace(path.encode(), b"FILE")


def check_twins(path, work, languages, forms):
    name = os.path.relpath(path, ROOT)
    text = os.path.join(work, name)  # stays, for check_expectations
    os.makedirs(os.path.dirname(text), exist_ok=True)
    for language in languages:
        book = os.path.join(work, "twin-%s.xlsx" % language)
        if os.path.exists(text):
            os.remove(text)
        for source, target in ((path, book), (book, text)):
            made = run(["convert", source, "-o", target, "--lang", language])
            expect("%s is written as %s" % (name, os.path.basename(target)), made.returncode == 0 and not made.stderr, made.stderr)
            if made.returncode != 0:
                return
        for form in forms:
            first = sheets(path, form, language)
            for twin in (book, text):
                again = sheets(twin, form, language)
                expect("%s gives the same %s as %s" % (name, form, os.path.basename(twin)), first == again,
                       first[2] + again[2])
        os.remove(book)


def check_expectations(work):
    """All twins in one go: what was expected went through the workbooks."""
    first, again = (run(["test", "scenarios", "--lang", "en"], folder) for folder in (ROOT, work))
    expect("the twins meet what the scenarios expect", first.returncode == again.returncode == 0 and first.stdout == again.stdout, again.stdout + again.stderr)


HEAD = '''scenario: { id = "x"; title = { zh = "题"; en = "t"; }; as_of = "2021-12-31"; packs = [ "national" ]; };
portfolio: { tax_years = ( { year = "2020"; lat_revenue = "%s"; } ); talents = ( { id = "T1"; name = "%s"; city = "清远"; category = "其他"; year = "2021"; } ); };
'''
HELD = {
    "a fraction": ("2000/3 元", "甲"),
    "a sum of more than 15 digits": ("123,456,789,012,345,678.91 元", "甲"),
    "units by the cell": ("1.2 亿", "甲"),
    "quotes, backslashes and lines": ("1 元", 'a\\"b\\\\c\\nd'),
    "a formula's signs": ("1 元", "=1+1"),
    "an escape's look": ("1 元", "_x0041_"),
    "zeros in front": ("1 元", "007"),
    "as much as a cell holds": ("1 元", "甲" * 32767),
}
NOT_HELD = {
    "blanks that count": ("1 元", "  甲 ", "converted-otherwise", ""),
    "a text that no cell holds": ("1 元", "甲" * 32768, "workbook-text-long", "甲" * 20 + "…"),
}


def check_values(work):
    for number, (what, (sum_, name)) in enumerate(HELD.items()):
        source, book, text = (os.path.join(work, "%d.%s" % (number, ending)) for ending in ("in.cfg", "xlsx", "out.cfg"))
        with open(source, "w", encoding="utf-8") as file:
            file.write(HEAD % (sum_, name))
        for one, other in ((source, book), (book, text)):
            made = run(["convert", one, "-o", other])
            expect("%s is held in %s" % (what, other), made.returncode == 0, made.stderr)
        expect("%s stays" % what, sheets(source, "json", "zh")[1] == sheets(book, "json", "zh")[1] == sheets(text, "json", "zh")[1])
    for what, (sum_, name, fault, place) in NOT_HELD.items():
        source, book = (os.path.join(work, "bad." + ending) for ending in ("cfg", "xlsx"))
        with open(source, "w", encoding="utf-8") as file:
            file.write(HEAD % (sum_, name))
        for language in ("zh", "en"):
            made = run(["convert", source, "-o", book, "--lang", language])
            expect("%s is refused in %s" % (what, language), made.returncode == 2 and ("[%s]" % fault).encode() in made.stderr and
                   (language == "en" or place.encode() in made.stderr) and not os.path.exists(book), made.stderr)
        if fault == "workbook-text-long":  # a file that says it is damaged helps nobody
            made = run(["run", source, "-o", book])
            expect("%s is refused of a run" % what, made.returncode == 2 and ("[%s]" % fault).encode() in made.stderr and not os.path.exists(book), made.stderr)


def check_names(work):
    source = os.path.join(ROOT, "scenarios/examples/lat-rebate.cfg")
    for words, said in ((["-o", "x.csv"], "x.csv"), ([], "-o"), (["-o", "there.xlsx"], "there.xlsx")):
        with open(os.path.join(work, "there.xlsx"), "w", encoding="utf-8") as file:
            file.write("mine")
        done = run(["convert", source] + words, work)
        expect("%s is refused" % words, done.returncode == 2 and said.encode() in done.stderr, done.stderr)
    with open(os.path.join(work, "there.xlsx"), encoding="utf-8") as file:
        expect("a file that is there stays", file.read() == "mine")


with tempfile.TemporaryDirectory() as folder:
    scenarios = sorted(glob.glob(os.path.join(ROOT, "scenarios/**/*.cfg"), recursive=True))
    scenarios = [path for path in scenarios if len(sys.argv) < 2 or any(word in path for word in sys.argv[1:])]
    for scenario in scenarios:
        with open(scenario, encoding="utf-8") as file:
            if "scenario:" in file.read():
                wide = any(word in scenario for word in EVERY_WAY)
                check_twins(scenario, folder, ("zh", "en") if wide else ("zh",), ("text", "json", "csv") if wide else ("json",))
    if len(sys.argv) < 2:
        check_expectations(folder)
        check_values(folder)
        check_names(folder)
print("%d scenarios, %d faults" % (len(scenarios), len(failed)))
sys.exit(1 if failed else 0)
