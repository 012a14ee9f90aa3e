"""LibreOffice without a window, that works every formula out again when it opens a file, and follows changes.

Runs with the system's python3, which knows `uno` (Debian: python3-uno).
"""
import os
import pathlib
import subprocess
import time

import uno
from com.sun.star.beans import PropertyValue

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def property_of(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Office:
    """A process of its own, with a profile of its own; `work` is a folder that may be thrown away."""

    def __init__(self, work):
        profile = pathlib.Path(work, "profile")
        (profile / "user").mkdir(parents=True, exist_ok=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
        pipe = f"fangtian{os.getpid()}"
        self.process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo", "--nodefault",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOME": str(work), "LC_ALL": "C.UTF-8"})
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(240):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if self.process.poll() is not None:
                    raise RuntimeError("soffice did not start") from None
                time.sleep(0.5)
        else:
            raise RuntimeError("soffice does not answer")
        self.desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")

    def open(self, path):
        document = self.desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (property_of("Hidden", True),))
        if document is None:
            raise RuntimeError(f"soffice cannot open {path}")
        return document

    def close(self):
        try:
            self.desktop.terminate()
            self.process.wait(30)
        except Exception:
            self.process.kill()


def column_name(index):
    name = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def values(document, wanted=None):
    """{sheet: {"K5": a float or a text}} of every cell that shows something."""
    found = {}
    for sheet in document.Sheets:
        if wanted is not None and sheet.Name not in wanted:
            continue
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        rows = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).DataArray
        names = [column_name(index) for index in range(last.EndColumn + 1)]
        found[sheet.Name] = {f"{names[column]}{row + 1}": value for row, cells in enumerate(rows)
                             for column, value in enumerate(cells) if value != ""}
    return found


def set_cell(document, sheet, place, value):
    cell = document.Sheets.getByName(sheet).getCellRangeByName(place)
    if value == "":
        cell.clearContents(1 | 2 | 4)
    elif isinstance(value, str):
        cell.String = value
    elif value is None:
        cell.clearContents(1 | 2 | 4)
    else:
        cell.Value = value
