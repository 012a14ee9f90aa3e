#!/usr/bin/env python3
"""Workbooks as programs write them, and as they go wrong: each is read as the CSV table that it stands for, or refused at the cell
with its mend. A row a kind; most come from public reports on other programs' readers.

    workbook/files.py [NAME…]      else every case; -v shows what is said of the faulty ones
"""
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

import xlsx
from xlsx import Book, date, formula, inline, number, typed

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
LAW = os.path.join(ROOT, "tests/stream/policies")
SCENARIO = '''scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2021-06-30"; packs = [ "law" ]; };
portfolio: { budget = "1,000,000 元"; plots = { %s }; };
'''
HEADER = ["编号", "所在镇街", "用途", "面积（m2）", "单价（元/m2）", "份额（%）", "期数", "闲置", "开工", "备注"]
ROW = ["A1", "东城", "商铺", "1234.5", "4.6", "62%", "2", "否", "2016-06-01", "甲"]
OTHER = ["A2", "南城", "厂房", "800", "1150", "100%", "1", "是", "", ""]


def cells(row=ROW):
    """A row as a spreadsheet keeps it: numbers, shares and dates as numbers."""
    return [row[0], row[1], row[2], number(row[3]), number(row[4]), xlsx.guess(row[5]), number(row[6]), row[7],
            date(row[8]) if row[8] else None, row[9] or None]


def replaced(column, cell, row=ROW):
    made = cells(row)
    made[HEADER.index(column)] = cell
    return made


def book(*rows, name="地块", **options):
    sheet = {key: options.pop(key) for key in ("state", "before", "behind", "row_attributes", "places") if key in options}
    return Book(**options).sheet(name, [HEADER] + list(rows), **sheet)


def with_strings(xml, **options):
    """A book whose shared strings are this XML, of 20 strings: the header's, then the row's."""
    made = book(cells(), **options)
    made.all_parts()
    texts = made.strings[:]
    made.strings = []
    items = ["<si><t>%s</t></si>" % text for text in texts]
    made.parts["xl/sharedStrings.xml"] = xlsx.HEAD + '<sst xmlns="%s">%s</sst>' % (xlsx.MAIN, xml(items))
    return made


def shift_strings(text):
    """Every shared string but the first has moved on by one."""
    return re.sub(r't="s"><v>(\d+)<', lambda found: 't="s"><v>%d<' % (int(found[1]) + (int(found[1]) > 0)), text)


def prefixed(name, text):
    if not name.startswith("xl/worksheets") or not isinstance(text, str):
        return text
    for word in ("worksheet", "sheetData", "row", "c", "v"):
        text = text.replace("<%s " % word, "<s:%s " % word).replace("<%s>" % word, "<s:%s>" % word).replace("</%s>" % word, "</s:%s>" % word)
    return text.replace('xmlns="', 'xmlns:s="')


def utf16(name, text):
    return text.replace("UTF-8", "UTF-16").encode("utf-16") if name.endswith("sheet1.xml") else text


# ---- what is read: a book, and the rows of the CSV table that it stands for ----

