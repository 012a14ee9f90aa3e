#!/usr/bin/env python3
"""Shards of random tables, run in any order by any way, and merged: the bytes of one run. Then what a merge must refuse.

  shards.py [CASES]      FT_TEST_SEED=… draws others; FANGTIAN is the command, else build/fangtian
"""
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "report"))
import schema  # noqa: E402
from faults import BAD  # noqa: E402
from common import COMMAND, LAW, chances, fangtian, lots, rows_run, scenario, seed_of_run, table, told_run, world

WAYS = [{}, {}, {"FANGTIAN_ROWS": "exact"}, {"FANGTIAN_NUMBERS": "gmp"}]
CHANGES = [[], ["--set", "portfolio.factor=62.5%"], ["--as-of", "2019-12-31"]]
FORMS = [["-f", "json"], ["-f", "csv"], ["--lang", "zh"], ["--lang", "en", "--unit", "万元"]]
BLOCK = 1 << 18


def fault(case, what, *said):
    sys.exit(f"case {case}: {what}\n" + "\n---\n".join(one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in said))


class Shards:
    """The shards of a scenario's table in a folder, the rows apart from the parts now and then."""

    def __init__(self, path, folder, count, words, rows_folder=None):
        self.path, self.folder, self.count, self.words = path, folder, count, words
        self.rows_folder = rows_folder or folder
        for one in (self.folder, self.rows_folder):
            one.mkdir(parents=True, exist_ok=True)

    def part(self, number):
        return self.folder / f"part-{number}.json"

    def rows(self, number):
        return self.rows_folder / f"rows-{number}.csv"

    def run(self, number, *words, status=0, **variables):
        return fangtian("run", self.path, *LAW, *self.words, *words, "--rows", self.rows(number), "--shard",
                        f"{number}/{self.count}", "-o", self.part(number), status=status, **variables)

    def run_all(self, chance):
        numbers = list(range(1, self.count + 1))
        chance.shuffle(numbers)
        for number in numbers:
            said = self.run(number, "--jobs", chance.choice("1238"), "--lang", chance.choice(["zh", "en"]), **chance.choice(WAYS))
            if said != (b"", b""):
                fault("run", "a shard says something", *said)

    def parts(self):
        return [self.part(number) for number in range(1, self.count + 1)]

    def merge(self, parts, *words, status=0, out=None, **variables):
        rows = [] if out is None else ["--rows", out]
        return fangtian("merge", self.path, *parts, *LAW, *self.words, *words, *rows, status=status, **variables)


def a_table(chance, plain):
    """Of a few blocks, mostly; sometimes of rows that pass over a block's border."""
    data = table(chance, chance.choice([0, 1, 40, 3000, 12000]), plain, ascending=chance.random() < 0.8)
    if not plain and chance.random() < 0.4:
        names = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip().decode().split(",")
        if "note" in names:
            long = '"' + "长\n" * 30000 + '"'
            rows = [",".join({"id": f"Z{i:04}", "town": "east", "area (m2)": "1", "note": long}.get(name, "") for name in names) for i in range(9)]
            data += b"\n" + "\n".join(rows).encode()
    return data


def check(case, chance, folder):
    data = a_table(chance, chance.random() < 0.4)
    path = scenario(folder, data, packs=chance.choice(['"law"', '"law", "late"', '"law", "late"']))
    words = [*chance.choice(CHANGES), *chance.choice([[], ["--by", "town"], ["--by", "use"]]),
             *chance.choice([[], ["--columns", "id,note,aid,land"]])]
    form = chance.choice(FORMS)
    rows, totals = rows_run(path, folder / "whole.csv", *words, *form)
    blocks = len(data) // BLOCK + 1
    count = chance.choice([1, 2, 3, blocks, 2 * blocks, 3 * blocks + 1])
    shards = Shards(path, folder / "parts", count, words, chance.choice([None, folder / "rows" / "below"]))
    shards.run_all(chance)
    parts = shards.parts()
    chance.shuffle(parts)
    merged = shards.merge(parts, *form, out=folder / "merged.csv")
    if merged != (totals, b"") or (folder / "merged.csv").read_bytes() != rows:
        fault(case, f"{count} shards are not the whole", totals[-3000:], merged[0][-3000:], merged[1])
    if shards.merge(parts, *form)[0] != totals:
        fault(case, "a merge without rows prints other totals")
    again(case, chance, shards)
    return shards


