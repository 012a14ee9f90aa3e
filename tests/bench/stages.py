#!/usr/bin/env python3
"""Where the instructions of a run over a long table go, by stage, counted under callgrind.

usage: stages.py --tools DIR --fangtian FILE --work DIR [--rows N]

Instructions, not seconds: the same on every run of the same binary. Each stage is a function of the engine with all that it calls;
what is left is the rest of the process. The rows are counted from a short run and a long one, so that the load stands by itself.
"""
import argparse
import re
import subprocess
from pathlib import Path

from bench import COLUMNS, GROUPS, POLICIES, generate

SHORT = 1000
STAGES = [
    ("read blocks of rows", "row_file_read"),
    ("join the rows below", "join_advance"),
    ("check the encoding", "source_check_block"),
    ("find cells, read figures", "columns_read"),
    ("evaluate", "policy_apply_rules"),
    ("round, post and add up", "columns_post"),
    ("format and write lines", "columns_write"),
    ("compare keys", "keys_of_lanes"),
    ("rows read exactly", "chunk_read"),
]


def count(options, workload, rows):
    """Instructions of the whole process, and by function with all it calls."""
    folder = generate(options, workload, rows)
    out = folder / "callgrind.out"
    command = [options.fangtian, "run", folder / f"{workload}.cfg", *POLICIES, "--rows", folder / "rows.csv", "--jobs", "1",
               "--only", ",".join(COLUMNS[workload]), "--by", GROUPS[workload], "-f", "csv", "-o", folder / "totals.csv"]
    subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *map(str, command)], check=True, capture_output=True)
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out], check=True, capture_output=True, text=True).stdout
    inclusive = {}
    for number, name in re.findall(r"^\s*([\d,]+) \([^)]*\)\s+\S*?:(\w+)", text, re.M):
        inclusive.setdefault(name, int(number.replace(",", "")))
    whole = re.search(r"^\s*([\d,]+) \(100\.0%\)\s+PROGRAM TOTALS", text, re.M)
    return int(whole.group(1).replace(",", "")), inclusive


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--fangtian", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=10**5)
    options = parser.parse_args()
    options.tools, options.fangtian, options.work = options.tools.resolve(), options.fangtian.resolve(), options.work.resolve()
    for workload in COLUMNS:
        few, few_by = count(options, workload, SHORT)
        many, many_by = count(options, workload, options.rows)
        rows = options.rows - SHORT
        print(f"\n{workload}: {(many - few) / rows:,.0f} instructions a row; {few - SHORT * (many - few) / rows:,.0f} before the first")
        left = (many - few) / rows
        for title, name in STAGES:
            stage = (many_by.get(name, 0) - few_by.get(name, 0)) / rows
            left -= stage
            print(f"  {title:40} {stage:8,.1f}  {100 * stage / ((many - few) / rows):5.1f}%  {name}")
        print(f"  {'the rest':40} {left:8,.1f}  {100 * left / ((many - few) / rows):5.1f}%")


main()
