#!/usr/bin/env python3
"""Random laws over random tables, with values about the borders of machine words: every way that the engine has prints the same
bytes and the same complaints, and the same figures as a run that holds the whole table. A failure is made small before it is shown.

  programs.py [CASES]          FT_TEST_SEED=… draws others; FANGTIAN is the command, else build/fangtian; ROWS_BY_COLUMNS counts the
                               rows that went by columns, else build/tests/stream/rows_by_columns
"""
import copy
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from common import COMMAND, WAYS, chances, compare_held, each, json_of, read_rows, run, same, seed_of_run
from formulas import ENUMERATIONS, FACTORS, FEATURES, OTHER_UNITS, READ_BORDERS, UNITS, Drawing, Formula, a_date, border, decimal

COUNTER = os.environ.get("ROWS_BY_COLUMNS", pathlib.Path(COMMAND).parent / "tests" / "stream" / "rows_by_columns")
SHRINKING = 120  # seconds
ALONE = int(os.environ.get("FT_TEST_ALONE", 2))  # how many rules are worked out alone too
PARTIES = ["city", "fund", "owner"]
KINDS = {"money": "cash", "area": "quota"}


class Name:
    """What a formula may name, and how it may be read."""

    def __init__(self, text, kind, most=1, den=1, optional=False, rule=False, asks=None, integer=False):
        self.text, self.kind, self.most, self.den = text, kind, most, den
        self.optional, self.rule, self.asks, self.integer = optional, rule, asks, integer


class Field:
    """A field with what a table may have in its cells."""

    def __init__(self, chance, ident, kind, tame, form="quantity"):
        self.id, self.kind, self.form = ident, kind, form
        self.unit = "" if form != "quantity" else UNITS[kind] if chance.random() < 0.7 else chance.choice(OTHER_UNITS[kind])
        self.mode = "required" if form == "date" and tame and ident == "d0" else chance.choice(["required"] * 3 + ["default", "optional"])
        self.header = chance.choice(OTHER_UNITS[kind]) if form == "quantity" and kind != "plain" and chance.random() < 0.15 else None
        self.empty = 0 if self.mode == "required" else chance.choice([0.5, 0.05, 0.002])
        self.in_file = self.mode == "required" or chance.random() < 0.9
        self.cells, self.most, self.den = profile(chance, self, tame)
        self.fallback = self.cells(chance)
        num, den = FACTORS[self.header or self.unit] if form == "quantity" else (1, 1)
        own_num, own_den = FACTORS[self.unit] if form == "quantity" else (1, 1)
        self.most = self.most * max(num, own_num)
        self.den *= math.lcm(den, own_den)

    def is_plain(self):
        """Whether columns can write it: in the unit that it was read in, which no factor of 3 has."""
        return self.unit != "万元/亩" and self.header in (None, self.unit)

    def name(self, prefix=""):
        optional = self.mode == "optional"
        return Name(prefix + self.id, self.kind, self.most, self.den, optional, asks="given" if optional else None,
                    integer=self.form == "integer")

    def __str__(self):
        of = f' of = "{self.kind}";' if self.form == "symbol" else f' unit = "{self.unit}";' if self.form == "quantity" else ""
        if self.mode == "optional":
            of += ' optional = "true";'
        elif self.mode == "default":
            of += f' default = "{with_unit(self.fallback, self.unit)}";'
        return f'{self.id} = {{ type = "{self.form}";{of} title = {{ zh = "字段{self.id}"; en = "{self.id}"; }}; }};'


def with_unit(text, unit):
    """A figure as a scenario or a policy writes it."""
    return f"{text} {unit}".strip()


def with_bracket(name, unit):
    """A column's name with the unit of its figures."""
    return f"{name} ({unit})" if unit else name


def profile(chance, field, tame):
    """A function that draws a cell, the greatest value of one, and the denominator of all."""
    if field.form == "boolean":
        return (lambda chance: chance.choice(["true", "false"])), 1, 1
    if field.form == "date":
        years = (2016, 2024) if tame else (1995, 2035)
        few = [a_date(chance, years) for _ in range(chance.choice([1, 3, 12]))]
        return (lambda chance: chance.choice(few)) if chance.random() < (0.95 if tame else 0.7) else a_date, 1, 1
    if field.form == "symbol":
        return (lambda chance: chance.choice(ENUMERATIONS[field.kind])), 1, 1
    if field.form == "integer":
        least, most = chance.choice([(2015, 2024), (0, 4), (1, 12), (-3, 3), (0, 5000)])
        return (lambda chance: str(chance.randrange(least, most + 1))), max(most, -least), 1
    signed = chance.random() < 0.3
    most, decimals = chance.choice([(10, 0), (100, 2), (1000, 1), (10**4, 2), (10**6, 2), (10**3, 4)] if tame else
                                   [(10**6, 2), (10**9, 0), (10**9, 6), (10**15, 2), (10**17, 1), (10, 17), (10**30, 9), (10**5, 12)])

    def number(chance):
        value = chance.choice([0, most * 10**decimals, chance.randrange(most * 10**decimals)]) if chance.random() < 0.02 else \
            chance.randrange(most * 10**decimals)
        return decimal(-value if signed and chance.random() < 0.5 else value, decimals)

    if tame and chance.random() < 0.05:  # said to be small, so that what it is used in comes out about the borders of words
        near, decimals = chance.choice(READ_BORDERS) - chance.choice([1, 4, 1000]), chance.choice([0, 0, 2])
        return (lambda chance: decimal(near + chance.randrange(6), decimals)), 1000, 10**decimals
    if chance.random() < 0.3:
        few = [number(chance) for _ in range(chance.choice([1, 2, 5]))]
        return (lambda chance: chance.choice(few)), most, 10**decimals
    return number, most, 10**decimals


