#!/usr/bin/env python3
"""Cells that are not plainly written go into the columns one by one: whatever stands around a value, the figures are those of the
plain table, in every way, and no row is left to the reader of rows."""
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from common import COMMAND, HERE, PAIR, rows_run, scenario

COUNTER = os.environ.get("ROWS_BY_COLUMNS", pathlib.Path(COMMAND).parent / "tests" / "stream" / "rows_by_columns")
ROWS = 2500
FIELDS = ["id", "town", "use", "area", "price", "paid", "part", "stages", "idle", "since", "note"]
UNITS = {"area": "m2", "price": "元/m2", "paid": "元", "part": "%"}
COLUMNS = "id,use,area,price,paid,part,stages,idle,since,note"


def grouped(text):
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def tenths(text):
    """The same figure with its point four places to the left: 元 as 万元."""
    whole, _, decimals = text.partition(".")
    whole = whole.rjust(5, "0")
    return f"{whole[:-4]}.{whole[-4:]}{decimals}"


def row(chance, i):
    return {"id": f"P{i:05}", "town": chance.choice(["east", "south"]), "use": chance.choice(["shop", "works", ""]),
            "area": f"{chance.randrange(10**7)}.{chance.randrange(100):02}", "price": chance.choice(["", f"{chance.randrange(1, 10**4)}"]),
            "paid": chance.choice(["", "0", f"{chance.randrange(10**9)}.{chance.randrange(100):02}"]), "part": f"{chance.randrange(2, 101)}",
            "stages": "1", "idle": chance.choice(["", "true", "false"]),
            "since": chance.choice(["", f"20{chance.randrange(15, 22)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"]),
            "note": chance.choice(["", "甲地", "a b"])}


def quoted(text, _field, _chance):
    return f'"{text}"'


def spaced(text, field, chance):
    """Blanks around it, of any width; in quotes too, where a row may have nothing else."""
    return chance.choice([f" {text}", f"{text} ", f"{text}\u00a0", f"\u3000{text}\t", f'" {text}\u3000"']) if text or field != "id" else text


def in_groups(text, field, _chance):
    return f'"{grouped(text)}"' if field in UNITS and text else text


def with_unit(text, field, chance):
    if field not in UNITS or not text or (field == "part" and chance.random() < 0.5):
        return text
    if field == "paid" and chance.random() < 0.3:
        return chance.choice([f"{tenths(text)}万元", f'"{tenths(text)} 万元"'])
    return chance.choice([f"{text}{UNITS[field]}", f"{text} {UNITS[field]}", f'"{grouped(text)} {UNITS[field]}"'])


def other_words(text, field, chance):
    """Other spellings of dates, members and truths, numbers with more than their digits."""
    if field == "since" and text:
        year, month, day = text.split("-")
        return chance.choice([f"{year}/{month}/{day}", f"{year}年{int(month)}月{int(day)}日", text])
    if field == "idle" and text:
        return chance.choice({"true": ["是", "TRUE", "tRuE", "Y", "√"], "false": ["否", "False", "n", "×"]}[text])
    if field in ("area", "paid") and text:
        return chance.choice([f"+{text}", f"0{text}" if len(text) > 6 else text, f"{text}0000"])
    return text


def some(chance):
    """One cell in a hundred is unplain, the others are plain."""
    ways = [quoted, spaced, in_groups, with_unit, other_words]
    return lambda text, field, chance_of_cell: chance.choice(ways)(text, field, chance_of_cell) if chance_of_cell.random() < 0.01 else text


def table(rows, write, chance, headed=True):
    head = ",".join(f"{field} ({UNITS[field]})" if headed and field in UNITS else field for field in FIELDS)
    return (head + "\n" + "".join(",".join(write(one[field], field, chance) for field in FIELDS) + "\n" for one in rows)).encode()


def every_way(folder, data, what):
    path = scenario(folder, data, packs='"among"')
    found = {rows_run(path, folder / "out.csv", "--columns", COLUMNS, "--jobs", jobs, **variables) for variables, jobs in PAIR}
    if len(found) != 1:
        sys.exit(f"{what}: ways differ; see {path}")
    counted = subprocess.run([COUNTER, HERE / "policies", path, *COLUMNS.split(",")], capture_output=True, check=True, text=True)
    lines, totals = found.pop()
    return (lines, re.sub(rb"\b[0-9a-f]{12}([0-9a-f]{52})?\b", b"DIGEST", totals)), counted.stdout.split()  # of the file's bytes


def main():
    chance = random.Random(20261130)
    rows = [row(chance, i) for i in range(ROWS)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wanted, _ = every_way(folder, table(rows, lambda text, _field, _chance: text, chance), "plain")
        for write in (quoted, spaced, in_groups, with_unit, other_words, some(chance)):
            what = getattr(write, "__name__", "some")
            got, (count, general) = every_way(folder, table(rows, write, chance), what)
            if got != wanted:
                sys.exit(f"{what}: other figures than in the plain table")
            if (count, general) != (str(ROWS), "0"):
                sys.exit(f"{what}: {general} of {count} rows did not go by columns")
        for note, length in (('"two\nlines"', 9), ('"x, ""y"""', 6)):
            data = table(rows, lambda text, field, _chance, note=note: note if field == "note" else text, chance)
            (lines, _), (_, general) = every_way(folder, data, note)
            if lines.count(note.encode()) != ROWS or general != "0":
                sys.exit(f"{note!r}, {length} characters: it comes out otherwise, or its rows did not go by columns")


if __name__ == "__main__":
    main()
