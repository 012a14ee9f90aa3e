#!/usr/bin/env python3
"""Whether the tests notice a fault: plants one at a time in the engine, builds, and runs the tests that bear on its folder.

    mutate/mutate.py [FOLDER…] [--count N] [--seed S] [--work FOLDER] [--lines FILE] [--only TEXT] [--not NAME…] [--most SECONDS] [--planted] [--list]

FOLDER is one of engine/, or cli (all that tests.txt names by default); N mutants are drawn from each (30), from the seed (1): the same
seed draws the same ones from the same sources. Alone those whose description holds TEXT are planted with --only, all of them; with --planted those of planted.txt,
which survived once and may not again.
The work folder keeps a copy of the tree and its build, so that a second run is quick; without it they are made anew. --list
shows what would be planted, and builds nothing.

A mutant is killed where a test fails, crashes or takes five times its time; stillborn, and not counted, where it does not
compile. No test runs once one failed; first are those that killed most for their time so far, and a program is linked when its
test is due. With --lines, what ci/coverage.py wrote of lines (build-coverage/lines.json), one in a line that no test reaches has
survived without a run. --not leaves out sources, by their names; --most tests that take longer where nothing is planted.
Not drawn: lines that only a failing allocation reaches, as ci/coverage.py leaves them out, what would only leak, and what
equivalent.txt holds: mutants that no test can kill, each with its reason. Survivors are shown as they were planted; the last lines are the scores.
"""
import argparse
import collections
import filecmp
import functools
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
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
    ("extreme", r"\bnumber_add\b(?=\()", "number_sub"),
    ("extreme", r"\bnumber_sub\b(?=\()", "number_add"),
    ("left out", r"(?<=\n)    [a-z_]+\([^;{}\n]*\);(?=\n)", "    ;"),
]
BLANKED = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*|^[ \t]*#(?:\\\n|[^\n])*|\bassert\([^;]*\);|\bstatic_assert\([^;]*\);', re.S | re.M)

# What is left out then is a leak, which the sanitized build looks for and this one does not.
RELEASES = re.compile(r"\s*(?:free|json_decref|\w+_(?:close|free|release))\(")
# As in ci/coverage.py.
MEMORY = re.compile(r"NO_MEMORY|[!=]= NULL")

Mutant = collections.namedtuple("Mutant", "path at end kind text")


@functools.cache
def source(path):
    """As it was when this began: it may be edited while mutants of it are tried."""
    return (ROOT / path).read_text()


def blank(text):
    return BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def mutants_of(folder, equivalent, left_out):
    found = []
    for path in sorted((ROOT / folder if folder == "cli" else ROOT / "engine" / folder).glob("*.[ch]")):
        if path.name in left_out:
            continue
        text = source(str(path.relative_to(ROOT)))
        code = blank(text)
        for kind, pattern, by in OPERATORS:
            for match in re.finditer(pattern, code):
                mutant = Mutant(str(path.relative_to(ROOT)), match.start(), match.end(), kind, by)
                start, end = line_of(text, mutant.at)
                if kind == "truth":  # what is returned is of the condition before it
                    start = text.rfind("\n", 0, start - 1) + 1
                leaks = kind == "left out" and RELEASES.match(code, mutant.at)
                if describe(mutant, text) not in equivalent and not MEMORY.search(text[start:end]) and not leaks:
                    found.append(mutant)
    return found


def planted_in(folder):
    """The mutants of planted.txt: a line each, "PATH: LINE -> LINE", whose first stands once in its source."""
    found = []
    for row in read_table("planted.txt"):
        path, was, now = re.fullmatch(r"(\S+): (.*) -> (.*)", row).groups()
        if pathlib.Path(path).parent.name == folder:
            text = source(path)
            lines = [match for match in re.finditer(r"\S[^\n]*", text) if match[0].rstrip() == was]
            if len(lines) != 1:
                sys.exit(f"planted.txt: {path} has {len(lines)} lines {was}")
            found.append(Mutant(path, lines[0].start(), lines[0].end(), "planted", now))
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


