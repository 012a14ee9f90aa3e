"""What any spreadsheet must find in a live workbook, without one at hand: functions of 2007, names and lengths within bounds, a
value in every formula's cell, and the same bytes again.

    FANGTIAN=build/fangtian shape.py
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import sheets

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCENARIOS = ["qingyuan/cluster", "years/2021-12-31", "borders/transition", "borders/cross-subsidy-pro-rata",
             "borders/talent", "borders/awards-shares", "foshan/village-park"]
# Of the functions that Excel 2007 has, those that rules are translated to.
FUNCTIONS = {"ABS", "AND", "COUNT", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE", "EOMONTH", "EXACT", "FIND", "IF", "IFERROR", "INDEX", "INT",
             "ISNUMBER", "LOOKUP", "MATCH", "MAX", "MIN", "MONTH", "NOT", "OR", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROWS", "SUM", "SUMIF",
             "SUMIFS", "SUMPRODUCT", "WEEKDAY", "YEAR"}
LONGEST = 8192  # characters of a formula
DEEPEST = 64    # brackets within brackets
faults = []


def fault(text):
    faults.append(text)


def without_texts(formula):
    return re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!', lambda match: "" if match[0].startswith('"') else "!", formula)


def depth(formula):
    deepest = now = 0
    for sign in formula:
        now += (sign == "(") - (sign == ")")
        deepest = max(deepest, now)
    return deepest


TAKES_RANGES = {"COUNT", "COUNTIF", "COUNTIFS", "INDEX", "LOOKUP", "MATCH", "MAX", "MIN", "ROWS", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"}


def ranges_outside(bare):
    """Ranges where one cell is wanted: Excel 365 would put an @ before them, or spill."""
    within, name = [], ""
    for token in re.findall(r"[A-Z][A-Z0-9.]*(?=\()|\(|\)|\$?[A-Z]*\$?[0-9]*:\$?[A-Z]*\$?[0-9]*", bare):
        if token == "(":
            within.append(name)
            name = ""
        elif token == ")":
            within.pop()
        elif ":" in token:
            inner = next((one for one in reversed(within) if one), "")
            if inner not in TAKES_RANGES and "SUMPRODUCT" not in within:
                yield token
        else:
            name = token


def check_formula(place, cell):
    bare = without_texts(cell.formula)
    for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", bare):
        if name not in FUNCTIONS:
            fault(f"{place}: {name} is not of 2007: {cell.formula}")
    if len(cell.formula) > LONGEST or depth(bare) > DEEPEST:
        fault(f"{place}: too long or too deep: {cell.formula}")
    if "#" in bare or "[" in bare or "_xl" in bare:
        fault(f"{place}: no plain reference: {cell.formula}")
    for found in ranges_outside(bare):
        fault(f"{place}: a range where a cell is wanted, {found}: {cell.formula}")
    if cell.value is None or cell.error or cell.value in ("TRUE", "FALSE") or re.fullmatch("#[A-Z/0]+[!?A]?", str(cell.value)):
        fault(f"{place}: the value is {cell.value!r}")


def check_sheets(name, book):
    for sheet, cells in book.items():
        if len(sheet.encode("utf-16-le")) > 62 or re.search(r"[:\\/?*\[\]']", sheet):
            fault(f"{name}: no sheet may be called {sheet}")
        for place, cell in cells.items():
            if cell.formula is not None:
                check_formula(f"{name}: {sheet}!{place}", cell)
    if len({sheet.lower() for sheet in book}) < len(book):
        fault(f"{name}: two sheets of one name")


def standing_of(cells):
    """Computed cells of a table's sheet that are formulas, and those that stand as values: below heads that name a rule and its article."""
    formulas = values = 0
    for place, cell in cells.items():
        column, row = re.fullmatch("([A-Z]+)([0-9]+)", place).groups()
        head = cells.get(f"{column}4")
        ruled = head is not None and head.value and not re.match("填报（|填报$|编号|辅助列", head.value)
        if int(row) > 5 and ruled and cells.get(f"{column}3") is not None and cells[f"{column}3"].value:
            formulas += cell.formula is not None
            values += cell.formula is None and cell.value is not None
    return formulas, values