class Scalar:
    def __init__(self, ident, kind, versions, most=1, den=1, late=False):
        self.id, self.kind, self.versions, self.most, self.den, self.late = ident, kind, versions, most, den, late

    def __str__(self):
        unit = {"boolean": 'type = "boolean";', "date": 'type = "date";'}.get(self.kind)
        if unit is None:
            unit = f'unit = "{UNITS[self.kind]}";' if self.kind in UNITS else f'type = "symbol"; of = "{self.kind}";'
        return parameter(self.id, unit, self.versions)


class Table(Scalar):
    """Keyed by enumerations."""
    keys = ()

    def __str__(self):
        keys = ", ".join(f'"{key}"' for key in self.keys)
        unit = f'unit = "{UNITS[self.kind]}";' if self.kind in UNITS else f'type = "symbol"; of = "{self.kind}";'
        return parameter(self.id, f"{unit} keys = [ {keys} ];", self.versions)


class Brackets(Scalar):
    """A scale, marginal or of thresholds, for all or one a combination of keys."""
    keys, thresholds = (), False

    def __str__(self):
        keys = f' keys = [ {", ".join(f"{chr(34)}{key}{chr(34)}" for key in self.keys)} ];' if self.keys else ""
        by = f' by = "{UNITS[self.kind]}";' if self.thresholds else ""
        return parameter(self.id, f'unit = "{UNITS[self.kind]}";{by}{keys}', self.versions)


class Members(Scalar):
    def __str__(self):
        return parameter(self.id, f'of = "{self.kind}";', self.versions)


def parameter(ident, head, versions):
    values = ",\n                ".join(f'{{ from = "{date}"; source = "第二条"; {body} }}' for date, body in versions)
    return f'{ident} = {{ title = {{ zh = "参数{ident}"; en = "{ident}"; }}; {head}\n    values = ( {values} ); }};'


class Rule:
    """A rule; what it has of formulas can be left out or made simpler, one by one."""

    def __init__(self, ident, of, kind, value):
        self.id, self.of, self.kind, self.value = ident, of, kind, value
        self.unit, self.require = UNITS.get(kind), False
        self.on = self.when = None
        self.needs, self.cases, self.posts, self.memos = [], [], [], []  # cases: label, when, value, overrides

    def __str__(self):
        kind = f'unit = "{self.unit}";' if self.unit is not None else 'require = "true";' if self.require else \
            f'type = "{self.kind}";' if self.kind in ("boolean", "date") else f'type = "symbol"; of_enumeration = "{self.kind}";'
        lines = [f'{{ id = "{self.id}"; of = "{self.of}"; {kind} title = {{ zh = "规则{self.id}"; en = "{self.id}"; }};']
        if self.on:
            lines.append(f'on = "{self.on}";')
        if self.needs:
            lines.append("needs = [ " + ", ".join(f'"{need}"' for need in self.needs) + " ];")
        if self.when:
            lines.append(f'when = "{self.when}"; otherwise = {{ zh = "否则"; en = "otherwise"; }};')
        if self.value is not None:
            lines.append(f'value = "{self.value}";')
        if self.cases:
            cases = [f'{{ label = "{label}"; when = "{when}"; value = "{value}"; source = "第三条";' +
                     (" overrides = [ " + ", ".join(f'"{one}"' for one in over) + " ];" if over else "") + " }"
                     for label, when, value, over in self.cases]
            lines.append("cases = ( " + ",\n      ".join(cases) + " );")
        for name, posts in (("post", self.posts), ("memo", self.memos)):
            if posts:
                lines.append(f"{name} = ( " + ",\n      ".join(map(str, posts)) + " );")
        return "\n    ".join(lines) + " }"

    def simpler(self):
        """The rule with less in it."""
        for name in ("on", "when", "value"):
            if getattr(self, name) is not None:
                yield self.but(name, None)
        for name in ("needs", "cases", "posts", "memos"):
            whole = getattr(self, name)
            for i in range(len(whole)):
                yield self.but(name, whole[:i] + whole[i + 1:])
        for name in ("value", "when", "on"):
            if getattr(self, name) is not None:
                for formula in getattr(self, name).simpler():
                    yield self.but(name, formula)
        for i, (label, when, value, over) in enumerate(self.cases):
            for formula in when.simpler():
                yield self.but("cases", [*self.cases[:i], (label, formula, value, over), *self.cases[i + 1:]])
            for formula in value.simpler():
                yield self.but("cases", [*self.cases[:i], (label, when, formula, over), *self.cases[i + 1:]])
        for name in ("posts", "memos"):
            whole = getattr(self, name)
            for i, post in enumerate(whole):
                for other in post.simpler():
                    yield self.but(name, [*whole[:i], other, *whole[i + 1:]])

    def but(self, name, value):
        other = copy.copy(self)
        setattr(other, name, value)
        return other


class Post:
    def __init__(self, kind, giver, taker, amount=None, when=None):
        self.kind, self.giver, self.taker, self.amount, self.when = kind, giver, taker, amount, when

    def __str__(self):
        giver = f'from = "{self.giver}"; ' if self.giver else ""
        amount = f' amount = "{self.amount}";' if self.amount else ""
        when = f' when = "{self.when}";' if self.when else ""
        return f'{{ {giver}to = "{self.taker}"; kind = "{self.kind}";{amount}{when} title = {{ zh = "一笔"; en = "a line"; }}; }}'

    def simpler(self):
        if self.when:
            yield Post(self.kind, self.giver, self.taker, self.amount)
            yield from (Post(self.kind, self.giver, self.taker, self.amount, when) for when in self.when.simpler())
        if self.amount:
            yield Post(self.kind, self.giver, self.taker, None, self.when)
            yield from (Post(self.kind, self.giver, self.taker, amount, self.when) for amount in self.amount.simpler())


