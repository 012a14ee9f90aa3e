#!/usr/bin/env python3
"""The two workloads in Python, with the numbers of its `fractions` or `decimal` module.

usage: python_rows.py fractions|decimal roster|projects FOLDER ROWS TOTALS

With decimal, 60 digits: the remaining-term factor is then not exact, and a fen would differ only where a top-up lies
within 10^-40 of half a fen.
"""
import csv
import decimal
import sys
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import islice

DELTA_CITIES = {"guangzhou", "shenzhen", "zhuhai", "foshan", "huizhou", "dongguan", "zhongshan", "jiangmen", "zhaoqing"}
FULL_TERM = defaultdict(lambda: 50, residential=70, commercial=40)
PUBLIC_USES = {"education", "medical", "elderly_care", "sport"}
AS_OF = "2027-06-30"
AMOUNTS = ("deed_tax", "stamp_duty", "price_due", "premium", "top_up_due")


def rows_of(file):
    """The rows by field: a name stands before its unit in brackets."""
    reader = csv.DictReader(file)
    reader.fieldnames = [name.partition(" (")[0] for name in reader.fieldnames]
    return reader


class Fractions:
    number = Fraction

    @staticmethod
    def fen(amount):
        return (amount.numerator * 200 + amount.denominator) // (2 * amount.denominator)


class Decimals:
    number = decimal.Decimal

    @staticmethod
    def fen(amount):
        return int((amount * 100).to_integral_value(decimal.ROUND_HALF_UP))


def text(fen):
    return "" if fen is None else f"{fen // 100}.{fen % 100:02}"


class Roster:
    def __init__(self, numbers):
        self.number, self.fen = numbers.number, numbers.fen
        self.threshold, self.cap = self.number("0.15"), self.number(5000000)

    def subsidy(self, city, category, year, income, tax_paid):
        if category == "other" or city not in DELTA_CITIES or not "2019" <= year <= "2027":
            return None
        excess = max(self.number(0), self.number(tax_paid) - self.number(income) * self.threshold)
        if year >= "2021":
            excess = min(excess, self.cap)
        return self.fen(excess)

    def run(self, folder, rows, totals):
        counts, sums = defaultdict(int), defaultdict(int)
        rows.write("id,talent_subsidy\n")
        with open(f"{folder}/roster.csv", encoding="utf-8") as file:
            for identifier, city, *facts in islice(csv.reader(file), 1, None):
                fen = self.subsidy(city, *facts)
                rows.write(f"{identifier},{text(fen)}\n")
                if fen is not None:
                    counts[city] += 1
                    sums[city] += fen
        totals.write("city,talents,talent_subsidy\n")
        for city in sorted(DELTA_CITIES):
            totals.write(f"{city},{counts[city]},{text(sums[city])}\n")


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def anniversary(date, years):
    year = int(date[:4]) + years
    day = "-02-28" if date[4:] == "-02-29" and not is_leap(year) else date[4:]
    return f"{year:04}{day}"


def whole_years(start, end):
    years = int(end[:4]) - int(start[:4])
    return years - (anniversary(start, years) > end)


def transition_is_open(facts):
    industrial = facts["lawful_land"] == "true" and facts["before_use"] == "industrial"
    return facts["transition_approved"] != "" and industrial and facts["supported_industry"] == "true"


