"""Whether a live workbook says what fangtian says, in LibreOffice: with every cached value poisoned, and after changes of facts that
are made in the file and in the scenario alike.

    FANGTIAN=build/fangtian /usr/bin/python3 live.py --scenarios 6 --changes 20     a part, as the suite runs it
    FANGTIAN=build/fangtian /usr/bin/python3 live.py --changes 1000                 all scenarios, and so many changes
    … --seed 7 --only qingyuan/cluster                                             other changes; one scenario
    … --folder tests/language/scenarios --policies tests/language/policies         those of another folder
"""
import argparse
import collections
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import office
import sheets

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Those that between them have every kind of formula: the suite's share.
FIRST = ["qingyuan/cluster", "borders/transition", "borders/cross-subsidy-pro-rata", "borders/talent", "borders/awards-shares",
         "borders/proceeds"]
Input = collections.namedtuple("Input", "sheet place path unit kind value choices optional")
AS_OF = Input("情景", "B6", "as_of", "", "基准日", None, [], 0)
BLANK = {"填报（可不填）": 0.15, "填报（未填的按缺省）": 0.02}  # how often a fact is taken away, by what its column says of itself
HEADS = 4  # the row of a table's columns' ids, of their titles two rows below; from 1: 3 and 5
faults, counts = [], collections.Counter()
changed = collections.Counter()  # by column of a table, or parameter
where = {"folder": "scenarios", "words": []}
shown = {"left": 40}


def fault(text):
    """Told at once: a run at length may be ended before its time."""
    faults.append(text)
    if shown["left"] > 0:
        shown["left"] -= 1
        print(text, flush=True)


def run(scenario, path, settings=()):
    words = [os.environ["FANGTIAN"], "run", f"{where['folder']}/{scenario}.cfg", "--lang", "zh", "-o", str(path), *where["words"]]
    for path_of_input, text in dict(settings).items():
        words += ["--as-of", text] if path_of_input == AS_OF.path else ["--set", f"{path_of_input}={text}"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True)


# ---- comparing ----

def tolerance_of(formula):
    """What is left of a share in steps is the last digits of a large number."""
    return 1.1e-4 if re.fullmatch(r"(IF\(ISNUMBER\([A-Z0-9]+\),)?ROUND\([A-Z0-9]+-[A-Z0-9]+,4\).*", formula) else 1e-7


def same(ours, theirs, tolerance=1e-7):
    """Less than half a fen in amounts below 10^9; in what is smaller, seven decimals."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= max(0.004 if abs(ours) >= 1000 else tolerance, 2e-12 * abs(ours))
    return ("" if ours is None else ours) == ("" if theirs is None else theirs)


def compare(name, book, found):
    """Each formula's cached value against what was found."""
    for sheet, cells in book.items():
        for place, cell in cells.items():
            if cell.formula is None:
                continue
            counts["cells"] += 1
            counts["cells of words for no value"] += cell.value in ("不适用", "待定")
            theirs = found.get(sheet, {}).get(place)
            if not same(cell.value, theirs, tolerance_of(cell.formula)):
                counts["wrong"] += 1
                fault(f"{name}: {sheet}!{place}: {cell.value!r}, LibreOffice {theirs!r}: {cell.formula[:240]}")


# ---- postings, which stand in another order once others take place ----

def postings(values, only=None):
    """The amounts of a sheet 往来 by what they are: rule, row, parties' kinds, kind of value, and how many such came before; `only` those at these places."""
    lines, found = collections.Counter(), {}
    rows = sorted({int(re.sub("[A-Z]", "", place)) for place in values if place.startswith("I")})
    for row in rows:
        key = tuple(values.get(f"{column}{row}") or "" for column in "BCDFHK")
        lines[key] += 1
        if only is None or f"I{row}" in only:
            found[key + (lines[key],)] = values.get(f"I{row}", "")
    return found


def plain(book):
    return {sheet: {place: cell.value for place, cell in cells.items()} for sheet, cells in book.items()}


def standing(cells):
    """The places of computed figures that stand as values, since doubles may decide them otherwise: the others of their column are formulas."""
    columns = {re.sub("[0-9]", "", place) for place, cell in cells.items() if cell.formula is not None}
    return {place for place, cell in cells.items()
            if cell.formula is None and isinstance(cell.value, float) and re.sub("[0-9]", "", place) in columns}


def told(found):
    """What the open workbook says of itself that it cannot follow: the lines of 核对."""
    cells = found["核对"]
    return [tuple(cells.get(f"{column}{place[1:]}", "") for column in "ABC") for place, value in cells.items()
            if place[0] == "H" and value in ("不能跟随", "可能过期", "无公式")]