# ---- a program: vocabulary, law and table

SHIPPED = (pathlib.Path(__file__).resolve().parents[2] / "policies" / "vocabulary.cfg").read_text(encoding="utf-8")
SHIPPED_UNITS = SHIPPED[SHIPPED.index("units:"):SHIPPED.index("enumerations:")]


class Program:
    """All that a case is made of. `tame`: most figures fit machine words; `reckless`: faults are not guarded against."""

    def __init__(self, chance):
        self.tame, self.reckless = chance.random() < 0.88, chance.random() < 0.12
        self.thirds = chance.random() < 0.2
        self.features = [name for name in FEATURES if chance.random() < (0.06 if self.tame else 0.6)]
        self.scalars, self.tables, self.brackets, self.sets, self.rules = [], [], [], [], []
        self.definitions, self.payer, self.spans = [], None, None
        self.budget = chance.choice(["", "1,000,000 元", "12,345.67 元" if self.tame else "9,223,372,036,854,775,807 元"])
        self.draw_fields(chance)
        self.draw_parameters(chance)
        self.draw_rules(chance)
        self.draw_table(chance)
        self.as_of = chance.choice(["2021-06-30", "2020-07-01", "2019-12-31"])
        self.steps = [chance.choice(["0.01", "0.01", "1", "10", "0.0001"]), chance.choice(["0.0001", "0.01", "1"])]
        self.modes = [chance.choice(MODES_OF_KINDS), chance.choice(MODES_OF_KINDS)]
        self.words = chance.choice([[], [], ["--by", "town"]]) + \
            chance.choice([["-f", "json"], ["-f", "csv"], ["--lang", "zh"], ["--lang", "en"]])
        self.columns = self.draw_columns(chance)
        self.alone = chance.sample(self.rules, min(ALONE, len(self.rules)))

    # ---- fields

    def draw_fields(self, chance):
        kinds = ["money", "area", "price", "plain"] + [chance.choice(list(UNITS)) for _ in range(chance.randrange(4))]
        self.fields = [Field(chance, f"f{i}", kind, self.tame) for i, kind in enumerate(kinds)]
        self.fields += [Field(chance, f"n{i}", "plain", self.tame, "integer") for i in range(chance.randrange(1, 3))]
        self.fields += [Field(chance, f"b{i}", "boolean", self.tame, "boolean") for i in range(chance.randrange(3))]
        self.fields += [Field(chance, f"d{i}", "date", self.tame, "date") for i in range(chance.randrange(1, 3))]
        self.fields += [Field(chance, name, name, self.tame, "symbol") for name in ENUMERATIONS]
        self.fields[-len(ENUMERATIONS)].mode = "required"
        self.fields[-len(ENUMERATIONS)].in_file = True
        self.fields[-len(ENUMERATIONS)].empty = 0

    def names(self, below):
        """What a formula on the table's rows may name (True), on those made below them ("stages"), or one beside it (False)."""
        prefix = "portfolio." if below else ""
        found = [Name(prefix + "factor", "plain", 10, 1000), Name(prefix + "budget", "money", 2**63, 100, True, asks="given"),
                 Name(prefix + "flag", "boolean"), Name(prefix + "home", "town"), Name(prefix + "first_use", "use"),
                 Name(prefix + "number", "plain", 100, 1, integer=True)]
        if self.tame:
            found[1].most = 10**7
        if below:
            found += [field.name("plot." if below == "stages" else "") for field in self.fields]
        found += [Name(scalar.id, scalar.kind, scalar.most, scalar.den) for scalar in self.scalars if not scalar.late]
        found += [name for name in self.definitions if below is True]
        for rule in self.rules:
            if rule.of in ("stages", "terms") and below != "stages" and rule.kind in UNITS:
                found.append(Name(f"sum({rule.id} over {rule.of})", rule.kind, 3 * rule.most, rule.den))
            elif rule.of == ("plots" if below is True else below or "portfolio"):
                found.append(rule.as_name)
            elif rule.of == "plots" and below or rule.of == "portfolio" and not rule.late:
                found.append(rule.as_name_below)
        return found

    # ---- parameters

    def draw_parameters(self, chance):
        def number(kind):
            if not self.tame and chance.random() < 0.2:
                return border(chance)
            return decimal(chance.randrange(1, 1000), chance.choice([0, 1, 2]))

        def versions(body):
            dates = chance.sample(["2005-01-01", "2012-07-01", "2020-01-01", "2020-07-01", "2030-01-01"], chance.choice([0, 1, 1, 2]))
            return [(date, body()) for date in ["1900-01-01", *sorted(dates)]]

        most = 1000 if self.tame else 2**128
        den = 100 if self.tame else 10**9
        for i in range(chance.randrange(1, 4)):
            kind = chance.choice(list(UNITS))
            self.scalars.append(Scalar(f"s{i}", kind, versions(lambda kind=kind: f'value = "{with_unit(number(kind), UNITS[kind])}";'), most, den))
        if chance.random() < 0.3:
            self.scalars.append(Scalar("s8", "boolean", versions(lambda: f'value = "{chance.choice(["true", "false"])}";')))
        if chance.random() < 0.3:
            self.scalars.append(Scalar("s9", "date", versions(lambda: f'value = "{a_date(chance)}";')))
        if chance.random() < 0.3:
            self.scalars.append(Scalar("s7", "use", versions(lambda: f'value = "{chance.choice(ENUMERATIONS["use"])}";')))
        if chance.random() < 0.3:  # worked out from another, and from what it was before
            one = self.scalars[0]
            first = versions(lambda: f'value = "{with_unit(number(one.kind), UNITS[one.kind])}";')[0]
            formula = f"max({one.id}, s6 at (as_of - 1 年)) / 2 + {one.id} at date '2015-01-01'"
            self.scalars.append(Scalar("s6", one.kind, [first, ("1910-01-01", f'formula = "{formula}";')], 3 * one.most, one.den * 2**12))
        for i in range(chance.randrange(3)):
            keys = chance.choice([["town"], ["use"], ["town", "use"], ["use", "town"]])
            kind = chance.choice([*UNITS, "use"])
            body = (lambda keys=keys, kind=kind: f"table = {entries(chance, keys, kind, number)};")
            table = Table(f"t{i}", kind, versions(body), most, den)
            table.keys = keys
            self.tables.append(table)
        for i in range(chance.randrange(2)):
            kind = chance.choice(["money", "area", "plain"])
            keys, thresholds = chance.choice([[], [], ["town"], ["use", "town"]]), chance.random() < 0.5
            body = (lambda kind=kind, keys=keys, thresholds=thresholds: scale(chance, UNITS[kind], keys, thresholds))
            brackets = Brackets(f"k{i}", kind, versions(body), 3 * 10**6, 10**4)
            brackets.keys, brackets.thresholds = keys, thresholds
            self.brackets.append(brackets)
        for i in range(chance.randrange(2)):
            kind = chance.choice(list(ENUMERATIONS))
            self.sets.append(Members(f"m{i}", kind, versions(lambda kind=kind: member_list(chance, kind))))

    # ---- rules

    def draw_rules(self, chance):
        for i in range(chance.randrange(3)):
            self.add_rule(chance, f"a{i}", "portfolio", False)
        self.made = Drawing(chance, self, True).integer(0, 2) if chance.random() < 0.08 else None
        self.draw_definitions(chance)
        self.draw_spans(chance)
        for i in range(chance.randrange(5, 21)):
            self.add_rule(chance, f"r{i}", "plots", False)
            if self.made and chance.random() < 0.2:
                self.add_rule(chance, f"g{i}", "stages", False)
                if chance.random() < 0.6:
                    self.look_aside(chance, self.rules[-1])
        for i in range(chance.choice([0, 1, 2, 3])):
            self.add_rule(chance, f"z{i}", "portfolio", True)

    def add_rule(self, chance, ident, of, late):
        below = {"plots": True, "stages": "stages", "portfolio": False}[of]
        kind = chance.choice(["money", "money", "money", "area", "area", "price", "plain", "plain", "time", "boolean", "boolean", "boolean",
                              "date", "town", "use"])
        known = self.names(below)
        guards = [name for name in known if name.optional and chance.random() < 0.4][:2] if chance.random() < 0.3 else []
        divides = "division" in self.features and chance.random() < 0.3
        nonzero = [name for name in known if name.kind in UNITS and not name.optional][:1] if divides else []
        drawing = Drawing(chance, self, below, [name.text for name in guards], nonzero)
        depth = chance.choice([1, 2, 2, 3])
        draw = (lambda kind, depth: self.over_rows(chance, drawing, kind, depth)) if late else drawing.draw
        positive = kind in KINDS and chance.random() < 0.8

        def outcome(depth):
            value = draw(kind, depth)
            bare = positive and not (self.reckless and chance.random() < 0.3)
            return Formula(kind, ["max(0, ", ")"], [value], value.most, value.den) if bare else value

        rule = Rule(ident, of, kind, outcome(depth))
        rule.late = late
        plain = Drawing(chance, self, below)
        conditions = [Formula("boolean", [f"{name.asks}({name.text})"]) for name in guards if name.asks]
        conditions += [Formula("boolean", [f"{name.text} != 0"]) for name in nonzero]
        if chance.random() < 0.25:
            conditions.append(plain.draw("boolean", 2))
        if conditions:
            rule.when = Formula("boolean", ["", *[" and "] * (len(conditions) - 1), ""], conditions)
        if below and chance.random() < 0.35 or chance.random() < 0.1:
            dates = [name for name in known if name.kind == "date" and not (name.optional or name.rule)] if below else []
            rule.on = plain.literal("date") if not below else plain.read(chance.choice(dates)) if dates and chance.random() < 0.9 else \
                plain.draw("date", chance.choice([0, 1]))
        checks = [other.id if other.of == of else f"portfolio.{other.id}" for other in self.rules
                  if other.kind == "boolean" and (other.of == of or other.of == "portfolio" and below and not other.late) and other.require]
        if checks and chance.random() < 0.3:
            rule.needs = chance.sample(checks, 1)
        outcomes = [rule.value]
        for i in range(chance.choice([1, 1, 2, 3]) if chance.random() < 0.25 and not late else 0):
            over = [label for label, *_ in rule.cases]
            if self.reckless and chance.random() < 0.3:
                over = over[1:]
            rule.cases.append((f"c{i}", drawing.draw("boolean", 2), outcome(1), over))
            outcomes.append(rule.cases[-1][2])
        if rule.cases and chance.random() < 0.3:
            rule.value = None
        if positive:
            self.add_posts(chance, rule, drawing)
        if kind == "boolean" and chance.random() < 0.5:
            rule.require = True
        rule.most, rule.den = max(value.most for value in outcomes), math.lcm(*(value.den for value in outcomes))
        if rule.unit is not None:
            units = [rule.unit, rule.unit, *OTHER_UNITS[kind]]
            rule.unit = chance.choice([unit for unit in units if is_decimal(rule.den, unit) or not self.tame] or units)
        optional = rule.when is not None or bool(rule.needs) or rule.value is None or late
        asks = None if late else "applicable"  # which would look at the whole table
        rule.as_name = Name(ident, kind, rule.most, rule.den, optional and not late, rule=True, asks=asks)
        rule.as_name_below = Name(("plot." if of == "plots" else "portfolio.") + ident, kind, rule.most, rule.den, optional, rule=True,
                                  asks="applicable")
        self.rules.append(rule)

    def draw_definitions(self, chance):
        """Formulas with a name, and a payer that depends on facts."""
        for i in range(chance.choice([0, 0, 0, 1, 2])):
            kind = chance.choice(["money", "area", "plain", "boolean"])
            value = Drawing(chance, self, True).draw(kind, 1)
            name = Name(f"def{i}", kind, value.most, value.den)
            name.value = value
            self.definitions.append(name)
        self.payer = chance.choice(["portfolio.flag", "portfolio.number > 5", "portfolio.home == 'south'"]) if chance.random() < 0.3 else None

    def draw_spans(self, chance):
        """A rule on spans of time that begin where a year or a parameter's value does."""
        dates = [field for field in self.fields if field.form == "date" and field.mode == "required"]
        one = self.scalars[0]
        if not dates or chance.random() > 0.06:
            return
        self.spans = f'from = "{dates[0].id}"; to = "{dates[0].id} + {chance.choice([3, 14])} 月"; cut = [ "{chance.choice(["year", "5 月"])}", "{one.id}" ];'
        rule = Rule("h0", "terms", one.kind, Formula(one.kind, [f"{one.id} * (days_between(begin, end) / 30 日)"]))
        rule.most, rule.den, rule.late = one.most * 16, one.den * 30, False
        rule.as_name = rule.as_name_below = Name("h0", one.kind, rule.most, rule.den, rule=True)
        self.rules.append(rule)

    def look_aside(self, chance, rule):
        """A rule on stages asks for its own figure at the one before, or for those of lower numbers."""
        if rule.kind not in UNITS or rule.value is None:
            return
        more = Drawing(chance, self, "stages").draw(rule.kind, 1)
        if chance.random() < 0.5:
            words = ["(", f") + (if first then ", f" else previous({rule.id}) / 2)"]
        else:
            words = ["(", ") + sum(", " over plot.stages where number < stage.number)"]
        rule.value = Formula(rule.kind, words, [rule.value, more], 2 * rule.value.most + 2 * more.most, rule.value.den * more.den * 4)
        rule.most, rule.den = max(rule.most, rule.value.most), math.lcm(rule.den, rule.value.den)
        if rule.unit is not None:
            rule.unit = UNITS[rule.kind]
        for name in (rule.as_name, rule.as_name_below):
            name.most, name.den = rule.most, rule.den

    def over_rows(self, chance, drawing, kind, depth):
        """A formula beside the table with sums over it."""
        rows = Drawing(chance, self, True)
        where = [rows.draw("boolean", 1)] if chance.random() < 0.5 else []

        def call(name, part, kind):
            words = [f"{name}(", " over plots where ", ")"] if where else [f"{name}(", " over plots)"]
            return Formula(kind, words, [part, *where], part.most * 3000, part.den)

        count = Formula("plain", ["count(plots where ", ")"], where, 3000) if where else Formula("plain", ["count(plots)"], [], 3000)
        if kind == "boolean":
            return call(chance.choice(["any", "all"]), rows.draw("boolean", depth), "boolean")
        if kind not in UNITS:
            return drawing.draw(kind, depth)
        if kind == "plain" and chance.random() < 0.3:
            return count
        total = call("sum", rows.draw(kind, depth), kind)
        if chance.random() < 0.4:
            name = chance.choice(["min", "max"])
            inner = call(name, rows.draw(kind, depth), kind)
            total = Formula(kind, ["(if ", " > 0 then ", " else ", ")"], [count, inner, drawing.leaf(kind)], inner.most, inner.den)
        if chance.random() < 0.3:
            other = drawing.draw(kind, 1)
            total = Formula(kind, ["(", chance.choice([" + ", " - "]), ")"], [total, other], total.most + other.most, total.den * other.den)
        return total

    def add_posts(self, chance, rule, drawing):
        kind = KINDS[rule.kind]
        parties = PARTIES if rule.of != "portfolio" else PARTIES[:2]

        def nonnegative():
            value = drawing.draw(rule.kind, 1)
            words = [chance.choice(["max(0, ", "abs("]), ")"]
            return value if self.reckless else Formula(rule.kind, words, [value], value.most, value.den)

        for i in range(chance.choice([1, 1, 1, 2])):
            giver, taker = chance.sample(parties, 2)
            if self.payer and taker == "owner" and chance.random() < 0.5:
                giver = "clearer"
            amount = nonnegative() if i > 0 or chance.random() < 0.2 else None
            when = drawing.draw("boolean", 1) if chance.random() < (0.2 if amount else 0.05) else None
            rule.posts.append(Post(kind, giver, taker, amount, when))
        if chance.random() < 0.2:
            when = drawing.draw("boolean", 1) if chance.random() < 0.5 else None
            rule.memos.append(Post(kind, None, chance.choice(parties), nonnegative(), when))

    @staticmethod
    def is_plain(rule):
        """Whether columns can write it."""
        bare = [post for post in rule.posts if post.amount is None]
        return bare[0].when is None if bare else rule.kind not in UNITS or is_decimal(rule.den, rule.unit)

    def draw_columns(self, chance):
        """What a line shows: mostly what columns can write."""
        rules = [rule for rule in self.rules if rule.of == "plots" and chance.random() < 0.9]
        if self.tame and chance.random() < 0.9:
            rules = [rule for rule in rules if self.is_plain(rule)]
        elif chance.random() < 0.3:
            return []
        fields = [field.id for field in self.fields if chance.random() < 0.5 and (field.is_plain() or not self.tame)]
        return ["id", *fields, *(rule.id for rule in rules)]

    # ---- the table

    def draw_table(self, chance):
        self.inputs = [field for field in self.fields if field.in_file]
        count = chance.choice([0, 1, 2, 15, 16, 17, 100, 600, 1100, 2047, 2048, 2049, 2500, 4095, 4097])
        odd = chance.choice([0, 0, 0.002])
        # Where figures are past what fits: nowhere, in some rows, everywhere.
        start = chance.randrange(count + 1)
        hot = range(start, start + chance.choice([0, 0, 0, 0, 0, 1, 30, 1200]))
        self.note = chance.choice([0, 0, 0, 400])
        self.rows = []
        for i in range(count):
            cells = []
            for field in self.inputs:
                text = field.cells(chance)
                if field.empty and chance.random() < field.empty:
                    text = ""
                elif i in hot and field.form == "quantity" and chance.random() < 0.3:
                    text = border(chance)
                elif odd and chance.random() < odd and field.form == "quantity":
                    text = chance.choice([f"{text} {field.header or field.unit}".strip(), f'"{text}"', f" {text}"])
                cells.append(text)
            self.rows.append(cells)

    # ---- as text

    def vocabulary(self):
        members = "\n".join(enumeration(name, ones) for name, ones in ENUMERATIONS.items())
        fields = "\n      ".join(map(str, self.fields))
        cash, quota = zip(self.steps, self.modes)
        stage = "" if self.made is None else f"""
  stage =
  {{ table = "stages"; in = "plot"; key = "number"; rows = "{self.made}"; title = {{ zh = "分期"; en = "stage"; }};
    fields = {{ number = {{ type = "integer"; title = {{ zh = "期"; en = "number"; }}; }}; }}; }};"""
        if self.spans:
            stage += f"""
  term =
  {{ table = "terms"; in = "plot"; key = "number"; spans = {{ {self.spans} }}; title = {{ zh = "时段"; en = "term"; }};
    fields = {{ number = {{ type = "integer"; title = {{ zh = "期"; en = "number"; }}; }}; begin = {{ type = "date"; title = {{ zh = "首日"; en = "begin"; }}; }};
               end = {{ type = "date"; title = {{ zh = "末日次日"; en = "end"; }}; }}; }}; }};"""
        return f"""{SHIPPED_UNITS}enumerations:
{{
{members}
}};
kinds:
{{
  cash  = {{ title = {{ zh = "现金"; en = "cash"; }}; unit = "元"; step = "{cash[0]} 元"; mode = "{cash[1]}"; }};
  quota = {{ title = {{ zh = "指标"; en = "quota"; }}; unit = "亩"; step = "{quota[0]} 亩"; mode = "{quota[1]}"; }};
}};
parties:
{{
  city  = {{ title = {{ zh = "市"; en = "city"; }}; }};
  fund  = {{ title = {{ zh = "基金"; en = "fund"; }}; }};
  owner = {{ title = {{ zh = "业主"; en = "owner"; }}; each = "plots"; }};
}};
entities:
{{
  portfolio =
  {{ title = {{ zh = "全部"; en = "portfolio"; }};
    fields =
    {{
      factor = {{ type = "quantity"; unit = "%"; default = "62.5%"; title = {{ zh = "系数"; en = "factor"; }}; }};
      budget = {{ type = "quantity"; unit = "元"; optional = true; title = {{ zh = "预算"; en = "budget"; }}; }};
      flag = {{ type = "boolean"; default = "true"; title = {{ zh = "标志"; en = "flag"; }}; }};
      home = {{ type = "symbol"; of = "town"; default = "south"; title = {{ zh = "本镇"; en = "home"; }}; }};
      first_use = {{ type = "symbol"; of = "use"; default = "works"; title = {{ zh = "首要用途"; en = "first use"; }}; }};
      number = {{ type = "integer"; default = "7"; title = {{ zh = "数"; en = "count"; }}; }};
    }}; }};
  plot =
  {{ table = "plots"; in = "portfolio"; key = "id"; title = {{ zh = "地块"; en = "plot"; }};
    fields =
    {{
      id = {{ type = "text"; title = {{ zh = "编号"; en = "id"; }}; }};
      note = {{ type = "text"; optional = true; title = {{ zh = "备注"; en = "note"; }}; }};
      {fields}
    }}; }};{stage}
}};
"""

    def law(self):
        parameters = "\n".join(map(str, [*self.scalars, *self.tables, *self.brackets, *self.sets]))
        rules = ",\n  ".join(map(str, self.rules))
        defined = "".join(f'{name.text} = {{ of = "plots"; title = {{ zh = "定义{name.text}"; en = "{name.text}"; }}; value = "{name.value}"; }};\n'
                          for name in self.definitions)
        shared = f"define:\n{{\n{defined}}};\n" if defined else ""
        if self.payer:
            shared += f'payers: {{ clearer = ( {{ party = "city"; when = "{self.payer}"; }}, {{ party = "fund"; }} ); }};\n'
        return f"""policy: {{ id = "law/law"; title = {{ zh = "地块"; en = "Plots"; }}; source = "第一条"; }};
parameters:
{{
{parameters}
}};
{shared}rules:
( {rules}
);
"""

    def scenario(self):
        budget = f' budget = "{self.budget}";' if self.budget else ""
        return f"""scenario: {{ id = "plots"; title = {{ zh = "地块"; en = "Plots"; }}; as_of = "{self.as_of}"; packs = [ "law" ]; }};
portfolio: {{{budget} plots = {{ csv = "plots.csv"; }}; }};
"""

    def table(self):
        note = ["note"] if self.note else []
        heads = [with_bracket(field.id, field.header or field.unit) for field in self.inputs]
        lines = [",".join(["id", *note, *heads])]
        lines += [",".join([f"P{i:05}", *["x" * self.note for _ in note], *cells]) for i, cells in enumerate(self.rows)]
        return "\n".join(lines) + "\n"

    def write(self, folder):
        law = folder / "policies" / "law"
        law.mkdir(parents=True, exist_ok=True)
        (folder / "policies" / "vocabulary.cfg").write_text(self.vocabulary(), encoding="utf-8")
        (law / "law.cfg").write_text(self.law(), encoding="utf-8")
        (folder / "plots.cfg").write_text(self.scenario(), encoding="utf-8")
        (folder / "plots.csv").write_text(self.table(), encoding="utf-8")
        return folder / "plots.cfg"


