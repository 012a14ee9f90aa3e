#!/usr/bin/env python3
"""Re-checks the certificate of every figure of scenarios, and that the certificates say what the sheets say.

    recheck_scenarios.py SCENARIO... [-- OPTION...]      FANGTIAN is the command, else build/fangtian

Figures are asked for from the last rule to the first: what stood behind a later one has been checked with it. The
certificates come from one session; that they are those of the command, tests/call looks at.
"""
import json
import os
import pathlib
import subprocess
import sys

import recheck

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
sys.path.insert(0, str(ROOT / "tests" / "call"))

from session import Session, files_below  # noqa: E402


def fangtian(*words):
    done = subprocess.run([COMMAND, *words, "--format", "json"], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"fangtian {' '.join(words)}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def postings_of(figure):
    return [(line["from"], line["to"], line["kind"]) for line in figure["postings"]]


def check_scenario(scenario, options):
    """The faults of one scenario, and what was checked."""
    sheets = fangtian("run", scenario, "--detail", *options)
    figures = {(figure["rule"], figure["row"]): figure for figure in sheets["figures"]}
    lines, faults, seen, steps = {}, [], {}, 0
    folder, name = os.path.split(scenario)
    session = Session(COMMAND, *options)
    session.good("load", scenario=name, files=files_below(folder))
    for line in sheets["items"] + sheets["memos"]:
        lines.setdefault((line["rule"], line["row"]), []).append((line["from"], line["to"], line["kind"]))
    for rule, row in reversed(list(figures)):
        if (rule, row) in seen:
            continue
        certificate = session.good("explain", figure=f"{rule}@{row}" if row else rule)
        wrong, count = recheck.recheck(certificate)
        steps += count
        if wrong:
            faults.append(f"{scenario}: {rule}@{row}: {wrong}")
        seen.update({(figure["rule"], figure["row"]): figure for figure in certificate["figures"]})
    session.close()
    for name, figure in figures.items():
        own = seen[name]
        if (own["state"], own["value"]) != (figure["state"], figure["value"]):
            faults.append(f"{scenario}: {name}: the certificate says {own['value']}, the sheet {figure['value']}")
        if sorted(postings_of(own), key=str) != sorted(lines.get(name, []), key=str):
            faults.append(f"{scenario}: {name}: the certificate posts other lines than the sheet")
    print(f"{scenario}: {len(figures)} figures, {steps} steps")
    return faults if figures else [f"{scenario}: no figure at all"]


def main(words):
    cut = words.index("--") if "--" in words else len(words)
    faults = [fault for scenario in words[:cut] for fault in check_scenario(scenario, words[cut + 1:])]
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
