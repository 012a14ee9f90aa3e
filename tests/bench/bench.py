#!/usr/bin/env python3
"""Measures fangtian against the references in this folder, or checks that all give the same figures.

usage: bench.py check|run|scaling|small|books|held|spellings|loads --tools DIR --fangtian FILE --work DIR
                [--rows N] [--runs N] [--workload roster|projects] [--only NAME,…]

check    all programs on the same rows (10,000 unless told): every line and every total alike; exit 1 where not
run      times of the whole processes (10^6 rows unless told): wall, processor, peak memory, ratio to fixed.c
scaling  fangtian and fixed.c on 10^4 … 10^7 rows of the roster
small    the demo, policies included
books    workbooks in and out: the county, and a sheet of 10,000 rows
held     a roster of 200,000 rows that is held: what each report takes
spellings  a roster of 300,000 rows, its cells plain, in quotes and groups of three, with their unit
loads    enumerations, rules and expectations by number: whether time grows with it

What is not installed is left out and named. Files are made below --work, none in the source folder.
"""
import argparse
import collections
import csv
import filecmp
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
POLICIES = ("--policies", SOURCE / "policies", "--policies", HERE / "policies")
COLUMNS = {
    "roster": ["talent_subsidy"],
    "projects": ["deed_tax", "stamp_duty", "price_due", "premium", "top_up_due"],
}
GROUPS = {"roster": "city", "projects": "conversion"}
ENOUGH = 10  # seconds: a program that takes longer runs once