GOOD = {
    "numbers, shares and dates by their formats": (book(cells(), cells(OTHER)), [ROW, OTHER]),
    "seventeen digits are the fifteen that are shown": (
        book(replaced("单价（元/m2）", number("4.5999999999999996")), replaced("份额（%）", number("0.28999999999999998", xlsx.PERCENT), OTHER)),
        [ROW, OTHER[:5] + ["29%"] + OTHER[6:]]),
    "text that holds a number": (book(replaced("面积（m2）", "1,234.5")), [ROW]),
    "text that holds a share": (book(replaced("份额（%）", "62%")), [ROW]),
    "dates in every format": (
        book(*[replaced("开工", date("2016-06-01", style), ["D%d" % style] + ROW[1:]) for style in
               (xlsx.DATE, xlsx.DATE_ZH, xlsx.DATE_WORDS, xlsx.MONTH_ZH)]),
        [["D%d" % style] + ROW[1:] for style in (xlsx.DATE, xlsx.DATE_ZH, xlsx.DATE_WORDS, xlsx.MONTH_ZH)]),
    "dates as text": (book(replaced("开工", typed("d", "2016-06-01T00:00:00")), replaced("开工", "2016年6月1日", ["A2"] + ROW[1:])),
                      [ROW, ["A2"] + ROW[1:]]),
    "dates that count from 1904": (book(replaced("开工", number(41060, xlsx.DATE)), workbook_attributes='date1904="true"'), [ROW]),
    "a format that the file gives a known number anew": (
        book(replaced("面积（m2）", number("1234.5", xlsx.DATE_ZH)), change=lambda name, text: text.replace(
            "</numFmts>", '<numFmt numFmtId="31" formatCode="000000"/></numFmts>')), [ROW]),
    "yes and no as booleans": (book(replaced("闲置", typed("b", " 0 ")), replaced("闲置", typed("b", "true"), OTHER)), [ROW, OTHER]),
    "strings of several runs": (
        with_strings(lambda items: "".join(items).replace("<t>东城</t>", "<r><t>东</t></r><r><rPr/><t>城</t></r>")), [ROW]),
    "reading aids are no part of a string": (
        with_strings(lambda items: "".join(items).replace("<t>东城</t>", '<t>东城</t><rPh sb="0" eb="1"><t>dong</t></rPh><phoneticPr/>')), [ROW]),
    "an empty string keeps its place": (
        with_strings(lambda items: items[0] + "<si/>" + "".join(items[1:]), change=lambda name, text: shift_strings(text)
                     if name.endswith("sheet1.xml") else text), [ROW]),
    "a unit's raised 2": (
        book(replaced("面积（m2）", inline('<r><t>1234.5 m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>'))),
        [ROW[:3] + ["1234.5 m2"] + ROW[4:]]),
    "inline strings": (book(replaced("所在镇街", inline("<r><t>东</t></r><r><t>城</t></r>"))), [ROW]),
    "blanks around a text": (book(replaced("所在镇街", "  东城　")), [ROW]),
    "escapes in a text": (book(replaced("备注", inline("<t>a_x4E00_b</t>"))), [ROW[:9] + ["a一b"]]),
    "a formula's saved value": (book(replaced("面积（m2）", formula("A1*2", "1234.5"))), [ROW]),
    "a formula's saved text": (book(replaced("所在镇街", formula('"东"&"城"', "东城", "str"))), [ROW]),
    "a shared formula's other cells": (book(replaced("面积（m2）", '<c{place}><f t="shared" si="0"/><v>1234.5</v></c>')), [ROW]),
    "a column of a table in a formula": (book(replaced("面积（m2）", formula("SUM(Table1[面积])", "1234.5"))), [ROW]),
    "cells without places": (book(cells(), places=False), [ROW]),
    "a sheet of the strict form": (book(cells(), strict=True), [ROW]),
    "elements with a prefix": (book(cells(), change=prefixed), [ROW]),
    "a part in UTF-16": (book(cells(), change=utf16), [ROW]),
    "a mark before the first byte": (book(cells(), change=lambda name, text: "\ufeff" + text if name.endswith(".rels") else text), [ROW]),
    "a lying dimension": (book(cells(), before='<dimension ref="A1"/>'), [ROW]),
    "styled cells that are empty": (book(cells(), ['<c{place} s="1"/>'] * 40), [ROW]),
    "elements of others": (book(cells(), behind='<x:ext xmlns:x="urn:other"><x:row><x:c><x:v>9</x:v></x:c></x:row></x:ext>'), [ROW]),
    "merged cells above the header": (
        Book().sheet("地块", [HEADER, cells()], behind='<mergeCells><mergeCell ref="L1:M1"/></mergeCells>'), [ROW]),
    "zero in any format": (book(replaced("面积（m2）", number("0", xlsx.WORDED))), [ROW[:3] + ["0"] + ROW[4:]]),
    "a sheet by its English name": (book(cells(), name="Plot"), [ROW]),
    "a sheet by the table's name": (book(cells(), name="plots"), [ROW]),
    "a picture that WPS keeps in a cell": (
        book(replaced("备注", formula('_xlfn.DISPIMG("ID_1",1)', "=DISPIMG(ID_1,1)", "str"))), [ROW[:9] + [""]]),
    "a date of Chinese formats by number": (
        book(*[replaced("开工", date("2016-06-01", index), ["E%d" % index] + ROW[1:]) for index in (xlsx.DATE_ZH, xlsx.MONTH_ZH)]),
        [["E%d" % index] + ROW[1:] for index in (xlsx.DATE_ZH, xlsx.MONTH_ZH)]),
    "a style that is not there": (book(replaced("面积（m2）", number("1234.5", 999))), [ROW]),
    "an indented number": (book(replaced("面积（m2）", number("\n  1234.5\n  "))), [ROW]),
    "a formula of an array": (book(replaced("面积（m2）", '<c{place}><f t="array" ref="D2:D2">A1:A1*2</f><v>1234.5</v></c>')), [ROW]),
    "a table of data": (book(replaced("面积（m2）", '<c{place}><f t="dataTable" ref="D2:D3" dt2D="1" dtr="1" r1="A1" r2="A2"/><v>1234.5</v></c>')), [ROW]),
    "rows of attributes alone to the end of the sheet": (
        book(cells(), change=lambda name, text: text.replace("</sheetData>", '<row r="1048576" ht="15"/></sheetData>') if name.endswith("sheet1.xml") else text), [ROW]),
    "text that a program would run": (book(replaced("备注", "=1+1")), [ROW[:9] + ["=1+1"]]),
}


GOOD.update({
    "an absolute target": (book(cells(), change=lambda name, text: text.replace('Target="worksheets', 'Target="/xl/worksheets')), [ROW]),
    "a target that goes up": (book(cells(), change=lambda name, text: text.replace('Target="worksheets', 'Target="../xl/./worksheets')), [ROW]),
})


def reordered(name, text):
    """A chart's sheet and another stand before the table; ids of sheets and relationships are in no order."""
    if name == "xl/workbook.xml":
        return re.sub(r"<sheets>(.*)</sheets>", r'<sheets><sheet name="图" sheetId="9" r:id="c"/><sheet name="旧表" sheetId="7" r:id="o"/>\1</sheets>', text)
    if name == "xl/_rels/workbook.xml.rels":
        return text.replace("</Relationships>", '<Relationship Id="c" Type="%s/chartsheet" Target="chartsheets/sheet1.xml"/>'
                            '<Relationship Id="o" Type="%s/worksheet" Target="worksheets/old.xml"/></Relationships>' % (xlsx.RELATIONS, xlsx.RELATIONS))
    return text