def by_name(values, columns):
    """The cells of a list by what its first columns say, which stand in another order or number after a change."""
    lines, found = collections.Counter(), {}
    for row in sorted({int(re.sub("[A-Z]", "", place)) for place in values}):
        key = tuple(values.get(f"{column}{row}", "") for column in columns)
        lines[key] += 1
        for place in (place for place in values if re.sub("[A-Z]", "", place) == str(row)):
            found[key + (lines[key], re.sub("[0-9]", "", place))] = values[place]
    return found


def compare_changed(name, subject, after, found):
    """After a change: `after` is fangtian's new workbook, `found` the old one as LibreOffice has it now. False: it says it cannot follow."""
    says = told(found)
    if says:
        counts["steps that the workbook says it cannot follow"] += 1
        counts.update(f"cannot follow: {line[1]}" for line in set(says))
        return False
    ours = plain(after)
    now = postings(found["往来"])
    for key, value in postings(ours["往来"]).items():
        counts["cells"] += 1
        if not same(value, now.get(key)):
            counts["wrong"] += 1
            fault(f"{name}: 往来 {key}: {value!r}, LibreOffice {now.get(key)!r}")
    parties = by_name(found["各方"], "AC")
    for key, value in by_name(ours["各方"], "AC").items():
        counts["cells"] += 1
        theirs = parties.get(key)
        if not same(value, theirs):
            counts["wrong"] += 1
            fault(f"{name}: 各方 {key}: {value!r}, LibreOffice {theirs!r}")
    for sheet, cells in after.items():
        if sheet in ("往来", "各方", "核对", "依据", "选项", "参数", "首页", "图表"):  # 图表: in the order of the amounts
            continue
        if sheet in ("试算", "原值", "写出时"):
            continue
        if sheet not in subject.book or set(cells) != set(subject.book[sheet]):
            counts[f"sheets of other rows: {sheet}"] += 1
        for place, cell in cells.items():
            if cell.formula is None or subject.book.get(sheet, {}).get(place) is None or subject.book[sheet][place].formula is None:
                continue
            counts["cells"] += 1
            counts["cells of words for no value"] += cell.value in ("不适用", "待定")
            theirs = found[sheet].get(place)
            if not same(cell.value, theirs, tolerance_of(cell.formula)):
                counts["wrong"] += 1
                fault(f"{name}: {sheet}!{place}: {cell.value!r}, LibreOffice {theirs!r}: {subject.book[sheet][place].formula[:400]}")
    return True


# ---- changes ----

def inputs_of(book):
    """The cells that may be changed, with the paths that --set knows them by."""
    found = []
    for sheet, cells in book.items():
        table = re.match(r".* ([a-z_]+)$", str(cells.get("A1").value if "A1" in cells else ""))
        if table is None or "A5" not in cells:
            continue
        heads = {re.sub("[0-9]", "", place): cell.value for place, cell in cells.items() if re.fullmatch("[A-Z]+3", place)}
        remarks = {re.sub("[0-9]", "", place): cell.value for place, cell in cells.items() if re.fullmatch("[A-Z]+4", place)}
        titles = {re.sub("[0-9]", "", place): cell.value for place, cell in cells.items() if re.fullmatch("[A-Z]+5", place)}
        above = [column for column in heads if remarks.get(column) == "填报（所属）"]
        given = [column for column in heads if column not in above and str(remarks.get(column, "")).startswith(("编号", "填报"))]
        if not given:
            continue
        rows = sorted({int(re.sub("[A-Z]", "", place)) for place in cells if int(re.sub("[A-Z]", "", place)) > 5})
        for row in rows:
            keys = [cells[f"{column}{row}"].value for column in above + given[:1]]
            keys = [str(int(key)) if isinstance(key, float) else key for key in keys]
            path = ".".join(f"{name}.{key}" for name, key in zip([heads[column] for column in above] + [table[1]], keys))
            for column in given[1:]:
                cell, optional = cells.get(f"{column}{row}"), BLANK.get(remarks[column], 0)
                if cell is not None and cell.formula is not None or (cell is None or cell.value is None) and not optional:
                    continue
                unit = re.search(r"（([^（）]*)）$", titles[column])
                others = [cells[f"{column}{other}"].value for other in rows if f"{column}{other}" in cells]
                choices = sorted({value for value in others if isinstance(value, str) and value != "无"})
                value = cell.value if cell is not None else None
                if value in (None, "无"):  # as another row has it
                    value = next((other for other in others if other not in (None, "无")), None)
                if value is not None:
                    found.append(Input(sheet, f"{column}{row}", f"{path}.{heads[column]}", unit[1] if unit else "",
                                       titles[column], value, choices, optional))
    return found


def number_text(value):
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"


def serial_date(value):
    import datetime
    return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))).isoformat()