MODES_OF_KINDS = ["half_up", "half_up", "half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"]


def is_decimal(den, unit):
    """Whether integers over a denominator have finitely many decimals in a unit."""
    num, unit_den = FACTORS[unit]
    left = den * num // math.gcd(den * num, unit_den)
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    return left == 1


def enumeration(name, members):
    ones = " ".join(f'{one} = {{ zh = "{one}"; en = "{one}"; }};' for one in members)
    return f'{name} = {{ title = {{ zh = "{name}"; en = "{name}"; }}; members = {{ {ones} }}; }};'


def entries(chance, keys, kind, number):
    if not keys:
        return f'"{with_unit(number(kind), UNITS[kind]) if kind in UNITS else chance.choice(ENUMERATIONS[kind])}"'
    return "{ " + " ".join(f"{one} = {entries(chance, keys[1:], kind, number)};" for one in ENUMERATIONS[keys[0]]) + " }"


def slices(chance, unit, thresholds):
    above = sorted(chance.sample([100, 3600, 14400, 10**6, 2**31], chance.choice([0, 1, 2, 3])))
    values = [f'value = "{with_unit(chance.randrange(-10**4, 10**4), unit)}"' if thresholds else f'rate = "{chance.randrange(100)}%"'
              for _ in range(len(above) + 1)]
    return ", ".join(f'{{ {chance.choice(["above", "from"])} = "{with_unit(one, unit)}"; {value}; }}'
                     for one, value in zip([chance.choice([0, 0, 50]), *above], values))


