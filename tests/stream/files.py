#!/usr/bin/env python3
"""Files of tables as programs write them: encodings, line ends, rows at the limit. A run that holds the table and one row by row say the same of
each; a table in GB18030 gives the bytes of its twin in UTF-8, with rows below it and in shards too.

  files.py [CASES]
"""
import json
import pathlib
import sys
import tempfile

from common import LAW, PAIR, chances, each, fangtian, rows_run, scenario, seed_of_run, world

HEAD = "id,town,area（m2）,note\n"
LIMIT = 1 << 20


FEW = len(sys.argv) > 1  # under instruments, which look at memory


def fault(case, what, *said):
    sys.exit(f"{case}: {what}\n" + "\n---\n".join(one.decode(errors="replace")[-1500:] if isinstance(one, bytes) else str(one) for one in said))


def refused(case, path, out, wanted, line):
    """By every way with the same words; `line` 0: of the file as a whole."""
    held = fangtian("run", path, *LAW, "--lang", "en", status=2)[1]
    place = f"plots.csv:{line}:" if line else "plots.csv: "
    if f"[{wanted}]".encode() not in held or place.encode() not in held:
        fault(case, f"is not refused as {wanted} in line {line}", held)
    for variables, jobs in PAIR:
        left, totals, said = rows_run(path, out, "--lang", "en", "--jobs", jobs, status=2, **variables)
        if left or totals or each(said) != each(held):
            fault(case, f"other complaints with {variables} {jobs}", said, held)


def outcome(path, out, *words):
    """The rows and totals, the same by every way, and the figures of a run that holds the table."""
    first = None
    for variables, jobs in PAIR:
        written = rows_run(path, out, "--columns", "id,note,land", "--jobs", jobs, "-f", "json", *words, **variables)
        first = first or written
        if written != first:
            fault(path, f"differs with {variables} {jobs}", written[1], first[1])
    out.unlink()
    return first[0], json.loads(first[1]), json.loads(fangtian("run", path, *LAW, "-f", "json")[0])


def good_rows(count, first=0):
    return "".join(f"P{i:06},east,{i},甲{i}\n" for i in range(first, first + count))


def line_ends(folder):
    out = folder / "out.csv"
    text = HEAD + good_rows(3000)
    wanted = outcome(scenario(folder, text.encode()), out)
    mixed = "".join(line + ("\r\n" if i % 3 else "\n") for i, line in enumerate(text.splitlines()))
    for name, data in (("CRLF", text.replace("\n", "\r\n")), ("mixed", mixed), ("no last end", text.rstrip("\n")), ("a last CR", text.rstrip("\n") + "\r"),
                       ("a mark", "\ufeff" + text), ("blank lines", text.replace("\n", "\n\n").replace("\n\n", "\r\n\n", 50))):
        rows, totals, held = outcome(scenario(folder, data.encode()), out)
        if rows != wanted[0] or totals["lines"] != wanted[1]["lines"] or held["totals"] != wanted[2]["totals"]:
            fault(name, "other figures", totals["lines"], wanted[1]["lines"])
    # The line is counted over line ends in quotes too.
    quoted = HEAD + 'P0,east,1,"a\r\nb"\r\nP1,east,2,"c\n\n"\n'
    refused("CRLF in quotes", scenario(folder, (quoted + "P2,east,x,\n").encode()), out, "not-a-number", 7)
    for many in (2, 3000) if FEW else (2, 3000, 20000):
        text = HEAD + good_rows(many)
        refused(f"CR alone, {many} rows", scenario(folder, text.replace("\n", "\r").encode()), out, "csv-line-ends", 1)
        refused(f"LF and CR, {many} rows", scenario(folder, text.replace("\n", "\n\r").encode()), out, "csv-line-ends", 2)
        refused(f"one CR behind {many} rows", scenario(folder, (text + "Z1,east,1,a\rb\n").encode()), out, "csv-line-ends", many + 2)
        refused(f"a NUL behind {many} rows", scenario(folder, (text + "Z1,east,1,a\0b\n").encode()), out, "nul-byte", many + 2)
    refused("a CR in quotes", scenario(folder, (HEAD + 'Z1,east,1,"a\rb"\n').encode()), out, "csv-line-ends", 2)
    # Page breaks and tabs at the ends of cells are blanks.
    rows, _, _ = outcome(scenario(folder, (HEAD + "P0,east,1,\n\fP1,east,1,\n\f\nP2 ,east\v,1,\n").encode()), out)
    if rows.count(b"\n") != 4:
        fault("page breaks", "rows", rows)


def encodings(folder):
    out = folder / "out.csv"
    text = "编号,所在镇街,面积（m2）,备注\n" + good_rows(5)
    for name, data in (("UTF-16LE", text.encode("utf-16-le")), ("UTF-16BE", text.encode("utf-16-be")), ("UTF-16 with a mark", text.encode("utf-16")),
                       ("UTF-16LE of ASCII", (HEAD.replace("（m2）", " (m2)") + "A,east,1,\n").encode("utf-16-le")),
                       ("UTF-16BE with a mark", b"\xfe\xff" + text.encode("utf-16-be"))):
        refused(name, scenario(folder, data), out, "utf16", 0)
    for name in ("big5", "shift_jis"):
        data = "編號,所在鎮街,面積（m2）,備註\nA,east,1,舊廠房\n".replace("鎮", "町").encode(name, errors="ignore")
        refused(name, scenario(folder, data), out, "csv-encoding", 1)
    refused("Latin 1", scenario(folder, "id,town,area (m2),note\nA,east,1,café\n".encode("latin-1")), out, "csv-encoding", 2)