def change_of(one, draw):
    """A new value for the cell, and how --set writes it; None where nothing else is known for it. What may be blank now and then is."""
    if draw.random() < one.optional:
        return ("无", "无") if not isinstance(one.value, str) and draw.random() < 0.4 else ("", "")
    if isinstance(one.value, str):
        others = [choice for choice in one.choices if choice != one.value] or (["否"] if one.value == "是" else ["是"] if one.value == "否" else [])
        if not others:
            return None
        new = draw.choice(others)
        return new, new
    if re.search("日$|日期$|^自$", one.kind) and 30000 < one.value < 80000:
        new = float(int(one.value) + draw.choice([-400, -31, -2, -1, 1, 1, 3, 30, 365, 1000]))
        return new, serial_date(new)
    if one.unit == "%":
        new = round(min(1, max(0, one.value * draw.choice([0.5, 0.9, 1.1, 0, 1.37]))), 4)
        return new, number_text(new * 100) + "%"
    if one.unit == "" and one.value == int(one.value):
        new = float(max(0, int(one.value) + draw.choice([-2, -1, 1, 2])))
        return new, number_text(new)
    new = round(one.value * draw.choice([0, 0.3, 0.77, 0.9, 1.01, 1.1, 1.5, 3.3333]), 4) + draw.choice([0, 0, 0.01])
    new = float(number_text(new))
    return new, (number_text(new) + " " + one.unit).strip()


def parameters_of(book):
    """Parameters of one figure: their cells, a row a time in which one holds, are set together, as --set sets them for all times."""
    cells, rows_of = book["参数"], collections.defaultdict(list)
    for place, cell in cells.items():
        if re.fullmatch("B[0-9]+", place) and int(place[1:]) > 3:
            rows_of[cell.value].append(place[1:])
    for name, rows in rows_of.items():
        values = [cells[f"D{row}"].value for row in rows]
        if all(isinstance(value, float) and not (f"C{row}" in cells and cells[f"C{row}"].value) for value, row in zip(values, rows)):
            unit = cells[f"E{rows[0]}"].value if f"E{rows[0]}" in cells else None
            yield Input("参数", [f"D{row}" for row in rows], name, unit or "", "", values[0], [], 0)


def places_of(one):
    return one.place if isinstance(one.place, list) else [one.place]