class Postgres:
    """A server of its own in a temporary folder, reached by a socket there."""

    def __init__(self):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        self.programs = programs[-1].parent if programs else None
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="fangtian-bench-")
        if self.as_user:
            shutil.chown(self.folder, "postgres")
        self.call("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--locale", "C")
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=256MB -c work_mem=256MB"
        self.call("pg_ctl", "-D", f"{self.folder}/data", "-o", options, "-l", f"{self.folder}/log", "-w", "start")
        return self

    def __exit__(self, *_):
        self.call("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-w", "stop")
        shutil.rmtree(self.folder)

    def call(self, program, *arguments):
        subprocess.run([*self.as_user, self.programs / program, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)


class Program:
    """One way to do a workload: a command, run in the folder of the rows, and where its lines and totals are then."""

    def __init__(self, name, command, rows, totals, threads=1, script=None, adapt=None, memory=True):
        self.name, self.command, self.rows, self.totals = name, [str(word) for word in command], rows, totals
        self.threads, self.script, self.adapt, self.memory = threads, script, adapt, memory


def fangtian(options, workload, folder, threads):
    """The policies as shipped; of their rules those that the workload is about, and what these rest on."""
    rows, totals = folder / f"fangtian-{threads}.csv", folder / f"fangtian-{threads}-totals.csv"
    command = [options.fangtian, "run", folder / f"{workload}.cfg", *POLICIES, "--format", "csv", "--rows", rows]
    command += ["--only", ",".join(COLUMNS[workload]), "--by", GROUPS[workload], "--jobs", threads, "-o", totals]
    return Program("fangtian", command, rows, totals, threads, adapt=to_references)


def to_references(workload, folder, program):
    """The byte-order mark off the lines; of the totals the groups of what was posted, by name."""
    program.rows.write_bytes(program.rows.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    with open(program.totals, encoding="utf-8-sig", newline="") as file:
        while file.readline().strip():  # what stands above the table
            continue
        groups = [line for line in csv.DictReader(file) if line["memo"] == "false" and line["group"]]
    names = sorted({line["group"] for line in groups})
    sums = {(line["group"], line["rule"]): line["amount"] for line in groups}
    counts = {line["group"]: line["rows"] for line in groups}
    if workload == "projects":  # its references count all projects of a conversion
        with open(folder / "projects.csv", encoding="utf-8", newline="") as file:
            counts = collections.Counter(line["conversion"] for line in csv.DictReader(file))
    with open(program.totals, "w", encoding="utf-8") as file:
        head = "city,talents" if workload == "roster" else "conversion,projects"
        file.write(",".join([head, *COLUMNS[workload]]) + "\n")
        for name in names:
            file.write(",".join([name, str(counts[name]), *[sums.get((name, rule), "0.00") for rule in COLUMNS[workload]]]) + "\n")


def duckdb(options, workload, folder, threads):
    rows, totals = folder / f"duckdb-{threads}.csv", folder / f"duckdb-{threads}-totals.csv"
    command = ["node", HERE / "duckdb.mjs", workload, folder, rows, totals, threads, options.duckdb]
    return Program("DuckDB", command, rows, totals, threads)


def programs(options, workload, folder, postgres):
    """All that can run here; the first is the measure of the others."""

    def files(name):
        return [folder / f"{name}.csv", folder / f"{name}-totals.csv"]

    all_threads = os.cpu_count()
    for name in ("fixed", "plain_mpq"):
        yield Program(name, [options.tools / name, workload, folder, *files(name)], *files(name))
    for threads in sorted({1, all_threads}):
        yield fangtian(options, workload, folder, threads)
    for numbers in ("decimal", "fractions"):
        yield Program(f"Python {numbers}", ["python3", HERE / "python_rows.py", numbers, workload, folder, *files(numbers)], *files(numbers))
    if shutil.which("sqlite3"):
        yield Program("SQLite", ["sqlite3", ":memory:"], folder / "rows.csv", folder / "totals.csv", script=HERE / f"sqlite_{workload}.sql")
    if postgres:
        command = ["psql", "-X", "-q", "-h", postgres.folder, "-U", "postgres", "-f", HERE / f"postgres_{workload}.sql", "postgres"]
        yield Program("PostgreSQL", command, folder / "rows.csv", folder / "totals.csv", memory=False)
    if (options.duckdb / "node_modules/@duckdb/node-api").exists() and shutil.which("node"):
        for threads in sorted({1, all_threads}):
            yield duckdb(options, workload, folder, threads)


def missing(options):
    have = {
        "SQLite": shutil.which("sqlite3"),
        "PostgreSQL": Postgres().programs,
        "DuckDB": (options.duckdb / "node_modules/@duckdb/node-api").exists() and shutil.which("node"),
    }
    return [name for name, found in have.items() if not found]


def measure(options, program, folder):
    """(wall seconds, processor seconds, peak KiB) of one run."""
    report = folder / "measured"
    with ExitStack() as stack:
        source = stack.enter_context(open(program.script, encoding="utf-8")) if program.script else subprocess.DEVNULL
        subprocess.run([options.tools / "measure", report, *program.command], cwd=folder, stdin=source, stdout=subprocess.DEVNULL, check=True)
    wall, processor, memory = map(int, report.read_text(encoding="utf-8").split())
    return wall / 1e6, processor / 1e6, memory


def generate(options, workload, rows):
    folder = options.work / f"{workload}-{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / f"{workload}.cfg", folder)
    subprocess.run([options.tools / "generate", workload, str(rows), folder], check=True)
    return folder


def chosen(options, workload, folder, stack):
    server = Postgres()
    wanted = options.only.split(",") if options.only else None
    postgres = server.programs and (not wanted or "PostgreSQL" in wanted) and stack.enter_context(server)
    every = programs(options, workload, folder, postgres)
    return [program for number, program in enumerate(every) if number == 0 or not wanted or program.name in wanted]


def same_figures(program, first, workload, folder):
    """Whether the lines, and the totals where a program writes them, are the first program's."""
    if program.adapt:
        program.adapt(workload, folder, program)
    return filecmp.cmp(program.rows, first.rows, shallow=False) and (
        program.totals is None or filecmp.cmp(program.totals, first.totals, shallow=False))


def times(options, program, folder):
    measured = [measure(options, program, folder)]
    while len(measured) < options.runs and measured[0][0] < ENOUGH:
        measured.append(measure(options, program, folder))
    return measured


def heading(workload, rows):
    print(f"\n{workload}, {rows:,} rows")
    print(f"{'program':18} {'threads':>7} {'wall s':>9} {'median':>9} {'cpu s':>9} {'× wall':>8} {'× cpu':>8} {'peak MiB':>9}  figures")


def print_times(program, measured, base, same):
    wall, processor = min(run[0] for run in measured), min(run[1] for run in measured)
    median = statistics.median(run[0] for run in measured)
    memory = f"{max(run[2] for run in measured) / 1024:9.1f}" if program.memory else f"{'server':>9}"
    processor_text = f"{processor:9.3f}" if program.memory else f"{'server':>9}"
    processor_ratio = f"{processor / base[1]:8.1f}" if program.memory else f"{'':8}"
    print(f"{program.name:18} {program.threads:7} {wall:9.3f} {median:9.3f} {processor_text} {wall / base[0]:8.1f} {processor_ratio} {memory}  {same}", flush=True)


def compare(options, workload, rows, only_check):
    """Runs every program; returns how many differ from the first."""
    folder, differ, base = generate(options, workload, rows), 0, None
    heading(workload, rows)
    with ExitStack() as stack:
        every = chosen(options, workload, folder, stack)
        for program in every:
            measured = [measure(options, program, folder)] if only_check else times(options, program, folder)
            base = base or (min(run[0] for run in measured), min(run[1] for run in measured))
            same = same_figures(program, every[0], workload, folder)
            differ += not same
            print_times(program, measured, base, "same" if same else "DIFFER")
    return differ


def scaling(options):
    for exponent in range(4, 8):
        rows = 10**exponent
        folder = generate(options, "roster", rows)
        heading("roster", rows)
        base = None
        for program in [Program("fixed", [options.tools / "fixed", "roster", folder, folder / "f.csv", folder / "t.csv"], folder / "f.csv", None),
                        fangtian(options, "roster", folder, 1)]:
            measured = times(options, program, folder)
            base = base or (min(run[0] for run in measured), min(run[1] for run in measured))
            print_times(program, measured, base, f"{min(run[1] for run in measured) / rows * 1e6:.3f} µs a row (cpu)")
        shutil.rmtree(folder)


def small(options):
    options.work.mkdir(parents=True, exist_ok=True)
    demo = Program("fangtian", [options.fangtian, "run", SOURCE / "scenarios/qingyuan/cluster.cfg", "--policies", SOURCE / "policies"], None, None)
    measured = [measure(options, demo, options.work) for _ in range(20)]
    print(f"demo: best {min(run[0] for run in measured) * 1000:.1f} ms, median {statistics.median(run[0] for run in measured) * 1000:.1f} ms, "
          f"processor {min(run[1] for run in measured) * 1000:.1f} ms, peak {max(run[2] for run in measured) / 1024:.1f} MiB")


def books(options):
    """Workbooks read, and written live."""
    long = generate(options, "roster", options.rows or 10**4)
    print(f"{'workbook':18} {'what':5} {'cpu s':>9} {'wall s':>9} {'peak MiB':>9} {'file kB':>9}")
    for name, scenario in (("county", SOURCE / "scenarios/county/portfolio.cfg"), (f"{options.rows or 10**4:,} rows", long / "roster.cfg")):
        book, live = long / "book.xlsx", long / "live.xlsx"
        for file in (book, live):
            file.unlink(missing_ok=True)
        subprocess.run([options.fangtian, "convert", scenario, "-o", book, *POLICIES], check=True)
        for what, words in (("check", ["check", book]), ("run", ["run", book]), ("out", ["run", book, "-o", live])):
            measured = times(options, Program("fangtian", [options.fangtian, *words, *POLICIES], None, None), long)
            size = (live if what == "out" else book).stat().st_size
            print(f"{name:18} {what:5} {min(run[1] for run in measured):9.3f} {min(run[0] for run in measured):9.3f} "
                  f"{max(run[2] for run in measured) / 1024:9.1f} {size / 1000:9.0f}", flush=True)


def held(options):
    """A roster that is held, not read in blocks: what each report takes."""
    rows = options.rows or 2 * 10**5
    folder = generate(options, "roster", rows)
    print(f"{'held roster':14} {'rows':>9} {'report':14} {'cpu s':>9} {'peak MiB':>9}")
    for name, words in (("check", ["check"]), ("text", ["run"]), ("CSV", ["run", "--format", "csv"]), ("JSON", ["run", "--format", "json"]),
                        ("text, detail", ["run", "--detail"])):
        command = [options.fangtian, *words, folder / "roster.cfg", *POLICIES]
        measured = times(options, Program("fangtian", command, None, None), folder)
        print(f"{'roster.cfg':14} {rows:9,} {name:14} {min(run[1] for run in measured):9.3f} {max(run[2] for run in measured) / 1024:9.1f}",
              flush=True)


def of_cells(line, number, write):
    """A line of the roster with its figures, from the fifth cell on, written otherwise."""
    cells = line.split(",")
    return ",".join(map(write, cells[:4] + [number(cell) for cell in cells[4:]]))


def spellings(options):
    """The same lines, whatever the cells look like."""
    rows = options.rows or 3 * 10**5
    folder = generate(options, "roster", rows)
    head, *lines = (folder / "roster.csv").read_text(encoding="utf-8").splitlines()
    grouped = lambda cell: f"{int(cell.split('.')[0]):,}.{cell.split('.')[1]}"  # noqa: E731
    ways = {"plain": (head, lines),
            "quoted": (head, [of_cells(line, grouped, '"{}"'.format) for line in lines]),
            "units": (head.replace(" (元)", ""), [of_cells(line, "{} 元".format, str) for line in lines])}
    first = None
    for name, (title, texts) in ways.items():
        (folder / "roster.csv").write_text("\n".join([title, *texts]) + "\n", encoding="utf-8")
        program = fangtian(options, "roster", folder, 1)
        measured = times(options, program, folder)
        written, least = program.rows.read_bytes(), min(run[1] for run in measured)
        first = first or (written, least)
        print(f"{name:10} {rows:9,} rows {least:9.3f} s of processor, {least / first[1]:.2f} × the plain", "same" if written == first[0] else "DIFFER")


def many(options, name, count):
    """A law or scenario of so many, and the command that reads it."""
    folder = options.work / f"{name}-{count}"
    (folder / "law").mkdir(parents=True, exist_ok=True)
    words = (SOURCE / "tests/stream/policies/vocabulary.cfg").read_text(encoding="utf-8")
    head = 'policy: { id = "law/law"; title = { zh = "法"; en = "law"; }; source = "第一条"; };\nrules: (\n'
    rule = '{{ id = "r{0}"; of = "plots"; unit = "m2"; title = {{ zh = "数{0}"; en = "r {0}"; }}; value = "{1}"; }}'
    rules = [rule.format(i, f"r{i - 1} + {i} m2" if i else "area") for i in range(count if name == "rules" else 1)]
    if name == "members":
        own = "".join(f'{{ zh = "镇{i}"; en = "Town {i}"; }};'.join([f" t{i} = ", "\n"]) for i in range(count))
        words = words.replace("members = { east =", f"members = {{ {own} east =", 1)
    if name != "expectations":
        (folder / "vocabulary.cfg").write_text(words, encoding="utf-8")
        (folder / "law/law.cfg").write_text(head + ",\n".join(rules) + "\n);\n", encoding="utf-8")
        return [options.fangtian, "check", "--policies", folder]
    roster = generate(options, "roster", count)
    keys = [line.split(",")[0] for line in (roster / "roster.csv").read_text(encoding="utf-8").splitlines()[1:]]
    wanted = ",\n".join(f'{{ item = "talent_subsidy"; at = "{key}"; is = "1 元"; }}' for key in keys)
    with open(roster / "roster.cfg", "a", encoding="utf-8") as file:
        file.write(f"expect: (\n{wanted}\n);\n")
    return ["sh", "-c", f"{options.fangtian} test {roster / 'roster.cfg'} {' '.join(map(str, POLICIES))} || true"]  # all fail


def loads(options):
    for name in ("members", "rules", "expectations"):
        for count in (2500, 5000, 10000):
            measured = times(options, Program(name, many(options, name, count), None, None), options.work)
            print(f"{count:9,} {name:13} {min(run[1] for run in measured):9.3f} s of processor", flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "run", "scaling", "small", "books", "held", "spellings", "loads"])
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--fangtian", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--duckdb", type=Path, help="folder with node_modules/@duckdb/node-api (WORK/npm)")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workload", choices=list(COLUMNS))
    parser.add_argument("--only", help="names of programs, with commas; fixed always runs")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.tools, options.fangtian = options.tools.resolve(), options.fangtian.resolve()
    options.duckdb = (options.duckdb or options.work / "npm").resolve()
    return options


def main():
    options = arguments()
    if options.what == "scaling":
        return scaling(options)
    if options.what == "small":
        return small(options)
    if options.what == "books":
        return books(options)
    if options.what == "held":
        return held(options)
    if options.what == "spellings":
        return spellings(options)
    if options.what == "loads":
        options.work.mkdir(parents=True, exist_ok=True)
        return loads(options)
    check = options.what == "check"
    workloads = [options.workload] if options.workload else list(COLUMNS)
    differ = sum(compare(options, workload, options.rows or (10**4 if check else 10**6), check) for workload in workloads)
    if missing(options):
        print("not installed:", ", ".join(missing(options)))
    if differ:
        sys.exit(f"{differ} programs differ from fixed")


if __name__ == "__main__":
    main()
