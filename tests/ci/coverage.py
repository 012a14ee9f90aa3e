#!/usr/bin/env python3
"""How much of the engine and the command the tests go through: branches taken, by folder.

    ci/coverage.py [FOLDER…] [--tests REGEX] [--all] [--keep] [--told] [--missed] [--errors]

FOLDER is one below engine/, or cli (all by default); --tests runs those of CTest alone, --all also those that go through the same
code for long; --keep adds to the counters of the run before, --told runs nothing and tells of them; --missed lists each line with
a branch that was never taken, --errors each site that writes an error and was never reached. Builds the preset coverage into
build-coverage, and writes there how often each line was run (lines.json, for tests/mutate/mutate.py).

The preset builds what is shipped, without assertions, so that arithmetic can be refused (tests/engine/test_refused.c) where these say
that it cannot be. Left out: functions that assertions alone call; of each comparison that only a failing allocation decides
(allocations.py says which) the branch that only it takes, as long as it is not taken, and what stands behind that branch:
tests/engine/test_engine.c fails each allocation in turn; of a switch that names every member of an enumeration the branch that none
takes; and the branches that unreached.txt argues cannot be taken: "PATH: LINE  because REASON" a line, * for all of a file. A line of
it that is taken, or that its source has no more, is told as an error. Not run: tests that kill the command, since a process that is killed while it writes its counters spoils them.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

from allocations import Sources

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build-coverage"
HERE = pathlib.Path(__file__).resolve().parent
KILLS = "cli_whole_or_nothing|cluster_.*"
# Hundreds of runs through what the others go through as well, or none of the code at all.
LONG = ("removed|trials|portfolios|report_recheck_.*|report_columns|workbook_(live|second|twins)|page_(browser|same_bytes|module)|layers.*|suite_bites|names|bench_.*|every_rule.*"
        "|replay_.*|recipe")
ERRORS = re.compile(r"\bdiagnostics_add\w*\(|\b\w*_?refuse\w*\(|\bfault_\w+\(|\b\w+_fault\(")


def run_tests(given):
    subprocess.run(["cmake", "--preset", "coverage"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "coverage"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    if not given.keep:
        for counters in BUILD.rglob("*.gcda"):
            counters.unlink()
    left = KILLS if given.all or given.tests else f"{KILLS}|{LONG}"
    words = ["ctest", "--preset", "coverage", "-E", f"^({left})$"] + (["-R", given.tests] if given.tests else [])
    return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


def counters_of(path):
    """What gcov says of one object's sources."""
    done = subprocess.run(["gcov", "--branch-probabilities", "--json-format", "--stdout", str(path)], cwd=BUILD, capture_output=True, text=True, check=False)
    for text in filter(None, done.stdout.splitlines()):
        for one in json.loads(text)["files"]:
            source = (BUILD / one["file"]).resolve()
            if ROOT in source.parents and source.exists(): # objects stay behind of sources that went
                yield source.relative_to(ROOT), one["lines"]


def collect():
    """Of each source and line, over all programs that hold it: how often each branch was taken; how often it was run."""
    taken, run = collections.defaultdict(dict), collections.defaultdict(collections.Counter)
    for path in sorted(BUILD.rglob("*.gcno")):
        for source, lines in counters_of(path):
            for line in lines:
                counts = [branch["count"] for branch in line["branches"]]
                known = taken[source].setdefault((line["line_number"], len(counts)), [0] * len(counts))
                known[:] = map(sum, zip(known, counts))
                run[source][line["line_number"]] += line["count"]
    return taken, run


def folder_of(source):
    if source.parts[0] == "cli":
        return "cli"
    return source.parts[1] if source.parts[0] == "engine" and len(source.parts) > 2 else source.parts[0]


def read_unreached():
    """{(path, line): how often it was met} of unreached.txt."""
    rows = [row for row in (HERE / "unreached.txt").read_text().splitlines() if row and not row.startswith("#")]
    return {tuple(row.split("  because ")[0].split(": ", 1)): 0 for row in rows}


def is_argued(source, line, missed, unreached):
    """Whether unreached.txt argues that no test takes the branches of a line; notes which rows were met by a branch that was not taken."""
    for row in ((str(source), "*"), (str(source), line)):
        if row in unreached:
            unreached[row] += missed
            return True
    return False


def switches_of_members(lines):
    """Lines of switches that have a case for every member of an enumeration, which the compiler sees to where there is no default:
    of these the branch that no member takes is none."""
    found = set()
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("switch ("):
            continue
        end = next(at for at in range(number, len(lines)) if lines[at].rstrip() == line[: len(line) - len(line.lstrip())] + "}")
        labels = re.findall(r"\b(?:case ([^:]+)|default):", "\n".join(lines[number:end]))
        if labels and all(re.fullmatch(r"[A-Z][A-Z0-9_]*", label) for label in labels):
            found.add(number)
    return found


def statements_of(source, lines, decided, text, unreached):
    """Of each statement with branches: [(line, missed, branches)…] and how many of the missed ones only a failing allocation takes."""
    statements = collections.defaultdict(lambda: ([], [0]))
    counted, switches = set(), switches_of_members((ROOT / source).read_text().splitlines())
    for (number, _), counts in sorted(lines.items()):
        first, failing = decided.get(number, (number, 0))
        if failing is None or is_argued(source, text[number - 1], counts.count(0), unreached):
            continue
        if number in switches and 0 in counts:
            counts.remove(0)
        statements[first][0].append((number, counts.count(0), len(counts)))
        if number not in counted:
            statements[first][1][0] += failing
        counted.add(number)
    return [(found, failing[0]) for _, (found, failing) in sorted(statements.items())]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--tests")
    for flag in ("all", "keep", "told", "missed", "errors"):
        parser.add_argument(f"--{flag}", action="store_true")
    given = parser.parse_args()
    sound = given.told or run_tests(given)
    branches, reached = collections.Counter(), collections.Counter()
    taken, run = collect()
    unreached = read_unreached()
    sources = Sources(ROOT)
    lines_run = {str(source): lines for source, lines in run.items() if source.parts[0] in ("engine", "cli")}
    (BUILD / "lines.json").write_text(json.dumps(lines_run))
    for source, lines in sorted(taken.items()):
        folder = folder_of(source)
        if source.suffix != ".c" or folder == "tests" or (given.folders and folder not in given.folders):
            continue
        text = [line.strip() for line in (ROOT / source).read_text().splitlines()]
        for number, count in sorted(run[source].items()):
            if given.errors and count == 0 and ERRORS.search(text[number - 1]):
                print(f"{source}:{number}: {text[number - 1]}")
        for found, failing in statements_of(source, lines, sources.of_source(source), text, unreached):
            missed = sum(one[1] for one in found)
            branches[folder] += sum(one[2] for one in found) - min(missed, failing)
            reached[folder] += sum(one[2] for one in found) - missed
            for number, of_line, count in found if given.missed and missed > failing else []:
                if of_line > 0:
                    print(f"{source}:{number}: {of_line} of {count}: {text[number - 1]}")
    for folder, count in sorted(branches.items()):
        print(f"{folder:10} {reached[folder]:6} of {count:6} {100 * reached[folder] / max(count, 1):5.1f}%")
    stale = [": ".join(row) for row, met in unreached.items() if met == 0] if not given.folders and not given.tests else []
    for row in stale:
        print(f"unreached.txt: {row}: all its branches are taken, or it is there no more", file=sys.stderr)
    if not sound:
        print("tests failed: the figures lack what they would have gone through", file=sys.stderr)
    sys.exit(1 if stale or not sound else 0)


if __name__ == "__main__":
    main()
