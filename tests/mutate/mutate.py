#!/usr/bin/env python3
"""Whether the tests notice a fault: plants one at a time in the engine, builds, and runs the tests that bear on its folder.

    mutate/mutate.py [FOLDER…] [--count N] [--seed S] [--work FOLDER] [--list]

FOLDER is one of engine/ (all that tests.txt names by default); N mutants are drawn from each (20), from the seed (1): the same
seed draws the same ones from the same sources. The work folder keeps a copy of the tree and its build, so that a second run is
quick; without it they are made anew. --list shows what would be planted, and builds nothing.

A mutant is killed where a test fails, crashes or takes five times its time; stillborn, and not counted, where it does not
compile. Survivors are shown as they were planted. equivalent.txt holds those that no test can kill, each with its reason: they
are not drawn. The last lines are the score of each folder.
"""
import argparse
import collections
import filecmp
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# What is planted: a name, what it replaces, and with what. Patterns see code alone: texts and comments are blanked out.
OPERATORS = [
    ("border", r"(?<![<>=!\-])<(?![<=])(?=[^;{}\n]*[);&|?])", "<="),
    ("border", r"<=(?!=)", "<"),
    ("border", r"(?<![<>=!\-])>(?![>=])(?=[^;{}\n]*[);&|?])", ">="),
    ("border", r"(?<![<>])>=", ">"),
    ("comparison", r"==", "!="),
    ("comparison", r"!=", "=="),
    ("connective", r"&&", "||"),
    ("connective", r"\|\|", "&&"),
    ("negation", r"(?<=[(&| ])!(?=[a-z(])", ""),
    ("sign", r"(?<=[\w)\]]) \+ (?=[\w(])", " - "),
    ("sign", r"(?<=[\w)\]]) - (?=[\w(])", " + "),
    ("off by one", r"(?<=[\w)\]]) [+-] 1\b(?!\.)", ""),
    ("step", r"\+\+(?=[;)\]])", "--"),
    ("truth", r"\breturn true;", "return false;"),
    ("truth", r"\breturn false;", "return true;"),
    ("dropped check", r"\bif \((?:!\w+|\w+ != FT_OK|\w+ == NULL)\)(?=\s*\n\s*return )", "if (0)"),
    ("rounding", r"\bROUND_HALF_UP\b", "ROUND_HALF_EVEN"),
    ("rounding", r"\bROUND_HALF_EVEN\b", "ROUND_DOWN"),
    ("rounding", r"\bROUND_DOWN\b", "ROUND_UP"),
    ("rounding", r"\bROUND_UP\b", "ROUND_DOWN"),
    ("extreme", r"\bnumber_add\b(?=\()", "number_subtract"),
    ("extreme", r"\bnumber_subtract\b(?=\()", "number_add"),
    ("left out", r"(?<=\n)    [a-z_]+\([^;{}\n]*\);(?=\n)", "    ;"),
]
BLANKED = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*|^[ \t]*#(?:\\\n|[^\n])*|\bassert\([^;]*\);|\bstatic_assert\([^;]*\);', re.S | re.M)

Mutant = collections.namedtuple("Mutant", "path at end kind text")


def blank(text):
    return BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def mutants_of(folder, equivalent):
    found = []
    for path in sorted((ROOT / "engine" / folder).glob("*.c")):
        text = path.read_text()
        code = blank(text)
        for kind, pattern, by in OPERATORS:
            for match in re.finditer(pattern, code):
                mutant = Mutant(str(path.relative_to(ROOT)), match.start(), match.end(), kind, by)
                if describe(mutant, text) not in equivalent:
                    found.append(mutant)
    return found


def line_of(text, at):
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return start, end


def describe(mutant, text):
    """The file, the line as it was, and as it is: no numbers of lines, which move."""
    start, end = line_of(text, mutant.at + (text[mutant.at] == "\n"))
    end = max(end, mutant.end)
    was, now = text[start:end], text[start:mutant.at] + mutant.text + text[mutant.end:end]
    return f"{mutant.path}: {' '.join(was.split())} -> {' '.join(now.split())}"


def read_table(name):
    lines = (HERE / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def copy_tree(target):
    """What git knows of, each file where it differs: what did not change is not built again."""
    named = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, named.stdout.split("\0")):
        here, there = ROOT / name, target / name
        if here.is_file() and not (there.is_file() and filecmp.cmp(here, there, shallow=False)):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(here, there)


def launcher():
    return ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []


class Bench:
    """A copy of the tree and its build."""

    def __init__(self, work):
        self.tree = work / "tree"
        self.build = work / "build"
        copy_tree(self.tree)
        # A mutant that the compiler would only warn of is tried all the same.
        lists = self.tree / "CMakeLists.txt"
        lists.write_text(lists.read_text().replace(" -Werror", ""))
        subprocess.run(["cmake", "-S", str(self.tree), "-B", str(self.build), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O1",
                        "-DFANGTIAN_TESTS=ON", "-DFANGTIAN_PARANOID=ON"] + launcher(), check=True, stdout=subprocess.DEVNULL)
        self.compile(check=True)

    def compile(self, check=False):
        done = subprocess.run(["ninja", "-C", str(self.build)], capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            sys.exit(done.stdout[-3000:])
        return done.returncode == 0

    def test(self, tests, limit=None):
        """Whether all tests pass, and how long they took."""
        begun = time.monotonic()
        words = ["ctest", "--test-dir", str(self.build), "-R", f"^({tests})$", "--stop-on-failure", "-j2", "--no-tests=error"]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return False, limit
        return done.returncode == 0, time.monotonic() - begun

    def try_mutant(self, mutant, tests, limit):
        path = self.tree / mutant.path
        text = path.read_text()
        path.write_text(text[:mutant.at] + mutant.text + text[mutant.end:])
        try:
            if not self.compile():
                return "stillborn"
            passed, _ = self.test(tests, limit)
            return "survived" if passed else "killed"
        finally:
            path.write_text(text)


def score(bench, folder, tests, drawn):
    passed, taken = bench.test(tests)
    if not passed:
        sys.exit(f"{folder}: its tests fail before anything is planted")
    counts = collections.Counter()
    for mutant in drawn:
        outcome = bench.try_mutant(mutant, tests, 5 * taken + 20)
        counts[outcome] += 1
        print(f"{outcome:9} {mutant.kind}: {describe(mutant, (ROOT / mutant.path).read_text())}", flush=True)
    bench.compile(check=True)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    bears = dict(line.split(None, 1) for line in read_table("tests.txt"))
    equivalent = {line.split("  because ")[0] for line in read_table("equivalent.txt")}
    drawn = {}
    for folder in given.folders or bears:
        all_of_it = mutants_of(folder, equivalent)
        drawn[folder] = random.Random(f"{given.seed}/{folder}").sample(all_of_it, min(given.count, len(all_of_it)))
        if given.list:
            print(f"{folder}: {len(all_of_it)}")
            for mutant in drawn[folder]:
                print(f"  {mutant.kind}: {describe(mutant, (ROOT / mutant.path).read_text())}")
    if given.list:
        return
    work = given.work or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(work)
    table = {folder: score(bench, folder, bears[folder].strip(), mutants) for folder, mutants in drawn.items()}
    if given.work is None:
        shutil.rmtree(work)
    for folder, counts in table.items():
        tried = counts["killed"] + counts["survived"]
        print(f"{folder:9} {counts['killed']} of {tried} killed ({100 * counts['killed'] // max(tried, 1)}%), {counts['stillborn']} stillborn")


main()