def check_share(name, book):
    """At least 95% of what is computed is a formula, and the others are as many as 总览 says."""
    told = next(book["总览"]["B" + place[1:]].value for place, cell in book["总览"].items() if cell.value == "不能用公式表示、以值列示的")
    formulas = values = 0
    for sheet, cells in book.items():
        if "A5" in cells and re.match(r".* [a-z_]+$", str(cells["A1"].value if "A1" in cells else "")):
            made, stand = standing_of(cells)
            formulas, values = formulas + made, values + stand
    amounts = [cell for place, cell in book["往来"].items() if place.startswith("I") and int(place[1:]) > 4]
    formulas += sum(cell.formula is not None for cell in amounts)
    values += sum(cell.formula is None and cell.value is not None for cell in amounts)
    if formulas < 0.95 * (formulas + values) or values > told or formulas == 0:
        fault(f"{name}: {formulas} formulas, {values} values, of which it tells {told}")


def check_names(name, archive):
    text = archive.read("xl/workbook.xml").decode()
    for defined in re.findall(r'<definedName name="([^"]*)"', text):
        if defined.startswith("_xlnm."):
            continue
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", defined) or re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", defined):
            fault(f"{name}: not a name: {defined}")


def cells_of(reference):
    """The corners of A1:B3, as numbers."""
    found = re.findall("([A-Z]+)([0-9]+)", reference)
    number = lambda letters: sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters)))
    return [(number(letters), int(row)) for letters, row in (found * 2)[:2]]


def check_parts(name, archive):
    """What Excel repairs or refuses, and LibreOffice forgives; and what would make two runs differ."""
    for part in archive.namelist():
        text = archive.read(part).decode("utf-8")
        if part.startswith("xl/worksheets/sheet"):
            if re.search(r"<v>-?(nan|inf)", text, re.I):
                fault(f"{name}: {part}: no number")
            if "<sheetProtection" in text:
                fault(f"{name}: {part}: protected, with what is given locked")
            if re.search(r"<formula1>&quot;|<formula1>\"", text):
                fault(f"{name}: {part}: a list within a validation")
            merged = [cells_of(reference) for reference in re.findall(r'<mergeCell ref="([^"]*)"', text)]
            for at, (first, last) in enumerate(merged):
                for other, behind in merged[:at]:
                    if first[0] <= behind[0] and other[0] <= last[0] and first[1] <= behind[1] and other[1] <= last[1]:
                        fault(f"{name}: {part}: cells merged twice")
        if part == "docProps/core.xml" and ">2020-01-01T00:00:00Z<" not in text:
            fault(f"{name}: {part}: another day of creation: {text}")


def run(*words, allowed=0):
    done = subprocess.run([os.environ["FANGTIAN"], *words], cwd=ROOT, capture_output=True)
    if done.returncode != allowed:
        fault(f"{' '.join(words)}: {done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
    return done.stdout


def check(scenario, work, *words):
    path = f"{work}/{scenario.replace('/', '-')}.xlsx"
    run("run", f"scenarios/{scenario}.cfg", "--lang", "zh", "-o", path, *words)
    if not os.path.exists(path):
        return
    again = run("run", f"scenarios/{scenario}.cfg", "--lang", "zh", "-f", "xlsx", *words)
    if again != pathlib.Path(path).read_bytes():
        fault(f"{scenario}: not the same bytes again")
    with zipfile.ZipFile(path) as archive:
        check_names(scenario, archive)
        check_parts(scenario, archive)
    book = sheets.read(path)
    check_sheets(scenario, book)
    check_share(scenario, book)


with tempfile.TemporaryDirectory() as folder:
    for one in SCENARIOS:
        check(one, folder)
    # Another language, and names that a spreadsheet would take for something else.
    run("run", "scenarios/qingyuan/cluster.cfg", "--lang", "en", "-o", f"{folder}/en.xlsx")
    check_sheets("en", sheets.read(f"{folder}/en.xlsx"))
    check("qingyuan/cluster", folder, "--set", "projects.gongye.name==1+1", "--set", "projects.shangye.name=_x0041_甲", "--set",
          "projects.zhuzhai.name=-5")
    named = sheets.read(f"{folder}/qingyuan-cluster.xlsx")["改造项目"]
    values = {cell.value for cell in named.values() if cell.formula is None}
    for wanted in ("=1+1", "_x0041_甲", "-5"):
        if wanted not in values:
            fault(f"a name that is {wanted} came out otherwise")

print("\n".join(faults[:40]))
sys.exit(1 if faults else 0)