def scale(chance, unit, keys, thresholds):
    def nested(keys):
        if not keys:
            return f"( {slices(chance, unit, thresholds)} )"
        return "{ " + " ".join(f"{one} = {nested(keys[1:])};" for one in ENUMERATIONS[keys[0]]) + " }"
    return f'{"thresholds" if thresholds else "brackets"} = {nested(keys)};'


def member_list(chance, kind):
    members = chance.sample(ENUMERATIONS[kind], chance.randrange(1, len(ENUMERATIONS[kind])))
    return "members = [ " + ", ".join(f'"{one}"' for one in members) + " ];"


# ---- every way


def outcome(program, path, words, columns, **variables):
    """Exit status, rows, totals and complaints."""
    out = path.parent / "out.csv"
    out.unlink(missing_ok=True)
    shown = ["--columns", ",".join(columns)] if columns else []
    done = run("run", path, "--policies", path.parent / "policies", "--rows", out, *shown, *program.words, *words, **variables)
    return done.returncode, out.read_bytes() if out.exists() else None, done.stdout, done.stderr


def difference(program, folder):
    """What differs between the ways: words for a person, or None. The exit status of the run comes second."""
    path = program.write(folder)
    first = outcome(program, path, ["--jobs", "1"], program.columns)
    what = between_ways(program, path, [], program.columns, first) or alone(program, path, first)
    try:
        if what is None:
            compare(program, path, first[0])
    except SystemExit as end:
        what = str(end.code)
    return what, first[0]