def with_old_sheet(made):
    made.parts["xl/worksheets/old.xml"] = made.parts["xl/chartsheets/sheet1.xml"] = xlsx.HEAD + '<worksheet xmlns="%s"><sheetData/></worksheet>' % xlsx.MAIN
    return made


def prefixed_relations(name, text):
    if not name.endswith(".rels"):
        return text
    return text.replace("<Relationship", "<ns0:Relationship").replace("</Relationship", "</ns0:Relationship").replace("xmlns=", "xmlns:ns0=")


GOOD.update({
    "sheets in another order, and one of a chart": (with_old_sheet(book(cells(), change=reordered)), [ROW]),
    "relationships with a prefix": (book(cells(), change=prefixed_relations), [ROW]),
    "a very hidden sheet": (book(cells(), state="veryHidden"), [ROW]),
    "an entity within a text": (book(replaced("备注", inline("<t>a&amp;b</t>"))), [ROW[:9] + ["a&b"]]),
    "a share as text, full-width": (book(replaced("份额（%）", "62％")), [ROW]),
    "a date as text in a book of 1904": (book(replaced("开工", typed("d", "2016-06-01")), workbook_attributes='date1904="1"'), [ROW]),
    "cells of which some say their places": (
        book(cells(), change=lambda name, text: re.sub(r' r="[A-CE-Z]+\d+"', "", text) if name.endswith("sheet1.xml") else text), [ROW]),
    "a text behind an apostrophe": (book(replaced("编号", "00123")), [["00123"] + ROW[1:]]),
    "more decimals than are shown": (book(replaced("面积（m2）", number("1234.50001", xlsx.MONEY))), [ROW[:3] + ["1234.50001"] + ROW[4:]]),
    "comments are no facts": (
        book(cells(), behind='<legacyDrawing xmlns:r="%s" r:id="x"/>' % xlsx.RELATIONS, change=lambda name, text: text), [ROW]),
})


