#!/usr/bin/env python3
"""The county's portfolio under the shipped law: projects, views and changes add up to the parties' sheets, to the fen.

FANGTIAN is the command, else build/fangtian.
"""
import collections
import json
import os
import pathlib
import subprocess
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
COUNTY = "scenarios/county/portfolio.cfg"


def fangtian(*words):
    done = subprocess.run([COMMAND, *words, "--policies", "policies", "--format", "json"], capture_output=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def nets(parties):
    """Undetermined ones by what is known of them."""
    return {(party["id"], kind): Fraction(party["known"]["net"][kind] if net is None else net)
            for party in parties for kind, net in party["net"].items()}


def only_moved(amounts):
    return {key: amount for key, amount in amounts.items() if amount != 0}


run = fangtian("run", COUNTY, "--by", "project")
parties = nets(run["parties"])

# Each project sums to zero for each kind, and all of them to the parties' sheets.
together = collections.Counter()
for group in run["groups"]:
    by_kind = collections.Counter()
    for (party, kind), net in nets(group["parties"]).items():
        by_kind[kind] += net
        together[party, kind] += net
    assert not only_moved(by_kind), f"{group['row']}: {by_kind}"
assert only_moved(together) == only_moved(parties), "the projects do not add up to the parties' sheets"
assert len(run["groups"]) == 33, "32 projects, and what is of none"

# A view's column of nets adds up to the sheet, and the county's overview says the same.
views = {view["id"]: view for view in run["views"]}
overview = {cell["line"]: cell["value"] for cell in views["county"]["rows"][0]["cells"]}
overview |= {cell["line"]: cell["known"] for cell in views["county"]["rows"][0]["cells"] if cell["known"] is not None}
projects = views["projects"]["total"] | views["projects"]["total_known"]
developers = sum(net for (party, kind), net in parties.items() if kind == "cash" and party.startswith("developer:"))
assert Fraction(projects["city_cash"]) == Fraction(overview["city_cash"]) == parties["city", "cash"]
assert Fraction(projects["developer_cash"]) == developers

# The cross-subsidy's table: given is received, and with what stays unfunded it is what was needed.
subsidy = {line: Fraction(total) for line, total in (views["cross_subsidy"]["total"] | views["cross_subsidy"]["total_known"]).items()}
assert 0 < subsidy["subsidy_given"] == subsidy["subsidy_received"]
assert subsidy["subsidy_received"] + subsidy["unfunded"] == subsidy["need"]

# Who carries whom: each project's part adds up to what it gave and what it got, none below nothing.
moved = collections.Counter()
for item in run["items"]:
    if item["kind"] == "cash" and "subsidy_fund" in (item["from"], item["to"]):
        moved[item["from"], item["to"]] += Fraction(item["amount"])
carried = collections.Counter()
for part in run["carried"]:
    assert part["party"] == "subsidy_fund" and part["kind"] == "cash" and Fraction(part["amount"]) > 0
    assert Fraction(part["amount"]) * 100 == int(Fraction(part["amount"]) * 100), part
    carried[part["from"], "subsidy_fund"] += Fraction(part["amount"])
    carried["subsidy_fund", part["to"]] += Fraction(part["amount"])
assert carried and only_moved(moved) == only_moved(carried), "who carries whom does not add up to what was given and got"

# What a policy changed, it moved from one party to another.
changes = fangtian("changes", COUNTY)["changes"]
for change in changes:
    by_kind, open_kinds = collections.Counter(), set()
    for party in change["parties"]:
        known = party["with_known"] if party["with"] is None else party["with"]
        assert Fraction(known) == parties.get((party["id"], party["kind"]), 0)
        if party["with"] is None or party["without"] is None:  # nobody knows what it changed
            assert party["difference"] is None, party
            open_kinds.add(party["kind"])
            continue
        assert Fraction(party["with"]) - Fraction(party["without"]) == Fraction(party["difference"]) != 0
        by_kind[party["kind"]] += Fraction(party["difference"])
    assert not only_moved(by_kind).keys() - open_kinds, f"{change['policy']}: {by_kind}"
changed = {change["policy"] for change in changes if change["parties"]}
assert {"guangdong/plot-ratio", "guangdong/lat-rebate", "guangdong/cross-subsidy", "qingyuan/compensation"} <= changed, changed

# A project without anything to deduct can do without the taxes on its sale.
fangtian("changes", "scenarios/borders/vat-law.cfg")
