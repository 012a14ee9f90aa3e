#!/usr/bin/env python3
"""Tables of text reports with names and figures of any length, on pages of any width: no line is wider than the page but
for a figure that is longer than it, a blank stands before every figure, and the figures of a column end at one edge.

FANGTIAN is the command, else build/fangtian.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
LAW = ["--policies", "tests/report/policies"]
NAMES = ["短", "清远市清城区源潭镇大连村股份合作经济联合社", "石" * 60, "The Consolidated Village Shareholding Company of the Greater Delta",
         "Unbroken" * 12, "😀🏭" * 12, "é" * 30 + "e\u0301\u0302\u0303" * 20, "\u3000\u200b\u202e"]
PRICES = ["1", "150.5", "12345678901234567890", "123456789012345678901234567890.12"]
AMOUNT = re.compile(r"(?<!\S)-?\d[\d,]*\.\d{2}(?=$| {2})")
PROSE = ("待决事项", "To be settled before signing")
BESIDE = 26  # what stands before a figure, at most, where the page is too narrow for it
faults = []


def fangtian(*words):
    done = subprocess.run([COMMAND, *words, *LAW, "--lang", LANGUAGE], capture_output=True, check=False, cwd=ROOT)
    if done.returncode != 0 or done.stderr:
        faults.append(f"fangtian {' '.join(words)}: {done.stderr.decode()[:300]}")
    return done.stdout.decode()


def cells(text):
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def sections(text):
    """What stands between headings, rules and empty lines."""
    section = []
    for line in text.splitlines() + [""]:
        if set(line) <= {"─", " "}:
            yield section
            section = []
        else:
            section.append(line)


def check(text, page, columns, what):
    """`columns`: at how many edges figures may end between two headings."""
    what = f"{what}, width {page}"
    words = [word for line in text.splitlines() for word in line.split() if re.fullmatch(r"-?[\d,.]+", word)]
    room = max(page, max(map(len, words), default=0) + BESIDE)
    heading = ""
    for section in sections(text):
        prose = heading in PROSE  # its paragraphs may end with any figure
        heading = section[-1] if section else heading
        edges = {}
        for line in section:
            if cells(line) > room:
                faults.append(f"{what}: a line of {cells(line)}: {line}")
            for found in AMOUNT.finditer(line):
                edges.setdefault(cells(line[:found.end()]), line)
            if re.search(r"[^\s\d,.(（<>/\-]-?\d{1,3}(,\d{3})+\.\d\d$", line):
                faults.append(f"{what}: no blank before a figure: {line}")
        if len(edges) > columns and not prose:
            faults.append(f"{what}: figures end at {sorted(edges)}: {list(edges.values())}")


def sheets(name, price):
    return ["run", "tests/report/sheets.cfg", "--set", f"projects.A2.name={name}", "--set", f"projects.A1.holders.H1.name={name}",
            "--set", f"projects.A1.price={price} 元/m2"]


def tables(report):
    """What stands before the findings: a report's tables."""
    return re.split(r"\n(?:法定条件|Checks)\n", report)[0]


def check_rows(folder, name, page):
    scenario = pathlib.Path(folder, "long.cfg")
    scenario.write_text((ROOT / "tests/report/rows.cfg").read_text().replace("rows.csv", "long.csv"))
    pathlib.Path(folder, "long.csv").write_text((ROOT / "tests/report/rows.csv").read_text().replace(",10,", f",{PRICES[-1]},"))
    report = fangtian("run", str(scenario), "--rows", os.path.join(folder, "lines.csv"), "--by", "use", "--width", str(page))
    check(report.split("\n", 3)[3], page, 3, "a long table")


for LANGUAGE in ("zh", "en"):
    for page in (40, 60, 80, 100, 160):
        for name in NAMES:
            for price in PRICES if page in (40, 80) else PRICES[1::2]:
                words = sheets(name, price)
                check(tables(fangtian(*words, "--width", str(page))), page, 5, f"run, {name[:12]}, {price}")
        for words, columns in ((["--view", "projects"], 7), (["--view", "account"], 2), (["--by", "project"], 3)):
            report = fangtian(*sheets(NAMES[1], PRICES[3]), *words, "--unit", "wan", "--width", str(page))
            check(tables(report), page, columns, " ".join(words))
        report = fangtian("changes", *sheets(NAMES[1], PRICES[3])[1:], "--detail", "--width", str(page))
        check(report, page, 7, "changes")
        with tempfile.TemporaryDirectory() as scratch:
            check_rows(scratch, NAMES[1], page)
for fault in list(dict.fromkeys(faults))[:20]:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