def between_ways(program, path, only, columns, first):
    for variables, words in WAYS:
        other = outcome(program, path, [*only, *words], columns, **variables)
        for what, one, two in zip(("the exit status", "the rows", "the totals", "the complaints"), first, other):
            if one != two:
                return f"{what} with {variables} {' '.join([*only, *words])}\n{apart(one, two)}"
    return None


def alone(program, path, everything):
    """Rules one by one: each comes to what it comes to among all."""
    for rule in program.alone:
        only, columns = ["--only", rule.id], ["id", rule.id] if rule.of == "plots" and program.is_plain(rule) else ["id"]
        first = outcome(program, path, [*only, "--jobs", "1"], columns)
        what = between_ways(program, path, only, columns, first)
        if what is None and everything[0] == 0 and first[0] != 0:
            what = f"exit {first[0]} with {' '.join(only)}\n{first[3].decode()}"
        if what is None and everything[0] == 0 and rule.id in columns and rule.id in program.columns:
            what = apart_in(rule.id, everything[1], first[1])
        if what is not None:
            return what
    return None


def apart_in(column, one, two):
    """Where two tables of rows differ in a column."""
    for x, y in zip(read_rows(one), read_rows(two), strict=True):
        if x[column] != y[column]:
            return f"{column} of {x['id']}: {x[column]} among all, {y[column]} alone"
    return None


