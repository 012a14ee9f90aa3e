#!/usr/bin/env python3
"""Checks certificates (`fangtian explain --format json`) without the engine: exact fractions only.

    recheck.py CERTIFICATE...

For every figure: each step follows from the steps it names, constants are as written, the law's value was in force,
branches, cases and conditions are those that hold, and every posting is rounded as its kind of value says, its residue
kept. Prints what does not hold and exits with 1. engine/report/README.md documents the keys.
"""
import calendar
import datetime
import json
import re
import sys
from fractions import Fraction

UNITS = {"": 1, "元": 1, "角": "1/10", "分": "1/100", "百元": 100, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8,
         "m": 1, "m2": 1, "㎡": 1, "平方米": 1, "万m2": 10**4, "亩": "2000/3", "公顷": 10**4, "ha": 10**4, "m3": 1, "万m3": 10**4,
         "年": 1, "月": "1/12", "日": 1, "人": 1, "kWh": 1, "%": "1/100", "‰": "1/1000", "倍": 1, "万": 10**4}
COMPARE = {"equal": lambda x, y: x == y, "unequal": lambda x, y: x != y, "less": lambda x, y: x < y,
           "less_equal": lambda x, y: x <= y, "greater": lambda x, y: x > y, "greater_equal": lambda x, y: x >= y}
LEAVES = {"constant", "field", "figure", "parameter", "lookup", "brackets", "thresholds", "in_set", "in_force", "given", "filled", "applicable",
          "as_of", "first", "last", "index"}
AGGREGATES = {"sum": sum, "min": min, "max": max, "any": any, "all": all}


class Wrong(Exception):
    """A statement of the certificate that does not hold."""


def need(holds, *what):
    if not holds:
        raise Wrong(" ".join(map(str, what)))


def read(value):
    """A value as the certificate writes it: a truth, a fraction, a date, or else a word."""
    if isinstance(value, bool):
        return value
    need(isinstance(value, str), "a value that is no text:", value)
    if re.fullmatch(r"-?\d+(\.\d+|/\d+)?", value):
        return Fraction(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return datetime.date.fromisoformat(value)
    return value


def written(text):
    """What a constant of a formula means."""
    text = text.strip("() ")
    if text in ("true", "false"):
        return text == "true"
    if "'" in text:
        return read(text.split("'")[1])
    number, unit = re.fullmatch(r"([0-9_.]+) ?(.*)", text).groups()
    first, *below = unit.split("/")
    value = Fraction(number.replace("_", "")) * Fraction(UNITS[first])
    for name in below:
        value /= Fraction(UNITS[name])
    return value


def rounded(x, step, mode):
    whole, rest = divmod(x, step)
    up = {"floor": False, "ceiling": rest > 0, "down": rest > 0 > x, "up": rest > 0 and x > 0,
          "half_up": 2 * rest > step or (2 * rest == step and x > 0),
          "half_down": 2 * rest > step or (2 * rest == step and x < 0),
          "half_even": 2 * rest > step or (2 * rest == step and whole % 2 == 1)}[mode]
    return (whole + up) * step


def months_later(date, years):
    months = years * 12
    need(months.denominator == 1, "no whole months:", years)
    year, month = divmod(date.year * 12 + date.month - 1 + int(months), 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def months_on(date, years, end):
    later = months_later(date, years)
    if later.day == date.day or end == "down":
        return later
    need(end == "up", "the month has no such day")
    return later + datetime.timedelta(days=1)


def days_later(date, days):
    need(days.denominator == 1, "no whole days:", days)
    return date + datetime.timedelta(days=int(days))


def years_between(start, end):
    years = end.year - start.year
    return Fraction(years - (months_later(start, Fraction(years)) > end))


def progressive(amount, brackets):
    above = [read(bracket.get("above", bracket.get("from"))) for bracket in brackets] + [None]
    slices = ((amount if top is None else min(amount, top)) - bottom for bottom, top in zip(above, above[1:]))
    return sum((max(part, 0) * read(bracket["rate"]) for part, bracket in zip(slices, brackets)), Fraction(0))


def by_threshold(amount, thresholds):
    reached = [one for one in thresholds if (amount > read(one["above"]) if "above" in one else amount >= read(one["from"]))]
    return read(reached[-1]["value"]) if reached else Fraction(0)


def share(pools, weights, steps):
    pool, step = pools[0], steps[0]
    need(len(set(pools)) == 1 and len(set(steps)) == 1 and min(weights) >= 0 <= pool, "a pool that is not one")
    exact = [pool * weight / sum(weights) if sum(weights) else Fraction(0) for weight in weights]
    parts = [rounded(part, step, "floor") for part in exact]
    left = pool - sum(parts)
    for i in sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i)):
        if left >= step:
            parts[i], left = parts[i] + step, left - step
    parts[max(range(len(parts)), key=lambda i: (weights[i], -i))] += left
    return parts