class Subject:
    """A scenario's workbook, open in LibreOffice: changes are made to it one after the other, and to the scenario alike."""

    def __init__(self, soffice, scenario, work):
        self.scenario, self.work = scenario, work
        path = pathlib.Path(work, scenario.replace("/", "-") + ".xlsx")
        done = run(scenario, path)
        if done.returncode != 0:
            raise RuntimeError(f"{scenario}: {done.stderr[:400]}")
        poisoned = path.with_suffix(".poisoned.xlsx")
        sheets.write_other(path, poisoned)
        self.book, self.settings, self.values = sheets.read(path), {}, {}
        self.inputs, self.parameters = inputs_of(self.book), list(parameters_of(self.book))
        self.document = soffice.open(poisoned)

    def check(self):
        compare(self.scenario, self.book, office.values(self.document))
        every = sum(cell.formula is not None for cells in self.book.values() for cell in cells.values())
        counts["formulas"] += every
        formulas, values = sheets.computed(self.book)
        share = formulas / (formulas + values) if formulas + values else 1
        # A law of what no formula follows says in its scenario how many cells do not.
        said = re.search(r"^# .*?\b(\d+) cells stand as values", (ROOT / where["folder"] / f"{self.scenario}.cfg").read_text(), re.M)
        if share < 0.95 if said is None else values != int(said[1]):
            fault(f"{self.scenario}: {formulas} computed cells are formulas, {values} stand as values")
        return f"{self.scenario}: {every} formulas; of {formulas + values} computed cells {100 * share:.2f}% are formulas"

    def draw(self, draw):
        """Up to four inputs with new values: facts, now and then a parameter of the law or the date in force."""
        drawn = []
        for one in draw.sample(self.inputs, min(len(self.inputs), draw.choice([1, 2, 3, 4]))):
            drawn.append((one, change_of(one, draw)))
        if self.parameters and draw.random() < 0.3:
            one = draw.choice(self.parameters)
            drawn.append((one, change_of(one, draw)))
        if draw.random() < 0.15:
            drawn.append((AS_OF, change_of(AS_OF._replace(value=self.book[AS_OF.sheet][AS_OF.place].value), draw)))
        return [(one, made) for one, made in drawn if made is not None]

    def change(self, draw):
        drawn = self.draw(draw)
        settings = {**self.settings, **{one.path: made[1] for one, made in drawn}}
        path = pathlib.Path(self.work, "changed.xlsx")
        done = run(self.scenario, path, settings)
        if "[case-conflict]" in done.stderr:
            self.check_refused(drawn)
        if done.returncode != 0 or not drawn:
            for word in re.findall(r"\[([a-z-]+)\]", done.stderr)[:1]:
                counts["refused: " + word] += 1
                if os.environ.get("FT_SHOW_REFUSED"):
                    print(done.stderr[:300], [one.path for one, _ in drawn])
            return
        counts["changes"] += len(drawn)
        changed.update(re.sub(r"^(?:.*\.)?([a-z_]+)\.[^.]+\.([a-z_0-9]+)$", r"\1.\2", one.path) for one, _ in drawn)
        counts["steps"] += 1
        before, undo = len(faults), [(one.sheet, place, self.values.get((one.sheet, place), self.book[one.sheet][place].value))
                                     for one, _ in drawn for place in places_of(one)]
        for one, made in drawn:
            for place in places_of(one):
                office.set_cell(self.document, one.sheet, place, made[0])
                self.values[one.sheet, place] = made[0]
        if compare_changed(f"{self.scenario} {counts['steps']}", self, sheets.read(path), office.values(self.document)):
            self.settings = settings
            counts["steps that agree"] += len(faults) == before
        else:  # what it says it cannot follow is undone, for the others to be looked at
            for sheet, place, value in undo:
                office.set_cell(self.document, sheet, place, value)
                self.values[sheet, place] = value
        if len(faults) > before:
            fault(f"{self.scenario} {counts['steps']}: behind " + " ".join(f"--set '{path}={text}'" for path, text in settings.items()))

    def check_refused(self, drawn):
        """What fangtian refuses, the workbook says it cannot follow."""
        counts["conflicts of cases"] += 1
        undo = [(one.sheet, place, self.values.get((one.sheet, place), self.book[one.sheet][place].value)) for one, _ in drawn for place in places_of(one)]
        for one, made in drawn:
            for place in places_of(one):
                office.set_cell(self.document, one.sheet, place, made[0])
        if not told(office.values(self.document)):
            fault(f"{self.scenario}: two cases that conflict are not told: {[(one.path, made[1]) for one, made in drawn]}")
        for sheet, place, value in undo:
            office.set_cell(self.document, sheet, place, value)

    def close(self):
        self.document.close(True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenarios", type=int, default=0, help="how many; 0: all")
    parser.add_argument("--changes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FT_TEST_SEED", "1")))
    parser.add_argument("--seconds", type=float, default=0, help="no more changes after so many")
    parser.add_argument("--only")
    parser.add_argument("--skip", type=int, default=0, help="the first so many")
    parser.add_argument("--part", default="1/1", help="2/3: each third of them, from the second on; its share of the changes is said")
    parser.add_argument("--folder", default="scenarios")
    parser.add_argument("--policies")
    parser.add_argument("--show", type=int, default=40)
    parser.add_argument("--progress", action="store_true", help="a line for each scenario, and what was changed")
    options = parser.parse_args()
    where.update(folder=options.folder, words=["--policies", options.policies] if options.policies else [])
    folder = ROOT / options.folder
    every = sorted(str(path.relative_to(folder))[:-4] for path in folder.rglob("*.cfg")
                   if not re.search(r"^ *refused *=|expect.*refused *=", path.read_text(), re.M))
    first = [name for name in FIRST if name in every]
    chosen = first + [name for name in every if name not in first]
    if options.only:
        chosen = [name for name in chosen if options.only in name]
    chosen = chosen[options.skip:][:options.scenarios or None]
    part, parts = (int(number) for number in options.part.split("/"))
    chosen = chosen[part - 1::parts]
    draw, start, shown["left"] = random.Random(options.seed), time.monotonic(), options.show
    each = -(-options.changes // len(chosen))
    with tempfile.TemporaryDirectory() as work:
        soffice = office.Office(work)
        try:
            for name in chosen:
                subject = Subject(soffice, name, work)
                share = subject.check()
                counts["scenarios"] += 1
                wanted = counts["changes"] + each
                for _ in range(3 * each):  # some are refused
                    if counts["changes"] < min(wanted, options.changes) and (not options.seconds or time.monotonic() - start < options.seconds):
                        subject.change(draw)
                subject.close()
                if options.progress:
                    print(f"{share}; {counts['changes'] + each - wanted} changes; wrong so far {counts['wrong']}", flush=True)
        finally:
            soffice.close()
    print(", ".join(f"{name}: {count}" for name, count in counts.items()), f"; {time.monotonic() - start:.0f} s, seed {options.seed}")
    if options.progress:
        print("changed: " + ", ".join(f"{what} {count}" for what, count in changed.most_common()))
    sys.exit(1 if faults or counts["scenarios"] < len(chosen) else 0)


if __name__ == "__main__":
    main()
