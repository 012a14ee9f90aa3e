#!/usr/bin/env python3
"""What the command does otherwise on a terminal: its width, colours, progress, and no workbook there."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build", "fangtian")))
SCENARIO = "scenarios/examples/lat-rebate.cfg"
os.chdir(ROOT)


def run(*words, columns=80, out=True, err=True, **variables):
    """Status, and what came out on a terminal of so many columns (the two streams together, or the one that is on it)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS") and not key.startswith("FANGTIAN_")}
    with subprocess.Popen([COMMAND, *words], stdin=subprocess.DEVNULL, stdout=slave if out else subprocess.DEVNULL,
                          stderr=slave if err else subprocess.DEVNULL, env={**environment, "LC_ALL": "C.UTF-8", **variables}) as process:
        os.close(slave)
        said = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # what a terminal whose other end was closed says
                break
            if not piece:
                break
            said += piece
    os.close(master)
    return process.returncode, said.decode().replace("\r\n", "\n")


def piped(*words, **variables):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FANGTIAN_")}
    return subprocess.run([COMMAND, *words], capture_output=True, check=True, env={**environment, "LC_ALL": "C.UTF-8", **variables}, text=True).stdout


COLOUR = re.compile("\033\\[[0-9;]*m")

# ---- a sheet: as wide as the terminal, in colours unless NO_COLOR says otherwise
for columns, wanted in ((60, 60), (160, 160), (1000, 1000), (39, 100), (0, 100)):
    status, said = run("run", SCENARIO, columns=columns)
    assert status == 0 and COLOUR.search(said), said[:500]
    assert COLOUR.sub("", said) == piped("run", SCENARIO, "--width", str(wanted)), f"{columns} columns"
assert run("run", SCENARIO, columns=0, COLUMNS="60")[1] == run("run", SCENARIO, columns=60)[1], "COLUMNS of a terminal that does not know its width"
assert run("run", SCENARIO, columns=60, COLUMNS="160")[1] == run("run", SCENARIO, columns=60)[1], "COLUMNS of a terminal that knows its width"
for columns in ("x", "39", "1001", ""):
    assert piped("run", SCENARIO, COLUMNS=columns) == piped("run", SCENARIO, "--width", "100"), columns
assert not COLOUR.search(run("run", SCENARIO, NO_COLOR="1")[1])
assert COLOUR.search(run("run", SCENARIO, NO_COLOR="")[1])
assert not COLOUR.search(run("run", SCENARIO, "--color", "never")[1])
assert COLOUR.search(run("run", SCENARIO, "--color", "auto")[1])

# ---- messages: their colours are their own stream's
for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)):
    status, said = run("run", "tests/errors/numbers.cfg", "--policies", "policies", out=False, **more)
    assert status == 2 and bool(COLOUR.search(said)) == coloured, said[:500]

# ---- a workbook is no text
for language, told in (("zh", "工作簿不能显示在终端上"), ("en", "a workbook cannot be shown on a terminal")):
    status, said = run("run", SCENARIO, "--format", "xlsx", "--lang", language)
    assert status == 2 and told in said and "PK" not in said, said[:500]

# ---- rows: how far they are is shown, and cleared when they are done
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "plots.csv"), "w") as table:
        table.write("id,town,use,area,price (元/m2),stages\n" + "".join(f"P{at:06},east,shop,5 m2,7,1\n" for at in range(60_000)))
    path = os.path.join(folder, "plots.cfg")
    with open(path, "w") as scenario:
        scenario.write('scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };\n'
                       'portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };\n')
    words = ["run", path, "--policies", "tests/stream/policies", "--rows", os.path.join(folder, "rows.csv"), "-o", os.path.join(folder, "totals")]
    for language, line in (("zh", r"(\d+)%  (\d+) 行  \d+ 行/秒  还需 \d+ 秒"), ("en", r"(\d+)%  (\d+) rows  \d+ rows/s  \d+ s left")):
        status, said = run(*words, "--lang", language, "--jobs", "1")
        assert status == 0 and said.endswith("\r\033[K"), said
        steps = [(int(share), int(rows)) for share, rows in re.findall(line, said)]
        assert steps and steps == sorted(steps) and steps[-1][0] <= 100 and steps[-1][1] <= 60_000, said
        assert COLOUR.sub("", re.sub(rf"\r *{line} \033\[K", "", said)) == "\r\033[K", said
    assert run(*words, err=False) == (0, "")
sys.exit(0)
