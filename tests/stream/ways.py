#!/usr/bin/env python3
"""Small laws that kernels once took otherwise than the exact way, which is right."""
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

from common import COMMAND, HERE, LAW, WAYS, fangtian, json_of, read_rows, rows_run, same, same_complaints, scenario, told_run

COUNTER = os.environ.get("ROWS_BY_COLUMNS", pathlib.Path(COMMAND).parent / "tests" / "stream" / "rows_by_columns")
RULES = [rule.split('"')[1] for rule in (HERE / "policies" / "open" / "open.cfg").read_text(encoding="utf-8").split("{ id = ")[1:] if "of = " in rule]
TABLE = b"id,town,use,area (m2)\nP1,east,shop,1\nP2,west,,2\nP3,south,works,3\n"


def every_way(path, out, *words, run=rows_run):
    """What every way gives."""
    first = run(path, out, *words, "--jobs", "1")
    for variables, jobs in WAYS:
        other = run(path, out, *words, *jobs, **variables)
        for one, two in zip(first, other):
            same(path.parent.name, f"it differs with {variables} {jobs}", one, two)
    return first


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = scenario(folder / "among", TABLE, packs='"among"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,among,behind,not_any")[0])
        same("among", "what does not apply", [[row["among"], row["behind"], row["not_any"]] for row in rows],
             [["true", "true", ""], ["", "", ""], ["true", "true", ""]])
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,counted,chosen_area,chosen_town")[0])
        same("among", "behind conditions that do not apply", [[row["counted"], row["chosen_area"], row["chosen_town"]] for row in rows],
             [["1", "2", "north"], ["", "", ""], ["", "3/7", "south"]])
        path = scenario(folder / "two-keys", TABLE, packs='"two-keys"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,figure")[0])
        same("two keys", "what does not apply", [row["figure"] for row in rows], ["", "", ""])
        path = scenario(folder / "bounds", TABLE, packs='"bounds"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,bounded")[0])
        same("bounds", "where the rule asks for them", [row["bounded"] for row in rows], ["1.5", "2", "0"])
        path = scenario(folder / "crossed", TABLE, packs='"crossed"')
        rows, _, said = every_way(path, folder / "out.csv", "--lang", "en", "--columns", "id,narrow,wide", run=told_run)
        same_complaints("crossed", fangtian("run", path, *LAW, "--lang", "en")[1], said)
        faults = [tuple(found) for found in re.findall(r"error: (\w+) at plots\[(P\d)\].*\[bad-bounds\]", said.decode())]
        same("crossed", "the faults", sorted(faults), [("alike", "P1"), ("alike", "P2"), ("alike", "P3"), ("narrow", "P3"),
                                                       ("quotient", "P1"), ("quotient", "P2"), ("quotient", "P3"), ("wide", "P3")])
        same("crossed", "the other rows stand", [row["narrow"] for row in read_rows(rows)], ["1", "2", "undetermined"])
        path = scenario(folder / "behind", TABLE, packs='"behind"')
        totals = json_of(every_way(path, folder / "out.csv", "-f", "json", "--only", "paying")[1])
        same("behind", "a posting of a rule behind", [(line["rows"], line["amount"]) for line in totals["lines"]], [(3, "66.00")])
        same("behind", "a value that a posting alone names", [value["parameter"] for value in totals["illustrative"]], ["times"])
        undetermined(folder)
        powers(folder)


def powers(folder):
    """One rate in all rows of a chunk, another in the next: a figure that was worked out for the one is not the other's."""
    rates = [10, 20, 10, 35]
    table = [(f"P{i:05}", rates[i // 2048 % len(rates)], 1 + i % 9) for i in range(6 * 2048)]
    text = "id,town,area (m2),part,stages\n" + "".join(f"{key},east,1,{rate}%,{stages}\n" for key, rate, stages in table)
    path = scenario(folder / "powers", text.encode(), packs='"powers"')
    rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,grown,alike")[0])
    grown = {(rate, stages): Fraction(100 + rate, 100) ** stages for rate in rates for stages in range(-2, 10)}
    same("powers", "of both columns", [Fraction(row["grown"]) for row in rows], [grown[rate, stages] for _, rate, stages in table])
    same("powers", "of the rate", [Fraction(row["alike"]) for row in rows], [grown[rate, 3] - grown[rate, -2] for _, rate, _ in table])


def undetermined(folder):
    """Rows with and without facts, side by side: whatever a condition comes to there, by kernels as the exact way."""
    chance = random.Random(20261130)
    rows = "".join(f"P{i:05},east,{chance.choice(['', 'shop', 'dwelling'])},{chance.randrange(1, 9)},{chance.choice(['', '0', '99', '101', '7.25'])},"
                   f"{chance.choice(['', 'true', 'false'])},{chance.choice(['', '2020-02-29'])},1\n" for i in range(3000))
    path = scenario(folder / "open", ("id,town,sort,area (m2),claim (元),idle,seen,stages\n" + rows).encode(), packs='"open"')
    every_way(path, folder / "out.csv", "--columns", ",".join(RULES), "-f", "json", "--by", "sort")
    counted = subprocess.run([COUNTER, HERE / "policies", path, *RULES], capture_output=True, check=True, text=True)
    same("undetermined", "rows that were not read as columns", counted.stdout.split(), ["3000", "0"])
    head, *lines = read_rows(every_way(path, folder / "out.csv", "--columns", ",".join(RULES))[0])
    for rule in RULES:
        found = {line[rule] == "undetermined" for line in [head, *lines]}
        if rule not in ("same", "chosen") and True not in found:
            sys.exit(f"no row shows {rule} undetermined")


if __name__ == "__main__":
    main()
