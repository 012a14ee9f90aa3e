#!/usr/bin/env python3
"""Whether every message of the library is shown in both languages, by a case here or among the faulty policies of
tests/policy. Messages that no file and no option can call forth in a test stand in unit-only.txt, each with a reason."""
import collections
import re
import sys

from cases import FOLDER, LANGUAGES, all_cases

ROOT = FOLDER.parents[1]
ids = [found for path in sorted((ROOT / "engine").glob("*/messages*.c")) for found in re.findall(r'\.id = "([a-z0-9-]*)"', path.read_text())]
shown = {language: b"".join([case.said.get(language, b"") for case in all_cases()] +
                            [path.read_bytes() for path in (FOLDER.parent / "policy" / "bad").glob(f"*/expected.{language}.txt")])
         for language in LANGUAGES}
listed = dict(line.split(" ", 1) for line in (FOLDER / "unit-only.txt").read_text().splitlines())
wrong = [] if ids else ["no messages found"]
wrong += [f"two messages have one id: {name}" for name, count in collections.Counter(ids).items() if count > 1]
for name in ids:
    for language in LANGUAGES:
        if f"[{name}]".encode() in shown[language]:
            if name in listed:
                wrong.append(f"{name} is shown: take it out of unit-only.txt")
        elif name not in listed:
            wrong.append(f"{name}: not shown in {language}")
wrong += [f"unit-only.txt: no message {name}" for name in listed if name not in ids]
wrong += [f"unit-only.txt: {name} without a reason" for name, reason in listed.items() if not reason.strip()]
print("\n".join(wrong) or f"{len(ids)} messages are shown")
sys.exit(1 if wrong else 0)
