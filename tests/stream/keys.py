#!/usr/bin/env python3
"""What is said of the keys of a long table: nothing but what is so, by every way, wherever blocks and chunks begin.

  keys.py [CASES]
"""
import pathlib
import re
import sys
import tempfile

from common import chances, json_of, lots, rows_run, scenario, seed_of_run

WAYS = [({}, "1"), ({}, "3"), ({"FANGTIAN_ROWS": "general"}, "2")]


def fault(case, what, *said):
    sys.exit(f"case {case}: {what}\n" + "\n---\n".join(map(str, said)))


def check(case, keys, path, out, place):
    """`place`: of a key among those compared, for the order."""
    doubled = [i for i in range(1, len(keys)) if keys[i] == keys[i - 1]]
    drops = [i + 1 for i in range(1, len(keys)) if place(keys[i]) < place(keys[i - 1])]
    said = set()
    for variables, jobs in WAYS:
        if doubled:
            left, _, errors = rows_run(path, out, "--lang", "en", "--jobs", jobs, status=2, **variables)
            lines = [int(line) for line in re.findall(rb":(\d+):\d+: error: [^\n]* stands twice .*\[doubled-row\]", errors)]
            if left or lines != [i + 2 for i in doubled][:len(lines)] or len(lines) != min(len(doubled), 20):
                fault(case, f"doubled keys with {variables} {jobs}", doubled, errors.decode())
            said.add(errors)
        else:
            rows, totals = rows_run(path, out, "-f", "json", "--jobs", jobs, **variables)
            if json_of(totals)["unordered_from"] != (drops[0] if drops else None):
                fault(case, f"order with {variables} {jobs}", drops[:1], json_of(totals)["unordered_from"])
            said.add((rows, totals))
    if len(said) != 1:
        fault(case, "the ways differ", *said)
    out.unlink(missing_ok=True)


def spoil(chance, keys):
    """Doubles some keys, or puts some out of order; at the borders of chunks and blocks too."""
    places = [1, 2, 1023, 1024, 1025, len(keys) - 1, *(chance.randrange(1, len(keys)) for _ in range(3))]
    for i in chance.sample([i for i in places if 0 < i < len(keys)], chance.choice([0, 1, 1, 2])):
        what = chance.random()
        if what < 0.5:
            keys[i] = keys[i - 1]
        else:
            keys[i - 1], keys[i] = keys[i], keys[i - 1]


def texts(case, chance, folder):
    rows = chance.choice([2, 1030, 4000])
    keys = sorted({chance.choice(["", "P", "Pl", "地", "é"]) + f"{chance.randrange(10**6):x}" for _ in range(rows)}, key=str.encode)
    spoil(chance, keys)
    # A row's bytes, so that a block's border falls now here, now there; it is known where two of the rows meet it.
    note = "n" * chance.choice([0, 150, 240])
    data = "id,town,area,note\n" + "".join(f"{key},east,1,{note}\n" for key in keys)
    check(case, keys, scenario(folder, data.encode()), folder / "out.csv", str.encode)


def border(case, folder):
    """The first row of the second block has the key of the last one of the first."""
    keys = [f"P{i:05}" for i in range(2000)]
    line = lambda key: f"{key},east,1,{'n' * 240}\n"
    size, last = (1 << 18) - 16, 0
    while (last + 2) * len(line(keys[0])) <= size:
        last += 1
    keys[last + 1] = keys[last]
    check(case, keys, scenario(folder, ("id,town,area,note\n" + "".join(map(line, keys))).encode()), folder / "out.csv", str.encode)


def integers(case, chance, folder):
    keys = sorted({chance.randrange(-10**chance.choice([1, 3, 6]), 10**chance.choice([2, 5, 18, 21])) for _ in range(chance.choice([3, 1500]))})
    spoil(chance, keys)
    data = "number,area\n" + "".join(f"{key},1\n" for key in keys)
    check(case, keys, lots(folder, data.encode()), folder / "out.csv", int)


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as folder:
        border("border", pathlib.Path(folder) / "border")
        for case, chance in chances(seed, range(cases)):
            texts(case, chance, pathlib.Path(folder) / "texts")
            integers(case, chance, pathlib.Path(folder) / f"integers{case}")


if __name__ == "__main__":
    main()
