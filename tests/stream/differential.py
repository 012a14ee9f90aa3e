#!/usr/bin/env python3
"""Random tables through every way that the engine has, which must all print the same bytes; and the same figures as a run that
holds the whole table.

  differential.py [CASES]      FT_TEST_SEED=… draws others; FANGTIAN is the command, else build/fangtian
"""
import pathlib
import sys
import tempfile

from common import LAW, NEITHER, WAYS, chances, compare_held, fangtian, fault, json_of, read_rows, rows_run, same, scenario, seed_of_run, table

EVERYTHING = ["--columns", "id,town,use,area,price,paid,part,stages,idle,since,note,value,known_use,aid,levy,land,unit_cost,cheap,stages_due"]
CHANGES = [[], ["--set", "portfolio.factor=62.5%"], ["--as-of", "2019-12-31"],
           ["--set", "portfolio.factor=0.01%", "--as-of", "2020-07-01"]]


def check(case, chance, folder):
    plain = chance.random() < 0.4
    rows = chance.choice([0, 1, 2, 50, 2047, 2048, 2049, 3000, 6000])
    path = scenario(folder, table(chance, rows, plain), packs=chance.choice(['"law"', '"law", "late"']))
    words = [*chance.choice(CHANGES), *chance.choice([[], ["--by", "town"], ["--by", "use"]])]
    form = chance.choice([["-f", "json"], ["-f", "csv"], ["--lang", "zh"], ["--lang", "en", "--unit", "万元"]])
    out = folder / "out.csv"
    first = rows_run(path, out, *EVERYTHING, *words, *form, "--jobs", "1")
    for variables, jobs in [*WAYS, *NEITHER]:
        other = rows_run(path, out, *EVERYTHING, *words, *form, *jobs, **variables)
        same(case, f"the rows differ with {variables} {jobs}", other[0], first[0])
        same(case, f"the totals differ with {variables} {jobs}", other[1], first[1])
    lines, totals = rows_run(path, out, *words, "-f", "json")
    if len(read_rows(lines)) != rows:
        fault(case, "the rows that came out", len(read_rows(lines)), rows)
    words = [word for word in words if word not in ("--by", "town", "use")]
    whole = json_of(fangtian("run", path, *LAW, "-f", "json", *words)[0])
    compare_held(case, whole, ("aid", "land"), read_rows(lines), json_of(totals))


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as folder:
        for case, chance in chances(seed, range(cases)):
            check(case, chance, pathlib.Path(folder) / "one")


if __name__ == "__main__":
    main()
