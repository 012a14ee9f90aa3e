#!/usr/bin/env python3
"""Compares engine/report/README.md with what the command prints, both ways.

Every key of the JSON that real runs give must stand in its table, in the order of the table and with its type; every key of
a table must occur in some run. So for the columns of CSV. FANGTIAN is the command, else build/fangtian.
"""
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../workbook"))
from xlsx import Book, number

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
README = ROOT / "engine" / "report" / "README.md"
HERE = "tests/report/"
LAW = ["--policies", HERE + "policies"]
SHIPPED = ["--policies", "policies"]
FREE = {"KIND": {"rounding", "rounding_known", "totals", "received", "paid", "net", "paid_total", "paid_total_known", "paid_known",
                 "paid_all", "paid_all_known"},
        "LINE": {"rest", "total", "total_known", "lines"}, "NAME": {"formulas", "words"}}
FIGURE = re.compile(r"-?\d+(\.\d+|/\d+)?")
faults = []


def fault(*what):
    faults.append(" ".join(what))


def fangtian(*words):
    done = subprocess.run([COMMAND, *words], capture_output=True, check=False, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"fangtian {' '.join(words)}: {done.stderr.decode()}")
    return done.stdout.decode()


def hidden_book(path):
    """A scenario whose one row is hidden in its workbook."""
    Book().sheet("scenario", [["title", "一张表"], ["as_of", "2022-06-30"], ["packs", "nation、town"]]).sheet(
        "projects", [["id", "area (m2)", "price (元/m2)", "use"], ["A1", number("30000"), number("10"), "school"]],
        row_attributes={2: 'hidden="1"'}).write(path)
    return str(path)


def bare_county(folder):
    """The county's projects without the file of their buildings."""
    for name in ("projects", "parcels", "holders", "costs", "talents"):
        shutil.copy(ROOT / f"scenarios/county/{name}.csv", folder)
    text = (ROOT / "scenarios/county/portfolio.cfg").read_text(encoding="utf-8")
    path = folder / "bare.cfg"
    path.write_text("".join(line for line in text.splitlines(keepends=True) if "buildings = { csv" not in line), encoding="utf-8")
    return str(path)


def edited_book(path):
    """A workbook of results with a tax year changed."""
    fangtian("run", "scenarios/examples/lat-rebate.cfg", *SHIPPED, "-o", str(path))
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(b"<v>265960000</v>", b"<v>275960000</v>", 1) if name.startswith("xl/worksheets/sheet") else data)
    return str(path)


def runs(rows_file):
    """What to print for each table of keys."""
    edited = edited_book(pathlib.Path(rows_file).with_name("edited.xlsx"))
    bare = bare_county(pathlib.Path(rows_file).parent)
    book = hidden_book(pathlib.Path(rows_file).with_suffix(".xlsx"))
    rows = ["run", HERE + "rows.cfg", *LAW, "--rows", rows_file]
    return {
        "run": [["run", HERE + "sheets.cfg", *LAW, "--detail"], ["run", HERE + "ops.cfg", *LAW, "--detail"],
                ["run", HERE + "sheets.cfg", *LAW, "--known-at", "2021-06-30", "--as-of", "2021-12-31"],
                ["run", HERE + "sheets.cfg", *LAW, "--by", "project"], ["run", HERE + "sheets.cfg", *LAW, "--view", "account"], ["run", HERE + "sheets.cfg", *LAW, "--view", "projects"],
                ["run", "scenarios/qingyuan/cluster.cfg", *SHIPPED, "--detail"],
                ["run", "scenarios/borders/given-twice.cfg", *SHIPPED],
                ["run", "scenarios/foshan/village-park.cfg", *SHIPPED, "--detail"], ["run", HERE + "gb18030.cfg", *LAW],
                ["run", "scenarios/qingyuan/cluster.cfg", *SHIPPED, "--known-at", "2020-06-30"],
                ["run", book, *LAW], ["run", "scenarios/years/2024-12-31.cfg", *SHIPPED], ["run", "scenarios/years/2020-12-31.cfg", *SHIPPED],
                ["run", "scenarios/county/portfolio.cfg", *SHIPPED, "--by", "project", "--set", "projects.X04.costs-=财务费用"],
                ["run", "scenarios/borders/first-page.cfg", *SHIPPED, "--set", "projects.A6.consent_all="], ["run", edited, *SHIPPED]],
        "rows": [rows, ["run", HERE + "gb18030.cfg", *LAW, "--rows", rows_file], [*rows, "--by", "use"],
                 ["run", HERE + "rows-open.cfg", *SHIPPED, "--rows", rows_file], [*rows, "--known-at", "2022-06-30"],
                 ["run", "scenarios/county/portfolio.cfg", *SHIPPED, "--table", "projects", "--rows", rows_file, "--only", "price_due,premium,top_up_due,deed_tax"],
                 ["run", bare, *SHIPPED, "--table", "projects", "--rows", rows_file, "--only", "resettlement_cost"]],
        "changes": [["changes", HERE + "sheets.cfg", *LAW, "--known-at", "2023-06-30"], ["changes", "scenarios/foshan/village-park.cfg", *SHIPPED],
                    ["changes", HERE + "gb18030.cfg", *LAW], ["changes", book, *LAW], ["changes", edited, *SHIPPED], ["changes", HERE + "sheets.cfg", *LAW, "--set", "projects.A1.cost=1 元"]],
        "explain": [["explain", HERE + file, item, *LAW] for file, item in
                    (("ops.cfg", "total"), ("ops.cfg", "cased@P1"), ("ops.cfg", "cased@P2"), ("ops.cfg", "law@P2/B1"),
                     ("sheets.cfg", "fee@A1"), ("sheets.cfg", "fee@A2"), ("sheets.cfg", "rebate@2021"))]
                   + [["explain", HERE + "sheets.cfg", "fee@A1", *LAW, "--as-of", "2021-12-31"],
                      ["explain", "scenarios/qingyuan/cluster.cfg", "lat_rebate@2021", *SHIPPED]],
        "views": [["views", *LAW], ["views", HERE + "sheets.cfg", *LAW]],
        "vocabulary": [["policies", "--vocabulary", *LAW], ["policies", "--vocabulary", *SHIPPED]],
        "authority": [["policies", "--authority", *SHIPPED]],
        "policies": [["policies", *LAW], ["policies", "growth", *LAW], ["policies", *SHIPPED]],
    }


