#!/usr/bin/env python3
"""What `changes` says for sure is so whatever is filled in.

From a scenario that is complete a fact is taken away (`--set PATH=`). Each difference that is still shown, or left out as none, must be
that of the full scenario; one that is undetermined must say what is lacking.

  changes_hold.py           a few facts, each with the policies that reach it
  changes_hold.py --all     each fact with every policy, and more facts; minutes

FANGTIAN is the command, else build/fangtian.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
SCENARIO = "scenarios/qingyuan/cluster.cfg"
# What the money of a negotiated grant and of a transition rests on.
FACTS = {
    "projects.shangye.appraised_plot_price": ["guangdong/compensation", "guangdong/land-swap"],
    "projects.zhuzhai.revenue": ["guangdong/negotiated-price", "qingyuan/compensation"],
    "projects.xinchanye.term_ends": ["guangdong/compensation"],
}
MORE = ["projects.shangye.revenue", "projects.shangye.consent_yes", "projects.shangye.benchmark_price", "projects.shangye.signing_deadline",
        "projects.xinchanye.transition_approved", "projects.gongye.floor_price_after", "projects.gongye.land_ownership", "projects.zhuzhai.taxes_and_fees"]
UNDETERMINED = object()


def changes(*words):
    """{policy: {what: difference}}"""
    done = subprocess.run([COMMAND, "changes", SCENARIO, *words, "--policies", "policies", "--format", "json"], capture_output=True, check=False, cwd=ROOT)
    if done.returncode == 2:
        return None  # the scenario, or what is left of it, is refused
    assert done.returncode in (0, 1), (words, done.stderr.decode())
    told = {}
    for change in json.loads(done.stdout)["changes"]:
        rows = {(row["id"], row["kind"]): row for row in change["parties"]} | {(row["row"], row["line"]): row for row in change["figures"]}
        for key, row in rows.items():
            assert row["reason"] is None or row["difference"] is None, row
            assert row["reason"] is not None or row["difference"] is not None or "line" in row, f"{key} does not say what is lacking"
        told[change["policy"]] = {key: UNDETERMINED if row["reason"] else row["difference"] for key, row in rows.items()}
    return told


def compare(fact, policy, truth):
    """How many undetermined differences the scenario has without the fact, after those that are told were found right."""
    told = changes(*policy, "--set", f"{fact}=")
    if told is None:
        return 0
    for name, rows in told.items():
        for key in rows.keys() | truth[name].keys():
            is_now, was = rows.get(key), truth[name].get(key)
            if is_now is not UNDETERMINED and was is not UNDETERMINED:
                assert is_now == was, f"{name} without {fact}: {key} is told to move by {is_now}, and moves by {was}"
    return sum(cell is UNDETERMINED for rows in told.values() for cell in rows.values())


if sys.argv[1:] == ["--all"]:
    every = changes()
    waits = [compare(fact, [], every) for fact in [*FACTS, *MORE]]
else:
    truths = {policy: changes(policy) for policy in sorted({name for policies in FACTS.values() for name in policies})}
    waits = [compare(fact, [policy], truths[policy]) for fact, policies in FACTS.items() for policy in policies]
    assert waits[1] == 0, "no land is swapped: the policy moves nothing, whatever the price is"
assert sum(wait > 0 for wait in waits) > 2, waits
