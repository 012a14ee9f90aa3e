#!/usr/bin/env python3
"""Random tables through every way that the engine has, which must all print the same bytes; and the same figures as a run that
holds the whole table.

  differential.py [CASES]      FT_TEST_SEED=… repeats a run; FANGTIAN is the command, else build/fangtian
"""
import collections
import fractions
import pathlib
import sys
import tempfile

from common import LAW, chances, fangtian, json_of, read_rows, rows_run, scenario, seed_of_run, table

EVERYTHING = ["--columns", "id,town,use,area,price,paid,part,stages,idle,since,note,value,known_use,aid,levy,land,unit_cost,cheap,stages_due"]
WAYS = [({}, ["--jobs", "2"]), ({}, ["--jobs", "3"]), ({}, ["--jobs", "8"]), ({"FANGTIAN_ROWS": "general"}, ["--jobs", "2"]),
        ({"FANGTIAN_ROWS": "wide"}, ["--jobs", "2"]),
        ({"FANGTIAN_NUMBERS": "gmp"}, [])]
CHANGES = [[], ["--set", "portfolio.factor=62.5%"], ["--as-of", "2019-12-31"],
           ["--set", "portfolio.factor=0.01%", "--as-of", "2020-07-01"]]


def fault(case, what, one, other):
    sys.exit(f"case {case}: {what}\n--- one\n{one}\n--- other\n{other}")


def same(case, what, one, other):
    if one != other:
        fault(case, what, one[-2000:] if isinstance(one, bytes) else one, other[-2000:] if isinstance(other, bytes) else other)


def exact(text):
    return fractions.Fraction(text)


def party(name):
    return name.split(":")[0] if name else None


def held(path, words):
    """What a run that holds the table posts: by line, and by line and row."""
    whole = json_of(fangtian("run", path, *LAW, "-f", "json", *words)[0])
    lines = collections.defaultdict(lambda: [0, fractions.Fraction(), fractions.Fraction()])
    posted = {}
    for item in whole["items"] + whole["memos"]:
        if item["row"] == "":
            continue
        line = lines[item["rule"], party(item["from"]), item["to"].split(":")[0], item["kind"]]
        line[0] += 1
        line[1] += exact(item["amount"])
        line[2] += exact(item["residue"])
        if item["from"] is not None:
            posted[item["rule"], item["row"]] = item["amount"]
    findings = collections.Counter()
    for check in whole["checks"]:
        findings[check["rule"], "holds" if check["holds"] else "fails"] += check["row"] != ""
    for miss in whole["not_applicable"]:
        findings[miss["rule"], "not_applicable"] += miss["row"] != ""
    return whole, lines, posted, findings


def compare_held(case, path, words, rows, totals):
    whole, lines, posted, findings = held(path, words)
    found = {}
    for line in totals["lines"]:
        if line["rows"] > 0:
            residue = line["rounding"]
            found[line["rule"], line["from"], line["to"], line["kind"]] = [line["rows"], exact(line["amount"]), residue and exact(residue)]
    for key, line in lines.items():
        if found.get(key, [0, 0, None])[2] is None:  # too long to write
            found[key][2] = line[2]
    same(case, "the lines differ from those of a run that holds the table", found, dict(lines))
    counted = collections.Counter()
    for finding in totals["findings"]:
        for what in ("holds", "fails", "not_applicable"):
            counted[finding["rule"], what] += finding[what]
    same(case, "the findings differ", +counted, +findings)
    for row in rows:
        for rule in ("aid", "land"):
            if (rule, row["id"]) in posted:
                same(case, f"{rule} of {row['id']}", row[rule], posted[rule, row["id"]])
    nets = {(one["id"], one["kind"]): exact(one["net"]) for one in totals["parties"]}
    wanted = collections.Counter()
    for one in whole["parties"]:
        for kind, net in one["net"].items():
            wanted[party(one["id"]), kind] += exact(net)
    same(case, "the parties differ", {key: net for key, net in nets.items() if net}, {key: net for key, net in wanted.items() if net})
    for key in ("illustrative", "rounding", "totals"):
        if key in totals and None not in totals.get("rounding", {}).values():
            same(case, key, totals[key], whole[key])


def check(case, chance, folder):
    plain = chance.random() < 0.4
    rows = chance.choice([0, 1, 2, 50, 1023, 1024, 1025, 3000, 6000])
    path = scenario(folder, table(chance, rows, plain), packs=chance.choice(['"law"', '"law", "late"']))
    words = [*chance.choice(CHANGES), *chance.choice([[], ["--by", "town"], ["--by", "use"]])]
    form = chance.choice([["-f", "json"], ["-f", "csv"], ["--lang", "zh"], ["--lang", "en", "--unit", "万元"]])
    out = folder / "out.csv"
    first = rows_run(path, out, *EVERYTHING, *words, *form, "--jobs", "1")
    for variables, jobs in WAYS:
        other = rows_run(path, out, *EVERYTHING, *words, *form, *jobs, **variables)
        same(case, f"the rows differ with {variables} {jobs}", other[0], first[0])
        same(case, f"the totals differ with {variables} {jobs}", other[1], first[1])
    lines, totals = rows_run(path, out, *words, "-f", "json")
    if len(read_rows(lines)) != rows:
        fault(case, "the rows that came out", len(read_rows(lines)), rows)
    compare_held(case, path, [word for word in words if word not in ("--by", "town", "use")], read_rows(lines), json_of(totals))


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as folder:
        for case, chance in chances(seed, range(cases)):
            check(case, chance, pathlib.Path(folder) / "one")


if __name__ == "__main__":
    main()
