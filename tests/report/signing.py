#!/usr/bin/env python3
"""Who has the first page of a county with three facts missing signs nothing that is not so, and reads what is missing.

    signing.py [--seeds FIRST-LAST] [SCENARIO…]

Each seed takes three facts out of the scenario (else signing.cfg), from any of its tables, that a row may do without. Then
- what the first page says may be signed is what it is with all facts;
- of each of the three with which an amount that someone pays or receives becomes another, or is known no more, the first page says
  what is lacking, by its title.
A run that is refused asks for the fact. FANGTIAN is the command, else build/fangtian; some hundred seeds a scenario take a minute.
"""
import argparse
import functools
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
POLICIES = str(ROOT / "policies")
OVERVIEW = "总览"
TOKEN = re.compile(r'(?P<table>\w+)\s*=\s*\(|(?P<end>\))|(?P<field>\w+) = "(?P<value>[^"]*)";\s?|"[^"]*"')


def run(*words):
    return subprocess.run([COMMAND, *words, "--policies", POLICIES], capture_output=True, cwd=ROOT)


@functools.cache
def titles():
    """{table: {field: title}} of what a row may do without."""
    told = json.loads(run("policies", "--vocabulary", "--format", "json").stdout)
    return {table["table"]: {field["id"]: field["title"]["zh"] for field in table["fields"] if not field["required"]} for table in told["tables"]}


def facts_of(text):
    """[(table, field, where it stands)] below the head."""
    tables, found = ["portfolio"], []
    for token in TOKEN.finditer(text, text.index("portfolio:")):
        if token["table"]:
            tables.append(token["table"])
        elif token["end"]:
            tables.pop()
        elif token["field"] and token["field"] in titles()[tables[-1]]:
            found.append((tables[-1], token["field"], token.span()))
    return found


class County:
    """A scenario, and what comes of it without some of its facts."""

    def __init__(self, scenario, folder):
        self.path = pathlib.Path(folder) / "county.cfg"
        done = run("convert", scenario, "-o", str(self.path))
        if done.returncode:
            sys.exit(done.stderr.decode())
        self.text = self.path.read_text()
        self.text = self.text[:self.text.find("\nexpect:")] if "\nexpect:" in self.text else self.text
        self.facts = facts_of(self.text)
        self.answers = {}

    def write(self, without):
        text = self.text
        for start, end in sorted((self.facts[i][2] for i in without), reverse=True):
            text = text[:start] + text[end:]
        self.path.write_text(text)

    def answer(self, without):
        """The run as JSON; None: it is refused."""
        without = frozenset(without)
        if without not in self.answers:
            self.write(without)
            done = run("run", str(self.path), "--format", "json")
            self.answers[without] = json.loads(done.stdout) if done.returncode == 0 else None
        return self.answers[without]

    def page(self, without):
        self.write(without)
        lines = run("run", str(self.path), "--lang", "zh").stdout.decode().split("\n")
        return re.sub(r"\s", "", "".join(lines[:lines.index(OVERVIEW)]))

    def name(self, fact):
        table, field, (start, _) = self.facts[fact]
        return f"{table}.{field} ({self.text.count(chr(10), 0, start) + 1}: {self.text[start:start + 60].split(';')[0]})"


def figures(answer):
    return {(figure["title"]["zh"], figure["view"], figure["party"], figure["kind"]): figure for figure in answer["pending"]["figures"]}


def amounts(answer):
    return {party["id"]: (party["received"], party["paid"], party["known"]) for party in answer["parties"]}


def judge(county, lacking, whole):
    faults = []
    answer = county.answer(lacking)
    if answer is None:
        return faults, 0
    told = figures(answer)
    signed = [key for key, figure in told.items() if figure["standing"] == "good"]
    for key in signed:
        true = whole.get(key)
        if (true["text"] if true else "0.00") != told[key]["text"]:
            faults.append(f"{key[0]} {told[key]['text']} may be signed, and is {true['text'] if true else 'nothing'}")
    page = county.page(lacking)
    for fact in lacking:
        given = county.answer(set(lacking) - {fact})
        table, field, _ = county.facts[fact]
        if given is not None and amounts(given) != amounts(answer) and titles()[table][field] not in page:
            faults.append(f"the first page does not say that {titles()[table][field]} is lacking, which moves an amount")
    return faults, len(signed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="1-4")
    parser.add_argument("scenarios", nargs="*", default=[str(ROOT / "tests/report/signing.cfg")])
    asked = parser.parse_args()
    first, last = (int(number) for number in asked.seeds.split("-"))
    bad, judged, signed = 0, 0, 0
    for scenario in asked.scenarios:
        with tempfile.TemporaryDirectory() as folder:
            county = County(scenario, folder)
            whole = figures(county.answer(()))
            for seed in range(first, last + 1):
                lacking = random.Random(seed).sample(range(len(county.facts)), 3)
                faults, good = judge(county, lacking, whole)
                judged += county.answer(lacking) is not None
                signed += good
                bad += len(faults)
                if faults:
                    print(f"{scenario}, seed {seed}, without {'; '.join(county.name(fact) for fact in lacking)}:")
                    print("".join(f"  {fault}\n" for fault in faults), end="")
    print(f"{judged} runs with three facts missing, {signed} figures ready for signing, {bad} faults")
    if judged == 0 or signed == 0:
        sys.exit("nothing was judged")
    sys.exit(bad > 0)


main()