class Projects:
    def __init__(self, numbers):
        self.number, self.fen = numbers.number, numbers.fen
        self.factor = cache(self.factor)
        self.price_floor, self.deed_tax, self.stamp_duty = map(self.number, ("0.7", "0.03", "0.0005"))

    def factor(self, remaining, full):
        growth = self.number("1.08")
        return (1 - 1 / growth**remaining) / (1 - 1 / growth**full)

    def price(self, facts, parcel, area):
        lowest = sum(self.number(facts[fee]) for fee in ("new_construction_fee", "requisition_compensation", "taxes_and_fees"))
        covered = self.number(parcel["covered_area"]) >= area * self.number("0.3") or facts["after_use"] in PUBLIC_USES
        cluster = facts["collective_land"] == "true" and facts["before_use"] == "industrial" and area >= 20000
        if not (facts["supply"] == "agreement" and cluster and covered and parcel["in_use_since"] <= "2009-12-31"):
            return None
        if facts["benchmark_price"]:
            lowest = max(lowest, self.number(facts["benchmark_price"]) * area * self.price_floor)
        return max(self.number(facts["appraised_plot_price"]) * area, lowest)

    def premium(self, facts, area):
        if facts["supply"] != "retained" or transition_is_open(facts) or not (facts["far_before"] and facts["far_after"]):
            return None
        before, after = self.number(facts["far_before"]), self.number(facts["far_after"])
        same_use = facts["before_use"] == facts["after_use"]
        if (same_use and facts["after_use"] == "industrial" and facts["lawful_land"] == "true" and after > before
                and facts["term_extended"] == "false"):
            return self.number(0)
        price_after = self.number(facts["floor_price_after"])
        price_before = price_after if same_use else self.number(facts["floor_price_before"])
        return area * max(self.number(0), price_after * after - price_before * before)

    def top_up(self, facts, area):
        if not transition_is_open(facts) or facts["must_regrant"] == "true":
            return None
        end = anniversary(facts["transition_approved"], 5)
        if facts["transfer_on"] and facts["transfer_on"] < end:
            end = facts["transfer_on"]
        if AS_OF < end:
            return None
        if facts["in_allocation_catalogue"] == "true":
            return self.number(0)
        remaining = whole_years(end, facts["term_ends"])
        new = self.number(facts["new_use_price"]) * self.factor(remaining, FULL_TERM[facts["after_use"]])
        old = self.number(facts["old_use_price"]) * self.factor(remaining, FULL_TERM[facts["before_use"]])
        return area * max(self.number(0), new - old)

    def amounts(self, facts, parcel):
        area = self.number(parcel["area"])
        price = self.price(facts, parcel, area)
        bought = price is not None and price > 0
        amounts = (self.deed_tax * price if bought else None, self.stamp_duty * price if bought else None, price,
                   self.premium(facts, area), self.top_up(facts, area))
        return [None if amount is None else self.fen(amount) for amount in amounts]

    def run(self, folder, rows, totals):
        counts, sums = defaultdict(int), defaultdict(lambda: [0] * len(AMOUNTS))
        rows.write(f"id,{','.join(AMOUNTS)}\n")
        with open(f"{folder}/projects.csv", encoding="utf-8") as projects, open(f"{folder}/parcels.csv", encoding="utf-8") as parcels:
            for facts, parcel in zip(rows_of(projects), rows_of(parcels), strict=True):
                if parcel["project"] != facts["id"]:
                    sys.exit(f"no parcel: {facts['id']}")
                amounts = self.amounts(facts, parcel)
                rows.write(f"{facts['id']},{','.join(map(text, amounts))}\n")
                counts[facts["conversion"]] += 1
                sums[facts["conversion"]] = [have + (more or 0) for have, more in zip(sums[facts["conversion"]], amounts)]
        totals.write(f"conversion,projects,{','.join(AMOUNTS)}\n")
        for conversion in ("to_commerce", "to_farmland", "to_housing", "to_industry", "to_public"):
            totals.write(f"{conversion},{counts[conversion]},{','.join(map(text, sums[conversion]))}\n")


def main():
    numbers, workload, folder, rows, totals = sys.argv[1:]
    decimal.getcontext().prec = 60
    work = {"roster": Roster, "projects": Projects}[workload]({"fractions": Fractions, "decimal": Decimals}[numbers])
    with open(rows, "w", encoding="utf-8") as rows_file, open(totals, "w", encoding="utf-8") as totals_file:
        work.run(folder, rows_file, totals_file)


main()
