#!/usr/bin/env python3
"""Tables with rows below them, in files of their own: every way through both files gives the same bytes, and the figures of a run
that holds them; rows that stand nowhere are told. `--only`: what some rules come to is what they come to among all.

  below.py [CASES]      FT_TEST_SEED=… draws others
"""
import pathlib
import sys
import tempfile

from common import (LAW, PAIR, USES, WAYS, cell, chances, compare_held, fangtian, fault, figure, head, json_of, read_rows, rows_run, same, same_complaints,
                    seed_of_run, table, world)

RULES = ["aid", "land", "pieces_aid", "share_charge", "term_total", "notes_fee"]
BELOW = ["piece_aid", "piece_sound", "piece_value", "term_factor", "term_or_nothing", "term_value", "years_left"]
SHOWN = ["pieces_area", "pieces_sound", "pieces_all_aid", "largest", "pieces_share", "dense"]
EVERYTHING = ["--columns", ",".join(["id", "town", *RULES, *SHOWN])]
PIECE = ["id", "size", "use", "worth", "sound", "since", "years"]


def keys_of(data):
    """The keys of a table's rows in their order."""
    return [row["id"].strip() for row in read_rows(data) if (row["id"] or "").strip()]


def how_many(chance, style):
    if style == "one":
        return 1
    return chance.choice([0, 1, 1, 2, 3]) if style == "few" else chance.choice([0, 0, 40, 700])


def piece(chance, key, number, plain):
    return {
        "plot": key,
        "id": f"S{number}",
        "size": chance.choice(["0", "9", figure(chance, 20000, True)]),
        "use": chance.choice([*USES, "works", "works", "" if chance.random() < 0.3 else "shop"]),
        "worth": chance.choice(["", "", figure(chance, 9000, True), "" if plain else "3 万元/亩"]),
        "sound": chance.choice(["", "true", "true", "true", "false"]),
        "since": chance.choice(["", "2019-12-31", "2020-01-01", "2020-07-01", f"{chance.randrange(2015, 2022)}-06-{chance.randrange(1, 29):02}"]),
        "years": chance.choice(["", "1", "40", "50", f"{chance.randrange(71)}"]),
    }


def pieces(chance, keys, plain):
    """The bytes of a table of pieces in the order of the keys."""
    names = ["plot", "id", "size", *[name for name in PIECE[2:] if chance.random() < 0.9]]
    chance.shuffle(names)
    style = chance.choice(["one", "few", "few", "many"] if len(keys) < 200 else ["one", "few"])
    end = "\r\n" if chance.random() < 0.3 else "\n"
    lines = [",".join(map(head, names))]
    for key in keys:
        for number in range(how_many(chance, style)):
            cells = piece(chance, key, number + 1, plain)
            lines.append(",".join(cell(chance, cells[name], plain) for name in names))
            if not plain and chance.random() < 0.01:
                lines.append("," * (len(names) - 1))
    return (end.join(lines) + end).encode()


def notes(chance, keys):
    lines = ["fee (元),plot,number"]
    for key in keys:
        lines += [f"{chance.choice(['', '12.5', '7'])},{key},{number}" for number in range(1, 1 + chance.choice([0, 0, 1, 2]))]
    return "\n".join(lines).encode()


def draw(chance, folder):
    plain = chance.random() < 0.5
    data = table(chance, chance.choice([1, 3, 60, 2047, 2500, 3000]), plain, ascending=chance.random() < 0.8)
    keys = keys_of(data)
    return world(folder, data, pieces(chance, keys, plain), notes(chance, keys) if chance.random() < 0.5 else None)


