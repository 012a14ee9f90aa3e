#!/usr/bin/env python3
"""The workbook that `fangtian new` writes: the same bytes each time, every column of it understood when it comes back, nothing written over."""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
failed = []
VOCABULARY = json.loads(subprocess.run([COMMAND, "policies", "--vocabulary", "--format", "json", "--policies", os.path.join(ROOT, "policies")],
                                       capture_output=True, text=True, check=True).stdout)


def run(words, folder):
    return subprocess.run([COMMAND] + words + ["--policies", os.path.join(ROOT, "policies")], cwd=folder, capture_output=True, text=True, check=False)


def expect(what, holds, said=""):
    if not holds:
        failed.append(what)
        print("%s does not hold\n%s" % (what, said))


def read(path, part):
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def notes_of(path):
    """The notes on the columns' names: their text, a list of lines each."""
    with zipfile.ZipFile(path) as archive:
        parts = [ET.fromstring(archive.read(name)) for name in archive.namelist() if re.fullmatch(r"xl/comments\d+\.xml", name)]
    return ["".join(piece.text or "" for piece in note.iter(MAIN + "t")).split("\n") for part in parts for note in part.iter(MAIN + "comment")]


# A line that waits for what never comes: a bound without its number, a list without its items.
UNFINISHED = re.compile(r"(\s|不大于|不小于|至|之间|单位|按|即|在|[：，；、（]|at most|at least|to|in|of|as|[:,;(])$")


def check_notes(path, language):
    """Every line of a note is finished, has no gap within it, and a column whose blank is unknown says what to write where there is none."""
    notes = notes_of(path)
    ask = {"用于：", "asked for by:"}  # what follows stands in the lines below it
    broken = [note for note in notes for at, line in enumerate(note)
              if not line or UNFINISHED.search(line) and not (line in ask and len(note) > at + 1) or re.search(r"在  至|^ to ", line)]
    expect("no note ends in an unfinished phrase", len(notes) > 100 and not broken, str(broken[:5]))
    meanings = {field["meaning"][language] if field["meaning"] else None for table in VOCABULARY["tables"] if not table["made"] for field in table["fields"]}
    first = {note[0] for note in notes if not re.match("写所属行的编号|这一列不读入|This column is not read|the row's own above it", note[0])}
    expect("each note begins with what to write", None not in meanings and len(first) > 100 and not first - meanings, str(sorted(first - meanings)[:3]))
    bounded = sum(any(re.match("不大于|不小于|在 .* 至|at most|at least", line) for line in note) for note in notes)
    expect("notes of numbers say their bounds", 50 < bounded < len(notes), str(bounded))
    unknown = [note for note in notes if ("不知道" if language == "zh" else "is unknown") in "".join(note)]
    expect("where blank is unknown, the word for none is told", len(unknown) > 20 and
           all(("写“无”" if language == "zh" else "write none") in "".join(note) for note in unknown), str(unknown[:3]))


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


def sheet_of(path, name):
    """The sheet of that name."""
    return read(path, "xl/worksheets/sheet%d.xml" % (1 + [found[1] for found in re.finditer(r'<sheet name="([^"]*)"', read(path, "xl/workbook.xml"))].index(name)))