def fill(pools, needs, priorities, ties=("in_order",)):
    left, parts = pools[0], [None] * len(needs)
    need(len(set(pools)) == 1 and min(needs) >= 0 <= left, "a pool that is not one")
    groups = [[i] for i in sorted(range(len(needs)), key=lambda i: (priorities[i], i))]
    if ties[0] == "pro_rata":
        groups = [[i for i in range(len(needs)) if priorities[i] == one] for one in sorted(set(priorities))]
    for group in groups:
        total = sum(needs[i] for i in group)
        for i in group:
            parts[i] = needs[i] if total <= left else needs[i] * left / total
        left = max(left - total, 0)
    return parts


def cumulative(values):
    return [sum(values[:i + 1], Fraction(0)) for i in range(len(values))]


def clamped(x, low, high):
    need(low <= high, "bounds the wrong way round")
    return max(min(x, high), low)


POOLS = {"share": share, "fill": fill, "cumulative": cumulative}
STRICT = {
    "at": lambda value, date: value, "negate": lambda x: -x, "not": lambda x: not x, "add": lambda x, y: x + y, "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y, "divide": lambda x, y: x / y, "power": lambda x, y: x ** int(y),
    "date_add": months_later, "date_subtract": lambda date, years: months_later(date, -years), **COMPARE,
    "days_add": days_later, "days_subtract": lambda date, days: days_later(date, -days), "add_months": months_on,
    "days_between": lambda start, end: Fraction((end - start).days), "month": lambda date: Fraction(date.month),
    "day": lambda date: Fraction(date.day), "weekday": lambda date: Fraction(date.isoweekday()),
    "last_day_of_month": lambda date: date.replace(day=calendar.monthrange(date.year, date.month)[1]),
    "in": lambda x, *others: x in others, "min": lambda *x: min(x), "max": lambda *x: max(x), "abs": abs,
    "round": rounded, "floor": lambda x, step: rounded(x, step, "floor"), "ceil": lambda x, step: rounded(x, step, "ceiling"),
    "clamp": clamped, "year": lambda date: Fraction(date.year),
    "years_between": years_between, "date_of": lambda *parts: datetime.date(*map(int, parts)), "previous": lambda x: x}