def check(case, chance, folder):
    path, out = draw(chance, folder), folder / "out.csv"
    by = chance.choice([[], ["--by", "town"]])
    form = chance.choice([["-f", "json"], ["--lang", "zh"]])
    first = rows_run(path, out, *EVERYTHING, *by, *form, "--jobs", "1")
    for variables, jobs in WAYS:
        other = rows_run(path, out, *EVERYTHING, *by, *form, *jobs, **variables)
        same(case, f"the rows differ with {variables} {jobs}", other[0], first[0])
        same(case, f"the totals differ with {variables} {jobs}", other[1], first[1])
    sharded(case, chance, path, [*EVERYTHING, *by], form, first)
    lines, totals = rows_run(path, out, "-f", "json")
    whole = json_of(fangtian("run", path, *LAW, "-f", "json")[0])
    compare_held(case, whole, RULES, read_rows(lines), json_of(totals))
    only(case, chance, path, out, read_rows(lines), json_of(totals))


def sharded(case, chance, path, words, form, first):
    """Shards of the table, each with the rows below its own, come to the same when they are merged."""
    count, folder = chance.choice([2, 5]), path.parent
    parts = []
    for number in range(1, count + 1):
        parts.append(folder / f"part-{number}.json")
        fangtian("run", path, *LAW, *words, "--rows", folder / f"rows-{number}.csv", "--shard", f"{number}/{count}", "-o", parts[-1])
    totals = fangtian("merge", path, *parts, *LAW, *words, *form, "--rows", folder / "merged.csv")[0]
    same(case, "the rows of shards differ", (folder / "merged.csv").read_bytes(), first[0])
    same(case, "the totals of shards differ", totals, first[1])


def only(case, chance, path, out, rows, totals):
    """Some rules alone come to what they come to among all."""
    some = chance.sample(RULES, 2)
    lines, part = rows_run(path, out, "-f", "json", "--only", ",".join(some))
    same(case, f"the rows of {some}", [[row[rule] for rule in some] for row in read_rows(lines)], [[row[rule] for rule in some] for row in rows])
    same(case, f"the lines of {some}", [line for line in json_of(part)["lines"]], [line for line in totals["lines"] if line["rule"] in some])
    same(case, f"the findings of {some}", json_of(part)["findings"], [one for one in totals["findings"] if one["rule"] in some])
    for rule in chance.sample([*RULES, *BELOW, *SHOWN], 2):  # alone, as among all
        columns = ["--columns", f"id,{rule}"] if rule in SHOWN else []
        one = rows_run(path, out, *columns, "-f", "json", "--only", rule, "--jobs", "1")
        for variables, jobs in WAYS:
            same(case, f"{rule} alone with {variables} {jobs}",
                 rows_run(path, out, *columns, "-f", "json", "--only", rule, *jobs, **variables), one)


def refused(case, path, wanted, *places):
    """What all ways say: one complaint with this id at these places; nothing comes out."""
    said = {rows_run(path, path.parent / "out.csv", "--lang", "en", "--jobs", jobs, status=2, **variables)
            for variables, jobs in PAIR}
    left, totals, text = next(iter(said))
    if len(said) != 1 or left or totals or f"[{wanted}]".encode() not in text or not all(place.encode() in text for place in places):
        fault(case, f"not refused as {wanted} at {places}", said, "")
    return text


def bad_files(folder):
    plots = "id,town,area (m2)\n" + "".join(f"P{i:05},east,{i}\n" for i in range(5000))
    good = [f"P{i:05},S1,7" for i in range(5000)]

    def told(name, lines, wanted, *places, header="plot,id,size (m2)"):
        refused(name, world(folder, plots.encode(), "\n".join([header, *lines, ""]).encode()), wanted, *places)

    told("an unknown plot", [*good[:3000], "Q1,S1,7", *good[3000:]], "row-below-nowhere", "pieces.csv:3002:1")
    told("another order", [*good[:30], good[31], good[30], *good[32:]], "row-below-nowhere", "pieces.csv:33:1")
    told("behind the last", [*good, "P99999,S1,7"], "row-below-nowhere", "pieces.csv:5002:1")
    told("no plot", [*good[:4000], ",S2,7", *good[4000:]], "csv-empty-above", "pieces.csv:4002:1")
    told("doubled", [*good[:4000], *good[3999:]], "doubled-key", "pieces.csv:4002:8")
    long = [f"P{i:05},the only piece of it,7" for i in range(5000)]
    told("doubled, of many letters", [*long[:4000], *long[3999:]], "doubled-key", "pieces.csv:4002:8")
    told("a bad cell", [*good[:4000], "P03999,S2,seven", *good[4000:]], "not-a-number", "pieces.csv:4002:11")
    told("a ragged row", [*good[:4000], "P03999,S2", *good[4000:]], "csv-ragged", "pieces.csv:4002")
    told("a quote that never ends", good[1:4000], "csv-open-quote", "pieces.csv:2:8", header='plot,id,size (m2)\nP00000,"S0,7')
    told("no column for the plot", good, "missing-above", "pieces.csv:1:1", header="id,use,size (m2)")
    (folder / "pieces.csv").unlink()
    refused("no file", folder / "plots.cfg", "unreadable", "pieces.csv")