def write_named(path, names):
    """The plain book with its parts' names changed by a function."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in book(cells()).all_parts().items():
            archive.writestr(names(name), text)


SPECIAL_GOOD = {
    "names with backslashes": lambda path: write_named(path, lambda name: name.replace("/", "\\")),
    "names with other letters": lambda path: write_named(path, lambda name: name.replace("sharedStrings", "SharedStrings")),
}


def streamed(path, wide=False):
    class Stream(io.RawIOBase):
        def __init__(self, file):
            super().__init__()
            self.file = file

        def writable(self):
            return True

        def write(self, data):
            return self.file.write(data)

    with open(path, "wb") as file, zipfile.ZipFile(Stream(file), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in book(cells()).all_parts().items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=wide) as part:
                part.write(text if isinstance(text, bytes) else text.encode())


def wide(path):
    """Sizes and places in 64 bits throughout, as some programs write them though none needs it."""
    limit, zipfile.ZIP64_LIMIT = zipfile.ZIP64_LIMIT, 0
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in book(cells()).all_parts().items():
                archive.writestr(name, text)
    finally:
        zipfile.ZIP64_LIMIT = limit


SPECIAL_GOOD["a zip that was streamed"] = streamed
SPECIAL_GOOD["a zip that was streamed with descriptors of 64 bits"] = lambda path: streamed(path, wide=True)
SPECIAL_GOOD["a zip of 64 bits"] = wide

# ---- what is refused: a book, and where and as what ----

BAD = {
    "who made the table is no unit": (Book().sheet("地块", [["编制单位：元"], HEADER, cells()]), "地块!A1", "csv-rows-above-header"),
    "a formula that was never worked out": (book(replaced("面积（m2）", formula("A1*2"))), "地块!D2", "not-calculated"),
    "a formula with an empty value": (book(replaced("面积（m2）", formula("A1*2", ""))), "地块!D2", "not-calculated"),
    "a value of another workbook": (book(replaced("面积（m2）", formula("[1]Sheet1!A1", "5"))), "地块!D2", "linked-cell"),
    "an error": (book(replaced("面积（m2）", formula("A1/0", "#DIV/0!", "e"))), "地块!D2", "spreadsheet-error"),
    "text that looks like an error": (book(replaced("备注", "#N/A")), "地块!J2", "spreadsheet-error"),
    "a number that is none": (book(replaced("面积（m2）", number("12x"))), "地块!D2", "workbook-number"),
    "a number in another's notation": (book(replaced("面积（m2）", number("1,5"))), "地块!D2", "workbook-number"),
    "a cell that is struck out": (book(replaced("面积（m2）", number("1234.5", xlsx.STRUCK))), "地块!D2", "struck-out"),
    "a text that is struck out": (book(replaced("所在镇街", '<c{place} t="inlineStr" s="%d"><is><t>东城</t></is></c>' % xlsx.STRUCK)), "地块!B2", "struck-out"),
    "more digits than a spreadsheet keeps": (book(replaced("编号", number("4401011990030712"))), "地块!A2", "lost-digits"),
    "an id with an exponent": (book(replaced("编号", number("1.10101199003071E+017"))), "地块!A2", "lost-digits"),
    "a day that never was": (book(replaced("开工", number(60, xlsx.DATE))), "地块!I2", "workbook-date"),
    "a negative day": (book(replaced("开工", number(-1, xlsx.DATE))), "地块!I2", "workbook-date"),
    "a time of the day": (book(replaced("开工", number("42522.4", xlsx.DATE))), "地块!I2", "date"),
    "a unit that only the format shows": (book(replaced("面积（m2）", number("5", xlsx.WORDED))), "地块!D2", "worded-format"),
    "another currency": (book(replaced("面积（m2）", number("5", xlsx.DOLLARS))), "地块!D2", "worded-format"),
    "thousands that only the format shows": (book(replaced("面积（m2）", number("5000", xlsx.SCALED))), "地块!D2", "scaled-format"),
    "a point that only the format shows": (book(replaced("面积（m2）", number("5000", xlsx.POINTED))), "地块!D2", "worded-format"),
    "a number that is not shown": (book(replaced("面积（m2）", number("5000", xlsx.HIDDEN))), "地块!D2", "not-shown"),
    "a sign that is not shown": (book(replaced("面积（m2）", number("-5", xlsx.UNSIGNED))), "地块!D2", "not-shown"),
    "a footnote's mark behind a number": (
        book(replaced("面积（m2）", inline('<r><t>850</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'))), "地块!D2", "digits-set-apart"),
    "digits that are struck out": (
        book(replaced("面积（m2）", inline('<r><rPr><strike/></rPr><t>8</t></r><r><t>850</t></r>'))), "地块!D2", "digits-set-apart"),
    "the same in the shared strings": (
        with_strings(lambda items: "".join(items).replace("<t>甲</t>", '<r><t>10</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>4</t></r>')),
        "地块!J2", "digits-set-apart"),
    "merged cells in the rows": (book(cells(), behind='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'), "地块!A2", "merged-cells"),
    "a header of merged cells": (book(cells(), behind='<mergeCells><mergeCell ref="D1:E1"/></mergeCells>'), "地块!D1", "merged-cells"),
    "a totals row": (book(cells(), ["合计", None, None, number("5")]), "地块!A3", "csv-totals-row"),
    "an unknown column": (Book().sheet("地块", [HEADER + ["楼层"], cells() + [number("3")]]), "地块!K1", "unknown-column"),
    "a fault behind a cell of several lines": (
        book(replaced("备注", "一\n二"), replaced("面积（m2）", "x", ["A2"] + ROW[1:])), "地块!D3", "not-a-number"),
    "a fault behind rows that are missing": (
        book(cells(), [None], [None], replaced("面积（m2）", "x", ["A2"] + ROW[1:])), "地块!D5", "not-a-number"),
    "a string that is not there": (book(replaced("备注", typed("s", "99"))), "", "workbook-damaged"),
    "a boolean that is none": (book(replaced("闲置", typed("b", "banana"))), "", "workbook-damaged"),
    "cells out of order": (
        book(cells(), change=lambda name, text: text.replace('r="B2"', 'r="A2"') if name.endswith("sheet1.xml") else text), "", "workbook-damaged"),
    "a cell off the grid": (
        book(cells(), change=lambda name, text: text.replace('r="J2"', 'r="XFE2"') if name.endswith("sheet1.xml") else text), "", "workbook-damaged"),
    "a stray cell far to the right": (
        book(cells(), change=lambda name, text: text.replace('r="J2"', 'r="XFD2"') if name.endswith("sheet1.xml") else text), "地块", "workbook-columns"),
    "a document type": (
        book(cells(), change=lambda name, text: text.replace(xlsx.HEAD, xlsx.HEAD + '<!DOCTYPE x [<!ENTITY a "b">]>') if name.endswith("sheet1.xml") else text),
        "", "workbook-doctype"),
    "elements too deep": (book(cells(), before="<a>" * 200 + "</a>" * 200), "", "workbook-damaged"),
    "XML that is cut": (book(cells(), change=lambda name, text: text[:-20] if name.endswith("sheet1.xml") else text), "", "workbook-damaged"),
    "another sheet": (book(cells(), name="项目"), "", "no-sheet"),
    "an empty sheet": (Book().sheet("地块", []), "地块", "csv-empty"),
    "no sheets at all": (Book(), "", "workbook-empty"),
    "macros": (
        book(cells(), change=lambda name, text: text.replace("</Relationships>", '<Relationship Id="v" Type="x/vbaProject" Target="v.bin"/></Relationships>')
             if name == "xl/_rels/workbook.xml.rels" else text), "", "workbook-macros"),
    "a binary workbook": (
        book(cells(), change=lambda name, text: text.replace("xl/workbook.xml", "xl/workbook.bin") if name == "_rels/.rels" else text), "", "workbook-binary"),
    "a missing part": (Book(change=None).sheet("地块", [HEADER]), "", "workbook-damaged"),
}
BAD["a missing part"][0].parts["xl/worksheets/sheet1.xml"] = None


def edited(old, new, part="sheet1.xml", rows=None, **options):
    """A book of which one text of a part is another; told where it is not there."""
    def change(name, text):
        assert not name.endswith(part) or old in text, old
        return text.replace(old, new) if name.endswith(part) else text
    return book(*([cells()] if rows is None else rows), change=change, **options)


# What only a program that goes wrong writes: the sheet's part is damaged.
for old, new in [('<row r="2"', '<row r="1"'), ('<row r="2"', '<row r="1048577"'), ('r="B2"', 'r="2"'), ('r="B2"', 'r="B"'), ('r="B2"', 'r="B0"'),
                 ('r="B2"', 'r="B2x"'), ('r="B2"', 'r="B3"'), ('r="B2"', 'r="b2"'), ('r="B2"', 'r="AAAAAAAA2"'), ('r="B2"', 'r="B99999999"'),
                 ('r="J2"', 'r="XFD2"/><c')]:
    BAD["%s for %s" % (new, old)] = (edited(old, new), "", "workbook-damaged")
for merged in ("", 'ref="A2"', 'ref="A2:"', 'ref=":A3"', 'ref="A2:A3x"', 'ref="A2-A3"'):
    BAD["merged cells of " + merged] = (book(cells(), behind="<mergeCells><mergeCell %s/></mergeCells>" % merged), "", "workbook-damaged")
for index in ("", "x", "-1", "1x", "99999", ":"):
    BAD["string number " + index] = (book(replaced("备注", typed("s", index))), "", "workbook-damaged")
BAD["a boolean of another number"] = (book(replaced("闲置", typed("b", "2"))), "", "workbook-damaged")
BAD["a time as text"] = (book(replaced("开工", typed("d", "2016-06-01T10:30:00"))), "地块!I2", "date")
BAD["a formula whose text was never worked out"] = (book(replaced("备注", "<c{place} t=\"str\"><f>A1</f></c>")), "地块!J2", "not-calculated")
BAD["digits that are raised behind a word"] = (
    book(replaced("备注", inline('<r><t>注</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>a1</t></r>'))), "地块!J2", "digits-set-apart")
BAD["a sheet of a relationship that is not there"] = (edited('r:id="', 'r:id="none', "xl/workbook.xml"), "", "workbook-empty")
BAD["a sheet without a name"] = (edited(' name="', ' title="', "xl/workbook.xml"), "", "workbook-empty")
BAD["relationships without types"] = (edited(" Type=", " Kind=", "workbook.xml.rels"), "", "workbook-empty")
BAD["a root without a target"] = (edited(" Target=", " Goal=", "_rels/.rels"), "", "workbook-damaged")
BAD["an external workbook"] = (edited(" Target=", ' TargetMode="External" Target=', "_rels/.rels"), "", "workbook-damaged")

GOOD.update({
    "runs that are struck out by no": (
        book(replaced("备注", inline('<r><rPr><strike val="0"/><vertAlign val="baseline"/></rPr><t>10</t></r><r><t>b</t></r>'))), [ROW[:9] + ["10b"]]),
    "a raised word": (book(replaced("备注", inline('<r><t>注</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>甲:/</t></r>'))), [ROW[:9] + ["注甲:/"]]),
    "reading aids in a cell": (
        book(replaced("所在镇街", inline('<t>东城</t><rPh sb="0" eb="1"><t>dong</t></rPh><phoneticPr fontId="1"/>'))), [ROW]),
    "types that are not known are numbers": (edited('<c r="D2"', '<c t="z" r="D2"'), [ROW]),
    "a height and width that are no numbers": (
        book(cells(), before='<cols><col min="1" max="2" width=""/><col max="2" hidden="1"/><col min="2" hidden="1"/></cols>', row_attributes={2: 'ht=""'}), [ROW]),
    "an external relationship beside": (
        edited("</Relationships>", '<Relationship Id="e" Type="hyperlink" Target="http://x" TargetMode="External"/>'
               '<Relationship Id="i" Type="other" Target="../../up.xml" TargetMode="Internal"/><Other/></Relationships>', "workbook.xml.rels"), [ROW]),
    "a number of which none of the fonts is": (edited('fontId="', 'fontId="9', "styles.xml"), [ROW]),
    "formats that lack their code": (edited("</numFmts>", '<numFmt numFmtId="200"/><numFmt formatCode="0"/></numFmts>', "styles.xml"), [ROW]),
    "a font that is struck out by no": (edited("</fonts>", '<font><strike val="0"/></font><font><strike val="1"/></font></fonts>', "styles.xml"), [ROW]),
    "a boolean of white space around": (book(replaced("闲置", typed("b", " false\n"))), [ROW]),
    "a date as text without a time": (book(replaced("开工", typed("d", "2016-06-01T00:00:00.000"))), [ROW]),
})


def raw(data):
    def write(path):
        with open(path, "wb") as file:
            file.write(data)
    return write


def zipped(entries):
    def write(path):
        import warnings
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore")
            for name, text in entries():
                archive.writestr(name, text)
    return write


def cut(path):
    book(cells()).write(path)
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) // 2)


def locked(path):
    """The bit that says an entry is encrypted, in both of its heads."""
    book(cells()).write(path)
    with open(path, "rb") as file:
        data = bytearray(file.read())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + at)[0]
            struct.pack_into("<H", data, start + at, flags | 1)
            start = data.find(mark, start + 4)
    raw(bytes(data))(path)


def doubled():
    parts = book(cells()).all_parts()
    return list(parts.items()) + [("XL/sharedstrings.xml", parts["xl/sharedStrings.xml"])]


def bomb():
    parts = book(cells()).all_parts()
    parts["xl/sharedStrings.xml"] = b" " * (300 << 20)
    return parts.items()


def spoiled(path):
    """Bytes of a compressed part that are others: what comes out does not have the sum that it should."""
    book(cells()).write(path)
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    with open(path, "rb") as file:
        data = bytearray(file.read())
    start = part.header_offset + 30 + len(part.filename) + struct.unpack_from("<H", data, part.header_offset + 28)[0]
    for at in range(start + part.compress_size // 3, start + part.compress_size // 2):
        data[at] ^= 0x5A
    raw(bytes(data))(path)


def many():
    return list(book(cells()).all_parts().items()) + [(f"xl/media/{number}.txt", "") for number in range(10001)]


def rootless():
    parts = book(cells()).all_parts()
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("relationships/officeDocument", "relationships/other")
    return parts.items()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def long_file(path):
    """A zip's first bytes, and nothing behind them up to past the limit of a workbook: a hole takes no room."""
    raw(b"PK\x03\x04")(path)
    os.truncate(path, (128 << 20) + 1)


