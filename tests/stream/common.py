"""What the tests of runs over a long table share: random tables, the command on them, and what a run that holds the table says."""
import collections
import csv
import fractions
import json
import os
import pathlib
import random
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", HERE.parents[1] / "build" / "fangtian"))
LAW = ["--policies", str(HERE / "policies")]
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)  # sums of residues are long
# Another command, as it was before a change, which must give the same bytes: FANGTIAN_BEFORE.
BEFORE = [({"COMMAND": os.environ["FANGTIAN_BEFORE"]}, "1")] if "FANGTIAN_BEFORE" in os.environ else []
# The two ways through the rows, each with the words of the command: as vectors in one thread; every row exactly, in two.
PAIR = [({}, "1"), ({"FANGTIAN_ROWS": "exact"}, "2"), *BEFORE]
WAYS = [(variables, ["--jobs", jobs]) for variables, jobs in PAIR[1:]]
# What changes no byte either, whatever is worked out: differential.py tries it for all.
NEITHER = [({}, ["--jobs", "2"]), ({}, ["--jobs", "8"]), ({"FANGTIAN_NUMBERS": "gmp"}, [])]
FIELDS = ["id", "town", "use", "area", "price", "paid", "part", "stages", "idle", "since", "note"]
TOWNS = ["east", "south", "west", "north"]
USES = ["shop", "works", "dwelling"]


def seed_of_run():
    """The same each time, so that a commit passes or fails for good; or FT_TEST_SEED, which the long mode draws anew."""
    seed = int(os.environ.get("FT_TEST_SEED") or 20210101)
    print(f"FT_TEST_SEED={seed}", flush=True)
    return seed


