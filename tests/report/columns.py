#!/usr/bin/env python3
"""Every column of every view can be explained at a row and in sum, by its name and by its title as a sheet prints
it, and the figure that the view shows is there; where a formula gives it, its certificate holds.

    columns.py SCENARIO...
"""
import os
import re
import sys
from fractions import Fraction

import recheck

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
sys.path.insert(0, os.path.join(ROOT, "tests/call"))

from session import Session, files_below  # noqa: E402


def number(value):
    return Fraction(value) if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+|/\d+)?", value) else None


def half_up(figure, places):
    scaled = abs(figure) * 10 ** places
    return (int(scaled + Fraction(1, 2)) if figure >= 0 else -int(scaled + Fraction(1, 2))) / Fraction(10 ** places)


def has(text, value):
    """Does the text have a view's figure? Titles of members and dates are left to the goldens."""
    figure = number(value)
    if figure is None:
        return True
    shown = {number(word.replace(",", "")) for word in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)}
    return any(as_shown in shown for as_shown in (figure, half_up(figure, 2), half_up(figure, 4)))


def cases(view):
    """What a user may ask for, and the figure that answers it."""
    for cell, line in zip(view["rows"][0]["cells"], view["lines"]):
        at = "@" + view["rows"][0]["row"] if view["rows"][0]["row"] else ""
        yield f"{view['id']}.{line['id']}{at}", cell["value"]
        yield f"{view['title']['zh']}.{line['title']['zh']}{at}", cell["value"]
    for line, total in (view["total"] or {}).items():
        yield f"{view['id']}.{line}", total


def fault_of_certificate(session, item):
    answer = session("explain", figure=item)
    if [fault["id"] for fault in answer["diagnostics"]] == ["no-certificate"]:
        return None
    return answer["diagnostics"] if answer["status"] != "ok" else recheck.recheck(answer["result"])[0]


def check(scenario):
    good = True
    session = Session(COMMAND, "--lang", "zh", "--policies", os.path.join(ROOT, "policies"))
    session.good("load", scenario=os.path.basename(scenario), files=files_below(os.path.dirname(scenario)))
    for view in session.good("report")["views"]:
        for item, value in cases(view):
            answer = session("explain", figure=item, format="text", levels=1)
            if answer["status"] != "ok" or not has(answer["result"], value):
                print(f"{scenario}: {item} should be {value}:\n{answer}", file=sys.stderr)
                good = False
            wrong = None if not item.isascii() else fault_of_certificate(session, item)
            if wrong:
                print(f"{scenario}: {item}: {wrong}", file=sys.stderr)
                good = False
    session.close()
    return good


sys.exit(not all([check(scenario) for scenario in sys.argv[1:]]))
