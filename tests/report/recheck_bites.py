#!/usr/bin/env python3
"""Tampers with certificates in every way that matters and demands that recheck.py refuses each.

Every outcome of a step that is no fact or number of the law, every operand, branch, case, condition and posting of the
specimens of every operation is changed in turn.
"""
import copy
import pathlib
import sys

import recheck
from recheck_scenarios import fangtian

HERE = pathlib.Path(__file__).resolve().parent
OPTIONS = ["--policies", str(HERE / "policies")]
SPECIMENS = [("ops.cfg", "total"), ("ops.cfg", "cased@P1"), ("ops.cfg", "cased@P2"), ("ops.cfg", "shared@P1"),
             ("ops.cfg", "days@P2"), ("ops.cfg", "law@P2/B1"), ("ops.cfg", "as_of_then@P2/B1"), ("sheets.cfg", "fee@A1"), ("sheets.cfg", "fee@A2"), ("sheets.cfg", "rebate@2021")]
FACTS = ("field", "given", "parameter")
OPERATIONS = recheck.LEAVES | set(recheck.AGGREGATES) | set(recheck.STRICT) | set(recheck.POOLS) | {"and", "or", "if", "count"}


def other(value):
    """A value of the same kind that differs."""
    if isinstance(value, bool):
        return not value
    if value is None:
        return "1"
    read = recheck.read(value)
    if isinstance(read, recheck.Fraction):
        return str(read + recheck.Fraction(1, 10**9))
    return "1999-01-01" if isinstance(read, recheck.datetime.date) else value + "x"


def is_foreign_date(figure, step):
    """The date in force of a row before this one, which its own certificate holds."""
    return step["op"] == "as_of" and (step["table"], step["row"]) != (figure["table"], figure["row"])


def other_branch(operands):
    """As if the other branch had been taken."""
    if len(operands) == 3:
        return [operands[0], operands[2], operands[1]]
    return [operands[0], operands[0] if operands[1] is None else None]


def tamper_step(figure, number):
    step = figure["steps"][number]
    if step["op"] not in FACTS and step["state"] == "value" and not is_foreign_date(figure, step):
        yield "value", lambda target: target["steps"][number].update(value=other(step["value"]))
    if step["op"] not in FACTS:
        states = {"value": "not_applicable", "not_applicable": "value"}
        yield "state", lambda target: target["steps"][number].update(state=states[step["state"]])
    if step["op"] in ("and", "or", "if"):
        yield "branch", lambda target: target["steps"][number].update(operands=other_branch(step["operands"]))
    if step.get("rows"):
        yield "rows", lambda target: target["steps"][number].update(rows=step["rows"] + 1)
    if step["op"] in ("lookup", "brackets", "thresholds", "in_set") and step["row"] == figure["row"]:
        yield "in force", lambda target: target["steps"][number]["source"].update({"from": "2999-01-01"})


def tamper_figure(figure):
    if not any(step["op"] in FACTS for step in figure["steps"]) or figure["state"] != "value":
        yield "state", lambda target: target.update(state="absent")
    yield "figure", lambda target: target.update(value=other(figure["value"]))
    if figure["steps"]:
        yield "steps", lambda target: target["steps"].pop()
    for i in range(len(figure["cases"])):
        for key in ("holds", "overridden", "taken"):
            if figure["state"] == "value":
                yield f"case {key}", lambda target, i=i, key=key: target["cases"][i].update({key: not figure["cases"][i][key]})
    for i, posting in enumerate(figure["postings"]):
        for key in ("exact", "amount", "residue"):
            yield key, lambda target, i=i, key=key: target["postings"][i].update({key: other(posting[key])})
        yield "posting", lambda target, i=i: target["postings"].pop(i)
        yield "posting", lambda target, i=i: target["postings"].append(target["postings"][i])
    for number in range(len(figure["steps"])):
        yield from tamper_step(figure, number)


def main():
    tried, passed, met = 0, [], set()
    for scenario, item in SPECIMENS:
        certificate = fangtian("explain", str(HERE / scenario), item, *OPTIONS)
        wrong, _ = recheck.recheck(certificate)
        if wrong:
            passed.append(f"{item}: refused untouched: {wrong}")
        for at, figure in enumerate(certificate["figures"]):
            met |= {step["op"] for step in figure["steps"]}
            for what, change in tamper_figure(figure):
                forgery = copy.deepcopy(figure)
                change(forgery)
                others = certificate["figures"][:at] + certificate["figures"][at + 1:]
                forged = {**certificate, "figures": [forgery, *others]}  # first, to be refused soon
                tried += 1
                if recheck.recheck(forged)[0] is None:
                    passed.append(f"{item}: {figure['rule']}@{figure['row']}: another {what} was not refused")
    for operation in sorted(OPERATIONS - met):
        passed.append(f"no specimen has the operation {operation}")
    for operation in sorted(met - OPERATIONS):
        passed.append(f"recheck.py does not know the operation {operation}")
    print(f"{tried} forgeries, {len(passed)} faults")
    for fault in passed[:40]:
        print(fault, file=sys.stderr)
    return 1 if passed or tried < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
