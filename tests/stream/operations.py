#!/usr/bin/env python3
"""Whether the random laws of programs.py have every built-in and every operator of the language in them; and that no row of the
manual's table of built-ins is left out here without a reason."""
import pathlib
import random
import re
import sys

from common import fangtian, seed_of_run
from programs import Program

# The scenario of operations, whose certificates recheck.py works out by itself.
RECHECKED = pathlib.Path(__file__).resolve().parents[1] / "report" / "policies" / "ops" / "ops.cfg"
# Of siblings: a run row by row refuses them over its own table (placement.c); below.py has them over the rows below.
# Terms of an aggregate's own, and a fact's way in: below.py and ways.py.
ELSEWHERE = {"first", "last", "index", "previous", "cumulative", "share", "fill", "filled", "as_of"}
ORDERS = {"'in_order'", "'pro_rata'"}  # of a fill: scenarios have both
WORDS = ["previous(g", "over plot.stages where", "define:", "payers:", "spans =", "formula ="]
OPERATORS = ["+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or", "not", "in", "if"]


def main():
    seed = seed_of_run()
    programs = [Program(random.Random(f"{seed}/{case}")) for case in range(150)]
    laws = "\n".join(program.law() + program.vocabulary() for program in programs)
    listed = fangtian("policies", "--formulas", "--lang", "en")[0].decode()
    builtins = {name.split("(")[0].removeprefix("parameter ").split(" ")[0] for name in re.findall(r"^\| `([a-z][^`]*)`", listed, re.M)}
    if len(builtins) < 20:
        sys.exit(f"too few built-ins in the manual's table: {builtins}")
    missing = sorted(name for name in builtins - ELSEWHERE if not re.search(rf"\b{name}\b", laws))
    rechecked = RECHECKED.read_text()
    modes = re.findall(r"^\| `('[a-z_]+')`", listed, re.M)
    missing += [mode for mode in modes if mode not in laws and mode not in ORDERS]
    unchecked = [name for name in sorted(builtins) + modes if name not in rechecked and name not in ORDERS]
    if len(modes) < 7 or unchecked:
        sys.exit(f"of {len(modes)} modes and {len(builtins)} built-ins these are not in {RECHECKED}: {', '.join(unchecked)}")
    missing += [word for word in OPERATORS if f" {word} " not in laws and f"({word} " not in laws]
    missing += [word for word in WORDS if word not in laws]
    if missing:
        sys.exit(f"not in any of the random laws: {', '.join(missing)}")


if __name__ == "__main__":
    main()
