#!/usr/bin/env python3
"""What the command asks of the system and of memory is refused, each time in turn: it says so with exit status 2 and leaves its files as
they were, or does what it does else. REFUSED is the command with refusing.h before it.

    cli/refused.py [STEP]      every so many times (1)
"""
import http.client
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ["REFUSED"])
STEP = int(sys.argv[1]) if len(sys.argv) > 1 else 1
MARKS = ("connect", "title", "about", "policies", "scenario", "engine", "licences")
os.chdir(ROOT)
work = pathlib.Path(tempfile.mkdtemp())


def make_world():
    """A small law with a long table, one row of it, its shards, and a page without an engine."""
    shutil.copytree("tests/stream/policies/law", work / "law" / "law")
    shutil.copy("tests/stream/policies/vocabulary.cfg", work / "law")
    (work / "law" / "more").mkdir()
    (work / "law" / "more" / "more.cfg").write_text('policy: { id = "more/more"; title = { zh = "改"; en = "more"; }; source = "第一条"; };\n'
                                                    'parameters: { rate = { amends = "rate"; values = ( { from = "2022-01-01"; value = "40%"; '
                                                    'status = "illustrative"; source = "第二条"; } ); }; };\n')
    (work / "plots.cfg").write_text('scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };\n'
                                    'portfolio: { budget = "1,000,000 元"; plots = { csv = "plots.csv"; }; };\n'
                                    'expect: ( { item = "value"; at = "P1"; is = "35 元"; } );\n')
    (work / "plots.csv").write_text("id,town,use,area,price (元/m2),stages\nP1,east,shop,5 m2,7,1\nP2,west,works,6 m2,8,2\n")
    (work / "page").mkdir()
    (work / "page" / "shell.html").write_text("".join(f"@fangtian:{mark}@\n" for mark in MARKS))
    (work / "page" / "fangtian.wasm.gz").write_text("")
    (work / "page" / "licences.txt").write_text("")
    (work / "one").mkdir()
    for name in ("plots.cfg", "plots.csv"):
        shutil.copy(work / name, work / "one" / name)
    for number in "12":
        subprocess.run([COMMAND, "run", work / "plots.cfg", "--rows", work / f"rows-{number}.csv", "--shard", f"{number}/2", "-o", work / f"part-{number}"],
                       check=True, env=environment())


def environment(**more):
    plain = {key: value for key, value in os.environ.items() if not key.startswith("FANGTIAN_") and key not in ("COLUMNS", "REFUSED")}
    return {**plain, "LC_ALL": "C.UTF-8", "FANGTIAN_POLICIES": str(work / "law"), "FANGTIAN_PAGE": str(work / "page"), "SOURCE_DATE_EPOCH": "0",
            "TMPDIR": str(work), **more}


def run(words, asked, files, **more):
    """Status, output, complaint, and what stands in the files afterwards, before which each is `before`."""
    for file in files:
        (work / file).write_text("before")
    if words[0] in ("new", "convert"):  # which write over nothing
        for file in files:
            (work / file).unlink()
    done = subprocess.run([COMMAND, *words], input=asked, capture_output=True, check=False, cwd=work, env=environment(**more), timeout=60)
    return done.returncode, done.stdout, done.stderr, [(work / file).read_bytes() if (work / file).exists() else None for file in files]


def refuse_each(words, asked=b"", files=()):
    count = work / "count"
    count.unlink(missing_ok=True)
    before = [None if words[0] in ("new", "convert") else b"before" for _ in files]
    sound = run(words, asked, files, FANGTIAN_REFUSE_COUNT=str(count))
    assert sound[0] in (0, 1), (words, sound)
    times = int(count.read_text()) if count.exists() else 0
    for time in range(1, times + 1, STEP):
        status, out, said, made = run(words, asked, files, FANGTIAN_REFUSE=str(time))
        where = f"{' '.join(map(str, words))}, time {time} of {times}: status {status}"
        if status == 2:
            assert said, f"{where}, without a word"
            assert made == before, f"{where}, and its files changed: {made}"
        else:
            assert (status, out, made) == (sound[0], sound[1], sound[3]), f"{where}, and another result: {out.decode()} {said.decode()} {made}"
    return times


