#!/usr/bin/env python3
"""`changes --set` against two runs, as filed and with what was set: every net and every sum of a memo that differs is listed with both figures;
rows are the same by their keys. In JSON, CSV and text. FANGTIAN is the command, else build/fangtian."""
import collections
import csv
import decimal
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
SCENARIO = "tests/report/signing.cfg"
TRIALS = (["projects.M2.revenue=-10%"], ["projects.M2.appraised_plot_price="], ["projects-=M3"], ["projects.M1.buildings-=F1"], ["tax_years-=2019"],
          ["projects.M2.revenue=58000万元"], ["projects.M5.consent_yes=30", "projects.M4.upgraded_area="], ["projects.M1.far_after=3"])
faults = []


def run(*words):
    done = subprocess.run([COMMAND, *words, "--lang", "zh", "--policies", "policies"], capture_output=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{words}: {done.stderr.decode()}")
    return done.stdout.decode()


def nets(report):
    """{(party, kind): (net, known)}: nothing of a kind is 0."""
    found = {}
    for party in report["parties"]:
        for kind, net in party["net"].items():
            found[party["id"], kind] = (net, party["known"]["net"].get(kind))
    return found


def memos(report):
    """{(rule, title, kind): sum}; None where a row is undetermined."""
    found = collections.defaultdict(decimal.Decimal)
    for memo in report["memos"]:
        key = memo["rule"], memo["title"]["zh"], memo["kind"]
        found[key] = None if memo["amount"] is None or found[key] is None else found[key] + decimal.Decimal(memo["amount"])
    return found


def compare_memos(trial, filed, now, listed):
    for key in filed.keys() | now.keys():
        pair, told = (now.get(key, 0), filed.get(key, 0)), listed.get(key)
        if told is None and pair[0] != pair[1]:
            faults.append(f"{trial}: the memo {key} is not listed: {pair}")
        if told is not None and told != pair:
            faults.append(f"{trial}: the memo {key} is listed as {told} and is {pair}")


def main():
    whole = json.loads(run("run", SCENARIO, "--format", "json"))
    filed = nets(whole)
    for trial in TRIALS:
        settings = [word for setting in trial for word in ("--set", setting)]
        tried = json.loads(run("run", SCENARIO, "--format", "json", *settings))
        now = nets(tried)
        changes = json.loads(run("changes", SCENARIO, "--format", "json", *settings))["changes"]
        if [change["policy"] for change in changes] != ["trial"]:
            sys.exit(f"{trial}: {changes}")
        listed = {(one["id"], one["kind"]): ((one["with"], one["with_known"]), (one["without"], one["without_known"])) for one in changes[0]["parties"]}
        for key in filed.keys() | now.keys():
            nil = ("0.0000" if key[1] == "quota" else "0.00", None)
            pair = now.get(key, nil), filed.get(key, nil)
            gone = key in filed and key not in now and ":" in key[0]  # its row is gone: there is nothing to compare with
            if key not in listed and pair[0] != pair[1] and not gone:
                faults.append(f"{trial}: {key} is not listed: {pair}")
            if key in listed and [net for net, _ in listed[key]] != [net for net, _ in pair]:
                faults.append(f"{trial}: {key} is listed as {listed[key]} and is {pair}")
        exact = lambda text: None if text is None else decimal.Decimal(text)
        compare_memos(trial, memos(whole), memos(tried),
                      {(one["rule"], one["title"]["zh"], one["kind"]): (exact(one["with"]), exact(one["without"])) for one in changes[0]["memos"]})
        lines = list(csv.reader(run("changes", SCENARIO, "--format", "csv", *settings).split("\r\n\r\n")[-1].splitlines()))
        if lines[0][6:] != ["试算", "存档", "变化", "原因"] or len(lines) - 1 != sum(len(changes[0][key]) for key in ("parties", "figures", "memos")):
            faults.append(f"{trial}: CSV has {lines[0]} and {len(lines) - 1} lines")
        text = run("changes", SCENARIO, *settings)
        if ("没有一方的净额" in text) != (not any(changes[0][key] for key in ("parties", "figures", "memos"))):
            faults.append(f"{trial}: the text does not say whether anything moved")
        lost = any(one["with"] is None for one in changes[0]["parties"])
        if lost != (changes[0]["undetermined_with"] is not None) or lost != ("试算：" in text.replace("试算：命令行改动了情景", "")):
            faults.append(f"{trial}: what is undetermined has no reason")
    sys.exit("\n".join(faults) if faults else 0)


main()
