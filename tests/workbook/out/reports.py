"""`changes` and `explain` as workbooks: they say what the CSV and the certificate say, with differences and sums as formulas.

    FANGTIAN=build/fangtian reports.py
"""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from fractions import Fraction

import sheets
from forms import check_parts, check_sheets, faults, fault

ROOT = pathlib.Path(__file__).resolve().parents[3]


def run(*words):
    done = subprocess.run([os.environ["FANGTIAN"], *words], cwd=ROOT, capture_output=True)
    if done.returncode != 0:
        fault(f"{' '.join(words)}: {done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
    return done.stdout


def book_of(folder, *words, twice=False):
    """The workbook of a command: whole, and the same bytes again where that is asked for."""
    path = f"{folder}/{len(os.listdir(folder))}.xlsx"
    run(*words, "-o", path)
    if not os.path.exists(path):
        return path, {"": {}}
    if twice and run(*words, "-f", "xlsx") != pathlib.Path(path).read_bytes():
        fault(f"{' '.join(words)}: not the same bytes again")
    with zipfile.ZipFile(path) as archive:
        check_parts(" ".join(words), archive)
    book = sheets.read(path)
    check_sheets(" ".join(words), book)
    return path, book


def row_of(cells, row):
    return {re.match("[A-Z]+", place)[0]: cell for place, cell in cells.items() if int(re.search("[0-9]+", place)[0]) == row}


OPEN = "待定"


def number(text):
    return None if text in ("", "—") or text.startswith(OPEN) else float(text.replace(",", ""))


def close(x, y):
    return x is y or (isinstance(x, float) and isinstance(y, float) and abs(x - y) <= 0.00501 + 1e-12 * abs(y))


# ---- what each policy changed ----

def lines_of(cells):
    head = next(int(place[1:]) for place, cell in cells.items() if place.startswith("A") and cell.value in ("政策序号", "policy no."))
    last = max(int(re.search("[0-9]+", place)[0]) for place in cells)
    return [row_of(cells, row) for row in range(head + 1, last + 1)]


def check_changes(folder, scenario, *words):
    _, book = book_of(folder, "changes", scenario, "--lang", "zh", *words)
    text = run("changes", scenario, "--lang", "zh", "-f", "csv", *words).decode("utf-8-sig")
    told = list(csv.reader(io.StringIO(text)))
    told = told[next(at for at, line in enumerate(told) if line[:1] == ["政策"]) + 1:]
    if not told:
        fault(f"{scenario}: no policy changes anything: the test looks at nothing")
        return
    lines, sums = lines_of(book["明细"]), {}
    if len(lines) != len(told):
        fault(f"{scenario}: {len(lines)} lines, {len(told)} in the CSV")
    for line, want in zip(lines, told):
        have = [line[column].value for column in "BDEGHI"]
        for at, column in ((3, 6), (4, 7), (5, 8)):
            figure = have[at] if isinstance(have[at], float) else None
            if not close(figure, number(want[column])) or want[column].startswith(OPEN) != (have[at] == OPEN):
                fault(f"{scenario}: {have} is not {want}")
        if have[0] != want[1] or line["I"].formula is None:
            fault(f"{scenario}: {have} is not {want}, or its difference no formula")
        if line["J"].value == 0:  # a memo stands in no column of the sums
            if line["D"].value != "备忘":
                fault(f"{scenario}: {have} stands in no column, and is no memo")
            continue
        key = (line["A"].value, line["J"].value)
        before = sums.get(key, 0)
        sums[key] = OPEN if OPEN in (have[5], before) else "—" if "—" in (have[5], before) else before + have[5]
    check_sums(scenario, book["政策变化"], sums)


def check_sums(scenario, cells, sums):
    rows = lines_of(cells)
    columns = {letters: cell.value for letters, cell in rows[0].items() if isinstance(cell.value, float)}
    found = 0
    for row in rows[1:]:
        if "A" not in row or not isinstance(row["A"].value, float):
            continue
        for letters, column in columns.items():
            want, cell = sums.get((row["A"].value, column), ""), row[letters]
            found += want != ""
            if (want == "" and cell.value) or (want in ("—", OPEN) and cell.value != want) or (isinstance(want, float) and not close(cell.value, want)):
                fault(f"{scenario}: {letters}: {cell.value} is not {want}")
            if want != "" and cell.formula is None:
                fault(f"{scenario}: {letters}: a sum is no formula")
    if found != len(sums):
        fault(f"{scenario}: {found} sums, of {len(sums)}")


# ---- where a figure comes from ----

def check_links(name, path, cells):
    """Each "see step n" leads to the line that is numbered n."""
    with zipfile.ZipFile(path) as archive:
        links = dict(re.findall(r'<hyperlink ref="(F[0-9]+)" location="[^!]*!A([0-9]+)"', archive.read("xl/worksheets/sheet1.xml").decode()))
    seen = {place: cell.value for place, cell in cells.items() if place.startswith("F") and re.match("见步骤|see step", str(cell.value))}
    if set(links) != set(seen):
        fault(f"{name}: links {links}, and words {seen}")
    for place, row in links.items():
        if cells[f"A{row}"].value != seen[place].split()[-1]:
            fault(f"{name}: {seen[place]} leads to {cells[f'A{row}'].value}")
    return len(links)


def check_derivation(folder, scenario, item, least_links, *words):
    name = f"explain {scenario} {item} {' '.join(words)}"
    path, book = book_of(folder, "explain", scenario, item, *words)
    cells = next(iter(book.values()))
    steps = [cell.value for place, cell in cells.items() if re.fullmatch("A[0-9]+", place) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", str(cell.value))]
    if not steps or len(set(steps)) != len(steps):
        fault(f"{name}: steps {steps}")
    if check_links(name, path, cells) < least_links:
        fault(f"{name}: too few links")
    return cells


def check_certificate(folder, scenario, item):
    """Every figure and step of the certificate, its article and place."""
    cells = check_derivation(folder, scenario, item, 1, "--depth", "all")
    figures = json.loads(run("explain", scenario, item, "-f", "json"))["figures"]
    texts = {str(cell.value) for cell in cells.values() if isinstance(cell.value, str)}
    values = {round(cell.value, 9) for cell in cells.values() if isinstance(cell.value, float)}
    for figure in figures:
        for wanted in (figure["source"], figure["place"]):
            if wanted not in texts:
                fault(f"{item}: {figure['rule']}: {wanted} is not told")
        for step in figure["steps"]:
            leaf = step["op"] in ("field", "parameter", "figure") and step["formula"] != "on" and step["state"] == "value"
            if leaf and step.get("place") is not None and step["place"] not in texts:
                fault(f"{item}: {step['text']}: {step['place']} is not told")
            shown = re.match(r"(-?[0-9,]+(?:\.[0-9]+)?)(%?)", step["shown"])
            if leaf and shown and re.fullmatch("-?[0-9]+(/[0-9]+)?", str(step["value"])):
                figure = float(shown[1].replace(",", "")) * (0.01 if shown[2] else 1)
                exact = float(Fraction(step["value"]))  # in base units; a share is shown so
                if not any(abs(one - value) < 1e-6 * max(1, abs(one)) for one in (figure, exact) for value in values):
                    fault(f"{item}: {step['text']} = {step['shown']} is not told")


with tempfile.TemporaryDirectory() as work:
    for scenario in ("scenarios/county/portfolio.cfg", "scenarios/examples/lat-rebate.cfg"):
        check_changes(work, scenario)
    check_changes(work, "scenarios/qingyuan/cluster.cfg", "--unit", "万元")
    book_of(work, "changes", "scenarios/reform/reform.cfg", "reform-example/lat-rebate", "--lang", "en", twice=True)
    book_of(work, "explain", "scenarios/reform/reform.cfg", "lat_rebate@2021", "--lang", "en", twice=True)
    check_certificate(work, "scenarios/examples/lat-rebate.cfg", "lat_rebate@2021")
    check_certificate(work, "scenarios/qingyuan/cluster.cfg", "price_due@shangye")
    for item, links, language in (("project_result@X01", 5, "en"), ("projects.developer_cash@X01", 0, "zh"), ("projects.developer_cash", 0, "en"),
                                  ("projects.far_before@X01", 0, "zh")):
        check_derivation(work, "scenarios/county/portfolio.cfg", item, links, "--lang", language)
    trial = check_derivation(work, "scenarios/county/portfolio.cfg", "project_result@X01", 1, "--set", "projects.X01.far_after=3", "--lang", "zh")
    if not any("projects.X01.far_after" in str(cell.value) for cell in trial.values()):
        fault("a trial does not say what was set")

print("\n".join(faults[:40]))
sys.exit(1 if faults else 0)
