#!/usr/bin/env python3
"""A project's result and its developer's net cash agree: in every shipped scenario the lines of the view cash_bridge add up exactly,
and what they add up to is the net that was posted, but for half a fen a posting. FANGTIAN is the command."""
import json
import os
import pathlib
import subprocess
import sys
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
FEN = Fraction(1, 100)


def main():
    compared, wrong = 0, []
    for path in sorted((ROOT / "scenarios").rglob("*.cfg")):
        name = path.relative_to(ROOT)
        done = subprocess.run([COMMAND, "run", str(name), "--policies", "policies", "--format", "json"], capture_output=True, check=True, cwd=ROOT)
        run = json.loads(done.stdout)
        view = next((view for view in run["views"] if view["id"] == "cash_bridge"), None)
        for row in view["rows"] if view else []:
            *lines, bridged, cash = (Fraction(cell["value"]) if cell["state"] == "value" else None for cell in row["cells"])
            if None in (*lines, bridged, cash):
                continue  # undetermined, and marked so
            compared += 1
            party = "developer:" + row["row"]
            payments = sum(party in (item["from"], item["to"]) for item in run["items"])
            if sum(lines) != bridged or abs(cash - bridged) > payments * FEN / 2:
                wrong.append(f"{name}: {row['row']}: lines {float(sum(lines))}, bridged {float(bridged)}, posted {float(cash)}")
    print(*wrong, f"{compared} projects compared, {len(wrong)} differ", sep="\n")
    return 1 if wrong or compared < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
