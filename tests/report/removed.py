#!/usr/bin/env python3
"""A fact that is taken away is named, or every figure is as it was: in text, CSV, a view, `changes`, `explain` and the workbook.

tests/engine/test_removed.c proves it of every figure in JSON; here it is what people read. Facts are removed by `--set PATH=`. Where a
report then differs in anything but its head, it must name the fact by its title. What JSON says is undetermined must be 待定 in CSV, and
`explain` of it must name the fact.

  removed.py [FACTS]      so many facts a scenario, drawn by FT_TEST_SEED; 0: all of them (what FANGTIAN_LONG does); default 2
"""
import csv
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "workbook" / "out"))
import sheets  # noqa: E402 (the folder was added)

COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
SCENARIOS = {"scenarios/qingyuan/cluster.cfg": "cost", "scenarios/borders/first-page.cfg": "projects"}  # with a view
OPEN = "待定"
HEADS = ("情景摘要", "试算改动", "基准日", "试算：", "  --set ")
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([\w-]+)|([=(){};:,])|#[^\n]*')
faults = []


def run(*words, good=(0,)):
    done = subprocess.run([COMMAND, *map(str, words), "--lang", "zh"], capture_output=True, check=False, cwd=ROOT)
    return done.stdout.decode() if done.returncode in good else None


def read(scenario, folder):
    """[(path, table, field)] of every fact that is given, from the scenario as `convert` writes it."""
    plain = folder / "plain.cfg"
    plain.unlink(missing_ok=True)
    run("convert", scenario, "-o", plain)
    text = plain.read_text(encoding="utf-8")
    text = text[text.index("\nportfolio:"):]
    tokens = iter([word or sign or f'"{quoted}' for quoted, word, sign in (found.groups() for found in TOKEN.finditer(text)) if quoted is not None or word or sign])
    keys = {table["table"]: table["key"] for table in VOCABULARY["tables"]}
    found = []

    def row(path, table):  # behind its "{", up to its "}"
        own = path
        for name in tokens:
            if name == "}":
                return
            next(tokens)
            value = next(tokens)
            if value == "(":
                rows("" if table == "portfolio" else own + ".", name)
            elif name == keys[table]:
                own = f"{path}.{value[1:]}"
            else:
                found.append((f"{own}.{name}", table, name))
            next(tokens)

    def rows(above, table):  # behind the "(", up to the ")"
        for sign in tokens:
            if sign == ")":
                return
            if sign == "{":
                row(above + table, table)

    next(tokens), next(tokens), next(tokens)
    row("portfolio", "portfolio")
    return found


def taken(whole):
    """{(field, row)} of what was taken to mean something though nobody wrote it."""
    return {(one["field"], row) for one in whole["taken"] for row in one["rows"]}


def compared(scenario):
    """The policies that `changes` compares, named: with `--set` and no policy it compares the trial with what is filed."""
    return [change["policy"] for change in json.loads(run("changes", scenario, "-f", "json"))["changes"]]


def body(text):
    """A report without the lines that say what was set; no trial may be signed, and its heads say so."""
    text = text.replace("试算中没有待决事项的数（试算不得签字）", "可以签字")
    return [line for line in text.removeprefix("\ufeff").split("\n") if not line.startswith(HEADS)]


def undetermined(whole):
    """{(rule, row)} of the postings that JSON says are undetermined."""
    return {(item["rule"], item["row"]) for item in whole["items"] + whole["memos"] if item["amount"] is None}


def amounts(whole):
    return {(item["rule"], item["row"], item["to"], item["kind"], item["title"]["zh"]): item["amount"] for item in whole["items"]}


def check_changes(scenario, path, whole, text):
    """A net that is undetermined is no number, and nor is its difference."""
    kinds = {kind["title"]["zh"]: kind["id"] for kind in VOCABULARY["kinds"]}
    nets = {(party["id"], kind): net for party in whole["parties"] for kind, net in party["net"].items()}
    for row in csv.DictReader(io.StringIO(text.partition("\r\n\r\n")[2])):
        net = nets.get((row["编号"], kinds.get(row["项目"])), "")
        if net is None and not (row["有该政策"].startswith(OPEN) and row["变化"] == OPEN):
            faults.append(f"changes without {path}: {row}, whose net is undetermined")


def workbook(scenario, folder, *setting):
    """{sheet: {place: Cell}} of the sheets of tables, whose third line has the rules' ids; and all text of page one."""
    out = folder / "out.xlsx"
    out.unlink(missing_ok=True)
    run("run", scenario, "-o", out, *setting)
    book = sheets.read(out)
    tables = {name: cells for name, cells in book.items() if "A1" in cells and re.match(r".* [a-z_]+$", str(cells["A1"].value))}
    return tables, re.sub(r"\s", "", "".join(str(cell.value) for cell in book["首页"].values()))


