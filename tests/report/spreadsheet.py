#!/usr/bin/env python3
"""Keys and names that a spreadsheet would run, spoil or hide, in every CSV: of items, views, changes and long tables.

Each CSV is read as a spreadsheet would: no cell begins a formula, none is taken for another number or a date, nothing is
invisible. What was protected is read again by fangtian as the same keys. FANGTIAN is the command, else build/fangtian.
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
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
LAW = ["--policies", str(ROOT / "tests/report/policies")]
KEYS = ["007", "441802199001011234", "123456789012", "2-1", "3/4".replace("/", "-"), "1月2日", "1E5", "2.50", "MAR1", "10:30", "TRUE", "13800138000",
        "A1", "2021"]
SIGNS = ["=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "－1", "＠x", "﹦1"]
BEFORE = ["", " ", "\t", "\n", "\r\n", "\u00a0", "\u2009", "\u3000", "\u200b", "\ufeff", "\u200b \u2060"]
NAMES = [before + sign for sign in SIGNS for before in BEFORE] + ["a\u202eb", "\u00adx", "x\u2028y", "\U000e0041", "007", "1-2", "石角"]
faults = []


def fangtian(*words, way="auto"):
    done = subprocess.run([COMMAND, *words, *LAW, "--lang", "zh"], capture_output=True, check=False, env={**os.environ, "FANGTIAN_ROWS": way})
    if done.returncode != 0:
        sys.exit(f"fangtian {' '.join(words)}: {done.stderr.decode()}")
    return done.stdout.decode()


def is_run(cell):
    rest = cell.lstrip()
    while rest and (unicodedata.category(rest[0]) in ("Cf", "Cc", "Zs", "Zl", "Zp")):
        rest = rest[1:]
    return bool(cell) and (cell[0] in "\t\r\n" or rest[:1] in tuple("=+-@＝＋－＠﹦﹢﹣﹫"))


def is_spoiled(cell):
    """Would a spreadsheet show it as something else? What ends with a tab it takes for text."""
    number = re.fullmatch(r"0|[1-9]\d{0,10}|(0|[1-9]\d*)\.\d*[1-9]", cell)
    looks = re.fullmatch(r"[\d.,/:%() \-]*\d[\d.,/:%() \-]*|\d+[eE]\d+|\d+月\d+日|MAR\d+|TRUE", cell)
    return not number and bool(looks)


def look(text, what, figures):
    """`figures`: the names of columns that hold figures."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    header = next((row for row in rows if len(row) > 2), [])
    for row in rows[rows.index(header) + 1:]:
        for name, cell in zip(header, row):
            if name in figures or re.sub("（.*", "", name) in figures:
                if not re.fullmatch(r"(-?\d+(\.\d+)?|\d+/\d+\t|'-\d+/\d+|—|)", cell):
                    faults.append(f"{what}: {name} is no figure: {cell!r}")
            elif is_run(cell) or is_spoiled(cell):
                faults.append(f"{what}: {name} is run or spoiled: {cell!r}")
            if re.search("[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f]", cell.replace("\r\n", "")):
                faults.append(f"{what}: {name} holds what cannot be seen: {cell!r}")
    return header, rows


def ids(text):
    header, rows = look(text, "lines", ["area", "price"])
    return [row[header.index("id")].strip() for row in rows[rows.index(header) + 1:]]


def check(folder):
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["id", "name", "area (m2)", "price (元/m2)", "use"])
    rows = [(KEYS[i] if i < len(KEYS) else f"N{i}", NAMES[i % len(NAMES)]) for i in range(max(len(KEYS), len(NAMES)))]
    writer.writerows((key, name, "30000", "10", "industrial") for key, name in rows)
    pathlib.Path(folder, "long.csv").write_bytes(table.getvalue().encode())
    scenario = pathlib.Path(folder, "long.cfg")
    scenario.write_text((ROOT / "tests/report/rows.cfg").read_text().replace("rows.csv", "long.csv"))
    look(fangtian("run", str(scenario), "-f", "csv"), "run", ["金额", "精确值"])
    figures = ["面积", "应缴地价", "盈余", "市净收入", "市得指标"]
    look(fangtian("run", str(scenario), "-f", "csv", "--view", "projects"), "a view", figures)
    look(fangtian("run", str(scenario), "-f", "csv", "--view", "account"), "a sheet", ["级次", "金额", "每平方米"])
    look(fangtian("changes", str(scenario), "-f", "csv"), "changes", ["有该政策", "无该政策", "变化"])
    columns = ["--columns", "id,name,area,price,use", "--rows"]
    for way in ("auto", "exact"):
        lines = os.path.join(folder, way + ".csv")
        fangtian("run", str(scenario), *columns, lines, way=way)
        if ids(pathlib.Path(lines).read_bytes().decode()) != [key for key, _ in rows]:
            faults.append(f"--rows, {way}: other keys than those given")
    if pathlib.Path(folder, "auto.csv").read_bytes() != pathlib.Path(folder, "exact.csv").read_bytes():
        faults.append("--rows: two ways give two files")
    # The lines as a table of their own, once their figures have units: the same keys, held and row by row.
    lines = pathlib.Path(folder, "auto.csv")
    lines.write_bytes(lines.read_bytes().replace(b"area,price", "area (m2),price (元/m2)".encode(), 1))
    scenario.write_text(scenario.read_text().replace("long.csv", "auto.csv"))
    again = json.loads(fangtian("run", str(scenario), "-f", "json", "--view", "projects"))["views"][0]["rows"]
    if [row["row"] for row in again] != [key for key, _ in rows]:
        faults.append("the lines read as a table: other keys than those given")
    fangtian("run", str(scenario), *columns, os.path.join(folder, "again.csv"))
    if ids(pathlib.Path(folder, "again.csv").read_bytes().decode()) != [key for key, _ in rows]:
        faults.append("the lines read as a long table: other keys than those given")


with tempfile.TemporaryDirectory() as scratch:
    check(scratch)
for fault in faults[:20]:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