def compare(program, path, status):
    """A run that holds the table against one that does not."""
    policies = ["--policies", path.parent / "policies", "--lang", "en", "-f", "json"]
    out = path.parent / "out.csv"
    rows = run("run", path, *policies, "--rows", out)
    whole = run("run", path, *policies)
    if b"[value-too-large]" in whole.stderr and rows.returncode == 0:
        return  # the sum of what rounding took, which only this run writes
    if rows.returncode != status or status not in (0, 2) or whole.returncode != status:
        sys.exit(f"exit {status}; with other columns {rows.returncode}, with the table held {whole.returncode}\n" +
                 rows.stderr.decode() + whole.stderr.decode())
    compare_complaints(whole.stderr, rows.stderr)
    if status == 2:
        return
    shown = [rule.id for rule in program.rules if rule.of == "plots" and len(rule.posts) == 1 and rule.posts[0].amount is None]
    compare_held("held", json_of(whole.stdout), shown, read_rows(out.read_bytes()), json_of(rows.stdout))


def compare_complaints(held, said):
    """Rules before the table, its rows, and the rules behind them: a fault in one keeps those that follow from being told."""
    if b"\nand " in held + said or b"\ntoo many" in held + said:
        return
    some, all_told = each(said), each(held)
    of_a_row = re.compile(rb": error: (?!z\d)\w+ at plots\[")  # z…: a rule behind the table, which asks a row
    rows = [one for one in some if of_a_row.search(one)]
    if rows:
        same("held", "other complaints about rows", rows, [one for one in all_told if of_a_row.search(one)])
    same("held", "complaints that a run which holds the table has not", [one for one in some if one not in all_told], [])