def again(case, chance, shards):
    """Another run of a shard, by another way, gives the same bytes."""
    number = chance.randrange(1, shards.count + 1)
    before = shards.part(number).read_bytes(), shards.rows(number).read_bytes()
    for variables, jobs in (({}, "1"), ({"FANGTIAN_ROWS": "exact"}, "3")):
        shards.run(number, "--jobs", jobs, **variables)
        if (shards.part(number).read_bytes(), shards.rows(number).read_bytes()) != before:
            fault(case, f"shard {number}/{shards.count} run again differs with {variables}", before[0].decode())


def refused(case, shards, parts, wanted, out, *words):
    """A merge that says these ids and nothing else, in both languages, and leaves nothing."""
    for language in ("zh", "en"):
        printed, said = shards.merge(parts, *words, "--lang", language, status=2, out=out)
        ids = re.findall(rb"\[([a-z0-9-]+)\]$", said, re.M)
        if sorted(ids) != sorted(one.encode() for one in wanted) or printed or (out is not None and out.exists()):
            fault(case, f"merge says {ids} in place of {wanted}", said)


def digested(part):
    """A part with the digest that it should have: what a person who means it can do."""
    part.pop("sha256", None)
    compact = json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()
    return json.dumps({**part, "sha256": hashlib.sha256(compact).hexdigest()}, ensure_ascii=False).encode()


def forged(case, chance, shards, out, count=10):
    """Parts whose digest is right and whose figures are none: refused, whatever they say."""
    whole = json.loads(shards.part(2).read_bytes())
    if digested(dict(whole)) != json.dumps(whole, ensure_ascii=False).encode():
        fault(case, "the digest is not what the README says")
    def change(path, value):
        part = json.loads(json.dumps(whole))
        at = part
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        return digested(part)
    total = next(["lines", i, "groups", g] for i, line in enumerate(whole["lines"]) for g, group in enumerate(line["groups"]) if group)
    for path, value in ((total + ["amount"], "1/0"), (total + ["amount"], "0x1"), (total + ["exact"], 5), (total + ["rows"], -1),
                        (total, 7), (["lines"], []), (["versions"], [999]), (["versions"], [-1]), (["late", 0, "state"], "good"),
                        (["late", 0, "faults"], {"total": 3, "listed": []}), (["shard"], 0), (["shard"], 9), (["of"], 10**9),
                        (["keys"], None), (["keys", "first"], 3), (["rows_file"], "r.csv"), (["findings", 0, "holds"], "x"),
                        (["late"], {}), (["rows"], 2**62 * 2 - 1), (total + ["rows"], 2**63 - 1), (["findings", 0, "fails"], 2**63 - 1),
                        (["findings", 0, "not_applicable"], whole["rows"] + 1), (["late", 0, "seen"], 2**63 - 1), (["seen"], None),
                        (total + ["amount"], "1/3"), (["seen"], []), (["seen", 0, "sha256"], ""), (["seen", 0, "bytes"], 0)):
        shards.part(2).write_bytes(change(path, value))
        printed, said = shards.merge(shards.parts(), "--lang", "en", status=2, out=out)
        if not re.search(rb"\[part-(broken|table)\]", said) or printed or out.exists():
            fault(case, f"forged {path} = {value}", said)
    for _ in range(count):  # anywhere, anything: it is taken or refused, and nothing else
        shards.part(2).write_bytes(digested(spoilt(chance, whole)))
        done = subprocess.run([COMMAND, "merge", shards.path, *shards.parts(), *LAW, *shards.words, "--rows", out], capture_output=True,
                              check=False, timeout=300)
        if done.returncode not in (0, 2):
            fault(case, "a forged part ends the program", done.stderr, shards.part(2).read_bytes())
        out.unlink(missing_ok=True)
    shards.part(2).write_bytes(digested(whole))


