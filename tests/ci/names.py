#!/usr/bin/env python3
"""Functions of engine/ and cli/ that share their name with another: how many names, and where each stands.

    ci/names.py [--most N]      with N, exit status 1 where more names than that are shared
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A definition begins at the edge of a line and its body on a line of its own.
DEFINITION = re.compile(r"^(?!typedef)[A-Za-z_][^;{}=#/]*?\b([a-z_][a-z0-9_]*)\s*\([^;{}]*\)\n\{", re.M)


def definitions():
    places = collections.defaultdict(set)
    for folder in ("engine", "cli"):
        for path in sorted((ROOT / folder).rglob("*.c")):
            for match in DEFINITION.finditer(path.read_text(encoding="utf-8")):
                places[match.group(1)].add(str(path.relative_to(ROOT)))
    return places


def main():
    shared = {name: files for name, files in definitions().items() if len(files) > 1}
    for name, files in sorted(shared.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(files)} {name}: {' '.join(sorted(files))}")
    print(f"{len(shared)} names are shared")
    most = int(sys.argv[2]) if sys.argv[1:2] == ["--most"] else len(shared)
    return 0 if len(shared) <= most else 1


sys.exit(main())
