#!/usr/bin/env python3
"""An include, a setting of the head, a whole table or a pack is taken out of a scenario: the run is refused, or says more than before.

tests/engine/test_removed.c takes facts and rows away; what stands around them is taken here, from the text of the file, one thing at a
time. Then
- the run is refused, with a message that has a place; or
- it comes to the same figures; or
- the sheet tells of something more than it did: a fact or a table that is lacking, a row whose figure is undetermined, a fact whose absence is
  taken to mean something, a comparison not made, a condition that fails; or another date stands in the head, or it is another law (a pack less),
  whose digest stands there and whose packs JSON lists; or
- what is gone is a table that nothing else knows of, named in UNKNOWN below: the figures that it made are gone with it.
What may be signed then is what it was, or one of these told of it.

  removed_parts.py [SCENARIO…]      FANGTIAN is the command, else build/fangtian
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
POLICIES = str(ROOT / "policies")
SCENARIOS = ("scenarios/qingyuan/cluster.cfg", "scenarios/years/whole-2024-12-01.cfg", "scenarios/foshan/village-park.cfg", "scenarios/borders/proceeds.cfg")
# Tables of which a file without them reads like one that never had any: nothing else in it knows. Page one says that no posting
# makes a net of nothing.
UNKNOWN = {"talents", "handovers", "incomes"}
faults = []


def run(path, *words):
    done = subprocess.run([COMMAND, "run", str(path), "--policies", POLICIES, *words], capture_output=True, cwd=ROOT)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def block(text, at):
    """The end of what opens at `at` with ( or {, and the ; behind it."""
    depth, quoted = 0, False
    for i in range(at, len(text)):
        if text[i] == '"':
            quoted = not quoted
        depth += 0 if quoted else (text[i] in "({[") - (text[i] in ")}]")
        if depth == 0:
            return i + 1
    raise ValueError("it does not close")


def parts(text):
    """[(what, the text without it)]"""
    text = re.sub(r"(?m)#.*$", "", text)  # comments hold brackets; no value has a #
    text = text[:text.index("\nexpect")] if "\nexpect" in text else text
    head = text.index("scenario:")
    end = block(text, text.index("{", head))
    found = [(f"include {one[1]}", text[:one.start()] + text[one.end():]) for one in re.finditer(r'@include "([^"]*)"', text)]
    for one in re.finditer(r"(?m)(\w+)\s*=\s*", text[head:end]):
        if one[1] in ("zh", "en"):
            continue
        start = head + one.end()
        stop = block(text, start) if text[start] in "{[(" else text.index(";", start)
        found.append((f"scenario.{one[1]}", text[:head + one.start()] + text[stop:].lstrip()[1:]))
    packs = re.search(r"packs\s*=\s*\[([^\]]*)\]", text)
    names = re.findall(r'"([^"]+)"', packs[1]) if packs else []
    for name in names:
        rest = ", ".join(f'"{one}"' for one in names if one != name)
        found.append((f"pack {name}", text[:packs.start(1)] + rest + text[packs.end(1):]))
    for table in sorted(set(re.findall(r"(\w+)\s*=\s*[({](?=\s*(?:\{|csv\s*=))", text))):
        less = text
        while (one := re.search(rf"\b{table}\s*=\s*(?=\(|\{{\s*csv)", less)) is not None:
            less = less[:one.start()] + less[block(less, one.end()):].lstrip(" \n").removeprefix(";")
        found.append((f"table {table}", less))
    return found


def amounts(report):
    return {party["id"]: (party["net"], party["received"], party["paid"]) for party in report["parties"]}


def told(report):
    """What the sheet says besides amounts, as a set of texts."""
    pending, verdict = report["pending"], report["verdict"]
    lists = {"facts": verdict["facts"], "fails": [(one["rule"], one["row"]) for one in verdict["fails"]], "empty": pending["empty"], "alike": pending["alike"],
             "taken": report["taken"], "not_compared": report["not_compared"], "undetermined": [(one["rule"], one["row"]) for one in report["undetermined"]],
             "limits": [one["parameter"] for one in report["limits"] + report["illustrative"] + report["unverified"]]}
    return {f"{name} {json.dumps(one, sort_keys=True, ensure_ascii=False)}" for name, many in lists.items() for one in many}


def signed(report):
    return {figure["title"]["zh"]: figure["text"] for figure in report["pending"]["figures"] if figure["standing"] == "good"}


def check(scenario, what, path, base):
    status, out, err = run(path, "--format", "json")
    if status != 0:
        if status != 2 or not re.search(r":\d+:\d+: ", err):
            faults.append(f"{scenario} without {what}: exit {status}, no place: {err[:200]}")
        return "refused"
    report = json.loads(out)
    head = ("as_of", "known_at")
    if amounts(report) == amounts(base):
        return "same"
    more = told(report) - told(base)
    shown = any(report["scenario"].get(key) != base["scenario"].get(key) for key in head) or what.startswith("pack ")
    if what.removeprefix("table ") in UNKNOWN:
        return "unknown"
    if not more and not shown:
        faults.append(f"{scenario} without {what}: other amounts, and nothing told")
    before, after = signed(base), signed(report)
    moved = [title for title, text in after.items() if title in before and before[title] != text]
    if moved and not shown:
        faults.append(f"{scenario} without {what}: may be signed all the same: " + "; ".join(f"{one} {before[one]} as {after[one]}" for one in moved))
    return "told"


def main():
    outcomes = {}
    for scenario in sys.argv[1:] or SCENARIOS:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for one in (ROOT / scenario).parent.iterdir():
                if one.is_file():
                    shutil.copy(one, folder)
            path = folder / pathlib.Path(scenario).name
            text = path.read_text(encoding="utf-8")
            base = json.loads(run(path, "--format", "json")[1])
            for what, less in parts(text):
                path.write_text(less, encoding="utf-8")
                outcome = check(scenario, what, path, base)
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
                if os.environ.get("FT_TEST_VERBOSE"):
                    print(f"{scenario} without {what}: {outcome}")
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults or not {"refused", "told"} <= outcomes.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
