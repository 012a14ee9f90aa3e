#!/usr/bin/env python3
"""Live workbooks of small laws whole: each cell's formula, value and look, names, charts, notes, choices and pages, against golden/NAME.txt.

    FANGTIAN=build/fangtian golden.py [--update] [NAME…]      --update writes the goldens: read the difference

The laws are those of tests/language/, tests/report/ and tests/views/, so that the shipped law may change without moving a golden. Left out is what names
the version or a digest.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as ET

import sheets
from sheets import MAIN

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CASES = {  # name: the folder of the law, and the words behind the command's name
    "leases.en": ("language", "run", "scenarios/leases.cfg", "--lang", "en"),
    "groups-open.zh": ("language", "run", "scenarios/groups-open.cfg", "--lang", "zh"),
    "scales.zh": ("language", "run", "scenarios/scales.cfg", "--lang", "zh"),
    "carried.en": ("language", "run", "scenarios/carried.cfg", "--lang", "en"),
    "accounts.en": ("views", "run", "three.cfg", "--packs", "law,levy", "--lang", "en"),
    "blanks.zh": ("views", "run", "blanks.cfg", "--lang", "zh"),
    "groups.zh": ("views", "run", "three.cfg", "--packs", "law,grants", "--lang", "zh"),
    "kinds.zh": ("views", "run", "kinds.cfg", "--lang", "zh"),
    "changes.zh": ("views", "changes", "three.cfg", "--lang", "zh"),
    "ops.en": ("report", "run", "ops.cfg", "--lang", "en"),
    "ways.zh": ("report", "run", "ways.cfg", "--lang", "zh"),
    "pooled.zh": ("language", "run", "scenarios/pooled.cfg", "--lang", "zh"),
    "queues.zh": ("language", "run", "scenarios/queues.cfg", "--lang", "zh"),
    "harbour.en": ("language", "run", "scenarios/harbour.cfg", "--lang", "en"),
    "indexed.zh": ("language", "run", "scenarios/indexed.cfg", "--lang", "zh"),
    "explain-default.zh": ("views", "explain", "blanks.cfg", "projects.deposit@A2", "--lang", "zh"),
    "explain-view.zh": ("views", "explain", "three.cfg", "costs@A1", "--lang", "zh"),
    "explain-field.en": ("views", "explain", "three.cfg", "projects.third@A3", "--lang", "en"),
    "explain.zh": ("language", "explain", "scenarios/leases.cfg", "rent_due@L1", "--lang", "zh"),
    "explain.en": ("language", "explain", "scenarios/scales.cfg", "granted@D5", "--lang", "en", "--depth", "all"),
}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NOT_SHOWN = re.compile(r"(fangtian|方田) [0-9.]+|\b(?=[0-9]*[a-f])[0-9a-f]{12,}\b")


def style_names(archive):
    """What a cell of each style looks like, as words."""
    root = ET.fromstring(archive.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode") for one in root.iter(MAIN + "numFmt")}
    fonts, fills = list(root.find(MAIN + "fonts")), list(root.find(MAIN + "fills"))
    names = []
    for one in root.find(MAIN + "cellXfs"):
        font, words = fonts[int(one.get("fontId"))], [formats.get(one.get("numFmtId"), one.get("numFmtId"))]
        words += [sign for sign in "biu" if font.find(MAIN + sign) is not None]
        words += [part.get("rgb")[2:] for part in (font.find(MAIN + "color"), fills[int(one.get("fillId"))].find(f"{MAIN}patternFill/{MAIN}fgColor"))
                  if part is not None and part.get("rgb")]
        words.append("size " + font.find(MAIN + "sz").get("val"))
        alignment = one.find(MAIN + "alignment")
        words += [] if alignment is None else sorted(f"{key}={value}" for key, value in alignment.attrib.items() if key in ("indent", "wrapText", "horizontal"))
        names.append(" ".join(words) + (" framed" if one.get("borderId") != "0" else ""))
    return names


def shown(value):
    return f"{value:.15g}" if isinstance(value, float) else repr(value) if value is not None else ""


def cell_lines(root, cells):
    for row in root.iter(MAIN + "row"):
        height = f" high {row.get('ht')}" if row.get("ht") else ""
        said = []
        for element in row.iter(MAIN + "c"):
            cell = cells.get(element.get("r"))
            if cell is not None and (cell.formula is not None or cell.value is not None):
                said.append(element.get("r") + " " + ("" if cell.formula is None else ("{=%s}" if cell.array else "=%s") % cell.formula + " → ") + shown(cell.value))
        if said or height:
            yield f"{row.get('r')}{height}: " + " | ".join(said)
    runs = [f"{one.get('ref')}" for one in root.iter(MAIN + "f") if one.get("t") == "shared" and one.get("ref")]
    if runs:
        yield f"one text for each of {' '.join(runs)}"


def look_lines(root, names):
    """Which cells have which look, run by run in a row."""
    looks = {}
    for row in root.iter(MAIN + "row"):
        for element in row.iter(MAIN + "c"):
            looks.setdefault(names[int(element.get("s", 0))], []).append(element.get("r"))
    for name, places in looks.items():
        yield f"look {name}: {' '.join(places)}"


def around_lines(root):
    """What a sheet has beside its cells: widths, panes, choices, marks, links, pages."""
    for part in root:
        tag = part.tag.removeprefix(MAIN)
        if tag in ("sheetData", "dimension", "sheetFormatPr", "legacyDrawing", "drawing"):
            continue
        for one in part.iter():
            words = [f"{key.rsplit('}')[-1]}={value}" for key, value in one.attrib.items() if not key.endswith("}id") and key != "dxfId"]
            if words or (one.text or "").strip():
                yield " ".join(["~", one.tag.removeprefix(MAIN), *words, (one.text or "").strip()]).rstrip()


def chart_lines(archive):
    for name in sorted(name for name in archive.namelist() if re.fullmatch(r"xl/(charts/chart|drawings/drawing|comments)\d+\.xml", name)):
        yield f"## {name}"
        for one in ET.fromstring(archive.read(name)).iter():
            tag = one.tag.rsplit("}")[-1]
            if one.tag.startswith(CHART) and (tag.endswith("Chart") or tag in ("barDir", "grouping", "orientation", "legendPos")):
                yield f"{tag} {one.get('val', '')}".rstrip()
            elif tag in ("f", "t", "row", "col", "colOff", "rowOff", "numFmt", "srgbClr", "comment"):
                yield f"{tag} {(one.text or '').strip()}{one.get('formatCode') or one.get('val') or one.get('ref') or ''}".rstrip()


def dump(path):
    with zipfile.ZipFile(path) as archive:
        names, book = style_names(archive), sheets.read(path)
        for one in ET.fromstring(archive.read("xl/workbook.xml")).iter(MAIN + "definedName"):
            yield f"name {one.get('name')} {one.get('localSheetId') or ''} {one.text}"
        for title, part in sheets.parts_of(archive):
            yield f"## {title}"
            root = ET.fromstring(archive.read(part))
            yield from around_lines(root)
            yield from cell_lines(root, book[title])
            yield from look_lines(root, names)
        yield from chart_lines(archive)


def main():
    update = "--update" in sys.argv[1:]
    chosen = [word for word in sys.argv[1:] if word != "--update"]
    failed = False
    with tempfile.TemporaryDirectory() as work:
        for name, (law, *words) in CASES.items():
            if chosen and name not in chosen:
                continue
            path, golden = f"{work}/{name}.xlsx", HERE / "golden" / f"{name}.txt"
            done = subprocess.run([os.environ["FANGTIAN"], *words, "--policies", "policies", "-o", path], cwd=ROOT / "tests" / law, capture_output=True)
            said = [] if done.returncode else NOT_SHOWN.sub("…", "\n".join(dump(path))).splitlines()
            if update:
                golden.write_text("\n".join(said) + "\n")
            wanted = golden.read_text().splitlines()
            if said != wanted or not said:
                failed = True
                print(f"{name}: differs\n" + "\n".join(list(difflib.unified_diff(wanted, said, lineterm="", n=0))[:40]) + done.stderr.decode()[:400])
    sys.exit(failed)


if __name__ == "__main__":
    main()