def spoilt(chance, whole):
    """The part with one of its values, at any depth, in the place of which stands another."""
    part = json.loads(json.dumps(whole))
    places = []
    def walk(value):
        for key in value if isinstance(value, dict) else range(len(value)):
            places.append((value, key))
            if isinstance(value[key], (dict, list)) and value[key]:
                walk(value[key])
    walk(part)
    at, key = chance.choice(places)
    at[key] = chance.choice([None, 0, -1, 2**63 - 1, 2**32, 1.5, True, "", "x", "1/0", "-3/7", "9" * 20000, [], {}, [None], {"rows": 1}])
    return part


def wrongs(case, chance, folder):
    """What a merge must not take."""
    data = b""
    while b"paid" not in data.partition(b"\n")[0] or len(data) < 2 * BLOCK:
        data = table(chance, 2500, True, note="n" * 240)
    path = scenario(folder, data, packs='"law", "late"')
    shards = Shards(path, folder / "parts", 3, ["--by", "town"])
    shards.run_all(chance)
    out, parts = folder / "merged.csv", shards.parts()
    other = Shards(path, folder / "other", 4, ["--by", "town"])
    other.run(2)
    refused(case, shards, parts[:2], ["part-missing"], out)
    refused(case, shards, parts[1:2], ["part-missing"], out)
    refused(case, shards, [*parts, parts[1]], ["part-doubled"], out)
    refused(case, shards, [*parts[:2], other.part(2)], ["part-foreign", "part-missing"], out)
    refused(case, shards, [*parts, folder / "none.json"], ["unreadable"], out)
    for words in (["--set", "portfolio.factor=50%"], ["--packs", "law"], ["--columns", "id"], ["--as-of", "2019-01-01"]):
        refused(case, shards, parts, ["part-foreign"] * 3, out, *words)
    plain = Shards(path, folder / "parts", 3, [])
    refused(case, plain, parts, ["part-foreign"] * 3, out)
    broken(case, chance, shards, out)
    rows_wrong(case, shards, out)
    forged(case, chance, shards, out)
    shards.merge(parts, out=out)
    out.unlink()
    changed_between(case, shards, data, out)


def broken(case, chance, shards, out):
    """A part cut anywhere, or with any byte changed, is none."""
    part = shards.part(2)
    whole = part.read_bytes()
    half = len(whole) // 2
    while whole[half] >= 128:  # amid a character the encoding is the fault
        half += 1
    for size in [0, 1, half, len(whole) - 4]:
        part.write_bytes(whole[:size])
        refused(case, shards, shards.parts(), ["part-broken", "part-missing"], out)
    for _ in range(5):
        at = chance.choice([i for i, one in enumerate(whole) if one in b"0123456789"])
        part.write_bytes(whole[:at] + (b"1" if whole[at:at + 1] != b"1" else b"2") + whole[at + 1:])
        refused(case, shards, shards.parts(), ["part-broken", "part-missing"], out)
    part.write_bytes(whole)


def rows_wrong(case, shards, out):
    whole = shards.rows(3).read_bytes()
    for data in (whole[:-1], whole + b"x", whole[:-2] + b"?\n", b"", whole.replace(b"id", b"no", 1)):
        shards.rows(3).write_bytes(data)
        refused(case, shards, shards.parts(), ["part-rows"], out)
    shards.merge(shards.parts())  # without rows they are not looked at
    shards.rows(3).unlink()
    refused(case, shards, [*shards.parts(), shards.part(1)], ["part-doubled", "unreadable"], out)
    shards.rows(3).write_bytes(whole)


