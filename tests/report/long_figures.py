#!/usr/bin/env python3
"""Figures of thousands of digits stand whole in every report: text, JSON and CSV, in both units and languages.

The price of a project has as many digits as a number may have, near enough; what it owes is worked out here again. Text
is compared without blanks and grouping, since a long figure goes over lines. FANGTIAN is the command, else build/fangtian.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
LAW = ["--policies", "tests/report/policies"]
WHOLE = "123456789" * 260
PRICE = WHOLE + ".12345"
sys.set_int_max_str_digits(0)
faults = []


def fangtian(*words):
    done = subprocess.run([COMMAND, *words, *LAW], capture_output=True, check=False, cwd=ROOT)
    if done.returncode != 0 or done.stderr:
        faults.append(f"fangtian {words[0]} {' '.join(w for w in words[2:] if len(w) < 40)}: {done.stderr.decode()[:300]}")
    return done.stdout.decode()


def decimal(value, places):
    """Half up, as posted."""
    digits = str(int(abs(value) * 10 ** places + Fraction(1, 2))).rjust(places + 1, "0")
    return "-" * (value < 0) + (digits[:-places] + "." + digits[-places:] if places else digits)


def exact(value):
    places = 0
    while (value * 10 ** places).denominator != 1:
        places += 1
    return decimal(value, places)


def joined(text):
    return "".join(text.split()).replace(",", "")


def expect(text, figure, *what):
    if figure not in joined(text):
        faults.append(f"{' '.join(what)}: {figure[:12]}…{figure[-12:]} of {len(figure)} characters is not there whole")


def check_sheets(due):
    price = ["--set", f"projects.A1.price={PRICE} 元/m2"]
    posted, wan = decimal(due, 2), decimal(due / 10000, 2)
    report = json.loads(fangtian("run", "tests/report/sheets.cfg", *price, "-f", "json"))
    developer = -Fraction(next(party["net"]["cash"] for party in report["parties"] if party["id"] == "developer"))
    for language in ("zh", "en"):
        for unit, shown, exactly in (("元", posted, exact(due)), ("万元", wan, exact(due / 10000))):
            options = [*price, "--lang", language, "--unit", unit]
            text = fangtian("run", "tests/report/sheets.cfg", *options, "--detail", "--width", "60")
            expect(text, shown, "run as text", language, unit)
            residue = exact(Fraction(posted) - due)
            exactly_word, residue_word = ("精确值", "尾差") if language == "zh" else ("exact", "residue")
            expect(text, f"{exactly_word}{exactly}{unit}{residue_word}{residue}元", "run --detail as text, exactly", language, unit)
            expect(fangtian("run", "tests/report/sheets.cfg", *options, "--by", "project"), shown, "run --by project", language, unit)
            expect(fangtian("run", "tests/report/sheets.cfg", *options, "--view", "account"), shown, "a sheet", language, unit)
            expect(fangtian("run", "tests/report/sheets.cfg", *options, "-f", "csv"), exactly, "run as CSV", language, unit)
            expect(fangtian("run", "tests/report/sheets.cfg", *options, "-f", "csv", "--view", "account"), exact(Fraction(posted) / (10000 if unit == "万元" else 1)), "a sheet as CSV", language, unit)
            text = fangtian("explain", "tests/report/sheets.cfg", "price_due@A1", *options, "--detail")
            expect(text, exactly, "explain as text", language, unit)
            by = 10000 if unit == "万元" else 1
            expect(fangtian("changes", "tests/report/sheets.cfg", *options, "--detail"), decimal(developer / by, 2), "changes as text", language, unit)
            expect(fangtian("changes", "tests/report/sheets.cfg", *options, "-f", "csv"), exact(developer / by), "changes as CSV", language, unit)
    one = next(item for item in report["items"] if item["rule"] == "price_due" and item["row"] == "A1")
    if (one["amount"], one["exact"]) != (posted, exact(due)):
        faults.append("run as JSON: the item is not exact")
    expect(fangtian("explain", "tests/report/sheets.cfg", "price_due@A1", *price, "-f", "json"), exact(due), "explain as JSON")
    expect(fangtian("changes", "tests/report/sheets.cfg", *price, "-f", "json"), decimal(developer, 2), "changes as JSON")


def check_rows(folder):
    """A long table: its lines and what they came to."""
    scenario = pathlib.Path(folder, "long.cfg")
    scenario.write_text((ROOT / "tests/report/rows.cfg").read_text().replace("rows.csv", "long.csv"))
    head, first, *rest = (ROOT / "tests/report/rows.csv").read_text().splitlines()
    cells = dict(zip(head.split(","), first.split(",")))
    cells.update({"price (元/m2)": PRICE, "use": "industrial"})
    pathlib.Path(folder, "long.csv").write_text("\n".join([head, ",".join(cells[name] for name in head.split(",")), *rest]) + "\n")
    due = 30000 * Fraction(PRICE)
    for form, figure in (("text", decimal(due, 2)), ("json", decimal(due, 2)), ("csv", decimal(due, 2))):
        lines = os.path.join(folder, "lines.csv")
        expect(fangtian("run", str(scenario), "--rows", lines, "-f", form, "--by", "use"), figure, "run --rows as", form)
        expect(pathlib.Path(lines).read_text(), decimal(due, 2), "the lines of --rows")


check_sheets(34000 * Fraction(PRICE) - Fraction("1234567.891"))
with tempfile.TemporaryDirectory() as scratch:
    check_rows(scratch)
for fault in faults:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
