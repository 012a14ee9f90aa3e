#!/usr/bin/env python3
"""Brings the postings of `fangtian run --format csv` (stdin) into the form of the references: a line a row of the
input, a column a rule.

usage: sheet_rows.py INPUT.csv RULE… < POSTINGS > ROWS
"""
import csv
import sys
from collections import defaultdict


def posted_amounts(postings, rules):
    """Amount by row and rule; memo lines move nothing and are left out."""
    amounts = defaultdict(dict)
    for rule, _, _, row, _, payer, receiver, _, _, _, _, _, amount, _ in postings:
        if payer and receiver and rule in rules:
            whole, _, part = amount.replace(",", "").partition(".")
            amounts[row][rule] = f"{whole}.{part:0<2}"
    return amounts


def main():
    source, rules = sys.argv[1], sys.argv[2:]
    amounts = posted_amounts(csv.reader(sys.stdin), rules)
    print("id," + ",".join(rules))
    with open(source, encoding="utf-8") as rows:
        next(rows)
        for line in rows:
            row = line.partition(",")[0]
            print(",".join([row] + [amounts[row].get(rule, "") for rule in rules]))


main()
