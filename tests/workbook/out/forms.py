"""What any spreadsheet takes in a workbook, without one at hand: functions of 2007, names and lengths within bounds, a value in every
formula's cell."""
import re

# Of the functions that Excel 2007 has, those that rules are translated to.
FUNCTIONS = {"ABS", "AND", "COUNT", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE", "EOMONTH", "EXACT", "FIND", "IF", "IFERROR", "INDEX", "INT",
             "ISNUMBER", "LOOKUP", "MATCH", "MAX", "MIN", "MONTH", "NOT", "OR", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROWS", "SMALL", "SUM", "SUMIF",
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


TAKES_RANGES = {"COUNT", "COUNTBLANK", "COUNTIF", "COUNTIFS", "INDEX", "LOOKUP", "MATCH", "MAX", "MIN", "ROWS", "SMALL", "SUM", "SUMIF", "SUMIFS",
                "SUMPRODUCT"}


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
    for found in [] if cell.array else ranges_outside(bare):  # an array's formula asks each cell of a range
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