SPECIAL_BAD = {
    "a file past the limit": (long_file, "workbook-too-large"),
    "an old workbook": (raw(OLE), "workbook-old"),
    "an encrypted workbook": (raw(OLE + "EncryptedPackage".encode("utf-16le")), "workbook-encrypted"),
    "encrypted entries": (locked, "workbook-encrypted"),
    "a web page": (raw(b"\xef\xbb\xbf<html><table/></html>"), "not-a-workbook"),
    "text": (raw("编号,面积\n".encode()), "not-a-workbook"),
    "nothing": (raw(b""), "not-a-workbook"),
    "other bytes": (raw(b"\x00\x01\x02\xff" * 99), "not-a-workbook"),
    "half a file": (cut, "workbook-damaged"),
    "two parts of one name": (zipped(doubled), "workbook-two-parts"),
    "a part that grows without bound": (zipped(bomb), "workbook-too-large"),
    "a part whose bytes are others": (spoiled, "workbook-damaged"),
    "more parts than there may be": (zipped(many), "workbook-too-large"),
    "no part that is the workbook": (zipped(rootless), "workbook-damaged"),
    "a zip of something else": (zipped(lambda: [("a.txt", "a")]), "workbook-damaged"),
}

# ---- a workbook that is the scenario ----

HEAD = [["名称", "填写", "说明"], ["标题", "地块"], ["基准日", date("2021-06-30")], ["政策包", "law"], ["预算（万元）", number("100")]]