def check_workbook(before, after, path, title, listed):
    """No figure of a rule is another number, unless what the blank means is listed; page one names the fact."""
    (was, _), (now, page) = before, after
    differs = []
    for name, cells in was.items():
        for place, cell in cells.items():
            column, row = re.fullmatch("([A-Z]+)([0-9]+)", place).groups()
            head = cells.get(f"{column}4")  # what stands under it is filed, or a rule's
            ruled = head is not None and head.value and not re.match("填报（|填报$|编号|辅助列", str(head.value))
            other = now.get(name, {}).get(place)
            if int(row) > 5 and ruled and isinstance(cell.value, float) and (other is None or other.value != cell.value):
                differs.append((name, place, cell.value, None if other is None else other.value))
    numbers = [one for one in differs if isinstance(one[3], float)]
    if numbers and not listed:
        faults.append(f"workbook without {path}: {numbers[0]} in silence")
    if differs and title not in page:
        faults.append(f"workbook without {path}: {differs[0]}, and 首页 does not name {title}")
    return len(differs)


def check(scenario, view, base, path, title, before, folder):
    """Reports without a fact against those with it."""
    setting = ["--set", path + "="]
    text = run("run", scenario, "-f", "json", *setting)
    if text is None:
        return False  # refused, in every format
    whole = json.loads(text)
    open_now = undetermined(whole)
    for words in base:
        now = run(*words, *setting)
        squeezed = re.sub(r"\s", "", now or "")
        if now is None:
            faults.append(f"{' '.join(words)} without {path} is refused, and JSON is not")
        elif body(now) != base[words] and title not in squeezed:
            faults.append(f"{' '.join(words)} without {path} differs and does not name {title}")
    check_changes(scenario, path, whole, run("changes", scenario, *policies[scenario], "-f", "csv", *setting))
    rows = list(csv.reader(io.StringIO(run("run", scenario, "-f", "csv", *setting).partition("\r\n\r\n")[2])))
    place = {name: i for i, name in enumerate(rows[0])}
    shown = {(row[place["规则"]], row[place["行"]].strip("\t")) for row in rows[1:] if row[place["金额"]].startswith(OPEN)}
    if shown != open_now:
        faults.append(f"without {path}, CSV says 待定 of {sorted(shown ^ open_now)[:3]} otherwise than JSON")
    listed = any(field == path.rsplit(".", 1)[1] for field, _ in taken(whole) - base_taken[scenario])
    check_workbook(before, workbook(scenario, folder, *setting), path, title, listed)
    was = base_amounts[scenario]
    moved = [key[:2] for key, amount in amounts(whole).items() if was.get(key) != amount]
    for rule, row in moved[:1]:
        told = run("explain", scenario, f"{rule}@{row}" if row else rule, *setting)
        if told is None or title not in re.sub(r"\s", "", told):
            faults.append(f"explain {rule}@{row} without {path} does not name {title}")
    return True


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 0 if "FANGTIAN_LONG" in os.environ else 2
    seed = int(os.environ.get("FT_TEST_SEED") or 20210101)
    print(f"FT_TEST_SEED={seed}")
    chance = random.Random(seed)
    titles = {(table["table"], field["id"]): re.sub(r"\s", "", field["title"]["zh"]) for table in VOCABULARY["tables"] for field in table["fields"]}
    words_of = {(table["table"], field["id"]) for table in VOCABULARY["tables"] for field in table["fields"] if field["type"] == "text"}
    with tempfile.TemporaryDirectory() as name:
        for scenario, view in SCENARIOS.items():
            facts = [fact for fact in read(scenario, pathlib.Path(name)) if fact[1:] not in words_of]  # no figure rests on a name
            policies[scenario] = compared(scenario)
            changes = ("changes", scenario, *policies[scenario])
            base = {words: body(run(*words)) for words in (("run", scenario), ("run", scenario, "-f", "csv"), changes,
                                                           (*changes, "-f", "csv"), ("run", scenario, "--view", view),
                                                           ("run", scenario, "--view", view, "-f", "csv"))}
            filed = json.loads(run("run", scenario, "-f", "json"))
            base_amounts[scenario], base_taken[scenario] = amounts(filed), taken(filed)
            some = facts if count == 0 else chance.sample(facts, count)
            before = workbook(scenario, pathlib.Path(name))
            kept = [check(scenario, view, base, path, titles[table, field], before, pathlib.Path(name)) for path, table, field in some]
            print(f"{scenario}: {len(some)} of {len(facts)} facts, {kept.count(False)} refused")
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


base_amounts, base_taken, policies = {}, {}, {}
VOCABULARY = json.loads(run("policies", "--vocabulary", "--format", "json"))
if __name__ == "__main__":
    sys.exit(main())
