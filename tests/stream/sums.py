#!/usr/bin/env python3
"""Sums of exact amounts that cannot be counted: too many parts, memos, groups; weights and denominators past a word; amounts that are
no sums of products. Each is then added lane by lane, and comes to what plain fractions do, in all, by group and of doubted rows; and
amounts that cannot be posted are told as in a run that holds the table."""
import collections
import math
import os
import pathlib
import random
import sys
import tempfile
from fractions import Fraction

from common import HERE, WAYS, fangtian, json_of, same, same_complaints, scenario, seed_of_run

CASES = 1 if sys.argv[1:] == ["1"] else 3
MEMBERS = 300  # of an enumeration: with more groups than are counted by
# A power of one column of integers is worked out once for each of their values, and its denominators pass a word.
TERM = "1.007 ^ (stages + {}) * area * 1 元/m2"
GROWN, DIVIDED = TERM.format(0), "area * 1 元/m2 / 1.007 ^ stages"
RATE = Fraction(1007, 1000)
DOUBTED = 500  # 元/m2, from which a price is doubted
LOST = {"unlike"}  # of which many residues have so many denominators that nobody adds them up
KEEPERS = ("parties:\n{", 'parties:\n{\n  keeper = { title = { zh = "管理人"; en = "keeper"; }; each = "lots"; };')
LOTS = ("      note   = {", '      lot = { type = "reference"; to = "lots"; optional = true; absent = "none"; title = { zh = "宗地"; en = "lot"; }; };\n      note   = {')
# Of three plots of 1, 2 and 3 m2, the last of no lot, what cannot be posted: a formula, who receives it, the lines that are told of, and
# the exit status. Of the last plot the amount that is too long has more bits than a number may have, but only when it is rounded to
# cents; the one that is too wide has more by itself.
REFUSED = {
    "less_than_none": ("(area - 2 m2) * 1 元/m2", "owner", ["2"], 2),
    "all_less": ("(area - 5 m2) * 1 元/m2", "owner", ["2", "3", "4"], 2),
    "nobody": ("area * 1 元/m2", "keeper", ["4"], 2),
    "too_long": ("7 ^ (area * 3333 / 1 m2) * 7 ^ (area * 3333 / 1 m2) * 7 ^ (area * 1115 / 1 m2) / 3 * 1 元", "owner", ["4"], 2),
    "too_wide": ("7 ^ (stages * 3333) * price * 7 ^ (stages * 3333) * price * 7 ^ (stages * 3333) / 1 元/m2 * 1 m2", "owner", ["4"], 0),
}


def terms(count):
    return " + ".join(TERM.format(k) for k in range(count))


# A formula, and the same of a row by its columns.
RULES = {
    "sixteen": (terms(16), lambda row: sum(term(row, k) for k in range(16))),
    "seventeen": (terms(17), lambda row: sum(term(row, k) for k in range(17))),
    "wide": ("area * price", lambda row: row["area"] * row["price"]),
    "heavy": (f"{GROWN} * (price / 1 元/m2)", lambda row: term(row, 0) * row["price"]),
    "divided": (DIVIDED, lambda row: divided(row)),
    "crossed": (f"({GROWN}) * (1.003 ^ stages * price / 1 元/m2)",
                lambda row: term(row, 0) * Fraction(1003, 1000) ** row["stages"] * row["price"]),
    "chosen_first": (f"if idle then {DIVIDED} else {GROWN}", lambda row: divided(row) if row["idle"] else term(row, 0)),
    "chosen_second": (f"if idle then {GROWN} else {DIVIDED}", lambda row: term(row, 0) if row["idle"] else divided(row)),
    "after": (f"{GROWN} + {DIVIDED}", lambda row: term(row, 0) + divided(row)),
    "vast": (f"{GROWN} + 10 ^ 30 * 1 元", lambda row: term(row, 0) + 10**30),
    "plain": ("area * 1 元/m2", lambda row: row["area"]),
    "unlike": ("area / (price / 1 元/m2) * 1 元/m2", lambda row: row["area"] / row["price"]),
    "less": (f"{terms(2)} - {GROWN}", lambda row: term(row, 1)),
}


def term(row, k):
    return RATE ** (row["stages"] + k) * row["area"]


def divided(row):
    return row["area"] / RATE ** row["stages"]


def write_law(folder):
    """The vocabulary of the other tests, with an enumeration of many members and a party by lot; a rule a formula, which it posts."""
    vocabulary = (HERE / "policies" / "vocabulary.cfg").read_text(encoding="utf-8")
    members = " ".join(f'u{i} = {{ zh = "用{i}"; en = "use {i}"; }};' for i in range(MEMBERS))
    start, end = vocabulary.index("members = { shop"), vocabulary.index("}; };\n};\nkinds:")
    folder.mkdir()
    (folder / "vocabulary.cfg").write_text(vocabulary[:start] + "members = { " + members + vocabulary[end:].replace(*KEEPERS).replace(*LOTS),
                                            encoding="utf-8")
    rules = [rule_text(name, formula, 'to = "owner";') for name, (formula, _) in RULES.items()]
    rules.append(rule_text("sometimes", GROWN, 'to = "owner"; when = "idle";'))
    rules.append(f'{{ id = "small"; of = "plots"; title = {{ zh = "小"; en = "small"; }}; value = "price < {DOUBTED} 元/m2"; require = "true"; of_facts = "true"; }}')
    write_policy(folder, "sums", rules)
    for name, (formula, party, _, _) in REFUSED.items():
        write_policy(folder, name, [rule_text(name, formula, f'to = "{party}";')])