def run(*words, cwd=None, **variables):
    """The command, whatever comes of it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FANGTIAN_")}
    command = variables.pop("COMMAND", COMMAND)
    environment.update(variables, LC_ALL="C.UTF-8", NO_COLOR="1")
    return subprocess.run([command, *map(str, words)], capture_output=True, check=False, cwd=cwd, env=environment, timeout=300)


def fangtian(*words, status=0, cwd=None, **variables):
    """The command; its standard output and error as bytes. Another status, or one that is not among several, ends the test."""
    done = run(*words, cwd=cwd, **variables)
    if done.returncode not in (status if isinstance(status, tuple) else (status,)):
        sys.exit(f"fangtian {' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr.decode()}")
    return done.stdout, done.stderr


def figure(chance, most, plain):
    """A number as a person writes it; `plain`: as a program does."""
    decimals = chance.choice([0, 0, 2, 2, 1, 3] if plain else [0, 2, 5, 9])
    size = chance.choice([10, 1000, most])
    text = f"{chance.randrange(size)}"
    if decimals:
        text += "." + "".join(chance.choice("0123456789") for _ in range(decimals))
    return text


def money(chance, plain):
    text = figure(chance, 10**6, plain)
    if plain or chance.random() < 0.7:
        return text
    return chance.choice([text + " 元", figure(chance, 100, True) + " 万元", "1,234.50", "12,000", "9007199254740993.01",
                          "123456789012345678901234567890.25"])


def row(chance, key, plain):
    """A row by field. Every value is good; some are odd."""
    odd = not plain and chance.random() < 0.2
    note = chance.choice(["", "", "甲地", "=1+1", "+86", "a b"] + (['x, "y"', "two\nlines", "'", " "] if odd else []))
    return {
        "id": key,
        "town": chance.choice(TOWNS + (["东城", "北城", "东城区"] if odd else [])),
        "use": chance.choice(USES + ["shop", ""]),
        "area": figure(chance, 90, True) + " 亩" if odd else chance.choice(["0.5", figure(chance, 10000, plain)]),
        "price": chance.choice(["20 元/m2", "3 万元/亩", ""]) if odd else chance.choice(["", "", figure(chance, 10000, plain)]),
        "paid": chance.choice(["", money(chance, plain)]),
        "part": chance.choice(["", "50%", "100%", f"{chance.randrange(101)}%"]) if not plain else "",
        "stages": chance.choice(["", "1", "1", "2"] + (["3", "4"] if not plain else [])),
        "idle": chance.choice(["", "true", "false", "false"] + (["是", "否", "TRUE", "False", "×"] if odd else [])),
        "since": chance.choice(["", "2016-02-29", "2020-06-30", "2020-07-01",
                                f"{chance.randrange(2015, 2022)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"]),
        "note": note,
    }


HEADS = {"area": "area (m2)", "price": "price (元/m2)", "paid": "paid (元)", "size": "size (m2)", "worth": "worth (元/m2)", "fee": "fee (元)"}


def head(name):
    """What stands above a column: with the unit that its bare figures are in."""
    return HEADS.get(name, name)


def table(chance, rows, plain, ascending=True, note=None):
    """The bytes of a random table, as spreadsheets and programs write it; `note` in every row makes many bytes of few rows."""
    names = [name for name in FIELDS if name in ("id", "town", "area") or chance.random() < 0.9]
    remark = [chance.choice(["说明", "#计", "序号"])] if not plain and chance.random() < 0.3 else []  # 备注 is the title of note
    share = chance.choice(["part", "part（%）"])
    tail = [share if name == "part" else name for name in names[1:]] + remark
    chance.shuffle(tail)
    names = [names[0], *tail] if chance.random() < 0.7 else [*tail, names[0]]
    keys = [f"P{i:07}" for i in range(rows)]
    if not ascending:
        chance.shuffle(keys)
    end = "\r\n" if chance.random() < 0.3 else "\n"
    lines = []
    for key in keys:
        cells = row(chance, key, plain or chance.random() < 0.3)
        cells["note"] = cells["note"] if note is None else note
        cells["part（%）"] = cells["part"] or chance.choice(["", "0", "0.00", "1%", "1.5", f"{chance.randrange(2, 100)}", "100.0"])
        lines.append(",".join(cell(chance, cells.get(name, chance.choice(["", "x, y", "no 7"])), plain) for name in names))
        if not plain and chance.random() < 0.01:
            lines.append("" if chance.random() < 0.5 else "," * (len(names) - 1))
    text = ",".join(map(head, names)) + end + end.join(lines)
    if lines and chance.random() < 0.8:
        text += end
    return (b"\xef\xbb\xbf" if chance.random() < 0.5 else b"") + text.encode()


def cell(chance, text, plain):
    if any(one in text for one in ',"\n\r') or (text and chance.random() < 0.02):
        return '"' + text.replace('"', '""') + '"'
    if not plain and chance.random() < 0.01:
        return chance.choice([" " + text, text + " ", f"\t{text}", text + "\u00a0", text + "\u3000", f'"{text}\t"', f'"\n{text}\u2009"'])
    return text


def scenario(folder, data, extra="", packs='"law"'):
    """A scenario over `data` in a folder; its path."""
    text = (HERE / "plots.cfg").read_text(encoding="utf-8")
    text = text.replace('budget = "1,000,000 元";', 'budget = "1,000,000 元"; ' + extra).replace('"law"', packs)
    folder.mkdir(exist_ok=True)
    (folder / "plots.cfg").write_text(text, encoding="utf-8")
    (folder / "plots.csv").write_bytes(data)
    return folder / "plots.cfg"


def world(folder, data, below, records=None):
    """A scenario over plots, their pieces, and maybe their records."""
    path = scenario(folder, data, packs='"law", "pieces"')
    text = path.read_text(encoding="utf-8")
    extra = 'pieces = { csv = "pieces.csv"; };' + (' notes = { csv = "notes.csv"; };' if records is not None else "")
    # before the table or behind it: the order of settings says nothing
    text = text.replace('plots = {', extra + ' plots = {') if len(data) % 2 else text.replace('"plots.csv"; };', '"plots.csv"; }; ' + extra)
    path.write_text(text, encoding="utf-8")
    (folder / "pieces.csv").write_bytes(below)
    if records is not None:
        (folder / "notes.csv").write_bytes(records)
    return path


def lots(folder, data):
    """A scenario over a table whose keys are integers."""
    path = scenario(folder, data)
    text = path.read_text(encoding="utf-8").replace('plots = { csv = "plots.csv"; };', 'lots = { csv = "lots.csv"; };')
    path.write_text(text, encoding="utf-8")
    (folder / "plots.csv").rename(folder / "lots.csv")
    return path


def rows_run(path, out, *words, status=0, **variables):
    """A run row by row: the rows' bytes and the totals' bytes."""
    totals, errors = fangtian("run", path, *LAW, "--rows", out, *words, status=status, **variables)
    if status != 0:
        return (out.exists(), totals, errors)
    if errors:
        sys.exit(f"fangtian run --rows says {errors.decode()}")
    return out.read_bytes(), totals


def told_run(path, out, *words, **variables):
    """A run over a table with faults that leave figures undetermined: the rows' bytes, the totals' and the complaints'."""
    totals, errors = fangtian("run", path, *LAW, "--rows", out, *words, **variables)
    if not errors:
        sys.exit(f"fangtian run {path} --rows tells of no fault")
    return out.read_bytes(), totals, errors


def read_rows(data):
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))


def json_of(data):
    return json.loads(data)


def chances(seed, cases):
    """A generator of its own for each case, so that one case can be repeated alone."""
    for case in cases:
        yield case, random.Random(f"{seed}/{case}")


# ---- what differs


def fault(case, what, one, other):
    sys.exit(f"case {case}: {what}\n--- one\n{one}\n--- other\n{other}")


def same(case, what, one, other):
    if one != other:
        fault(case, what, one[-2000:] if isinstance(one, bytes) else one, other[-2000:] if isinstance(other, bytes) else other)


def each(said):
    """The complaints, each with its lines, sorted."""
    return sorted(re.split(rb"\n(?=\S)", said.rstrip(b"\n")))


MORE = re.compile(rb"  and (\d+) more places?\b.*")
# Above what is told of rows whose figures count as undetermined, where a run that holds the table goes on.
HEADING = re.compile("\\A(以下各处|no figure comes of the following places).*\n".encode())