def check_lines(lines, book):
    """The text asks for what the workbook does: as many lines a table as its sheet has columns, but for the mark of examples and the names of the rows above."""
    tables, open_ones = {}, []
    for line in lines.splitlines():
        begun, field, ended = re.match(r"#( +)\w+ = \( \{  # (.*)", line), re.match(r"#( +)\w+ = \"", line), line.endswith("} );")
        if begun:
            open_ones.append(begun[2])
            tables[begun[2]] = len(open_ones)
        elif field and open_ones:
            tables[open_ones[-1]] += 1
        elif ended:
            open_ones.pop()
    expect("it has tables, some below others", len(tables) > 8 and not open_ones, str(tables))
    for title, columns in tables.items():
        expect("%s has the columns of its sheet" % title, len(re.findall(r'<c r="[A-Z]+1"', sheet_of(book, title))) == columns, str(columns))


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
        expect("an empty one asks for its title and its day", empty.returncode == 2 and empty.stderr.count("[head-empty]") == 2 and
               empty.stderr.count("[") == 2, empty.stderr)
        fill(first, filled, {"B2": "测算", "B3": "2023-06-30"})
        sound = run(["check", filled, "--lang", language], work)
        expect("every sheet and column is understood", sound.returncode == 0, sound.stderr)
        check_notes(first, language)
        strings = read(first, "xl/sharedStrings.xml")
        for text in (("改造项目", "面积（m2）", "工业改商业") if language == "zh" else ("（m2）", "industry to commerce")):
            expect("it says %s" % text, text in strings)
        expect("choices are offered by ranges", "<formula1>'#选项'!$" in "".join(read(first, "xl/worksheets/sheet%d.xml" % i) for i in (1, 2, 3, 4, 5)))
        expect("notes name the rules that ask", ("用于" if language == "zh" else "asked for by") in "".join(
            read(first, name) for name in zipfile.ZipFile(first).namelist() if name.startswith("xl/comments")))
        sheet = sheet_of(first, "地块" if language == "zh" else "parcel")
        expect("every table has two rows of examples", len(re.findall("<row ", sheet)) == 3, sheet[:500])
        expect("examples are told as passed over", ("标着“示例”的" if language == "zh" else "rows marked “example” were passed over") in
               run(["check", filled, "--lang", language], work).stdout, sound.stdout)
        changed = os.path.join(work, "%s-changed.xlsx" % language)
        with zipfile.ZipFile(filled) as old, zipfile.ZipFile(changed, "w") as new:
            for part in old.namelist():
                data = old.read(part)
                new.writestr(part, data.replace(b"<v>17600</v>", b"<v>17601</v>") if part.startswith("xl/worksheets") else data)
        refused = run(["check", changed, "--lang", language], work)
        expect("an example that was changed is not passed over", refused.returncode == 2 and "[example-changed]" in refused.stderr and
               refused.stderr.startswith("%s:%s!A2:" % (changed, "地块" if language == "zh" else "parcel")), refused.stderr)
        packs = re.search(r"national、[^<]*", strings)
        expect("the packs stand from the nation down", packs is not None and packs[0].startswith("national、guangdong、illustrative"), str(packs))
        one = os.path.join(work, "%s-one.xlsx" % language)
        made = run(["new", one, "--table", "projects", "--lang", language], work)
        names = read(one, "xl/workbook.xml")
        expect("a template for projects alone", made.returncode == 0 and ("改造项目" if language == "zh" else "project") in names and
               ("人才" if language == "zh" else "talent") not in names, names)
        refused = run(["new", os.path.join(work, "two.xlsx"), "--table", "projcts", "--lang", language], work)
        expect("a table that is none", refused.returncode == 2 and "[no-such-table]" in refused.stderr, refused.stderr)
        text = os.path.join(work, "%s.cfg" % language)
        made = run(["new", text, "--lang", language], work)
        with open(text, encoding="utf-8") as file:
            lines = file.read()
        expect("a text to fill in", made.returncode == 0 and "lat_revenue" in lines and run(["check", text], work).returncode == 2, made.stderr)
        check_lines(lines, first)
        with open(text, "w", encoding="utf-8") as file:
            file.write(re.sub("(?m)^#(?=  )", " ", lines).replace('zh = ""', 'zh = "题"').replace('en = ""', 'en = "title"').replace('as_of = ""', 'as_of = "2023-06-30"'))
        whole = run(["check", text, "--lang", language], work)
        expect("its lines are known, once they are no comments", "unknown-field" not in whole.stderr and "syntax" not in whole.stderr, whole.stderr)
    with open(os.path.join(work, "rows.csv"), "w", encoding="utf-8") as file:
        file.write("编号\nA\n")
    for language in ("zh", "en"):
        refused = run(["run", "rows.csv", "--lang", language], work)
        expect("a table is no scenario", refused.returncode == 2 and refused.stderr.count("[") == 1 and "[is-table]" in refused.stderr, refused.stderr)
    for name in ("x.csv", "x", "x.xls"):
        refused = run(["new", name, "--lang", "en"], work)
        expect("%s is refused" % name, refused.returncode == 2 and not os.path.exists(os.path.join(work, name)), refused.stderr)
sys.exit(1 if failed else 0)