def edited(data, at):
    """The table with one letter of a key at or behind `at` changed: of equal length, and as sound."""
    at = re.compile(rb"\bP\d+\b").search(data, at).start()  # the key may stand in any column
    return data[:at] + b"Q" + data[at + 1:]


def changed_between(case, shards, data, out):
    """The table is edited between two shards, or behind all, at equal length: parts that saw other bytes are refused."""
    table_file = shards.path.with_name("plots.csv")
    marks = [json.loads(part.read_bytes()) for part in shards.parts()]
    for first in (1, 2, 3):
        table_file.write_bytes(edited(data, marks[first - 1]["from"]))
        refused(case, shards, shards.parts(), ["part-table"] * (4 - first), out)
        for number in range(3, 0, -1):  # the last first: each is as it should be once it has run again
            shards.run(number)
            refused_or_not = ["part-table"] * len(range(first, number))
            if refused_or_not:
                refused(case, shards, shards.parts(), refused_or_not, out)
        if shards.merge(shards.parts(), out=out)[1]:
            fault(case, "shards that were run again are refused")
        out.unlink()
        table_file.write_bytes(data)
        refused(case, shards, shards.parts(), ["part-table"] * (4 - first), out)
        shards.run_all(chance_of(first))
    # Only the header, or only behind the last row.
    table_file.write_bytes(data.replace(b"area", b"arae", 1))
    said = shards.merge(shards.parts(), "--lang", "en", status=2, out=out)[1]
    assert b"unknown" in said or b"part-table" in said, said
    table_file.write_bytes(data)
    # Of another size it is another table.
    table_file.write_bytes(data + b"\n")
    refused(case, shards, shards.parts(), ["part-foreign"] * 3, out)
    table_file.write_bytes(data)
    part = json.loads(shards.part(2).read_bytes())
    whole = shards.part(2).read_bytes()
    shards.part(2).write_bytes(digested({**part, "from": part["from"] + 1}))
    refused(case, shards, shards.parts(), ["part-border"], out)
    shards.part(2).write_bytes(whole)
    shards.merge(shards.parts(), out=out)
    out.unlink()


def chance_of(seed):
    return random.Random(seed)


def missing(folder):
    """Which shards are to be run: those without a part that a merge would take."""
    rows = [f"P{i:06},east,{i % 97},{'n' * 240}\n" for i in range(6000)]
    path = scenario(folder, ("id,town,area（m2）,note\n" + "".join(rows)).encode())
    shards, out = Shards(path, folder / "parts", 5, []), folder / "merged.csv"
    def lists(parts, wanted, ids=(), count=5, words=()):
        done = subprocess.run([COMMAND, "merge", path, *parts, *LAW, *words, "--lang", "en", "--missing", str(count), "--rows", out,
                               "-o", folder / "totals"], capture_output=True, check=False)
        told = sorted(re.findall(r"\[([a-z-]+)\]$", done.stderr.decode(), re.M))
        if done.stdout.decode() != wanted or done.returncode != (1 if wanted else 0) or told != sorted(ids):
            fault("missing", f"{done.stdout} with {done.returncode} in place of {wanted!r}", done.stderr)
        if out.exists() or (folder / "totals").exists():
            fault("missing", "something is written")
    lists([], "1-5\n")
    shards.run_all(chance_of(1))
    parts = shards.parts()
    lists(parts, "")
    lists(reversed(parts), "")
    lists(parts[:1] + parts[2:3], "2,4-5\n")
    lists(parts + parts[:1], "", ["part-doubled"])
    lists(parts, "1-6\n", ["part-foreign"] * 5, count=6)
    lists(parts, "1-5\n", ["part-foreign"] * 5, words=["--columns", "id"])
    whole, data = parts[1].read_bytes(), path.with_name("plots.csv").read_bytes()
    parts[1].write_bytes(whole[:-9])
    lists(parts, "2\n", ["part-broken"])
    lists([*parts[:1], folder / "none.json", *parts[2:]], "2\n", ["unreadable"])
    parts[1].write_bytes(whole)
    path.with_name("plots.csv").write_bytes(edited(data, json.loads(parts[3].read_bytes())["from"]))
    lists(parts, "4-5\n", ["part-table"] * 2)
    path.with_name("plots.csv").write_bytes(data)
    kept = shards.rows(3).read_bytes()
    shards.rows(3).write_bytes(kept[:-1])
    lists(parts, "3\n", ["part-rows"])
    shards.rows(3).unlink()
    lists(parts, "3\n", ["unreadable"])
    shards.rows(3).write_bytes(kept)
    lists(parts, "")
    for value in ("0", "-1", "x", "1x", "", "100001"):
        fangtian("merge", path, *parts, *LAW, "--missing", value, status=2)
    for words in (["-o", parts[1]], ["--rows", shards.rows(1)], ["-o", path], ["--rows", out, "-o", out]):
        fangtian("merge", path, *parts, *LAW, "--missing", "5", *words, status=2)
    fangtian("merge", path, *LAW, status=2)