def whole(head=None, rows=None, name="地块", sheet="情景", more=()):
    made = Book().sheet(sheet, HEAD if head is None else head).sheet(name, [HEADER] + ([cells()] if rows is None else rows))
    for other, content in more:
        made.sheet(other, content)
    return made


def without(name):
    return [line for line in HEAD if line[0] != name]


WHOLE_GOOD = {
    "a head and a table": whole(),
    "a head in English": whole([["title", "地块"], ["as_of", "2021-06-30"], ["packs", "law,"], ["budget (万元)", "100"]], sheet="Scenario"),
    "headings, blank lines and remarks": whole(HEAD[:1] + [["一、基本情况"], [None], ["# 自己看的", "x"], ["备注", "x"]] + HEAD[1:]),
    "a heading over all columns": Book().sheet("情景", HEAD[:1] + [["一、基本情况"]] + HEAD[1:], behind='<mergeCells><mergeCell ref="A2:C2"/></mergeCells>').sheet(
        "地块", [HEADER, cells()]),
    "a sheet of remarks, an empty one and one that is left out": whole(more=[("说明", [["x"]]), ("Sheet2", []), ("#草稿", [["x", "y"]])]),
    "the table first": Book().sheet("地块", [HEADER, cells()]).sheet("情景", HEAD),
}
WHOLE_BAD = {
    "no head": (whole(sheet="首页"), "", "no-head-sheet"),
    "no title": (whole(without("标题")), "情景", "head-missing"),
    "no title beside its name": (whole(without("标题") + [["标题", None, "必填"]]), "情景!B5", "head-empty"),
    "a value in the third column": (whole(HEAD[:4] + [["预算（万元）", None, number("100")]]), "情景!C5", "head-aside"),
    "merged values": (Book().sheet("情景", HEAD, behind='<mergeCells><mergeCell ref="B5:C5"/></mergeCells>').sheet("地块", [HEADER, cells()]),
                      "情景!B5", "merged-cells"),
    "a name merged with its value": (Book().sheet("情景", HEAD + [["系数"], [None]], behind='<mergeCells><mergeCell ref="A6:B7"/></mergeCells>').sheet(
        "地块", [HEADER, cells()]), "情景!A6", "merged-cells"),
    "no date": (whole(without("基准日")), "情景", "head-missing"),
    "no packs": (whole(without("政策包")), "情景", "head-missing"),
    "a date that is none": (whole(without("基准日") + [["基准日", "明年"]]), "情景!B5", "date"),
    "a pack that is none": (whole(without("政策包") + [["政策包", "law、lw"]]), "情景!B5", "unknown-pack"),
    "a line twice": (whole(HEAD + [["标题", "x"]]), "情景!A6", "head-twice"),
    "a field twice": (whole(HEAD + [["预算（元）", "5"]]), "情景!A6", "head-twice"),
    "an unknown line": (whole(HEAD + [["预祘（元）", "5"]]), "情景!A6", "unknown-line"),
    "a value that is none": (whole(HEAD + [["系数", "x"]]), "情景!B6", "not-a-number"),
    "an unknown sheet": (whole(more=[("地块表", [["编号"], ["x"]])]), "地块表", "unknown-sheet"),
    "a table that the law makes": (whole(more=[("分期", [["x"]])]), "分期", "made-table"),
    "an unknown column of expected figures": (whole(more=[("预期数", [["规则", "预期值", "楼层"], ["fee", "1 元"]])]), "预期数!C1", "expect-column"),
    "expected figures without a value": (whole(more=[("预期数", [["规则", "对象"], ["fee", "A1"]])]), "预期数!A1", "expect-lacks"),
    "an unknown comparison": (whole(more=[("预期数", [["规则", "比较", "预期值"], ["fee", "约等于", "1 元"]])]), "预期数!B2", "expect-kind"),
    "an expected figure that is none": (whole(more=[("expected", [["item", "at", "value"], ["no_such_rule", "A1", "1 元"]])]), "expected!A2", "unknown-item"),
    "a formula in the head": (whole(without("基准日") + [["基准日", formula("TODAY()")]]), "情景!B5", "not-calculated"),
}

