#!/usr/bin/env python3
"""Whether every function of the public header is called wrongly in test_misuse.c, and every part of it installed by the umbrella."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = sorted((ROOT / "engine/fangtian").glob("*.h"))
tested = (ROOT / "tests/engine/test_misuse.c").read_text(encoding="utf-8")
umbrella = (ROOT / "engine/fangtian.h").read_text(encoding="utf-8")
wrong, functions = [], 0
for part in PARTS:
    code = re.sub(r"/\*.*?\*/", "", part.read_text(encoding="utf-8"), flags=re.S)
    for returned, name in re.findall(r"FT_API ([^;(]*?)\b(ft_[a-z_]+)\(", code):
        functions += 1
        if not re.search(rf"\b{name}\(", tested):
            wrong.append(f"{part.name}: {name} stands in no row of test_misuse.c")
        if "enum ft_status" in returned and "FT_MUST_CHECK" not in returned:
            wrong.append(f"{part.name}: {name} gives a status that need not be checked")
    if f'#include "fangtian/{part.name}"' not in umbrella:
        wrong.append(f"{part.name}: fangtian.h does not include it")
    if len(part.read_text(encoding="utf-8").splitlines()) > 300:
        wrong.append(f"{part.name}: too long for one matter")
if functions < 50:
    wrong.append(f"only {functions} functions were found")
print("\n".join(wrong) or f"{functions} functions are called wrongly")
sys.exit(bool(wrong))
