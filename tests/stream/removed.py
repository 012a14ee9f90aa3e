#!/usr/bin/env python3
"""A cell, a column or a row of a long table that is taken away is told: figures stay as they were, are undetermined with the fact named, or
the totals say at one row more, or at all, what a blank was taken to mean; or the run is refused. No other row changes.

A run that holds the table says the same of every figure: what is undetermined there has no figure here. A table below that is gone is named.

  removed.py [CELLS]      so many cells a table, drawn by FT_TEST_SEED (0: all); FANGTIAN is the command, else build/fangtian
"""
import collections
import csv
import io
import json
import pathlib
import shutil
import sys
import tempfile

from common import HERE, LAW, chances, fangtian, fault, held, json_of, known, read_rows, run, scenario, seed_of_run, table

ROOT = HERE.parents[1]


def totals_and_rows(path, words, out):
    """(totals, {key: line}) of a run; None where it is refused."""
    done = run("run", path, *words, "--rows", out, "-f", "json", "--jobs", "1")
    if done.returncode == 2:
        return None
    return json.loads(done.stdout), {row["id"]: row for row in read_rows(out.read_bytes())}


def lines_of(totals):
    return {(line["rule"], line["title"]["zh"], line["to"]): (line["rows"], line["amount"]) for line in totals["lines"]}


def taken_of(totals, named, field):
    """At how many rows a blank of the field was taken to mean something."""
    return sum(one["rows"] for one in totals["taken"] if (one["table"], one["field"]) == (named, field) and one["kind"] != "stated")


def compare(case, was, now, field, rows, named):
    """The fact is blank at `rows` more rows: (totals, rows) before and after."""
    lacking = any((fact["table"], fact["field"]) == (named, field) and fact["rows"] >= rows for fact in now[0]["verdict"]["facts"])
    listed = taken_of(now[0], named, field) - taken_of(was[0], named, field) == rows
    before, after = lines_of(was[0]), lines_of(now[0])
    for key, value in before.items():
        if after[key] == value or listed:
            continue
        if not (lacking and after[key][1] is None):
            fault(case, f"{key} without {field}", after[key], value)
    open_now = {finding["rule"] for finding in now[0]["findings"] if finding["undetermined"] > 0}
    if not lacking and open_now - {finding["rule"] for finding in was[0]["findings"] if finding["undetermined"] > 0}:
        fault(case, f"undetermined without {field}, which is not named", open_now, None)


def expect_alone(case, was, now, key):
    """No row but that of the key has another line."""
    others = [one for one, line in now[1].items() if one != key and line != was[1].get(one)]
    if others:
        fault(case, "rows that change with a cell of another", others, key)