def serve_each(left):
    """The served page: its address, the page itself, a call. A request that is not answered is one whose connection ends, or is told."""
    with subprocess.Popen([COMMAND, "serve", work, "plots.cfg"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(FANGTIAN_REFUSE=str(left)),
                          text=True) as process:
        address = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/([0-9a-f]{32})/", process.stdout.readline().strip())
        answers = []
        for method, path, body in (("GET", f"/{address[2]}/", None), ("POST", "/call/1", '{"call": "load", "scenario": "plots.cfg"}'),
                                   ("POST", "/call/1", '{"call": "report"}')) if address else ():
            connection = http.client.HTTPConnection(address[1], timeout=20)
            try:
                connection.request(method, path, body, {"X-Fangtian-Token": address[2], "Content-Type": "application/json"})
                answer = connection.getresponse()
                answers.append((answer.status, answer.read()))
            except (http.client.HTTPException, ConnectionError):
                answers.append((0, b""))
            connection.close()
        process.send_signal(signal.SIGTERM) if address else None
        said = process.stderr.read()
        status = process.wait(60)
    return address, answers, said, status


def page_of(answer):
    return re.sub(rb'[0-9a-f]{32}', b"", answer)


make_world()
rows = ["--rows", "rows.csv", "-o", "totals"]
told = 0
for words, asked, files in (
        (["run", "plots.cfg"], b"", ()), (["run", "plots.cfg", "-o", "out.json"], b"", ("out.json",)), (["run", "plots.cfg", "-o", "out.xlsx"], b"", ()),
        (["run", "plots.cfg", *rows], b"", ("rows.csv", "totals")), (["run", "plots.cfg", *rows, "--shard", "1/2"], b"", ("rows.csv", "totals")),
        (["run", "plots.cfg", "--rows", "rows.csv", "--shard", "1/1", "-o", "-"], b"", ("rows.csv",)),
        (["merge", "plots.cfg", "part-1", "part-2", *rows], b"", ("rows.csv", "totals")), (["merge", "plots.cfg", "part-1", "--missing", "2"], b"", ()),
        (["changes", "plots.cfg"], b"", ()), (["explain", "plots.cfg", "value@P1"], b"", ()), (["check"], b"", ()), (["check", "--packs", "law"], b"", ()),
        (["check", "plots.cfg", "one/plots.cfg"], b"", ()), (["check", "--cost", "plots.cfg"], b"", ()), (["test", "one"], b"", ()),
        (["test", "plots.cfg", "one/plots.cfg"], b"", ()), (["policies"], b"", ()), (["policies", "rate", "base"], b"", ()),
        (["policies", "--vocabulary", "-f", "json"], b"", ()), (["policies", "--book", "plots.cfg"], b"", ()), (["views", "plots.cfg"], b"", ()),
        (["new", "new.cfg"], b"", ("new.cfg",)), (["convert", "plots.cfg", "-o", "other.cfg"], b"", ("other.cfg",)), (["limits"], b"", ()),
        (["completion", "zsh"], b"", ()), (["help"], b"", ()), (["page", "-o", "page.html"], b"", ("page.html",)),
        (["page", "plots.cfg", "-o", "page.html"], b"", ("page.html",)), (["call"], b'{"call": "version"}\n{"call": "views"}\n', ())):
    told += refuse_each(words, asked, files)
address, wanted, said, status = serve_each(0)
assert address and [one[0] for one in wanted] == [200, 200, 200] and status == 0 and not said, (wanted, said, status)
for time in range(1, 10_000, STEP):
    address, answers, said, status = serve_each(time)
    told += 1
    if address is None:
        assert status == 2 and said, f"serve, time {time}: {status} {said}"
        continue
    assert status in (0, -signal.SIGTERM), f"serve, time {time}: {status} {said}"  # the signal may be what it could not wait for
    for (code, answer), (_, sound) in zip(answers, wanted):
        # What a session lost is told by the next call: its page loads again.
        assert code != 200 or page_of(answer) == page_of(sound) or answer.startswith(b'{"status": ') and b'"ok"' not in answer[:20], (time, answer[:300])
    if [one[0] for one in answers] == [200, 200, 200] and [page_of(one[1]) for one in answers] == [page_of(one[1]) for one in wanted] and time > 40:
        break
shutil.rmtree(work)
print(f"{told} times refused")