def many_missing(folder):
    """Of many shards that are missing the first are named, one by one or from one to another."""
    path = scenario(folder, b"id,town,area (m2)\nP1,east,5\n")
    shards = Shards(path, folder / "parts", 60, [])
    numbers = [number for number in range(1, 61) if number % 4 in (1, 3) or number < 20]
    numbers = [number for number in numbers if number not in (5, 6)]
    for number in numbers:
        shards.run(number)
    said = shards.merge([shards.part(number) for number in numbers], "--lang", "en", status=2)[1].decode()
    if "[part-missing]" not in said or " 5–6, 20, 22, 24, " not in said or ", 56, …" not in said or "58" in said:
        fault("many missing", said)
    listed = fangtian("merge", path, *(shards.part(number) for number in numbers), *LAW, "--missing", "60", status=1)[0].decode()
    if listed != "5-6," + ",".join(map(str, range(20, 61, 2))) + "\n":
        fault("many missing", listed)


def below_changed(folder):
    """A table below the long one is edited between shards: the same."""
    plots = ["id,town,area (m2)"] + [f"P{i:05},east,1" for i in range(30000)]
    pieces = ["plot,id,size (m2)"] + [f"P{i:05},1,{i % 7 + 1}" for i in range(30000)]
    path = world(folder, "\n".join(plots).encode() + b"\n", "\n".join(pieces).encode() + b"\n")
    shards, out = Shards(path, folder / "parts", 2, []), folder / "merged.csv"
    shards.run_all(chance_of(1))
    rows, totals = rows_run(path, folder / "whole.csv")
    if shards.merge(shards.parts(), out=out)[0] != totals or out.read_bytes() != rows:
        fault("below", "shards are not the whole")
    out.unlink()
    file = path.with_name("pieces.csv")
    data = file.read_bytes()
    for line, wanted in ((100, 2), (29900, 1)):
        old = f"P{line:05},1,".encode()
        at = data.index(old) + len(old)
        file.write_bytes(data[:at] + (b"9" if data[at:at + 1] != b"9" else b"8") + data[at + 1:])
        refused("below", shards, shards.parts(), ["part-table"] * wanted, out)
        file.write_bytes(data)
    file.write_bytes(data + b"\n")
    refused("below", shards, shards.parts(), ["part-foreign"] * 2, out)