def apart(one, two):
    """Where two outputs differ; of rows, which columns and the first row of each."""
    if not isinstance(one, bytes) or not isinstance(two, bytes):
        return f"{one} and {two}"
    lines, others = one.decode().splitlines(), two.decode().splitlines()
    found = [(x, y) for x, y in zip(lines, others) if x != y][:5] or [(f"{len(lines)} lines", f"{len(others)} lines")]
    said = "".join(f"- {x}\n+ {y}\n" for x, y in found)
    names, more = lines[0].lstrip("\ufeff").split(","), [(x.split(","), y.split(",")) for x, y in zip(lines, others) if x != y]
    differ = [name for i, name in enumerate(names) if any(len(x) == len(y) == len(names) and x[i] != y[i] for x, y in more)]
    return said + (f"the rules and fields that differ: {' '.join(differ)}\n" if differ else "")


def count_rows(program, path):
    """How many rows went by columns, and how many there are."""
    words = [COUNTER, path.parent / "policies", path, *program.columns]
    done = subprocess.run(list(map(str, words)), capture_output=True, check=False, timeout=300)
    if done.returncode != 0:
        sys.exit(f"{words}: exit {done.returncode}\n{done.stderr.decode()}")
    rows, general = map(int, done.stdout.split())
    return rows - general, rows


# ---- making a failure small


def simpler_programs(program):
    """Programs with less in them, the boldest first."""
    count = len(program.rows)
    size = count // 2
    while size > 0:
        for start in range(0, count, size):
            yield changed(program, rows=program.rows[:start] + program.rows[start + size:])
        size = size // 4 if size > 4 else size // 2
    for rule in reversed(program.rules):
        yield changed(program, rules=[other for other in program.rules if other is not rule])
    for name in ("columns", "words"):
        if getattr(program, name):
            yield changed(program, **{name: []})
    for i in range(1, len(program.columns)):
        yield changed(program, columns=program.columns[:i] + program.columns[i + 1:])
    for i, rule in enumerate(program.rules):
        for other in rule.simpler():
            yield changed(program, rules=[*program.rules[:i], other, *program.rules[i + 1:]])
    for name in ("scalars", "tables", "brackets", "sets"):
        whole = getattr(program, name)
        for i in range(len(whole)):
            yield changed(program, **{name: whole[:i] + whole[i + 1:]})
    for field in program.fields:
        at = program.inputs.index(field) if field in program.inputs else None
        rows = program.rows if at is None else [cells[:at] + cells[at + 1:] for cells in program.rows]
        yield changed(program, fields=[other for other in program.fields if other is not field], rows=rows,
                      inputs=[other for other in program.inputs if other is not field])


def changed(program, **parts):
    other = copy.copy(program)
    vars(other).update(parts)
    known = {"id", *(rule.id for rule in other.rules), *(field.id for field in other.fields)}
    other.columns = [name for name in other.columns if name in known]
    other.alone = [rule for rule in other.rules if any(rule.id == one.id for one in other.alone)]
    return other


def shrink(program, folder, fails):
    """The smallest program found that fails, and how it does."""
    end = time.monotonic() + SHRINKING
    what = fails(program, folder)
    smaller = True
    while smaller and time.monotonic() < end:
        smaller = False
        for other in simpler_programs(program):
            found = fails(other, folder)
            if found is not None:
                program, what, smaller = other, found, True
                break
            if time.monotonic() > end:
                break
    return program, what


def show(program, case, seed, what):
    shown = " ".join(program.words) + (f" --columns {','.join(program.columns)}" if program.columns else "")
    table = "".join(program.table().splitlines(keepends=True)[:40])
    sys.exit(f"FT_TEST_SEED={seed} case {case}: {what}\n--- the smallest law that fails so, with {shown}\n{program.law()}"
             f"--- its vocabulary\n{program.vocabulary()}--- its scenario\n{program.scenario()}--- its table\n{table}")


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seed = seed_of_run()
    columns = rows = refused = mostly = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for case, chance in chances(seed, range(cases)):
            program = Program(chance)
            what, status = difference(program, folder)
            if what is not None:
                print(f"case {case}: {what}\nmaking it smaller …", flush=True)
                program, what = shrink(program, folder, lambda other, folder: difference(other, folder)[0])
                show(program, case, seed, what)
            refused += status == 2
            if status == 0 and os.path.exists(COUNTER):
                some, all_rows = count_rows(program, folder / "plots.cfg")
                columns, rows, mostly = columns + some, rows + all_rows, mostly + (2 * some > all_rows)
    print(f"{cases} cases, {refused} of them refused; {columns} of {rows} rows went by columns, most rows of {mostly} cases")


if __name__ == "__main__":
    main()