class Figure:
    """One figure of a certificate, checked step by step."""

    def __init__(self, certificate, figure, known):
        self.figure, self.known, self.as_of, self.known_at = figure, known, certificate["as_of"], certificate["known_at"]
        self.done = {}

    def name(self):
        return self.figure["rule"] + "@" + self.figure["row"]

    def check(self):
        for number, step in enumerate(self.figure["steps"]):
            need(step["id"] == number, "step", number, "has another number")
            try:
                self.step(step)
            except (Wrong, KeyError, IndexError, ValueError, TypeError, AttributeError, ZeroDivisionError) as why:
                raise Wrong(f"step {number} ({step['op']}: {step['text']}): {why or type(why).__name__}") from why
            self.done[number] = step
        self.outcome()
        for posting in self.figure["postings"]:
            self.posting(posting)
        self.all_posted()

    def taken(self, number):
        need(number in self.done, "it uses step", number, "which does not stand before it")
        return self.done[number]

    def step(self, step):
        operands = [None if number is None else self.taken(number) for number in step["operands"]]
        wheres = [self.taken(number) for number in step.get("where") or []]
        if "rows" in step:
            state, value = self.aggregate(step, operands, wheres)
        elif step["op"] in ("and", "or", "if"):
            state, value = self.branch(step, operands)
        elif step["op"] in LEAVES:
            state, value = self.leaf(step, operands)
        else:
            need(None not in operands, "an operand is missing")
            state, value = worst(operands), None
            if step["op"] == "cumulative" and state == "undetermined":  # up to the first that is not known
                operands = operands[:step["index"]]
                state = worst(operands)
                if state == "value":
                    value = cumulative([read(operand["value"]) for operand in operands])[-1]
            if state == "value" and value is None:
                value = self.apply(step, [read(operand["value"]) for operand in operands])
        need(step["state"] == state, "its state is", step["state"], "and should be", state)
        if state == "value" and value is not None:
            need(read(step["value"]) == value, "it is", step["value"], "and should be", value)

    @staticmethod
    def apply(step, values):
        if step["op"] not in POOLS:
            return STRICT[step["op"]](*values)
        count = step["siblings"]
        lists = [values[i:i + count] for i in range(0, len(values), count)]
        need(all(len(one) == count for one in lists), "a sibling is missing")
        return POOLS[step["op"]](*lists)[step["index"] - 1]

    @staticmethod
    def branch(step, operands):
        first = operands[0]
        if first["state"] == "undetermined":
            return decided(step["op"], operands[1:])
        if first["state"] != "value":
            need(operands[1:] == [None] * (len(operands) - 1), "a branch was taken without its condition")
            return first["state"], None
        truth = read(first["value"])
        goes_to = {"and": 1 if truth else 0, "or": 0 if truth else 1, "if": 1 if truth else 2}[step["op"]]
        need(all((operands[i] is not None) == (i == goes_to) for i in range(1, len(operands))), "the wrong branch was taken")
        return operands[goes_to]["state"], operands[goes_to]["state"] == "value" and read(operands[goes_to]["value"])

    @staticmethod
    def aggregate(step, operands, wheres):
        rows = step["rows"]
        need(step["where"] is None or len(wheres) == rows, "a row was not looked at")
        kept = [step["where"] is None or wheres[i]["value"] is True for i in range(rows)]
        unknown = [{"state": "undetermined"}] if step["rows_unknown"] else []
        if step["op"] == "count":
            state = worst(wheres + unknown)
            return state, Fraction(sum(kept)) if state == "value" else None
        need(len(operands) == rows, "a row is missing")
        need([operand is not None for operand in operands] == kept, "a row counted against its condition")
        bodies = [operand for operand in operands if operand is not None]
        need(len({step["row"] for step in bodies + wheres}) == max(len(bodies), len(wheres)), "a row counted twice")
        state = worst(wheres + bodies + unknown)
        if state == "undetermined" and step["op"] in ("any", "all"):
            deciding = step["op"] == "any"  # one row decides, whatever the others lack
            if any(body["state"] == "value" and body["value"] is deciding for body in bodies):
                return "value", deciding
        return state, AGGREGATES[step["op"]]([read(body["value"]) for body in bodies]) if state == "value" else None

    def leaf(self, step, operands):
        op = step["op"]
        if op == "constant":
            return "value", written(step["text"])
        if op in ("figure", "applicable"):
            return self.other_figure(step)
        if op in ("first", "last", "index"):
            return "value", {"first": step["index"] == 1, "last": step["index"] == step["siblings"],
                             "index": Fraction(step["index"])}[op]
        if op == "as_of":
            need(not self.is_own(step) or step["value"] == self.date(step), "it is not the date in force")
            return "value", None
        if op not in ("field", "given", "filled"):
            return self.law(step, operands)
        need(step["state"] in ("value", "undetermined", "not_applicable"), "a fact is in no such state")
        return step["state"], None  # what the scenario says, or does not, at its place

    def other_figure(self, step):
        if "figure" not in step:
            need(step["op"] == "applicable" and step["value"] is False, "no figure stands behind it")
            return "value", False
        other = self.known.get((step["figure"]["rule"], step["figure"]["row"]))
        need(other is not None, "its figure is not in the certificate")
        if step["op"] == "applicable" and other["state"] != "undetermined":
            return "value", other["state"] == "value"
        return other["state"], read(other["value"]) if other["state"] == "value" else None

    def is_own(self, step):
        return step["row"] == self.figure["row"] and step["table"] == self.figure["table"]

    def date(self, step):
        for other in self.figure["steps"]:  # a parameter as of another date
            if other["op"] == "at" and other["operands"][0] == step["id"] and other["operands"][1] is not None:
                return self.taken(other["operands"][1])["value"]
        return self.as_of if step["formula"] == "on" else self.figure["date"]

    def law(self, step, operands):
        source = step["source"]
        if source is not None and self.is_own(step):
            need(source["from"] <= self.date(step) and (source["to"] is None or self.date(step) < source["to"]),
                 "that law was not in force on", self.date(step))
        if source is not None and None not in (self.known_at, source["published"]):
            need(source["published"] <= self.known_at, "that law was published after", self.known_at)
        if step["op"] == "in_force":
            return "value", source is not None
        state = worst(operands)
        if state != "value" or step["op"] == "parameter":
            return state, None
        values = [read(operand["value"]) for operand in operands]
        if step["op"] == "in_set":
            return state, values[0] in source["members"]
        if step["op"] in ("brackets", "thresholds"):
            scale = source if step["op"] in source else next(one for one in source["scales"] if one["keys"] == values[1:])
            return state, (progressive if step["op"] == "brackets" else by_threshold)(values[0], scale[step["op"]])
        return state, next(read(entry["value"]) for entry in source["entries"] if entry["keys"] == values)

    def root(self, formula):
        """The outcome of a formula at the figure's own row: its last step there. None: it was not evaluated."""
        steps = [step for step in self.figure["steps"] if step["formula"] == formula]
        if steps:
            need(self.is_own(steps[-1]), formula, "does not end at its own row")
            need(steps[-1]["text"] == self.figure["formulas"][formula].strip(), formula, "does not end with all of it")
        return (steps[-1]["state"], steps[-1]["value"]) if steps else None

    def outcome(self):
        figure, settled = self.figure, None
        if "on" in figure["formulas"]:
            need(self.root("on") in (None, ("value", figure["date"]), ("not_applicable", None), ("undetermined", None)),
                 "its date is not that of `on`")
        else:
            need(figure["date"] == self.as_of, "its date is not the scenario's")
        waits = False
        for name in figure["formulas"]:
            if settled is None and re.fullmatch(r"on|when|needs\[\d+\]", name):
                settled = self.condition(name)
                if settled == ("undetermined", None) and name != "on":  # what follows may say that it does not apply
                    waits, settled = True, None
        if settled is None and waits:
            settled = ("undetermined", None)
        if settled is None:
            settled = self.ways()
        if settled is None:
            settled = self.cases()
        if settled is None:
            settled = self.root("value") if "value" in figure["formulas"] else ("not_applicable", None)
        need(settled == (figure["state"], figure["value"]), "the figure is", figure["value"], "and should be", settled)

    def condition(self, name):
        state, value = self.root(name) or need(False, name, "was not looked at")
        if name == "on":
            return None if state == "value" else (state, None)
        if state == "value" and value is True:
            return None
        if state == "undetermined":
            return state, None
        later = list(self.figure["formulas"]).index(name)
        for other in list(self.figure["formulas"])[later + 1:]:
            need(self.root(other) is None, other, "was evaluated although", name, "does not hold")
        return ("not_applicable", None)

    def ways(self):
        """Of the figures named by `one_of` one must apply: else this one is undetermined."""
        states = [self.root(name)[0] for name in self.figure["formulas"] if name.startswith("one_of[")]
        return None if not states or "value" in states else ("undetermined", None)

    def cases(self):
        cases, unsettled = self.figure["cases"], None
        whens = [self.root(f"cases[{i}].when") for i in range(len(cases))]
        need(None not in whens, "a case was not looked at")
        certain = [case for case, when in zip(cases, whens) if when[1] is True]
        for case, (state, _) in zip(cases, whens):
            if state == "undetermined" and any(case["label"] in other["overrides"] for other in certain):
                continue
            if state != "value" and unsettled in (None, ("undetermined", None)):
                unsettled = unsettled if state == "undetermined" and unsettled else (state, None)
        if unsettled:
            return unsettled
        holding = [case["label"] for case, when in zip(cases, whens) if when[1] is True]
        stands = [case["label"] in holding and not any(other["label"] in holding and case["label"] in other["overrides"]
                                                       for other in cases) for case in cases]
        for i, case in enumerate(cases):
            need(case["holds"] == (case["label"] in holding), "case", case["label"], "does not hold as it says")
            need(case["overridden"] == (case["holds"] and not stands[i]), "case", case["label"], "is not overridden so")
            need(case["taken"] == (stands.index(True) == i if True in stands else False), "case", case["label"], "is not taken so")
        outcomes = [self.root(f"cases[{i}].value") for i in range(len(cases)) if stands[i]]
        need(len(set(outcomes)) <= 1, "cases that hold at once differ")
        return outcomes[0] if outcomes else None

    def posting(self, posting):
        if posting["amount"] is None:  # undetermined, as its amount is
            own = self.root(f"posts[{posting['post']}].amount") or (self.figure["state"], self.figure["value"])
            need(own[0] == "undetermined" and posting["exact"] is None and posting["residue"] is None, "posting", posting["post"], "is known")
            return
        exact, amount, step = read(posting["exact"]), read(posting["amount"]), read(posting["step"])
        own = self.root(f"posts[{posting['post']}].amount") or (self.figure["state"], self.figure["value"])
        need(own == ("value", posting["exact"]), "posting", posting["post"], "is not of its amount")
        need(exact >= 0 and amount == rounded(exact, step, posting["mode"]), "posting", posting["post"], "is rounded wrongly")
        need(read(posting["residue"]) == amount - exact, "posting", posting["post"], "has another residue")

    def all_posted(self):
        """Each post is made whose condition holds, once, and no other."""
        made = [posting["post"] for posting in self.figure["postings"]]
        due = []
        for post in range(self.figure["posts"] if self.figure["state"] == "value" else 0):
            when, amount = (self.root(f"posts[{post}].{part}") for part in ("when", "amount"))
            need(when is not None or f"posts[{post}].when" not in self.figure["formulas"], "post", post, "was not looked at")
            if (when is None or when == ("value", True)) and (amount is None or amount[0] == "value"):
                due.append(post)
        need(made == due, "posted were", made, "and should be", due)