def rule_text(name, formula, post):
    return (f'{{ id = "{name}"; of = "plots"; unit = "元"; title = {{ zh = "{name}"; en = "{name}"; }}; value = "{formula}"; '
            f'post = {{ from = "city"; {post} kind = "cash"; }}; }}')


def write_policy(folder, name, rules):
    (folder / name).mkdir(parents=True)
    text = ",\n".join(rules)
    (folder / name / f"{name}.cfg").write_text(
        f'policy: {{ id = "{name}/{name}"; title = {{ zh = "和"; en = "Sums"; }}; source = "第一条"; }};\nrules:\n(\n{text}\n);\n', encoding="utf-8")


def row_of(chance, number, decimals, sizes):
    area, price = (chance.randrange(*size) for size in sizes)
    return {"id": f"P{number:06}", "use": f"u{chance.randrange(MEMBERS)}", "idle": chance.random() < 0.5, "area": Fraction(area, 10**decimals[0]),
            "price": Fraction(price, 10**decimals[1]), "stages": chance.randrange(1, 10)}


def tables():
    """Rows by name: chunks in which areas have one decimal more than in the one before, so that what is counted in the one is not in the
    other; figures near the end of a word, as integers and over denominators near it."""
    chance, small, large = random.Random(seed_of_run()), [(1, 10**6), (1, 10**5)], [(10**17, 10**18)] * 2
    yield "counted", [row_of(chance, number, (1 + number // 2048, 2), small) for number in range(2048 * (CASES - 1) + 1200)]
    yield "wide", [row_of(chance, number, (0, 2), large) for number in range(32)]
    yield "fine", [row_of(chance, number, (9, 10), large) for number in range(32)]


def cells(row):
    def decimal(value):
        places = next(k for k in range(20) if (value * 10**k).denominator == 1)
        digits = f"{value * 10**places}".rjust(places + 1, "0")
        return digits[:len(digits) - places] + ("." + digits[len(digits) - places:] if places else "")
    return ",".join([row["id"], "east", row["use"], decimal(row["area"]), decimal(row["price"]), str(row["stages"]), str(row["idle"]).lower()])


def cents(value):
    return Fraction(math.floor(value * 100 + Fraction(1, 2)), 100)


def every_way(*words):
    first = fangtian(*words, "--jobs", "1")
    for variables, jobs in WAYS:
        same("sums", f"they differ with {variables} {words}", first, fangtian(*words, *jobs, **variables))
    return first


def check_line(line, rows, found, by):
    """What a line comes to, of the rows that it takes with the exact amount of each."""
    rule, amount = line["rule"], sum(map(cents, found))
    same(rule, "its amount", Fraction(line["amount"]), amount)
    same(rule, "its residue", line["rounding"] and Fraction(line["rounding"]), None if rule in LOST and len(rows) > 1000 else amount - sum(found))
    same(rule, "of doubted rows", Fraction(line["doubted"]), sum(cents(value) for row, value in zip(rows, found) if row["price"] >= DOUBTED))
    own = collections.defaultdict(Fraction)
    for row, value in zip(rows, found) if by else []:
        own[row["use"]] += cents(value)
    same(rule, "its amounts by use", {group["group"]: Fraction(group["amount"]) for group in line.get("groups", []) if group["rows"] > 0}, own)


def check_sums(folder):
    for name, rows in tables():
        text = "id,town,use,area (m2),price (元/m2),stages,idle\n" + "".join(cells(row) + "\n" for row in rows)
        words = ["run", scenario(folder / name, text.encode(), packs='"sums"'), "--policies", folder / "law", "--rows", os.devnull, "-f", "json"]
        idle = [row for row in rows if row["idle"]]
        found = {rule: [exact(row) for row in rows] for rule, (_, exact) in RULES.items()}
        for by, said in (([], fangtian(*words)[0]), (["--by", "use"], every_way(*words, "--by", "use")[0])):
            lines = {line["rule"]: line for line in json_of(said)["lines"]}
            for rule in RULES:
                check_line(lines[rule], rows, found[rule], by)
            check_line(lines["sometimes"], idle, [term(row, 0) for row in idle], by)


def check_refused(folder):
    for rule, (_, party, told, status) in REFUSED.items():
        lots = [",lot", ",1", ",1", ","] if party == "keeper" else [""] * 4
        text = "".join(f"{cells}{lot}\n" for cells, lot in zip(["id,town,use,area (m2),price (元/m2),stages", "P1,east,u1,1,1.5,1", "P2,east,u2,2,2.5,2", "P3,east,u3,3,3.5,3"], lots))
        path = scenario(folder / rule, text.encode(), 'lots = ( { number = 1; area = "1 m2"; } );', packs=f'"{rule}"')
        words = ["run", path, "--policies", folder / "law", "--lang", "en"]
        held = fangtian(*words, status=status)[1]
        same(rule, "the rows told of", [line[:1] for line in held.decode().split("plots.csv:")[1:]], told)
        for variables, jobs in [({}, ["--jobs", "1"]), *WAYS]:
            same_complaints(rule, held, fangtian(*words, "--rows", os.devnull, *jobs, status=status, **variables)[1])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_law(folder / "law")
        check_refused(folder)
        check_sums(folder)


if __name__ == "__main__":
    main()