def good_files(folder):
    """The last row without an end; blank lines; one plot with very many pieces; none at all; quotes and blanks around keys; keys of many
    letters, of which some are the same."""
    for name, plots, below, sums in (
            ("an open end", "id,town,area (m2)\nA,east,1\nB,east,2", "plot,id,size (m2)\nA,1,5\nB,1,6\nB,2,7", ["5", "13"]),
            ("blank lines", "id,town,area (m2)\n\nA,east,1\n\nB,east,2\n", "plot,id,size (m2)\n\nA,1,5\n,,\n\nB,1,6\n\n", ["5", "6"]),
            ("very many", "id,town,area (m2)\nA,east,1\nB,east,2\n", "plot,id,size (m2)\n" + "".join(f"A,{i},1\n" for i in range(40000)) + "B,1,2\n", ["40000", "2"]),
            ("many letters", "id,town,area (m2)\nthe plot by the river,east,1\nthe plot by the road,east,2\nthe plot in the woods,east,3\n",
             "plot,id,size (m2)\nthe plot by the river,piece number 1,5\nthe plot by the river,piece number 2,6\nthe plot by the road,piece number 1,7\n"
             "the plot in the woods,piece number 1,8\nthe plot in the woods,piece number 11,9\n", ["11", "7", "17"]),
            ("none", "id,town,area (m2)\nA,east,1\nB,east,2\n", "plot,id,size (m2)\n", ["0", "0"]),
            ("odd keys", "id,town,area (m2)\n A ,east,1\n\"B, b\",east,2\n", "plot,id,size (m2)\n\"A\",1,5\n\"B, b\",1,6\n\"B, b\",2,6\n", ["5", "12"])):
        path = world(folder, plots.encode(), below.encode())
        for variables in ({}, {"FANGTIAN_ROWS": "exact"}):
            lines = rows_run(path, folder / "out.csv", "--columns", "id,pieces_area", **variables)[0]
            same(name, f"sums with {variables}", [row["pieces_area"] for row in read_rows(lines)], sums)


def remembered_numbers(folder):
    """Multiples of a memo's numbers in some rows, nothing in the others: alone, so that no other rule sends the rows elsewhere."""
    keys = [f"P{i:05}" for i in range(3000)]
    path = world(folder, ("id,town,area (m2)\n" + "".join(f"{key},east,1\n" for key in keys)).encode(),
                 ("plot,id,size (m2),use,years\n" + "".join(f"{key},S1,{i + 1}.5,{'shop' if i % 3 else ''},{i % 50 + 1}\n" for i, key in enumerate(keys))).encode())
    for rule in ("term_or_nothing", "term_value"):
        first = rows_run(path, folder / "out.csv", "--only", rule, "--by", "town", "-f", "json", FANGTIAN_ROWS="exact")
        same(rule, "differs by columns", rows_run(path, folder / "out.csv", "--only", rule, "--by", "town", "-f", "json"), first)


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as folder:
        good_files(pathlib.Path(folder) / "good")
        bad_files(pathlib.Path(folder) / "bad")
        remembered_numbers(pathlib.Path(folder) / "few")
        for case, chance in chances(seed, range(cases)):
            check(case, chance, pathlib.Path(folder) / "one")


if __name__ == "__main__":
    main()
