#!/usr/bin/env python3
"""Small laws that columns once took otherwise than the general evaluator, which is right."""
import pathlib
import re
import tempfile

from common import LAW, WAYS, fangtian, read_rows, rows_run, same, same_complaints, scenario

TABLE = b"id,town,use,area (m2)\nP1,east,shop,1\nP2,west,,2\nP3,south,works,3\n"


def every_way(path, out, *words, status=0):
    """What every way gives."""
    first = rows_run(path, out, *words, "--jobs", "1", status=status)
    for variables, jobs in WAYS:
        other = rows_run(path, out, *words, *jobs, status=status, **variables)
        for one, two in zip(first, other):
            same(path.parent.name, f"it differs with {variables} {jobs}", one, two)
    return first


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = scenario(folder / "among", TABLE, packs='"among"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,among,behind,not_any")[0])
        same("among", "what does not apply", [[row["among"], row["behind"], row["not_any"]] for row in rows],
             [["true", "true", ""], ["", "", ""], ["true", "true", ""]])
        path = scenario(folder / "two-keys", TABLE, packs='"two-keys"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,figure")[0])
        same("two keys", "what does not apply", [row["figure"] for row in rows], ["", "", ""])
        path = scenario(folder / "bounds", TABLE, packs='"bounds"')
        rows = read_rows(every_way(path, folder / "out.csv", "--columns", "id,bounded")[0])
        same("bounds", "where the rule asks for them", [row["bounded"] for row in rows], ["1.5", "2", "0"])
        path = scenario(folder / "crossed", TABLE, packs='"crossed"')
        said = every_way(path, folder / "none.csv", "--lang", "en", status=2)[2]
        same_complaints("crossed", fangtian("run", path, *LAW, "--lang", "en")[1], said)
        faults = [tuple(found) for found in re.findall(r"error: (\w+) at plots\[(P\d)\].*\[bad-bounds\]", said.decode())]
        same("crossed", "the faults", sorted(faults), [("alike", "P1"), ("alike", "P2"), ("alike", "P3"), ("narrow", "P3"),
                                                       ("quotient", "P1"), ("quotient", "P2"), ("quotient", "P3"), ("wide", "P3")])


if __name__ == "__main__":
    main()