WHOLE_BAD["a head whose part is missing"] = (whole(), "", "workbook-damaged")
WHOLE_BAD["a head whose part is missing"][0].parts["xl/worksheets/sheet1.xml"] = None

# ---- running ----


def run(words, folder):
    return subprocess.run([COMMAND] + words + ["--policies", LAW], cwd=folder, capture_output=True, check=False)


def figures(folder, table, keep=False):
    """The run's JSON without what tells one file from another."""
    with open(os.path.join(folder, "s.cfg"), "w", encoding="utf-8") as file:
        file.write(SCENARIO % table)
    return sheets(folder, "s.cfg", keep)


def sheets(folder, scenario, keep=False):
    done = run(["run", scenario, "--format", "json", "--lang", "zh"], folder)
    if done.returncode != 0:
        return done.stderr.decode()
    sheet = json.loads(done.stdout)
    if keep:
        return sheet
    for key in ("scenario", "digest", "files", "inputs"):
        sheet.pop(key, None)
    return without_places(sheet)


def without_places(value):
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in ("place", "digest", "at", "file", "line", "column")}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def quoted(row):
    return ",".join('"%s"' % cell.replace('"', '""') if cell else "" for cell in row) + "\n"


def check_good(write, rows):
    with tempfile.TemporaryDirectory() as folder:
        write(os.path.join(folder, "book.xlsx"))
        with open(os.path.join(folder, "t.csv"), "w", encoding="utf-8") as file:
            file.writelines(quoted(row) for row in [HEADER] + rows)
        asked, given = figures(folder, 'csv = "t.csv";'), figures(folder, 'xlsx = "book.xlsx";')
        return None if asked == given else "asked for\n%s\ngot\n%s" % (str(asked)[:3000], str(given)[:3000])


def check_bad(write, cell, fault, scenario="s.cfg"):
    with tempfile.TemporaryDirectory() as folder:
        write(os.path.join(folder, "book.xlsx"))
        with open(os.path.join(folder, "s.cfg"), "w", encoding="utf-8") as file:
            file.write(SCENARIO % 'xlsx = "book.xlsx";')
        said = []
        for language in ("zh", "en"):
            done = run(["check", scenario, "--lang", language], folder)
            said.append(done.stderr.decode())
            if done.returncode != 2 or not any("[%s" % fault in line and (not cell or line.startswith("book.xlsx:%s:" % cell))
                                               for line in said[-1].splitlines()):
                return "exit status %d, and not [%s…] at %s:\n%s" % (done.returncode, fault, cell or "the file", said[-1])
            if "Traceback" in said[-1] or "\ufffd" in said[-1]:
                return said[-1]
        if "-v" in sys.argv:
            print("".join(said))
        return None


def check_owner():
    """What Excel leaves beside a workbook that is open is named by whoever types ~ and the tabulator."""
    with tempfile.TemporaryDirectory() as folder:
        raw(b"\x03abc" + b" " * 161)(os.path.join(folder, "~$book.xlsx"))
        done = run(["check", "~$book.xlsx", "--lang", "zh"], folder)
        said = done.stderr.decode()
        return None if done.returncode == 2 and "[lock-file]" in said and "请给出工作簿本身：book.xlsx" in said else said


def check_whole_good(made):
    with tempfile.TemporaryDirectory() as folder:
        made.write(os.path.join(folder, "book.xlsx"))
        with open(os.path.join(folder, "t.csv"), "w", encoding="utf-8") as file:
            file.writelines(quoted(row) for row in [HEADER, ROW])
        asked = figures(folder, 'csv = "t.csv";')
        given = sheets(folder, "book.xlsx")
        return None if asked == given else "asked for\n%s\ngot\n%s" % (str(asked)[:3000], str(given)[:3000])


def check_unnamed():
    """A workbook is known by its first bytes under any name: one to be read, and an old or a protected one; nothing shorter is."""
    with tempfile.TemporaryDirectory() as folder:
        whole().write(os.path.join(folder, "book.xlsx"))
        shutil.copy(os.path.join(folder, "book.xlsx"), os.path.join(folder, "book"))
        if sheets(folder, "book.xlsx") != sheets(folder, "book"):
            return "read otherwise without its name's ending"
        for begins, fault in ((OLE + bytes(600), "workbook-old"), (b"\xd0\xcf\x11", ""), (b"PK\x03", "")):
            raw(begins)(os.path.join(folder, "old"))
            done = run(["check", "old"], folder)
            if done.returncode != 2 or (b"workbook" in done.stderr) != (fault != "") or ("[%s" % fault).encode() not in done.stderr:
                return "exit status %d of %r, not [%s]: %s" % (done.returncode, begins[:4], fault, done.stderr.decode())
    return None