def worst(operands):
    states = {operand["state"] for operand in operands}
    return next((state for state in ("error", "not_applicable", "undetermined") if state in states), "value")


def decided(op, branches):
    """What follows from the branches where the condition is undetermined."""
    need(None not in branches, "a branch that may decide was not looked at")
    states = [branch["state"] for branch in branches]
    if op == "if":
        if states == ["value", "value"] and read(branches[0]["value"]) == read(branches[1]["value"]):
            return "value", read(branches[0]["value"])
        return ("not_applicable" if states == ["not_applicable"] * 2 else "undetermined"), None
    if states == ["value"] and branches[0]["value"] is (op == "or"):
        return "value", op == "or"
    return "undetermined", None


def recheck(certificate):
    """The first thing that does not hold in a certificate, or None; and how many steps were checked."""
    known = {(figure["rule"], figure["row"]): figure for figure in certificate["figures"]}
    steps = 0
    for figure in certificate["figures"]:
        checked = Figure(certificate, figure, known)
        try:
            checked.check()
        except Wrong as why:
            return f"{checked.name()}: {why}", steps
        steps += len(figure["steps"])
    return None, steps


def main(paths):
    failed = False
    for path in paths:
        with open(path, encoding="utf-8") as file:
            wrong, _ = recheck(json.load(file))
        if wrong:
            print(f"{path}: {wrong}", file=sys.stderr)
            failed = True
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
