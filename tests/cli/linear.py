#!/usr/bin/env python3
"""Whether work grows in step with the input. Each case is run at a size and at twice the size, and the instructions that the
command executes are counted (valgrind, which counts the same on a busy machine): twice the input may take at most 2.4 times as many.

    cli/linear.py [CASE…]     else every case
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(HERE, "../../build/fangtian")))
MOST_GROWTH = 2.4

VOCABULARY = """
enumerations: {{ use = {{ title = {{ zh = "用途"; en = "use"; }}; members = {{ {members} }}; }}; }};
kinds: {{ cash = {{ title = {{ zh = "现金"; en = "cash"; }}; unit = "元"; step = "0.01 元"; mode = "half_up"; }}; }};
parties: {{ city = {{ title = {{ zh = "市"; en = "city"; }}; }}; owner = {{ title = {{ zh = "业主"; en = "owner"; }}; each = "lots"; }}; }};
entities:
{{
  portfolio = {{ title = {{ zh = "全部"; en = "portfolio"; }}; fields = {{ note = {{ type = "text"; optional = true; title = {{ zh = "附注"; en = "note"; }}; }}; }}; }};
  lot = {{ table = "lots"; in = "portfolio"; key = "id"; title = {{ zh = "地块"; en = "lot"; }};
    fields = {{ id = {{ type = "text"; title = {{ zh = "编号"; en = "id"; }}; }};
               sum = {{ type = "quantity"; unit = "元"; title = {{ zh = "金额"; en = "sum"; }}; }};
               use = {{ type = "symbol"; of = "use"; optional = true; title = {{ zh = "用途"; en = "use"; }}; }}; }}; }};
}};
"""
LAW = """
policy: {{ id = "law/law"; title = {{ zh = "法"; en = "law"; }}; source = "第一条"; }};
rules: ( {rules} );
"""
RULE = '{{ id = "{name}"; of = "lots"; unit = "元"; title = {{ zh = "{name}"; en = "{name}"; }}; value = "{value}"; }}'
SCENARIO = """
scenario: {{ id = "s"; title = {{ zh = "试"; en = "trial"; }}; as_of = "2022-06-30"; packs = [ "law" ]; }};
portfolio: {{ {portfolio} }};
expect: ( {expect} );
"""


def write(name, text):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def world(size=3, rules=1):
    """A vocabulary whose enumeration has `size` members, and a law of so many rules."""
    members = " ".join('m%d = { zh = "类%d"; en = "kind %d"; };' % (i, i, i) for i in range(size))
    lines = [RULE.format(name="r0", value="sum / 4")]
    lines += [RULE.format(name="r%d" % i, value="r%d + %d 元" % (i - 1, i)) for i in range(1, rules)]
    write("p/vocabulary.cfg", VOCABULARY.format(members=members))
    write("p/law/law.cfg", LAW.format(rules=", ".join(lines)))


def scenario(portfolio, expect=""):
    write("s.cfg", SCENARIO.format(portfolio=portfolio, expect=expect))


def table(rows, cell):
    write("lots.csv", "id,sum（元）,use\n" + "".join(cell(i) + "\n" for i in range(rows)))
    scenario('lots = { csv = "lots.csv"; };')


def rows(size):
    world()
    table(size, lambda i: "R%d,%d,类%d" % (i, i * 7919 % 100000, i % 3))
    return ["run", "s.cfg", "-f", "csv"]


def rows_of_a_long_table(size):
    rows(size)
    return ["run", "s.cfg", "--jobs", "1", "--rows", "rows.csv"]


def rows_with_expectations(size):
    rows(size)
    expect = ", ".join('{ item = "r0"; at = "R%d"; exactly = "%d/4 元"; }' % (i, i * 7919 % 100000) for i in range(size))
    scenario('lots = { csv = "lots.csv"; };', expect)
    return ["test", "s.cfg"]


def rows_in_the_scenario(size):
    world()
    scenario("lots = ( %s );" % ", ".join('{ id = "R%d"; sum = "%d 元"; }' % (i, i) for i in range(size)))
    return ["run", "s.cfg", "-f", "csv"]


def members(size):
    world(size=size)
    table(size, lambda i: "R%d,5,类%d" % (i, i))
    return ["run", "s.cfg", "-f", "csv"]


def rules(size):
    world(rules=size)
    table(2, lambda i: "R%d,5,类1" % i)
    return ["run", "s.cfg", "-f", "csv"]


def faulty_cells(size):
    world()
    table(size, lambda i: "R%d,5x,类1" % i)
    return ["check", "s.cfg"]


def unknown_words(size):
    world()
    table(size, lambda i: "R%d,5,房%d" % (i, i))
    return ["check", "s.cfg"]


def digits(size):
    world()
    table(2, lambda i: "R%d,%s,类1" % (i, "9" * size))
    return ["check", "s.cfg"]


def a_line(size):
    """A fault at the end of a long line: its excerpt is found from there."""
    world()
    scenario('lots = ( { id = "R1"; sum = "1 元"; } /* %s */, { id = "R2"; sum = "x"; } );' % ("长" * size))
    return ["check", "s.cfg"]


def unknown_rows_expected(size):
    rows(size)
    scenario('lots = { csv = "lots.csv"; };', ", ".join('{ item = "r0"; at = "S%d"; is = "1 元"; }' % i for i in range(size)))
    return ["test", "s.cfg"]


def workbook(size):
    """In: what convert made of a table; out: a formula a figure, on a sheet, on that of postings and that of proof."""
    rows(size)
    if os.path.exists("s.xlsx"):
        os.remove("s.xlsx")
    subprocess.run([COMMAND, "convert", "s.cfg", "-o", "s.xlsx", "--policies", "p"], check=True)
    return ["run", "s.xlsx", "-f", "xlsx"]


CASES = {rows: 2000, rows_of_a_long_table: 8000, rows_with_expectations: 2000, unknown_rows_expected: 2000, rows_in_the_scenario: 1000, rules: 400,
         faulty_cells: 2000, workbook: 300, unknown_words: 2000, digits: 200000, a_line: 100000}


def instructions(words):
    counted = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", COMMAND] + words +
                             ["--policies", "p"], capture_output=True, text=True, errors="replace", check=False)
    found = re.search(r"I\s+refs:\s+([\d,]+)", counted.stderr)
    if found is None:
        sys.exit("valgrind counts nothing: " + counted.stderr[-400:])
    return int(found.group(1).replace(",", "")), counted.returncode


def main():
    wanted = sys.argv[1:]
    failed = 0
    starts = {}  # what the same words come to of next to nothing, once
    for case, size in CASES.items():
        if wanted and case.__name__ not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            words = " ".join(case(1))
            if words not in starts:
                starts[words] = instructions(case(1))[0]
            empty = starts[words]
            one, status = instructions(case(size))
            two, again = instructions(case(2 * size))
            os.chdir(HERE)
        growth = (two - empty) / max(1, one - empty)
        verdict = "" if growth <= MOST_GROWTH and status == again else "  <-- more than %s" % MOST_GROWTH
        print("%-24s %8d: %6.1f million, twice: %6.1f, growth %.2f, exit %d%s" %
              (case.__name__, size, one / 1e6, two / 1e6, growth, status, verdict))
        failed |= verdict != ""
    sys.exit(failed)


main()
