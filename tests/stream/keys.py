#!/usr/bin/env python3
"""What is said of the keys of a long table: each that is doubled, with the row that had it first, by every way, wherever blocks and
chunks begin, whether they are sorted in memory or in a file.

  keys.py [CASES]
"""
import functools
import pathlib
import re
import sys
import tempfile

from common import PAIR, chances, counts, json_of, lots, rows_run, scenario, seed_of_run

WAYS = [*PAIR, ({"FANGTIAN_KEYS": "7"}, "3")]
SAID = re.compile(rb":(\d+):\d+: error: [^\n]* stands twice in \w+, first at [^\n]*:(\d+) \[doubled-key\]")


def fault(case, what, *said):
    sys.exit(f"case {case}: {what}\n" + "\n---\n".join(map(str, said)))


def compare(x, y):
    """Byte by byte to where the texts differ; a number that goes on there is the greater."""
    x, y = x.encode(), y.encode()
    at = next((i for i, (a, b) in enumerate(zip(x, y)) if a != b), min(len(x), len(y)))
    digits = [re.match(rb"[0-9]*", text[at:]).end() for text in (x, y)]
    if (all(digits) or (any(digits) and at > 0 and x[at - 1:at].isdigit())) and digits[0] != digits[1]:
        return digits[0] - digits[1]
    return (x > y) - (x < y)


def check(case, keys, path, out, order):
    """`order`: of two keys."""
    first = {}
    doubled = [(i + 2, first[key] + 2) for i, key in enumerate(keys) if first.setdefault(key, i) != i]
    drops = [i + 1 for i in range(1, len(keys)) if order(keys[i], keys[i - 1]) <= 0]
    said = set()
    for variables, jobs in WAYS:
        if doubled:
            left, _, errors = rows_run(path, out, "--lang", "en", "--jobs", jobs, status=2, **variables)
            told = [(int(line), int(other)) for line, other in SAID.findall(errors)]
            if left or told != doubled[:20]:
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
    places = [1, 2, 2047, 2048, 2049, len(keys) - 1, *(chance.randrange(1, len(keys)) for _ in range(3))]
    for i in chance.sample([i for i in places if 0 < i < len(keys)], chance.choice([0, 1, 1, 2])):
        what = chance.random()
        if what < 0.3:
            keys[i] = keys[i - 1]
        elif what < 0.5:
            keys[i] = chance.choice(keys)
        elif what < 0.6:
            chance.shuffle(keys)
        else:
            keys[i - 1], keys[i] = keys[i], keys[i - 1]


def texts(case, chance, folder):
    rows = chance.choice([2, 2060, 4000])
    names = ["", "P", "Pl", "地", "é", "P0", "源潭镇新马村工业路旧厂房", "a-1-"]
    keys = sorted({chance.choice(names) + f"{chance.randrange(10**chance.choice([2, 6])):{chance.choice('xd')}}{chance.choice(['', '号'])}"
                   for _ in range(rows)}, key=functools.cmp_to_key(compare))
    spoil(chance, keys)
    # A row's bytes, so that a block's border falls now here, now there; it is known where two of the rows meet it.
    note = "n" * chance.choice([0, 150, 240])
    data = "id,town,area (m2),note\n" + "".join(f"{key},east,1,{note}\n" for key in keys)
    check(case, keys, scenario(folder, data.encode()), folder / "out.csv", compare)


def border(case, folder):
    """The first row of the second block has the key of the last one of the first."""
    keys = [f"P{i:05}" for i in range(2000)]
    line = lambda key: f"{key},east,1,{'n' * 240}\n"
    size, last = (1 << 18) - 16, 0
    while (last + 2) * len(line(keys[0])) <= size:
        last += 1
    keys[last + 1] = keys[last]
    check(case, keys, scenario(folder, ("id,town,area (m2),note\n" + "".join(map(line, keys))).encode()), folder / "out.csv", compare)


def integers(case, chance, folder):
    keys = sorted({chance.randrange(-10**chance.choice([1, 3, 6]), 10**chance.choice([2, 5, 18, 21])) for _ in range(chance.choice([3, 1500]))})
    spoil(chance, keys)
    data = "number,area (m2)\n" + "".join(f"{key},1\n" for key in keys)
    check(case, keys, lots(folder, data.encode()), folder / "out.csv", lambda x, y: x - y)


def beside_others(folder):
    """Doubled keys and other faults are told in one go; what cannot be sorted ends the run."""
    rows = [f"P{i % 300},east,{i}," for i in range(310)]
    rows[40] = "P40,east,x,"
    path = scenario(folder, ("id,town,area (m2),note\n" + "\n".join(rows)).encode())
    said = rows_run(path, folder / "out.csv", "--lang", "en", status=2)[2]
    if counts(said) != {b"doubled-key": 10, b"not-a-number": 1}:
        fault("others", "not all is told", said.decode())
    path = scenario(folder, ("id,town,area (m2),note\n" + "\n".join(reversed(rows[50:300]))).encode())
    said = rows_run(path, folder / "out.csv", "--lang", "en", status=2, FANGTIAN_KEYS="100", TMPDIR=str(folder / "none"))[2]
    if counts(said) != {b"scratch-file": 1}:
        fault("others", "keys that cannot be sorted", said.decode())
    rows_run(path, folder / "out.csv", TMPDIR=str(folder / "none"))  # few keys are sorted in memory
    # Past what is kept of them they are counted: five are shown, the others are their places.
    path = scenario(folder, ("id,town,area (m2),note\n" + "\n".join(f"P{i % 100},east,{i}," for i in range(130))).encode())
    for variables, jobs in WAYS:
        said = rows_run(path, folder / "out.csv", "--lang", "en", "--jobs", jobs, status=2, **variables)[2]
        if len(SAID.findall(said)) != 5 or b"\n  and 25 more places, such as lines 107, 108, 109\n" not in said:
            fault("others", "30 doubled keys", said.decode())


def ascending(folder):
    """Keys as people number them need no sorting."""
    for keys in ([f"R{i}" for i in range(1, 3000)], [str(i) for i in range(1, 1200)], [f"{a}-{b}" for a in range(1, 60) for b in range(1, 60)],
                 [f"{name}{i}栋" for name in "AB" for i in range(8, 112)]):
        path = scenario(folder, ("id,town,area (m2),note\n" + "".join(f"{key},east,1,\n" for key in keys)).encode())
        if json_of(rows_run(path, folder / "out.csv", "-f", "json")[1])["unordered_from"] is not None:
            fault("ascending", "these do not", keys[:12])


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as folder:
        ascending(pathlib.Path(folder) / "ascending")
        beside_others(pathlib.Path(folder) / "others")
        border("border", pathlib.Path(folder) / "border")
        for case, chance in chances(seed, range(cases)):
            texts(case, chance, pathlib.Path(folder) / "texts")
            integers(case, chance, pathlib.Path(folder) / f"integers{case}")


if __name__ == "__main__":
    main()