def check_unseen():
    """Rows of no height are hidden, and what hidden rows come to is told: at the head, in CSV and by check."""
    with tempfile.TemporaryDirectory() as folder:
        book(cells(), cells(OTHER), replaced("面积（m2）", number("66"), ["A3"] + ROW[1:]),
             row_attributes={3: 'ht="0" customHeight="1"', 4: 'hidden="true"'}).write(os.path.join(folder, "book.xlsx"))
        with open(os.path.join(folder, "s.cfg"), "w", encoding="utf-8") as file:
            file.write(SCENARIO % 'xlsx = "book.xlsx";')
        said = {"zh": "工作表 地块 中隐藏了 2 行、0 列，照样计入；隐藏的行合计：面积 866 m2", "en": "2 rows and 0 columns are hidden, and count all the same; in the hidden rows: "}
        for language, note in said.items():
            for words in (["run", "s.cfg", "--format", "csv"], ["run", "s.cfg"], ["check", "s.cfg"]):
                shown = run(words + ["--lang", language], folder).stdout.decode()
                if note not in shown.replace("\n", "" if language == "zh" else " "):
                    return "%s lacks %s\n%s" % (words, note, shown[:900])
        with open(os.path.join(folder, "t.csv"), "w", encoding="gb18030") as file:
            file.writelines(quoted(row) for row in [HEADER, ROW])
        with open(os.path.join(folder, "s.cfg"), "w", encoding="utf-8") as file:
            file.write(SCENARIO % 'csv = "t.csv";')
        for words in (["run", "s.cfg", "--format", "csv"], ["check", "s.cfg"]):
            shown = run(words + ["--lang", "zh"], folder).stdout.decode()
            if "t.csv 不是 UTF-8 编码，按 GB18030 读入" not in shown:
                return "%s does not say the encoding\n%s" % (words, shown[:900])
    return None


def check_hidden():
    """Hidden rows, columns and sheets count, and the head and JSON say so."""
    with tempfile.TemporaryDirectory() as folder:
        book(cells(), cells(OTHER), row_attributes={3: 'hidden="1"'}, before='<cols><col min="10" max="20" hidden="1"/></cols>').write(
            os.path.join(folder, "book.xlsx"))
        asked = {"sheet": "地块", "whole": False, "rows": 1, "columns": 1}
        given = figures(folder, 'xlsx = "book.xlsx";', keep=True)["scenario"]["hidden"]
        text = run(["run", "s.cfg", "--lang", "zh"], folder).stdout.decode()
        if given != [asked] or "工作表 地块 中隐藏了 1 行、1 列，照样计入" not in text:
            return "%s in place of %s\n%s" % (given, asked, text[:400])
        book(cells(), state="hidden").write(os.path.join(folder, "book.xlsx"))
        text = run(["run", "s.cfg", "--lang", "en"], folder).stdout.decode()
        return None if "the sheet 地块 is hidden, and counts all the same" in text else text[:400]


def check_corpus(name):
    """A book that another program saved, against the same facts as text. Numbers, shares, dates, runs and formulas are in it."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (name, "plots.csv"):
            shutil.copy(os.path.join(HERE, "corpus", file), folder)
        asked, given = figures(folder, 'csv = "plots.csv";'), sheets(folder, name)
        return None if asked == given else "asked for\n%s\ngot\n%s" % (str(asked)[:3000], str(given)[:3000])


def check_by_rows():
    """A workbook is no table that is read row by row."""
    with tempfile.TemporaryDirectory() as folder:
        whole().write(os.path.join(folder, "book.xlsx"))
        done = run(["run", "book.xlsx", "--rows", "out.csv"], folder)
        if done.returncode != 2 or b"[long-sheet]" not in done.stderr or os.path.exists(os.path.join(folder, "out.csv")):
            return "exit status %d: %s" % (done.returncode, done.stderr.decode())
        return None


def main():
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")]
    checks = {name: (lambda made=made, rows=rows: check_good(made.write, rows)) for name, (made, rows) in GOOD.items()}
    checks.update({name: (lambda write=write: check_good(write, [ROW])) for name, write in SPECIAL_GOOD.items()})
    checks.update({name: (lambda made=made, cell=cell, fault=fault: check_bad(made.write, cell, fault)) for name, (made, cell, fault) in BAD.items()})
    checks.update({name: (lambda write=write, fault=fault: check_bad(write, "", fault)) for name, (write, fault) in SPECIAL_BAD.items()})
    checks.update({name: (lambda made=made: check_whole_good(made)) for name, made in WHOLE_GOOD.items()})
    checks.update({name: (lambda made=made, cell=cell, fault=fault: check_bad(made.write, cell, fault, "book.xlsx"))
                   for name, (made, cell, fault) in WHOLE_BAD.items()})
    checks["the owner file beside an open workbook"] = check_owner
    checks["hidden rows, columns and sheets"] = check_hidden
    checks["what is not seen"] = check_unseen
    checks["workbooks of another name"] = check_unnamed
    checks["row by row"] = check_by_rows
    for name in sorted(os.listdir(os.path.join(HERE, "corpus"))):
        if name.endswith(".xlsx"):
            checks["as %s saves it" % name[:-5]] = lambda name=name: check_corpus(name)
    failed = 0
    for name, check in checks.items():
        if wanted and name not in wanted:
            continue
        fault = check()
        if fault is not None:
            print("%s: %s" % (name, fault))
            failed += 1
    print("%d kinds, %d failed" % (len(wanted or checks), failed))
    sys.exit(failed > 0)


main()