def longest(folder):
    """A row may have so many bytes; one more is too many, in one line or several."""
    out = folder / "out.csv"
    for many in (0,) if FEW else (0, 4000):
        for quoted in (False, True):
            for end in ("\n", "\r\n", ""):
                if many and (quoted or end != "\n"):
                    continue
                for extra in (0, 1, 5 << 18):
                    text = 'x\n"",' * 1000 if quoted else "长" * 1000
                    row = "Z1,east,1," + ('"' + text if quoted else text)
                    room = LIMIT + extra - len(row.encode()) - quoted
                    row += "y" * room + ('"' if quoted else "") + end
                    data = (HEAD + good_rows(many) + row + (good_rows(40, 700000) if end else "")).encode()
                    path = scenario(folder, data)
                    case = f"{LIMIT + extra} bytes, {many} rows before, quoted {quoted}, {end!r}"
                    if extra:
                        refused(case, path, out, "csv-line", many + 2)
                    elif outcome(path, out)[0].count(b"\n") < many + 2:
                        fault(case, "is not read")


WORDS = ["甲厂", "源潭镇", "喆", "㙍", "𠀀号", "é", "€", "·", "“乙”", "囧", "一，二", "two\nlines", '引"号', "龥", "a"]


def twins(case, chance, folder):
    """The same table in both encodings, with pieces below it: the same rows and figures, and the same lines in complaints."""
    count = chance.choice([3, 1500, 9000])
    cell = lambda text: '"' + text.replace('"', '""') + '"' if any(one in text for one in ',"\n') else text
    keys = [f"{chance.choice(['地块', 'P', '源'])}{i:06}" for i in range(count)]
    names = ["编号", "所在镇街", "面积（m2）", "备注"]
    above = ["", "单位：m2\n", "\n\n单位：m2\n"][case % 3]  # lines above the header, which is behind so many bytes of the file
    plots = above + ",".join(names) + "\n" + "".join(
        f"{key},{chance.choice(['东城', 'west'])},{chance.randrange(9000)},{cell(''.join(chance.choices(WORDS, k=chance.randrange(3))))}\n" for key in keys)
    pieces = "plot,id,size（m2）\n" + "".join(f"{key},块{j},{chance.randrange(1, 90)}\n" for key in keys for j in range(chance.randrange(3)))
    folder.mkdir(exist_ok=True)
    out = folder / "out.csv"
    path = world(folder, plots.encode(), pieces.encode())
    said = chance.random() < 0.5
    wanted = outcome(path, out)
    world(folder, plots.encode("gb18030"), pieces.encode("gb18030"))
    text = path.read_text(encoding="utf-8").replace('"plots.csv";', '"plots.csv"; encoding = "gb18030";') if said else path.read_text(encoding="utf-8")
    path.write_text(text.replace('"pieces.csv";', '"pieces.csv"; encoding = "GBK";') if said else text, encoding="utf-8")
    got = outcome(path, out)
    expected = [] if said else [{"file": name, "encoding": "GB18030"} for name in ("pieces.csv", "plots.csv")]
    guessed = sorted(got[1].pop("guessed", []), key=lambda one: one["file"])
    # A table of ASCII is UTF-8.
    if guessed != [one for one in expected if one["file"] == "plots.csv" or "块" in pieces] or (got[2]["scenario"].pop("guessed", None) is None) != (not guessed):
        fault(case, "what is said of the encodings", guessed)
    if got[0] != wanted[0] or got[1]["lines"] != wanted[1]["lines"] or got[2]["items"] != wanted[2]["items"]:
        fault(case, "the twins differ", got[0], wanted[0])
    parts = []
    for number in range(1, 4):
        parts.append(folder / f"part{number}.json")
        fangtian("run", path, *LAW, "--columns", "id,note,land", "--shard", f"{number}/3", "--rows", folder / f"rows{number}.csv", "-o", parts[-1])
    printed = fangtian("merge", path, *parts, *LAW, "--columns", "id,note,land", "--rows", out, "-f", "json")[0]
    if out.read_bytes() != wanted[0] or json.loads(printed)["lines"] != wanted[1]["lines"]:
        fault(case, "its shards differ", printed)
    out.unlink()
    # Faults have their place in the text.
    bad = plots.rstrip("\n") + "\n" + cell(keys[0] + "乙") + ",东城,12甲,\n" + keys[0] + ",东城,1,\n"
    complaints = []
    for encoding in ("utf-8", "gb18030"):
        path = scenario(folder, bad.encode(encoding))
        held = fangtian("run", path, *LAW, "--lang", "en", status=2)[1]
        rows = {rows_run(path, out, "--lang", "en", "--jobs", jobs, status=2, **variables)[2] for variables, jobs in PAIR}
        complaints += [each(held), *map(each, rows)]
    if any(one != complaints[0] for one in complaints) or len(complaints[0]) != 2:
        fault(case, "the complaints differ", *complaints)
    # A byte that is none, far behind.
    path = scenario(folder, plots.encode("gb18030") + b"Z,east,1,\xff\n")
    lines = plots.count("\n") + 1
    refused(case, path, out, "csv-encoding", lines)


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seed = seed_of_run()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "files"
        line_ends(folder)
        encodings(folder)
        longest(folder)
        for case, chance in chances(seed, range(cases)):
            twins(case, chance, pathlib.Path(name) / "twins")


if __name__ == "__main__":
    main()