def doubled_keys(folder):
    """Rows of two shards have one key: next to each other at the border, or far apart; each shard alone sees nothing wrong."""
    keys = [f"P{i:05}" for i in range(4000)]
    line = lambda key: f"{key},east,1,{'n' * 240}\n"
    size, last = BLOCK - 64, 0
    while (last + 2) * len(line(keys[0])) <= size:
        last += 1
    for place, other in ((last + 1, last), (3500, 17), (0, 3999)):
        spoilt_keys = [*keys]
        spoilt_keys[place] = keys[other]
        path = scenario(folder, ("id,town,area (m2),note\n" + "".join(map(line, spoilt_keys))).encode())
        shards = Shards(path, folder / "parts", 4, [])
        for number in range(1, 5):
            shards.run(number)
        said = rows_run(path, folder / "out.csv", "--lang", "en", status=2)[2]
        for variables in ({}, {"FANGTIAN_KEYS": "100"}):
            printed, merged = shards.merge(shards.parts(), "--lang", "en", status=2, out=folder / "merged.csv", **variables)
            if said.count(b"[doubled-key]") != 1 or merged != said or printed or (folder / "merged.csv").exists():
                fault("doubled", f"keys {place} and {other}", said, merged)


def same_faults(case, chance, folder):
    """Faulty rows are told by their own shard, as the whole run tells them; the others are sound."""
    rows = [f"P{i:06},east,{i % 97}\n" for i in range(40000)]
    for i in chance.sample(range(len(rows)), 5):
        rows[i] = f"P{i:06},nowhere,x\n"
    path = scenario(folder, ("id,town,area (m2)\n" + "".join(rows)).encode())
    whole = rows_run(path, folder / "out.csv", "--lang", "en", status=2)[2]
    count = chance.choice([2, 3, 7])
    shards = Shards(path, folder / "parts", count, [])
    said = b""
    for number in range(1, count + 1):
        done = subprocess.run([COMMAND, "run", path, *LAW, "--lang", "en", "--rows", shards.rows(number), "--shard", f"{number}/{count}",
                               "-o", shards.part(number)], capture_output=True, check=False, timeout=300)
        if (done.returncode == 0) != shards.part(number).exists() or done.returncode not in (0, 2):
            fault(case, "a faulty shard leaves a part", done.stderr)
        said += done.stderr
    if said != whole:
        fault(case, "shards complain otherwise than the whole run", whole, said)