def csv_runs(rows_file):
    return {"run": ["run", HERE + "sheets.cfg", *LAW], "sheet": ["run", HERE + "sheets.cfg", *LAW, "--view", "account"],
            "rows": ["run", HERE + "rows.cfg", *LAW, "--rows", rows_file, "--by", "use"], "changes": ["changes", HERE + "sheets.cfg", *LAW]}


def kind_of(value):
    """The type of a value in the words of the tables."""
    if isinstance(value, str):
        return "figure" if FIGURE.fullmatch(value) else "text"
    if isinstance(value, dict):
        return "titles" if list(value) == ["zh", "en"] else "object"
    return {bool: "truth", int: "number", type(None): "null", list: "list"}.get(type(value), type(value).__name__)


def name_of(path, key):
    last = path.rpartition(".")[2]
    return next((free for free, above in FREE.items() if last in above), key)


def look(value, path, documented, met, run):
    """Checks a value and all below it against the table; `met` gathers the keys that occur."""
    kind = kind_of(value)
    if path and not (path.endswith("[]") and kind == "object"):
        met.add(path)
        if path not in documented:
            return fault(run, "gives", path, "which the README does not name")
        allowed = documented[path]
        if kind not in allowed and not (kind == "figure" and "text" in allowed):
            fault(run, "gives", path, "as", kind, "and the README says", " or ".join(sorted(allowed)))
    if kind == "object":
        order = list(documented)
        inside = [(path + "." if path else "") + name_of(path, key) for key in value]
        places = [order.index(one) for one in inside if one in documented]
        if places != sorted(places):
            fault(run, "gives the keys of", path or "the whole", "in another order than the README")
        for one, below in zip(inside, value.values()):
            look(below, one, documented, met, run)
    if kind == "list":
        for below in value:
            if isinstance(below, dict) or path + "[]" in documented or not documented:
                look(below, path + "[]", documented, met, run)
            else:
                fault(run, "gives elements of", path, "which the README does not name")


def table(text, mark, name):
    """The rows of a table of the README, cells without backticks."""
    found = re.search(rf"<!-- {mark}: {name} -->\n(.*?)<!-- /{mark} -->", text, re.S)
    if found is None:
        sys.exit(f"{README.name} has no table for {mark} {name}")
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in found[1].splitlines()[2:]]
    return [[cell.strip("| ").strip("`") for cell in row] for row in rows]


def check_json(text, rows_file):
    for name, invocations in runs(rows_file).items():
        rows = table(text, "schema", name)
        if name == "changes":  # its head is that of `run`
            of_run = table(text, "schema", "run")
            rows = [each for row in rows for each in (row, *(one for one in of_run if row[0] in ("scenario", "policy", "verdict", "taken")
                                                             and re.match(row[0] + r"(\[\])?\.", one[0])))]
            rows += [row for row in of_run if row[0] == "taken[]"]
        documented = {row[0]: set(re.split(r", | or ", row[1])) for row in rows}
        as_run = {row[0] for row in rows if name == "changes" and re.match(r"(verdict|taken)", row[0])}
        if len(documented) != len(rows):
            fault("the table of", name, "names a key twice")
        met = set()
        for words in invocations:
            look(json.loads(fangtian(*words, "--format", "json")), "", documented, met, "fangtian " + " ".join(words))
        for path in documented:
            if path not in met and path not in as_run:  # a key that only the table has
                fault("the README names", path, "of", name, "and no run here gives it")


def check_csv(text, rows_file):
    for name, words in csv_runs(rows_file).items():
        rows = table(text, "columns", name)
        for language, column in (("en", 0), ("zh", 1)):
            printed = fangtian(*words, "--format", "csv", "--lang", language)
            lines = list(csv.reader(io.StringIO(printed.removeprefix("\ufeff"))))
            header = lines[lines.index([]) + 1]
            head = [row[column] for row in table(text, "head", "csv")]
            told = [line[0] for line in lines[:lines.index([])] if len(line) == 2]  # entries of the first page have three cells
            if told != head:
                fault(name, "has a head of", ",".join(told), "and the README says", ",".join(head))
            wanted = [row[column] for row in rows]
            if header[:len(wanted)] != wanted or len(header) > len(wanted) + (name == "sheet"):
                fault(name, "has the columns", ",".join(header), "and the README says", ",".join(wanted))


def main():
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        rows_file = os.path.join(folder, "rows.csv")
        check_json(text, rows_file)
        check_csv(text, rows_file)
    for one in list(dict.fromkeys(faults))[:40]:
        print(one, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
