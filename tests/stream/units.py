#!/usr/bin/env python3
"""The unit of a column, in a long table: in every form of header and line, every way gives what cells with units give; a column
without one is told once, at its header, and 1 under （%） in every cell, as by a run that holds the table."""
import pathlib
import sys
import tempfile

from common import LAW, PAIR, fangtian, rows_run, same_complaints, scenario

ROWS = 3000
FORMS = [
    ("亩", "id,town,area (亩)\n"), ("亩", "id,town,面积（亩）\n"), ("亩", "id,town,面积(亩)\n"), ("亩", "id,town,面积/亩\n"),
    ("亩", "id,town,面积：亩\n"), ("亩", "id,town,面积【市亩】\n"), ("亩", "id,town,面积（单位：亩）\n"), ("公顷", "id,town,面积（hm²）\n"),
    ("亩", "单位：亩,,\nid,town,area\n"), ("亩", ",,(单位: 亩)\n\nid,town,面积\n"), ("亩", "地块表,,面积单位：亩\nid,town,area\n"),
    ("公顷", "\"单位：公顷、万元\",,,\nid,town,area,paid\n"), ("亩", "\ufeff单位：亩,,\r\nid,town,area\r\n"),
]


def fault(what, *said):
    sys.exit(f"{what}\n" + "\n---\n".join(one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in said))


def lines(head, cell):
    """A table of many rows under a head; `cell` gives the area of each."""
    more = "," * (head.rstrip().rpartition("\n")[2].count(",") - 2)
    return (head + "".join(f"P{i:05},east,{cell(i)}{more}\n" for i in range(ROWS))).encode()


def every_way(folder, data, what):
    """What the rows come to, the same by all ways."""
    path = scenario(folder, data)
    found = {rows_run(path, folder / "out.csv", "--columns", "id,land", "--jobs", jobs, **variables)[0] for variables, jobs in PAIR}
    if len(found) != 1:
        fault(f"{what}: ways differ")
    return found.pop()


def forms(folder):
    for unit, head in FORMS:
        wanted = every_way(folder, lines("id,town,area\n", lambda i: f"{i}.5 {unit}"), unit)
        if every_way(folder, lines(head, lambda i: f"{i}.5"), head) != wanted:
            fault(f"{head!r} is read otherwise than cells in {unit}")
    nothing = every_way(folder, lines("id,town,area (m2)\n", lambda i: "0"), "zero")
    if every_way(folder, lines("id,town,area\n", lambda i: "0.00" if i % 2 else "0"), "zero without unit") != nothing:
        fault("zeros need no unit")


def refusals(folder):
    for what, data, name, count in (
            ("bare", lines("id,town,area\n", lambda i: i), b"csv-column-without-unit", 1),
            ("bare here and there", lines("id,town,area\n", lambda i: "7" if i == ROWS - 1 else "7 亩"), b"csv-column-without-unit", 1),
            ("bare beside a bad cell", lines("id,town,area\n", lambda i: "x" if i == 2000 else i), b"csv-column-without-unit", 1),
            ("1 under （%）", ("id,town,area (m2),part（%）\n" + "".join(f"P{i:05},east,1,{1 if i % 700 == 3 else 85}\n" for i in range(ROWS))).encode(),
             b"bare-share", len(range(3, ROWS, 700))),
            ("words behind the unit", lines("id,town,面积（亩）含道路\n", lambda i: i), b"unknown-column", 1),
            ("a unit of nothing", lines("单位：kWh,,\nid,town,area (m2)\n", lambda i: i), b"csv-unit-of-nothing", 1),
            ("two units", lines("单位：亩,,\nid,town,area (m2)\n", lambda i: i), b"csv-units-differ", 1)):
        path = scenario(folder, data)
        held = fangtian("run", path, *LAW, "--lang", "en", status=2)[1]
        if held.count(b"[" + name + b"]") != count:
            fault(f"{what}: held", held)
        for variables, jobs in PAIR:
            said = rows_run(path, folder / "out.csv", "--lang", "en", "--jobs", jobs, status=2, **variables)[2]
            if said.count(b"[" + name + b"]") != count:
                fault(f"{what} with {variables}", said)
            same_complaints(what, held, said)


def main():
    with tempfile.TemporaryDirectory() as folder:
        forms(pathlib.Path(folder) / "forms")
        refusals(pathlib.Path(folder) / "refusals")


if __name__ == "__main__":
    main()