def too_many(folder):
    """More kinds of faults than are listed end a run: that rows behind them were not checked is told where there are any, of a shard its own."""
    width = 200
    row = lambda key, cells: ",".join([key, *cells.values()]).encode().ljust(width - 1, b"n") + b"\n"
    sound = {"town": "east", "area (m2)": "1", "since": "2019-01-01", "stages": "1", "idle": "true", "part": "50%", "note": "n"}
    kinds = [(name, value.replace(",", "，")) for name in sound for value in BAD.get(name, [])]
    rows = [row(f"P{i:06}", sound) for i in range(5 * BLOCK // width - 100)]  # the last ones are of one block
    header = (",".join(["id", *sound]) + "\n").encode()
    path = scenario(folder, header + b"".join(rows))
    shards = Shards(path, folder / "parts", 2, [])
    shards.run_all(chance_of(1))
    ends = [(json.loads(part.read_bytes())["to"] - len(header)) // width for part in shards.parts()]
    for last, of_shard, of_run in ((len(kinds), True, True), (ends[0], False, True), (ends[1], False, False)):
        faulty = [*rows]
        for at, (name, value) in enumerate(kinds, last - len(kinds)):
            faulty[at] = row(f"P{at:06}", {**sound, name: value})
        path.with_name("plots.csv").write_bytes(header + b"".join(faulty))
        number = 1 if last <= ends[0] else 2
        shards.run(3 - number)
        for part in shards.parts():
            part.unlink(missing_ok=True)
        _, told = shards.run(number, "--lang", "en", status=2)
        whole = rows_run(path, folder / "out.csv", "--lang", "en", status=2)[2]
        unread = b"\ntoo many errors: what comes behind these was not checked\n"
        if (unread in told, unread in whole) != (of_shard, of_run) or len(re.findall(rb"\]$", told, re.M)) != 20:
            fault("too many", f"faults up to row {last}", told, whole)


def known_rows(case, chance, folder):
    """Faults of rows that leave them undetermined are told by the shard and by the merge, as the whole run tells them."""
    rows = [f"P{i:06},east,shop,{i % 97},{'2009' if chance.random() < 0.01 else '2019'}-05-01,{'n' * 80}\n" for i in range(9000)]
    path = scenario(folder, ("id,town,use,area (m2),since,note\n" + "".join(rows)).encode())
    shards = Shards(path, folder / "parts", chance.choice([1, 2, 5]), [])
    told = b"".join(shards.run(number, "--jobs", chance.choice("12"), **chance.choice(WAYS))[1] for number in range(1, shards.count + 1))
    if b"[no-version]" not in told:
        fault(case, "no shard tells of a fault", told)
    rows = told_run(path, folder / "out.csv")[0]  # their reasons are in the shards' language
    for language in ("zh", "en"):
        said = list(told_run(path, folder / "out.csv", "--lang", language)[1:])
        merged = shards.merge(shards.parts(), "--lang", language, out=folder / "merged.csv")
        if list(merged) != said or (folder / "merged.csv").read_bytes() != rows:
            fault(case, "rows at fault differ", *said, *merged)


def late_faults(case, chance, folder):
    """Faults of rows that a rule behind them asks for come out in the merge, in the reader's language."""
    data = b""
    while b"paid" not in data.partition(b"\n")[0]:
        data = table(chance, 6000, False)
    path = scenario(folder, data, packs='"law", "late"')
    words = ["--set", "portfolio.budget=2 亿元"]
    shards = Shards(path, folder / "parts", chance.choice([1, 2, 5]), words)
    shards.run_all(chance)
    rows = told_run(path, folder / "out.csv", *words)[0]
    for language in ("zh", "en"):
        said = list(told_run(path, folder / "out.csv", *words, "--lang", language)[1:])
        merged = shards.merge(shards.parts(), "--lang", language, out=folder / "merged.csv")
        if list(merged) != said or (folder / "merged.csv").read_bytes() != rows:
            fault(case, "late faults differ", *said, *merged)


def killed(folder):
    """A shard that is killed leaves no part, nor anything else; run again, it is whole."""
    path = scenario(folder, ("id,town,area (m2)\n" + "".join(f"P{i:07},east,{i % 997}.25\n" for i in range(300000))).encode())
    shards = Shards(path, folder / "parts", 2, [])
    words = [COMMAND, "run", path, *LAW, "--rows", shards.rows(2), "--shard", "2/2", "-o", shards.part(2), "--jobs", "1"]
    for number, left in ((signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, 2)):
        # One that this script was started to ignore, as in the background of a shell, would stay ignored.
        default = lambda number=number: number != signal.SIGKILL and signal.signal(number, signal.SIG_DFL)
        with subprocess.Popen(words, stderr=subprocess.DEVNULL, env={**os.environ, "FANGTIAN_ROWS": "exact"}, preexec_fn=default) as process:
            deadline = time.monotonic() + 60
            while not list(shards.folder.iterdir()) and time.monotonic() < deadline:
                time.sleep(0.005)
            process.send_signal(number)
            process.wait(timeout=300)
        # SIGKILL leaves temporary files, hidden and of other names: nothing that a merge would take.
        if shards.part(2).exists() or shards.rows(2).exists() or len(list(shards.folder.iterdir())) > left:
            fault("killed", f"{number} leaves", *shards.folder.iterdir())
    shards.run(1)
    shards.run(2)
    if len(list(shards.folder.iterdir())) != 4:
        fault("killed", "a run for the same output does not clear what a killed one left", *shards.folder.iterdir())
    rows, totals = rows_run(path, folder / "whole.csv")
    if shards.merge(shards.parts(), out=folder / "merged.csv")[0] != totals or (folder / "merged.csv").read_bytes() != rows:
        fault("killed", "a shard that was killed and run again differs")


def integer_keys(folder):
    """Keys that are numbers, out of order at a border too."""
    keys = [*range(-5, 9000), *range(20000, 30000), *range(10000, 20000)]
    path = lots(folder, ("number,area (m2)\n" + "".join(f"{key},1.5\n" for key in keys)).encode())
    rows, totals = rows_run(path, folder / "whole.csv", "-f", "json")
    shards = Shards(path, folder / "parts", 5, [])
    for number in range(1, 6):
        shards.run(number)
    if shards.merge(shards.parts(), "-f", "json", out=folder / "merged.csv")[0] != totals or (folder / "merged.csv").read_bytes() != rows:
        fault("integers", "differ")


def documented(folder):
    """The keys of parts are those of engine/report/README.md, both ways."""
    rows = schema.table(schema.README.read_text(encoding="utf-8"), "schema", "part")
    keys = {row[0]: set(re.split(r", | or ", row[1])) for row in rows}
    met = set()
    long = "id,town,area (m2),paid (元),use,since\n" + "".join(f"P{i:05},{'east' if i % 2 else 'west'},{i % 50},{'' if i % 3 else i},shop,{'2009-01-01' if i % 400 == 9 else ''}\n" for i in range(20000))
    path = scenario(folder, long.encode(), packs='"law", "late"')
    below = world(folder / "below", b"id,town,area (m2)\nA,east,1\n", b"plot,id,size (m2)\nA,1,5\n")
    ways = scenario(folder / "ways", b"id,town,area (m2)\nA,east,1\n", packs='"law", "ways"')
    for path, words in ((path, ["--by", "town"]), (path, ["--set", "portfolio.budget=2 亿元"]), (below, []), (ways, [])):
        shards = Shards(path, folder / "parts", 4, words)
        for number in range(1, 5):
            shards.run(number)
            schema.look(json.loads(shards.part(number).read_bytes()), "", keys, met, f"shard {number} with {words}")
    schema.faults.extend(f"the README names {key} of part, and no run here gives it" for key in keys if key not in met)
    if schema.faults:
        fault("documented", "differs", *dict.fromkeys(schema.faults))


def options(folder):
    path = scenario(folder, b"id,town,area (m2)\nA1,east,1\n")
    for words in (["--shard", "1/1"], ["--shard", "1/1", "--rows", folder / "r.csv"], ["--shard", "1/1", "-o", folder / "p.json"]):
        fangtian("run", path, *LAW, *words, status=2)
    for value in ("0/1", "2/1", "1", "1/", "x/1", "1/x", "/1", "1/0", "-1/1", "1/1x", " 1/1", "1/100001", "99999999999999999999/99999999999999999999"):
        fangtian("run", path, *LAW, "--rows", folder / "r.csv", "-o", folder / "p.json", "--shard", value, status=2)
    fangtian("run", path, *LAW, "--rows", folder / "r.csv", "-o", folder / "p.json", "--shard", "100000/100000")
    fangtian("run", path, *LAW, "--rows", folder / "none" / "r.csv", "-o", folder / "p.json", "--shard", "1/1", status=2)
    odd = os.fsencode(folder) + b"/\xff"
    os.mkdir(odd)
    done = subprocess.run([COMMAND, "run", path, *LAW, "--rows", "rows.csv", "-o", folder / "p.json", "--shard", "1/1", "--lang", "en"],
                          cwd=odd, capture_output=True, check=False)
    if done.returncode != 2 or b"[part-name]" not in done.stderr:
        fault("options", "a name that is not UTF-8", done.stderr)


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for make in (options, missing, many_missing, below_changed, documented, doubled_keys, too_many, killed, integer_keys):
            make(folder / make.__name__)
        for case, chance in chances(seed, range(cases)):
            for make in (check, same_faults, known_rows, late_faults):
                shutil.rmtree(folder / "one", ignore_errors=True)
                make(case, chance, folder / "one")
            if case == 0:
                shutil.rmtree(folder / "one")
                wrongs(case, chance, folder / "one")


if __name__ == "__main__":
    main()