def counts(said):
    """How often each message is told, those counted but not listed included."""
    found = collections.Counter()
    for one in re.split(rb"\n(?=\S)", said.rstrip(b"\n")):
        name = re.search(rb"\[([a-z0-9-]+)\]\n", one + b"\n")
        more = MORE.search(one)
        if name:
            found[name[1]] += 1 + (int(more[1]) if more else 0)
    return found


def same_complaints(case, held, said):
    """Cells are looked at when all rows are there: of the file, or of the block. So the order may differ, and which are listed."""
    held, said = HEADING.sub(b"", held), HEADING.sub(b"", said)
    if b"\nand " in held or b"\ntoo many" in said:
        return
    if MORE.search(held) or MORE.search(said):
        same(case, "as many complaints of each kind", counts(held), counts(said))
    elif each(held) != each(said):
        fault(case, "other complaints than those of a run that holds the table", said.decode(), held.decode())


# ---- a run that holds the table


def exact(text):
    return fractions.Fraction(text)


def known(one, key):
    """A sum, or of an undetermined one the part that is known."""
    if one[key] is not None:
        return exact(one[key])
    return exact(one["known"][key] if isinstance(one["known"], dict) else one["known"])


def party(name):
    return name.split(":")[0] if name else None


def held(whole, written):
    """What a run that holds the table posts: by line, and by line and row. Residues are added where their sum is `written`."""
    lines = collections.defaultdict(lambda: [0, fractions.Fraction(), fractions.Fraction()])
    posted, undetermined = {}, {(miss["rule"], miss["row"]) for miss in whole["undetermined"]}
    for item in whole["items"] + whole["memos"]:
        if item["row"] == "":
            continue
        key = item["rule"], party(item["from"]), item["to"].split(":")[0], item["kind"]
        if item["amount"] is None:
            undetermined.add((item["rule"], item["row"]))
            continue
        line = lines[key]
        line[0] += 1
        line[1] += exact(item["amount"])
        if key in written:
            line[2] += exact(item["residue"])
        if item["from"] is not None:
            posted[item["rule"], item["row"]] = item["amount"]
    findings = collections.Counter()
    for check in whole["checks"]:
        findings[check["rule"], "holds" if check["holds"] else "fails"] += check["row"] != ""
    for miss in whole["not_applicable"]:
        findings[miss["rule"], "not_applicable"] += miss["row"] != ""
    for rule, row in undetermined:
        findings[rule, "undetermined"] += row != ""
    return lines, posted, findings


def compare_held(case, whole, rules, rows, totals):
    """The report of a run that holds the table against lines and totals of one that does not; `rules` are shown as they post."""
    found = collections.defaultdict(lambda: [0, fractions.Fraction(), fractions.Fraction()])
    by_key = collections.defaultdict(list)
    for line in totals["lines"]:
        if line["rows"] > 0:
            by_key[line["rule"], line["from"], line["to"], line["kind"]].append(line)
    written = {key for key, alike in by_key.items() if all(line["rounding"] is not None for line in alike)}  # not too long
    for key, alike in by_key.items():
        found[key][0] = sum(line["rows"] for line in alike)
        found[key][1] = sum(known(line, "amount") for line in alike)
        if key in written:
            found[key][2] = sum(exact(line["rounding"]) for line in alike)
    lines, posted, findings = held(whole, written)
    same(case, "the lines differ from those of a run that holds the table", dict(found), dict(lines))
    counted = collections.Counter()
    for finding in totals["findings"]:
        for what in ("holds", "fails", "not_applicable", "undetermined"):
            counted[finding["rule"], what] += finding[what]
    same(case, "the findings differ", +counted, +findings)
    for row in rows:
        for rule in rules:
            if (rule, row["id"]) in posted:
                same(case, f"{rule} of {row['id']}", row[rule], posted[rule, row["id"]])
    nets = {(one["id"], one["kind"]): known(one, "net") for one in totals["parties"]}
    wanted = collections.Counter()
    for one in whole["parties"]:
        for kind, net in one["net"].items():
            wanted[party(one["id"]), kind] += exact(one["known"]["net"][kind] if net is None else net)
    same(case, "the parties differ", {key: net for key, net in nets.items() if net}, {key: net for key, net in wanted.items() if net})
    open_rows = {(one["id"], one["kind"]) for one in totals["parties"] if one["net"] is None}
    open_held = {(party(one["id"]), kind) for one in whole["parties"] for kind, net in one["net"].items() if net is None}
    same(case, "nets that are undetermined where the table is held, and figures here", open_held - open_rows, set())
    for key in ("unverified", "illustrative", "unproven"):  # rows tell of all values that they may use, on whatever day
        same(case, key, [one for one in whole[key] if one not in totals[key]], [])
    named = {(one["table"], one["field"], one["kind"]): one["rows"] for one in totals["taken"]}
    short = [one for one in whole["taken"] if named.get((one["table"], one["field"], one["kind"]), 0) < len(one["rows"])]
    same(case, "what blanks were taken to mean where the table is held, and is not said of the rows", short, [])
    for key in ("rounding", "totals"):
        if key in totals and None not in totals.get("rounding", {}).values():
            same(case, key, totals[key], whole[key])
