#!/usr/bin/env python3
"""A small law at the edges of the ledger, by its JSON: a posting that stays with its party, amounts that are not known beside figures
that are, a label that is a number, quotients that do not fit; and what differs where a law lacks a rule or a memo of the other, or a
row has another key. Every figure worked out by hand."""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent / "edges"
COMMAND = os.environ.get("FANGTIAN", HERE.parents[2] / "build" / "fangtian")


def said(*words):
    done = subprocess.run([COMMAND, words[0], "edges.cfg", "--policies", "policies", "-f", "json", *words[1:]], cwd=HERE, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{words}: exit {done.returncode}\n{done.stderr.decode()}")
    return json.loads(done.stdout)


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found}, not {wanted}")


def cells_of(view):
    return {row["row"]: [cell["value"] for cell in row["cells"]] for row in view["rows"]}


def nets(change):
    """(with, without) by party and kind; of a net that is not known its known part."""
    return {f"{net['id']} {net['kind']}": (net["with"] or f"? {net['with_known']}", net["without"] or f"? {net['without_known']}") for net in change["parties"]}


def figures(change):
    return [f"{figure['line']}@{figure['row']}" for figure in change["figures"]]


def check_run():
    run = said("run")
    parties = {party["id"]: party for party in run["parties"]}
    same("parties", {one: party["title"]["en"] for one, party in parties.items()}, {"city": "city", "farm:A": "farm A", "farm:B": "farm B", "farm:C": "farm C"})
    same("what stays with the city", [parties["city"]["known"][key]["cash"] for key in ("received", "paid", "net")], ["432.00", "427.00", "5.00"])
    same("C's cash", [parties["farm:C"][key]["cash"] for key in ("received", "paid", "net")], ["7.00", "12.00", "-5.00"])
    same("quota", {one: party["net"]["quota"] for one, party in parties.items()}, {"city": "-50", "farm:A": "30", "farm:B": "20", "farm:C": "0"})
    views = {view["id"]: view for view in run["views"]}
    same("plots", cells_of(views["plots"]), {"A": [False, "5", None, None], "B": [False, "5", None, None], "C": [True, "8", "-5", "5"]})
    same("per area", [[cell["per"] for cell in row["cells"]] for row in views["plots"]["rows"]][2], [None, "4/15", "-1/6", "1/6"])
    same("no quotient", [cell["per"] for row in views["far"]["rows"] for cell in row["cells"]], [None] * 3)
    same("houses", cells_of(views["houses"]), {"H1": ["50", "70"], "H2": ["70", None]})


def check_changes():
    law, bonus = said("changes")["changes"]
    same("nets of the law", nets(law), {"city cash": ("? 5.00", "0.00"), "city quota": ("-50", "0"), "farm:A cash": ("? 0.00", "0.00"), "farm:A quota": ("30", "0"),
                                        "farm:B cash": ("? 0.00", "0.00"), "farm:B quota": ("20", "0"), "farm:C cash": ("-5.00", "0.00")})
    same("nets of the bonus", nets(bonus), {})
    same("memos of the bonus", [(memo["rule"], memo["with"], memo["without"]) for memo in bonus["memos"]], [("fee", "30.00", "0.00"), ("bonus", "240.00", "0.00")])


def check_trials():
    def trial(setting):
        (change,) = said("changes", "--set", setting)["changes"]
        return nets(change), figures(change)
    # of a net in a view that is open in both runs it is not known whether it differs
    same("nothing that anything reads", trial("plots.C.fenced=false"), ({}, ["farm@A", "farm@B"]))
    open_nets = {f"{party} cash": ("? 0.00", "? 0.00") for party in ("farm:A", "farm:B")}
    same("a fact of amounts", trial("portfolio.budget=2 元"), ({"city cash": ("? 4.00", "? 5.00"), **open_nets, "farm:C cash": ("-4.00", "-5.00")}, ["farm@A", "farm@B", "farm@C"]))
    same("another key", trial("plots.A.id=Z"), ({"city cash": ("? 5.00", "? 5.00"), "farm:Z cash": ("? 0.00", "0.00"), "farm:Z quota": ("30", "0")}, ["farm@B"]))


if __name__ == "__main__":
    check_run()
    check_changes()
    check_trials()
