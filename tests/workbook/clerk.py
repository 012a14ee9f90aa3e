#!/usr/bin/python3
"""Fills the template in with LibreOffice, as a person would, and saves it: once well, once with the mistakes that people make. For
whoever changes the template: wants python3-uno and LibreOffice, and is no part of the suite.

    workbook/clerk.py
"""
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
PORT = 2202
GOOD = {
    "改造项目": [{"编号": "A1", "名称": "五金产业园", "改造类型": "工业改工业", "供地方式": "保留原使用权", "区域": "镇村", "集体土地或集体控制的国有土地": "是",
              "改造后用途": "工业", "改造前容积率": "0.8", "改造后容积率": "2.5", "改造后楼面地价（元/m2）": "320"}],
    "地块": [{"改造项目": "A1", "编号": "P1", "面积（m2）": "25100", "上盖物占地面积（m2）": "9360.5", "建设使用日期": "1998-05-01"}],
    "年度税收": [{"年度": "2021", "“三旧”项目土地增值税全口径收入（元）": "2.6亿"}],
}
BAD = {
    "地块": [{"改造项目": "A1", "编号": "合计", "面积（m2）": "=D4"},
           {"改造项目": "A1", "编号": "P2", "面积（m2）": "35.2亩", "上盖物占地面积（m2）": "1 234", "建设使用日期": "1998年5月"},
           {"改造项目": "A1", "编号": "P3", "面积（m2）": "=1/0", "上盖物占地面积（m2）": "0", "建设使用日期": "2001-5-1"}],
    "建筑物": [{"改造项目": "A1", "编号": "F1", "权利人": "H9", "建筑面积（m2）": "八千", "结构": "钢混", "成新率（%）": "0.62"}],
}
FAULTS = ["example-changed", "csv-totals-row", "merged-cells", "text-after-number", "date-format", "spreadsheet-error", "dangling-reference",
          "not-a-number", "unknown-choice"]


def property_of(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def desktop():
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(60):
        try:
            office = resolver.resolve("uno:socket,host=localhost,port=%d;urp;StarOffice.ComponentContext" % PORT)
            return office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
        except Exception:  # pylint: disable=broad-except
            time.sleep(1)
    sys.exit("LibreOffice does not answer")


def type_rows(book, rows, first):
    """Types rows below the examples; a text is what is typed, so that numbers and dates become such."""
    for name, lines in rows.items():
        sheet = book.Sheets.getByName(name)
        columns = {sheet.getCellByPosition(column, 0).String: column for column in range(120)}
        for number, line in enumerate(lines):
            for header, text in line.items():
                sheet.getCellByPosition(columns[header], first + number).setFormula(text)


def main():
    with tempfile.TemporaryDirectory() as work:
        template, good, bad = (os.path.join(work, name + ".xlsx") for name in ("template", "good", "bad"))
        subprocess.run([COMMAND, "new", template, "--lang", "zh"], check=True)
        with subprocess.Popen(["soffice", "-env:UserInstallation=file://%s/profile" % work, "--headless", "--norestore",
                               "--accept=socket,host=localhost,port=%d;urp;" % PORT], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            office = desktop()
            book = office.loadComponentFromURL("file://" + template, "_blank", 0, (property_of("Hidden", True),))
            head = book.Sheets.getByName("情景")
            head.getCellRangeByName("B2").setFormula("我的测算")
            head.getCellRangeByName("B3").setFormula("2023-06-30")
            type_rows(book, GOOD, 3)
            book.storeToURL("file://" + good, (property_of("FilterName", "Calc MS Excel 2007 XML"),))
            type_rows(book, BAD, 4)
            type_rows(book, {"改造项目": [{"名称": "旧厂改造"}]}, 1)
            book.Sheets.getByName("地块").getCellRangeByName("B6:B7").merge(True)
            book.storeToURL("file://" + bad, (property_of("FilterName", "Calc MS Excel 2007 XML"),))
            book.close(True)
            office.terminate()
        done = subprocess.run([COMMAND, "check", good, "--lang", "zh"], capture_output=True, text=True, check=False)
        print(done.stdout + done.stderr)
        said = subprocess.run([COMMAND, "check", bad, "--lang", "zh"], capture_output=True, text=True, check=False).stderr
        print(said)
        missed = [fault for fault in FAULTS if "[%s]" % fault not in said]
        sys.exit(done.returncode or ("not told: %s" % missed if missed else 0))


main()
