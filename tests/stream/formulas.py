"""Random formulas by type: whatever is wanted of a kind is drawn from all that the language has for that kind.

A formula knows how large its numbers get and over which denominator, so that most can be kept within what machine integers hold,
and the others be let out on purpose.
"""
import math
from fractions import Fraction

UNITS = {"plain": "", "money": "元", "area": "m2", "price": "元/m2", "time": "年"}
OTHER_UNITS = {"money": ["万元", "元"], "area": ["亩", "公顷", "m2"], "price": ["元/m2", "万元/亩"], "time": ["月", "年"], "plain": [""]}
FACTORS = {"": (1, 1), "元": (1, 1), "万元": (10**4, 1), "m2": (1, 1), "亩": (2000, 3), "公顷": (10**4, 1), "元/m2": (1, 1),
           "万元/亩": (15, 1), "年": (1, 1), "月": (1, 12), "%": (1, 100)}
ENUMERATIONS = {"town": ["east", "south", "west", "north"], "use": ["shop", "works", "dwelling"]}
# Of words, of products of two and three, and of what columns read: 18 digits.
BORDERS = [2**31, 2**32, 2**53, 2**62, 2**63, 2**64, 2**127, 10**9, 10**18, math.isqrt(2**63), math.isqrt(2**62), math.isqrt(2**127), 2**21]
READ_BORDERS = [2**31, 2**32, 2**53, 2**59, 2**63 // 10, 2**63 // 12, 2**63 // 100, 2**63 // 1000, 2**63 // 2000, 10**18 - 3, 10**9,
                math.isqrt(2**63), math.isqrt(2**63), math.isqrt(2**63) // 10, math.isqrt(2**62), 2**21]
MODES = ["half_up", "half_down", "half_even", "up", "down", "floor", "ceiling"]
TAME, WILD = 2**62, 2**2500


class Formula:
    """Words with parts between them. Of a number: |value| <= most, and value * den is an integer."""

    def __init__(self, kind, words, parts=(), most=1, den=1):
        self.kind, self.words, self.parts, self.most, self.den = kind, words, list(parts), most, den

    def __str__(self):
        return self.words[0] + "".join(str(part) + words for part, words in zip(self.parts, self.words[1:]))

    def simpler(self):
        """Formulas of the same kind with less in them."""
        yield from (part for part in self.parts if part.kind == self.kind)
        for i, part in enumerate(self.parts):
            for other in part.simpler():
                yield Formula(self.kind, self.words, [*self.parts[:i], other, *self.parts[i + 1:]], self.most, self.den)
        if self.kind in UNITS and str(self) not in ("0", literal_text(1, self.kind)):
            yield Formula(self.kind, [literal_text(1, self.kind)])
        if self.kind == "boolean" and str(self) not in ("true", "false"):
            yield Formula(self.kind, ["true"])


def literal_text(text, kind):
    return f"{text} {UNITS[kind]}".strip()


def decimal(value, decimals):
    """An integer as text with so many decimals."""
    digits = f"{abs(value):0{decimals + 1}}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:len(digits) - decimals]}.{digits[len(digits) - decimals:]}" if decimals else sign + digits


def border(chance, decimals=(0, 0, 0, 2, 2, 4, 9)):
    """An integer about a border, as text with or without decimals."""
    value = chance.choice(chance.choice([BORDERS, READ_BORDERS])) + chance.choice([-2, -1, -1, 0, 0, 1, 2])
    return decimal(value, chance.choice(decimals))


class Drawing:
    """Draws formulas over what a program has so far. `below`: as Program.names."""

    def __init__(self, chance, program, below, given=(), nonzero=()):
        self.chance, self.program, self.below = chance, program, below
        self.given, self.nonzero = set(given), list(nonzero)

    # ---- anything

    def fits(self, made):
        return made.kind not in UNITS or made.most * made.den < (TAME if self.program.tame else WILD)

    def draw(self, kind, depth):
        """A formula of a kind; the deeper, the larger."""
        if depth <= 0 or self.chance.random() < 0.1:
            return self.leaf(kind)
        makers = self.number_makers(kind) if kind in UNITS else MAKERS.get(kind, MAKERS["symbol"])
        for _ in range(3):
            made = self.chance.choice(makers)(self, kind, depth - 1)
            if made is not None and self.fits(made):
                return made
        return self.leaf(kind)

    def number_makers(self, kind):
        features = [maker for name, makers in FEATURES.items() if name in self.program.features for maker in makers]
        return NUMBERS + features + OWN[kind]

    # ---- leaves

    def leaf(self, kind):
        found = [name for name in self.program.names(self.below) if name.kind == kind]
        if not found or self.chance.random() < 0.15:
            return self.literal(kind)
        return self.read(self.chance.choice(found))

    def read(self, name):
        """A name, with a guard where it may be absent."""
        bare = Formula(name.kind, [name.text], [], name.most, name.den)
        if not name.optional or name.text in self.given or (self.program.reckless and self.chance.random() < 0.2):
            return bare
        other = self.literal(name.kind)
        if self.chance.random() < 0.2 and name.rule:
            return bare  # does not apply, and nor does what reads it
        ask = "applicable" if name.rule else "given"
        return Formula(name.kind, [f"(if {ask}({name.text}) then ", " else ", ")"], [bare, other], max(bare.most, other.most),
                       math.lcm(bare.den, other.den))

    def known(self, of, depth):
        """As draw, but a symbol says of which enumeration it is: a lone 'literal' does not."""
        if of not in ENUMERATIONS:
            return self.draw(of, depth)
        name = self.chance.choice([name for name in self.program.names(self.below) if name.kind == of])
        return self.read(name)

    def literal(self, kind):
        chance = self.chance
        if kind == "boolean":
            return Formula(kind, [chance.choice(["true", "false"])])
        if kind == "date":
            return Formula(kind, [f"date '{a_date(chance, (2016, 2024) if self.program.tame else (1995, 2035))}'"])
        if kind not in UNITS:
            return Formula(kind, [f"'{chance.choice(ENUMERATIONS[kind])}'"])
        if not self.program.tame and chance.random() < 0.2:
            text = border(chance)
        else:
            decimals = chance.choice([0, 0, 0, 1, 2])
            text = decimal(chance.choice([0, 1, 1, 2, 3, 5, 10, chance.randrange(1000)]), decimals)
        unit = UNITS[kind] if chance.random() < 0.7 else chance.choice(OTHER_UNITS[kind])
        if kind == "plain" and chance.random() < 0.2:
            unit = "%"
        num, den = FACTORS[unit]
        den *= 10 ** (len(text) - text.index(".") - 1) if "." in text else 1
        written = f"{text} {unit}".strip() if unit != "%" else text + unit
        return Formula(kind, [f"(-{written})" if chance.random() < 0.15 else written], [], math.ceil(Fraction(text)) * num + 1, den)

    def positive(self, kind):
        """A literal that is not 0, for steps and divisors."""
        text = self.chance.choice(["1", "2", "0.5", "10", "4", "0.01"] + (["3", "7"] if self.program.thirds else []))
        return Formula(kind, [literal_text(text, kind)], [], math.ceil(Fraction(text)), Fraction(text).denominator)

    def integer(self, least, most):
        """A whole plain number between two, which varies where it can."""
        found = [name for name in self.program.names(self.below) if name.integer]
        if not found or self.chance.random() < 0.1:
            return Formula("plain", [str(self.chance.randrange(least, most + 1))], [], max(abs(least), abs(most)), 1)
        part = self.read(self.chance.choice(found))
        return Formula("plain", ["clamp(floor(", f", 1), {least}, {most})"], [part], max(abs(least), abs(most)), 1)


def a_date(chance, years=(1995, 2035)):
    return chance.choice(["2020-02-29", "2019-12-31", "2020-01-01", "2020-07-01",
                          f"{chance.randrange(*years)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"])


# ---- numbers


def plus(drawing, kind, depth):
    x, y = drawing.draw(kind, depth), drawing.draw(kind, depth)
    return Formula(kind, ["(", drawing.chance.choice([" + ", " - "]), ")"], [x, y], x.most + y.most, math.lcm(x.den, y.den))


def named(drawing, kind, depth):
    """A local name, used twice."""
    name = f"local_{drawing.chance.randrange(10**9)}"
    x, y = drawing.draw(kind, depth), drawing.draw(kind, depth)
    most, den = 2 * x.most + y.most, math.lcm(x.den, y.den)
    return Formula(kind, [f"(let {name} = ", f" in {name} + ", f" - {name})"], [x, y], most, den)


def minus(drawing, kind, depth):
    x = drawing.draw(kind, depth)
    return Formula(kind, ["(-", ")"], [x], x.most, x.den)


def scaled(drawing, kind, depth):
    x, k = drawing.draw(kind, depth), drawing.draw("plain", depth)
    words = ["(", " * ", ")"]
    return Formula(kind, words, drawing.chance.choice([[x, k], [k, x]]), x.most * k.most, x.den * k.den)


def halved(drawing, kind, depth):
    x, k = drawing.draw(kind, depth), drawing.positive("plain")
    return Formula(kind, ["(", " / ", ")"], [x, k], x.most * k.den, x.den * k.most)


def long_product(drawing, kind, depth):
    """A product that outgrows its kind and comes back."""
    other = drawing.chance.choice(sorted(UNITS))
    x, y = drawing.draw(kind, depth), drawing.draw(other, depth)
    return Formula(kind, ["(", " * ", f" / {literal_text(1, other)})"], [x, y], x.most * y.most, x.den * y.den)


def extreme(drawing, kind, depth):
    parts = [drawing.draw(kind, depth) for _ in range(drawing.chance.choice([2, 2, 3, 4]))]
    words = [drawing.chance.choice(["min(", "max("]), *[", "] * (len(parts) - 1), ")"]
    return Formula(kind, words, parts, max(part.most for part in parts), math.lcm(*(part.den for part in parts)))


def magnitude(drawing, kind, depth):
    x = drawing.draw(kind, depth)
    return Formula(kind, ["abs(", ")"], [x], x.most, x.den)


def clamped(drawing, kind, depth):
    """Between two bounds, the lower one first but now and then: then it is a fault where they are the wrong way round."""
    parts = [drawing.draw(kind, depth), drawing.draw(kind, depth - 1), drawing.draw(kind, depth - 1)]
    most, den = max(part.most for part in parts), math.lcm(*(part.den for part in parts))
    if drawing.chance.random() < 0.1:
        return Formula(kind, ["clamp(", ", ", ", ", ")"], parts, most, den)
    low, high = (Formula(kind, [call, ", ", ")"], parts[1:], most, den) for call in ("min(", "max("))
    return Formula(kind, ["clamp(", ", ", ", ", ")"], [parts[0], low, high], most, den)


def rounded(drawing, kind, depth, step=None):
    x, step = drawing.draw(kind, depth), step or drawing.positive(kind)
    call = drawing.chance.choice(["floor", "ceil", "round", "round"])
    last = f", '{drawing.chance.choice(MODES)}')" if call == "round" else ")"
    return Formula(kind, [call + "(", ", ", last], [x, step], x.most + step.most, step.den)


def chosen(drawing, kind, depth):
    """if … then … else …"""
    condition, x, y = drawing.draw("boolean", depth), drawing.draw(kind, depth), drawing.draw(kind, depth)
    return Formula(kind, ["(if ", " then ", " else ", ")"], [condition, x, y], max(x.most, y.most), math.lcm(x.den, y.den))


def looked_up(drawing, kind, depth):
    found = [table for table in drawing.program.tables if table.kind == kind]
    if not found:
        return None
    table = drawing.chance.choice(found)
    keys = [drawing.draw(key, depth) for key in table.keys]
    return Formula(kind, [f"{table.id}[", *[", "] * (len(keys) - 1), "]"], keys, table.most, table.den)


def dated(drawing, kind, depth):
    """A parameter as of another date, asked first whether it was in force."""
    program = drawing.program
    found = [one for one in [*program.scalars, *program.tables] if one.kind == kind]
    if not found:
        return None
    one, date = drawing.chance.choice(found), drawing.draw("date", depth)
    keys = [drawing.draw(key, depth) for key in getattr(one, "keys", ())]
    opening = [f"{one.id}[", *[", "] * (len(keys) - 1), "] at ("] if keys else [f"{one.id} at ("]
    read = Formula(kind, [*opening, ")"], [*keys, date], one.most, one.den)
    if drawing.program.reckless and drawing.chance.random() < 0.2:
        return read
    other = drawing.leaf(kind)
    words = [f"(if in_force({one.id}) at (", ") then ", " else ", ")"]
    return Formula(kind, words, [date, read, other], max(one.most, other.most), math.lcm(one.den, other.den))


def sliced(drawing, kind, depth):
    found = [brackets for brackets in drawing.program.brackets if brackets.kind == kind]
    if not found:
        return None
    brackets, x = drawing.chance.choice(found), drawing.draw(kind, depth)
    keys = [drawing.draw(key, depth) for key in brackets.keys]
    opening = [f"{brackets.id}[", *[", "] * (len(keys) - 1), "]("] if keys else [f"{brackets.id}("]
    return Formula(kind, [*opening, ")"], [*keys, x], x.most + brackets.most, x.den * brackets.den)


def ratio(drawing, kind, depth):
    other = drawing.chance.choice(sorted(UNITS))
    x, k = drawing.draw(other, depth), drawing.positive(other)
    return Formula("plain", ["(", " / ", ")"], [x, k], x.most * k.den, x.den * k.most)


def year_of(drawing, kind, depth):
    return Formula("plain", ["year(", ")"], [drawing.draw("date", depth)], 2100, 1)


def years_between(drawing, kind, depth):
    return Formula("time", ["years_between(", ", ", ")"], [drawing.draw("date", depth), drawing.draw("date", depth)], 200, 1)


def part_of_date(drawing, kind, depth):
    return Formula("plain", [drawing.chance.choice(["month(", "day(", "weekday("]), ")"], [drawing.draw("date", depth)], 31, 1)


def days_between(drawing, kind, depth):
    words = ["(days_between(", ", ", ") / 1 日)"]
    return Formula("plain", words, [drawing.draw("date", depth), drawing.draw("date", depth)], 80000, 1)


def years(drawing, kind, depth):
    return Formula("time", ["(", " * 1 年)"], [drawing.integer(0, 20)], 20, 1)


def product(drawing, kind, depth):
    """What the dimensions allow."""
    if kind == "money":
        x, y = drawing.draw("price", depth), drawing.draw("area", depth)
        return Formula(kind, ["(", " * ", ")"], drawing.chance.choice([[x, y], [y, x]]), x.most * y.most, x.den * y.den)
    x, k = drawing.draw("money", depth), drawing.positive("area" if kind == "price" else "price")
    return Formula(kind, ["(", " / ", ")"], [x, k], x.most * k.den, x.den * k.most)


def divided(drawing, kind, depth):
    """By what varies: guarded in one way or another, now and then not at all."""
    chance = drawing.chance
    over = {"price": ("money", "area"), "area": ("money", "price"), "plain": ("money", "money")}.get(kind, (kind, "plain"))
    if chance.random() < 0.5:
        over = kind, "plain"
    x, y = drawing.draw(over[0], depth), drawing.draw(over[1], depth)
    one = literal_text(1, over[1])
    most, den = x.most * y.den, x.den * y.most
    ways = [(["(", f" / max({one}, ", "))"], [x, y]), (["(", " / (abs(", f") + {one}))"], [x, y]),
            (["(if ", " != 0 then ", " / ", " else ", ")"], [y, x, y, drawing.leaf(kind)])]
    nonzero = [name for name in drawing.nonzero if name.kind == over[1]]
    if nonzero:
        y = drawing.read(chance.choice(nonzero))
        return Formula(kind, ["(", " / ", ")"], [x, y], x.most * y.den, x.den * y.most)
    if drawing.program.reckless and chance.random() < 0.5:
        ways = [(["(", " / ", ")"], [x, y])]
    words, parts = chance.choice(ways)
    return Formula(kind, words, parts, most + 1, den)


def power(drawing, kind, depth):
    exponent, x = drawing.chance.choice([0, 1, 2, 2, 2, 3, 4]), drawing.draw(kind, depth)
    if kind != "plain":
        return Formula(kind, ["(", f" ^ 2 / {literal_text(1, kind)})"], [x], x.most**2, x.den**2)
    if drawing.chance.random() < 0.2:
        return Formula("plain", ["(1 / max(1, ", f") ^ {exponent})"], [x], x.most**exponent, x.den**exponent * x.most**exponent)
    return Formula("plain", ["(", f" ^ {exponent})"], [x], x.most**exponent, x.den**exponent)


def varying_power(drawing, kind, depth):
    x, least = drawing.draw("plain", depth), drawing.chance.choice([0, 0, -2])
    exponent = drawing.integer(least, 3)
    words = ["(max(1, ", ") ^ ", ")"] if least < 0 else ["(", " ^ ", ")"]
    raised = Formula("plain", words, [x, exponent], x.most**3, x.den**3 * (x.most**2 if least < 0 else 1))
    if kind == "plain":
        return raised
    y = drawing.leaf(kind)
    return Formula(kind, ["(", " * ", ")"], [y, raised], y.most * raised.most, y.den * raised.den)


def rounded_by(drawing, kind, depth):
    """To a step that varies."""
    y, one = drawing.draw(kind, depth), literal_text(1, kind)
    step = Formula(kind, [f"max({one}, ", ")"], [y], y.most, y.den)
    return rounded(drawing, kind, depth, step)


NUMBERS = [plus, plus, minus, named, scaled, scaled, halved, long_product, extreme, extreme, magnitude, clamped, rounded, rounded, chosen, chosen,
           looked_up, looked_up, sliced, sliced, dated]
PRODUCTS = [product, product, product]
OWN = {"plain": [ratio, year_of, part_of_date, days_between], "time": [years_between, years], "money": PRODUCTS, "area": PRODUCTS, "price": PRODUCTS}
FEATURES = {"division": [divided, divided], "powers": [power, varying_power], "steps": [rounded_by]}


# ---- the rest


def compared(drawing, kind, depth):
    of = drawing.chance.choice([*UNITS, "money", "date"])
    operator = drawing.chance.choice(["==", "!=", "<", "<=", ">", ">="])
    x = drawing.draw(of, depth)
    y = Formula(of, ["0"]) if of in UNITS and drawing.chance.random() < 0.2 else drawing.draw(of, depth)
    return Formula(kind, ["(", f" {operator} ", ")"], [x, y])


def told_apart(drawing, kind, depth):
    of = drawing.chance.choice([*ENUMERATIONS, "boolean"])
    x, y = drawing.known(of, depth), drawing.draw(of, depth)
    return Formula(kind, ["(", drawing.chance.choice([" == ", " != "]), ")"], [x, y])


def among(drawing, kind, depth):
    of = drawing.chance.choice([*ENUMERATIONS, *ENUMERATIONS, "plain", "money", "date"])
    x = drawing.known(of, depth) if of in ENUMERATIONS else drawing.draw(of, depth)
    others = [drawing.draw(of, depth - 1) for _ in range(drawing.chance.randrange(1, 4))]
    word = drawing.chance.choice([" in { ", " not in { "])
    return Formula(kind, ["(", word, *[", "] * (len(others) - 1), " })"], [x, *others])


def in_set(drawing, kind, depth):
    if not drawing.program.sets:
        return None
    which = drawing.chance.choice(drawing.program.sets)
    return Formula(kind, ["(", f"{drawing.chance.choice([' in ', ' not in '])}{which.id})"], [drawing.known(which.kind, depth)])


def joined(drawing, kind, depth):
    x, y = drawing.draw("boolean", depth), drawing.draw("boolean", depth)
    return Formula(kind, ["(", drawing.chance.choice([" and ", " or "]), ")"], [x, y])


def denied(drawing, kind, depth):
    return Formula(kind, ["(not ", ")"], [drawing.draw("boolean", depth)])


def asked(drawing, kind, depth):
    """given, applicable, in_force."""
    names = [name for name in drawing.program.names(drawing.below) if name.asks]
    parameters = drawing.program.tables + drawing.program.brackets + drawing.program.scalars
    if parameters and (not names or drawing.chance.random() < 0.2):
        return Formula(kind, [f"in_force({drawing.chance.choice(parameters).id})"])
    if not names:
        return None
    name = drawing.chance.choice(names)
    return Formula(kind, [f"{name.asks}({name.text})"])


def texts(drawing, kind, depth):
    """Which columns know nothing of."""
    if drawing.below is not True or (drawing.program.tame and drawing.chance.random() < 0.95):
        return None
    return Formula(kind, [f"(given(note) and id {drawing.chance.choice(['==', '!='])} note)"])


def moved(drawing, kind, depth):
    date, sign = drawing.draw(kind, depth), drawing.chance.choice([" + ", " - "])
    time = drawing.chance.choice([Formula("time", ["1 年"]), Formula("time", ["5 年"]), Formula("time", ["7 月"]),
                                  Formula("time", ["(", " * 1 月)"], [drawing.integer(0, 30)]),
                                  Formula("time", ["(", " * 1 年)"], [drawing.integer(0, 12)])])
    if drawing.program.reckless and drawing.chance.random() < 0.1:
        time = drawing.draw("time", depth)
    return Formula(kind, ["(", sign, ")"], [date, time])


def months_later(drawing, kind, depth):
    date, end = drawing.draw(kind, depth), drawing.chance.choice(["'up'", "'down'", "'refuse'"] if drawing.program.reckless else ["'up'", "'down'"])
    return Formula(kind, ["add_months(", ", ", f" * 1 月, {end})"], [date, drawing.integer(0, 30)])


def month_end(drawing, kind, depth):
    return Formula(kind, ["last_day_of_month(", ")"], [drawing.draw(kind, depth)])


def composed(drawing, kind, depth):
    return Formula(kind, ["date_of(", ", ", ", ", ")"], [drawing.integer(1999, 2030), drawing.integer(1, 12), drawing.integer(1, 28)])


def in_force_on(drawing, kind, depth):
    return Formula(kind, ["as_of"])


MAKERS = {
    "boolean": [compared, compared, compared, told_apart, told_apart, among, in_set, joined, joined, denied, asked, asked, chosen, texts],
    "date": [moved, moved, months_later, month_end, composed, in_force_on, chosen],
    "symbol": [chosen, looked_up],
}