def quicker():
    """A cache of objects and a quick linker, where the machine has them."""
    return ((["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else [])
            + (["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld"] if shutil.which("ld.lld") else []))


class Test:
    """A test, how long it takes where nothing is planted, and how often it noticed what was."""

    def __init__(self, name, seconds):
        self.name, self.seconds, self.runs, self.kills = name, seconds, 0, 0

    def price(self):
        """Seconds a kill, as far as is known: they run in ascending order, which takes the least time in all."""
        return self.seconds * (self.runs + 2) / (self.kills + 1)


class Bench:
    """A copy of the tree and its build."""

    def __init__(self, work):
        self.tree = work / "tree"
        self.build = self.tree / "build"  # the command looks for the law beside it
        copy_tree(self.tree)
        # A mutant that the compiler would only warn of is tried all the same.
        lists = self.tree / "CMakeLists.txt"
        lists.write_text(lists.read_text().replace(" -Werror", ""))
        subprocess.run(["cmake", "-S", str(self.tree), "-B", str(self.build), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS_DEBUG=-O1",
                        "-DFANGTIAN_TESTS=ON", "-DFANGTIAN_PARANOID=ON"] + quicker(), check=True, stdout=subprocess.DEVNULL)
        self.compile([], check=True) # CTest names no program that is not there
        listed = subprocess.run(["ctest", "--test-dir", str(self.build), "--show-only=json-v1"], capture_output=True, text=True, check=True)
        self.known = {}
        for test in json.loads(listed.stdout)["tests"]:
            properties = {property["name"]: property["value"] for property in test["properties"]}
            self.known[test["name"]] = test.get("command", []), properties

    def programs_of(self, tests):
        """The programs in the build folder that the tests run, as their commands and environments name them."""
        words = [word for name in tests for word in self.known[name][0] + self.known[name][1].get("ENVIRONMENT", [])]
        paths = {pathlib.Path(word.split("=", 1)[-1]) for word in words}
        return [str(path.relative_to(self.build)) for path in paths if self.build in path.parents]

    def compile(self, programs, check=False):
        done = subprocess.run(["ninja", "-C", str(self.build)] + programs, capture_output=True, text=True, check=False)
        if check and done.returncode != 0:
            sys.exit(done.stdout[-3000:])
        return done.returncode == 0

    def test(self, name, limit):
        """Whether a test passes within so many seconds; what it started ends with it, or uses no more time than that."""
        command, properties = self.known[name]
        environment = dict(os.environ, **dict(word.split("=", 1) for word in properties.get("ENVIRONMENT", [])))

        def bound():
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
            if pathlib.Path(command[0]).name != "node":  # which reserves more than that for WebAssembly
                resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

        started = subprocess.Popen(command, cwd=properties.get("WORKING_DIRECTORY", self.build), env=environment, start_new_session=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=bound)
        try:
            return started.wait(timeout=2 * limit) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            try:
                os.killpg(started.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            started.wait()

    def try_mutant(self, mutant, tests):
        """What became of it, and the test that noticed."""
        path = self.tree / mutant.path
        text = path.read_text()
        path.write_text(text[:mutant.at] + mutant.text + text[mutant.end:])
        try:
            for test in sorted(tests, key=Test.price):
                if not self.compile(self.programs_of([test.name])):
                    return "stillborn", ""
                test.runs += 1
                if not self.test(test.name, 5 * test.seconds + 10):
                    test.kills += 1
                    return "killed", test.name
            return "survived", ""
        finally:
            path.write_text(text)


def line_number(mutant):
    text = source(mutant.path)
    return text.count("\n", 0, mutant.at + (text[mutant.at] == "\n")) + 1


def is_reached(mutant, lines):
    """Whether its line was run by some test; what no line of code stands at counts as run."""
    return lines.get(mutant.path, {}).get(str(line_number(mutant)), 1) > 0


def score(bench, folder, names, drawn, lines, most):
    lacking = [name for name in names if name not in bench.known] # the page is not built in the copy
    names = [name for name in names if name in bench.known]
    print(f"{folder}: without " + ", ".join(lacking) if lacking else f"{folder}:", flush=True)
    bench.compile(bench.programs_of(names), check=True)
    tests = []
    for name in names:
        begun = time.monotonic()
        if not bench.test(name, 600):
            sys.exit(f"{folder}: {name} fails before anything is planted")
        tests.append(Test(name, time.monotonic() - begun))
    tests = [test for test in tests if most is None or test.seconds <= most]
    print(f"{folder}: " + ", ".join(f"{test.name} {test.seconds:.1f} s" for test in tests), flush=True)
    counts = collections.Counter()
    for mutant in drawn:
        outcome, by = bench.try_mutant(mutant, tests) if is_reached(mutant, lines) else ("survived", "not reached")
        counts[outcome] += 1
        print(f"{outcome:9} {by:20} line {line_number(mutant)}, {mutant.kind}: {describe(mutant, source(mutant.path))}", flush=True)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--lines", type=pathlib.Path)
    parser.add_argument("--only")
    parser.add_argument("--not", nargs="*", default=[], dest="left_out")
    parser.add_argument("--most", type=float)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    bears = dict(line.split(None, 1) for line in read_table("tests.txt"))
    equivalent = {line.split("  because ")[0] for line in read_table("equivalent.txt")}
    drawn = {}
    for folder in given.folders or bears:
        all_of_it = mutants_of(folder, equivalent, given.left_out)
        drawn[folder] = random.Random(f"{given.seed}/{folder}").sample(all_of_it, min(given.count, len(all_of_it)))
        if given.planted:
            drawn[folder] = planted_in(folder)
        elif given.only:
            drawn[folder] = [mutant for mutant in all_of_it if given.only in describe(mutant, source(mutant.path))]
        if given.list:
            print(f"{folder}: {len(all_of_it)}")
            for mutant in drawn[folder]:
                print(f"  {mutant.kind}: {describe(mutant, source(mutant.path))}")
    if given.list:
        return
    work = given.work or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(work)
    lines = json.loads(given.lines.read_text()) if given.lines else {}
    table = {folder: score(bench, folder, bears[folder].split(), mutants, lines, given.most) for folder, mutants in drawn.items()}
    if given.work is None:
        shutil.rmtree(work)
    for folder, counts in table.items():
        tried = counts["killed"] + counts["survived"]
        print(f"{folder:9} {counts['killed']} of {tried} killed ({100 * counts['killed'] // max(tried, 1)}%), {counts['stillborn']} stillborn")


main()
