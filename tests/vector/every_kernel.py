#!/usr/bin/env python3
"""Every kernel of lanes.h and enclosure.h has a row in test_planted.c, or gives nothing that the invariant of a vector speaks of."""
import pathlib
import re
import sys

# What they give is no vector's: an answer, a mask, a sum, a decision, states of a rule, entries of a table whose own bounds become
# the vector's.
ANSWERS = ("bytes_all bytes_any bytes_are_all bytes_sum bytes_marked lanes_sum bytes_or bytes_and bytes_and_not bytes_are bytes_are_either bytes_replace "
           "lanes_look_up bytes_look_up_at lanes_at lanes_widen bytes_look_up "
           "enclosure_of enclosure_of_number enclosure_compare enclosure_round").split()

headers = "".join(pathlib.Path("engine/vector", name).read_text(encoding="utf-8") for name in ("lanes.h", "enclosure.h"))
code = re.sub(r"/\*.*?\*/", "", headers, flags=re.S)
kernels = set(re.findall(r"\b((?:lanes|bytes|enclosure)_\w+)\(", code)) - {"enclosure_rule"}  # their type
for names in re.findall(r"^enclosure_rule ([\w, ]+);", code, re.M):
    kernels.update(names.split(", "))
rows = set(re.findall(r'^    \{"(\w+)", PATH_', pathlib.Path("tests/vector/test_planted.c").read_text(encoding="utf-8"), re.M))
faults = [f"{name} has no row in test_planted.c" for name in sorted(kernels - rows - set(ANSWERS))]
faults += [f"{name} is no kernel" for name in sorted((rows | set(ANSWERS)) - kernels)]
faults += [f"{name} has a row, and is said to give no vector" for name in sorted(rows & set(ANSWERS))]
if len(kernels) < 40:
    faults.append(f"only {len(kernels)} kernels were found")
sys.exit("\n".join(faults) if faults else 0)
