"""Whether a live workbook says what fangtian says in a second engine of spreadsheets, IronCalc (https://www.ironcalc.com), which
shares no code with LibreOffice: its functions, its arithmetic, its idea of rounding.

    npm ci --prefix tests/workbook/second
    FANGTIAN=build/fangtian python3 tests/workbook/second/second.py qingyuan/cluster borders/talent
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "out"))
import sheets  # noqa: E402

faults = []


def column_of(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def tolerance_of(value):
    """Half a fen in amounts, seven decimals in what is smaller."""
    return max(0.004 if abs(value) >= 1000 else 1.1e-4, 2e-12 * abs(value))


def cells_of(cells):
    for place, cell in cells.items():
        letters, row = re.fullmatch("([A-Z]+)([0-9]+)", place).groups()
        if cell.value is not None:
            yield [int(row), column_of(letters), cell.formula, cell.value, tolerance_of(cell.value) if isinstance(cell.value, float) else 0]


def names_of(path):
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/workbook.xml").decode()
    return {name: reference for name, reference in re.findall(r'<definedName name="([^"]*)">([^<]*)<', text) if not name.startswith("_xlnm")}


def check(scenario, folder):
    path = f"{folder}/{scenario.replace('/', '-')}.xlsx"
    subprocess.run([os.environ["FANGTIAN"], "run", f"scenarios/{scenario}.cfg", "--lang", "zh", "-o", path], cwd=ROOT, check=True)
    book = sheets.read(path)
    given = {"names": names_of(path), "sheets": [[name, list(cells_of(cells))] for name, cells in book.items()]}
    done = subprocess.run(["node", str(HERE / "ironcalc.mjs")], input=json.dumps(given), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        faults.append(f"{scenario}: {done.stderr[-800:]}")
        return
    answer = json.loads(done.stdout)
    for sheet, row, column, shown in answer["differ"]:
        place = next(place for place in book[sheet] if re.fullmatch(f"[A-Z]+{row}", place) and column_of(re.sub("[0-9]", "", place)) == column)
        cell = book[sheet][place]
        faults.append(f"{scenario}: {sheet}!{place}: {cell.value!r}, IronCalc {shown!r}: {cell.formula[:300]}")
    print(f"{scenario}: {answer['asked']} formulas, {len(answer['differ'])} differ")
    if answer["asked"] == 0:
        faults.append(f"{scenario}: no formula")


if len(sys.argv) < 2:
    sys.exit("usage: second.py SCENARIO…     e.g. qingyuan/cluster")
with tempfile.TemporaryDirectory() as work:
    for one in sys.argv[1:]:
        check(one, work)
print("\n".join(faults[:40]))
sys.exit(1 if faults else 0)
