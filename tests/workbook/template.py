#!/usr/bin/env python3
"""The workbook that `fangtian new` writes: the same bytes each time, every column of it understood when it comes back, nothing written over."""
import os
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
failed = []


def run(words, folder):
    return subprocess.run([COMMAND] + words + ["--policies", os.path.join(ROOT, "policies")], cwd=folder, capture_output=True, text=True, check=False)


def expect(what, holds, said=""):
    if not holds:
        failed.append(what)
        print("%s does not hold\n%s" % (what, said))


def read(path, part):
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def fill(source, target, cells):
    """The same workbook with texts put into cells of its first sheet that were empty."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for place, value in cells.items():
                    cell = '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, value)
                    row = place[1:]
                    text, count = re.subn(r'(<c r="A%s"[^>]*>.*?</c>)(<c r="%s"[^>]*/>)?' % (row, place), lambda found: found[1] + cell, text, count=1)
                    expect("%s could be filled in" % place, count == 1)
                data = text.encode()
            new.writestr(name, data)


with tempfile.TemporaryDirectory() as work:
    for language in ("zh", "en"):
        first, again, filled = (os.path.join(work, "%s-%s.xlsx" % (language, name)) for name in ("first", "again", "filled"))
        made = run(["new", first, "--lang", language], work)
        expect("it is written in %s" % language, made.returncode == 0 and not made.stderr, made.stderr)
        run(["new", again, "--lang", language], work)
        with open(first, "rb") as one, open(again, "rb") as two:
            expect("the same bytes come out", one.read() == two.read())
        refused = run(["new", first, "--lang", language], work)
        expect("a file that is there stays", refused.returncode == 2 and os.path.basename(first) in refused.stderr, refused.stderr)
        empty = run(["check", first, "--lang", language], work)
        expect("an empty one asks for its title and its day", empty.returncode == 2 and empty.stderr.count("[head-missing]") == 2 and
               empty.stderr.count("[") == 2, empty.stderr)
        fill(first, filled, {"B2": "测算", "B3": "2023-06-30"})
        sound = run(["check", filled, "--lang", language], work)
        expect("every sheet and column is understood", sound.returncode == 0, sound.stderr)
        strings = read(first, "xl/sharedStrings.xml")
        for text in (("改造项目", "面积（m2）", "工业改商业") if language == "zh" else ("（m2）", "industry to commerce")):
            expect("it says %s" % text, text in strings)
        expect("choices are offered by ranges", "<formula1>'#选项'!$" in "".join(read(first, "xl/worksheets/sheet%d.xml" % i) for i in (1, 2, 3, 4, 5)))
        expect("notes name the rules that ask", ("用于" if language == "zh" else "asked for by") in "".join(
            read(first, name) for name in zipfile.ZipFile(first).namelist() if name.startswith("xl/comments")))
    for name in ("x.csv", "x", "x.xls"):
        refused = run(["new", name, "--lang", "en"], work)
        expect("%s is refused" % name, refused.returncode == 2 and not os.path.exists(os.path.join(work, name)), refused.stderr)
sys.exit(1 if failed else 0)