def written(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue().encode()


def remove_some(case, chance, path, data, words, named, ids, cells):
    """Cells of a table one at a time, each of its columns, and a row."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    table_file, out = path.parent / path.name.replace(".cfg", ".csv"), path.parent / "out.csv"
    names = [name.partition(" (")[0].partition("（%）")[0] for name in rows[0]]
    was = totals_and_rows(path, words, out)
    if was is None:
        fault(case, "refused", path, None)
    places = [(y, x) for y in range(1, len(rows)) for x, name in enumerate(names) if name in ids and rows[y][x].strip()]
    for y, x in places if cells == 0 else chance.sample(places, min(cells, len(places))):
        changed = [list(row) for row in rows]
        changed[y][x] = ""
        table_file.write_bytes(written(changed))
        now = totals_and_rows(path, words, out)
        if now is not None:
            compare(case, was, now, ids[names[x]], 1, named)
            expect_alone(case, was, now, rows[y][names.index("id")].strip())
    for x in [x for x, name in enumerate(names) if name in ids]:
        table_file.write_bytes(written([row[:x] + row[x + 1:] for row in rows]))
        now = totals_and_rows(path, words, out)
        if now is not None:
            compare(case, was, now, ids[names[x]], sum(1 for row in rows[1:] if row[x].strip()), named)
    table_file.write_bytes(written(rows[:1] + rows[2:]))
    now = totals_and_rows(path, words, out)
    if now is None or now[0]["rows"] != was[0]["rows"] - 1:
        fault(case, "rows that are counted without one", now and now[0]["rows"], was[0]["rows"] - 1)
    else:
        expect_alone(case, was, now, rows[1][names.index("id")].strip())


def same_states(case, path, words, totals):
    """As many rows where each rule has a figure, has none and is undetermined, and the same sums, as in a run that holds the table."""
    whole = json_of(fangtian("run", path, *words, "-f", "json", status=(0, 2))[0])
    lines, _, findings = held(whole, set())
    for finding in totals["findings"]:
        for what in ("holds", "fails", "not_applicable", "undetermined"):
            if finding[what] != findings[finding["rule"], what]:
                fault(case, f"{finding['rule']}: {what}", finding[what], findings[finding["rule"], what])
    sums = collections.defaultdict(lambda: [0, 0])
    for line in totals["lines"]:
        key = line["rule"], line["from"], line["to"], line["kind"]
        sums[key][0] += line["rows"]
        sums[key][1] += known(line, "amount")
    for key, (rows, amount) in sums.items():
        if [rows, amount] != lines[key][:2]:
            fault(case, f"{key}, as a run that holds the table", (rows, amount), lines[key][:2])
    return whole


def remove_tables(case, path, words, only, tables, out):
    """Each of the tables below, and all of them; each is named where its rows are expected, with all rows above it."""
    text = path.read_text(encoding="utf-8")
    for gone in [*([name] for name in tables), list(tables)]:
        path.write_text("".join(line for line in text.splitlines(keepends=True) if not any(f"{name} = {{ csv" in line for name in gone)))
        now = totals_and_rows(path, [*words, *only], out)
        if now is None:
            fault(case, f"refused without {gone}", path, None)
        whole = same_states(f"{case} without {gone}", path, words, now[0])
        said = {one["table"]: (one["rows"], one["of"]) for one in now[0]["empty"]}
        for one in whole["pending"]["empty"]:
            if one["table"] in gone and said.get(one["table"]) != (len(one["rows"]), now[0]["rows"]):
                fault(case, f"without {gone}", said, one)
    path.write_text(text)


def remove_columns(case, chance, path, named, words, only, count, out):
    """Columns of a table's file, drawn: the states are those of a run that holds the table."""
    data = path.parent.joinpath(named).read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for x in chance.sample(range(1, len(rows[0])), count):
        path.parent.joinpath(named).write_bytes(written([row[:x] + row[x + 1:] for row in rows]))
        now = totals_and_rows(path, [*words, *only], out)
        if now is not None:
            same_states(f"{case} without {rows[0][x]}", path, words, now[0])
    path.parent.joinpath(named).write_bytes(data)


def county(folder, chance, shipped, columns):
    """The county's projects as a long table, without its tables and some of its columns."""
    shutil.copytree(ROOT / "scenarios/county", folder / "county")
    path, out = folder / "county/portfolio.cfg", folder / "county/rows.csv"
    path.write_text(path.read_text(encoding="utf-8").split("expect:")[0], encoding="utf-8")
    only = ["--table", "projects", "--only", "price_due,premium,top_up_due,deed_tax,resettlement_cost"]
    tables = [name for name in ("parcels", "buildings", "holders", "costs") if f"{name} = {{ csv" in path.read_text(encoding="utf-8")]
    if columns < 6:
        tables = chance.sample(tables, 1)
    remove_tables("county", path, shipped, only, tables, out)
    remove_columns("county", chance, path, "projects.csv", shipped, only, min(columns // 2, 3), out)


def talents(chance, count):
    """Talents of a city that pays them, each with facts of its own."""
    rows = [["id", "city", "category", "origin", "year", "income_received (元)", "deductions (元)", "taxable_income (元)", "tax_paid (元)"]]
    for i in range(count):
        income = chance.randrange(200000, 3000000)
        given = chance.random() < 0.5  # the income, or what of it is taxable
        rows.append([f"T{i + 1:03}", chance.choice(["foshan", "guangzhou"]), chance.choice(["overseas_high_end", "scarce"]),
                     chance.choice(["foreign", "hongkong_macao", ""]), chance.choice(["2021", "2022"]), income if given else "",
                     chance.choice(["", 60000]) if given else "", "" if given else income, chance.choice([0, income // 3])])
    return written([[str(cell) for cell in row] for row in rows])


def vocabulary(named, words):
    """{a column's name: field} of a table's fields but its key, as they may be called."""
    tables = json.loads(run("policies", "--vocabulary", *words, "-f", "json").stdout)["tables"]
    one = next(one for one in tables if one["table"] == named)
    ids = {}
    for field in one["fields"]:
        if field["id"] != one["key"]:
            ids[field["id"]] = ids[field["title"]["zh"]] = field["id"]
    return ids


def main():
    cells = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ids = vocabulary("plots", [*LAW, "--packs", "law"])
        for case, chance in chances(seed, range(2)):
            data = table(chance, 40, True)
            path = scenario(folder / "drawn", data, packs=chance.choice(['"law"', '"law", "late"', '"law", "ways"']))
            remove_some(case, chance, path, data, LAW, "plots", ids, cells)
        shipped = ["--policies", ROOT / "policies"]
        county(folder, next(chances(seed + 3, range(1)))[1], shipped, cells)
        (folder / "talents").mkdir()
        path = pathlib.Path(shutil.copy(ROOT / "tests/report/rows-open.cfg", folder / "talents"))
        for case, chance in chances(seed + 2, range(1)):
            path.with_suffix(".csv").write_bytes(talents(chance, 20))
            data = path.with_suffix(".csv").read_bytes()
            remove_some(case, chance, path, data, shipped, "talents", vocabulary("talents", shipped), 2 * cells)


if __name__ == "__main__":
    main()
