"""Writes small workbooks part by part, so that a test can have each of them as it wants.

    book = Book()
    book.sheet("项目", [["编号", "面积（亩）"], ["A1", number("26.4")]])
    book.write("x.xlsx")

A cell is a text, None, or what one of the functions below gives: the cell's XML without its place.
"""
import datetime
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main", RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships"}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Formats by the index that a cell bears; codes of a file's own begin at 164.
STYLES = ["General", 10, 14, 31, "yyyy\"年\"m\"月\"d\"日\"", "#,##0.00", "0.00\"万元\"", "#,##0,", "@", 57, "[$$-409]#,##0.00", "0\\.0000", ";;;", "0;0", 0]
GENERAL, PERCENT, DATE, DATE_ZH, DATE_WORDS, MONEY, WORDED, SCALED, TEXT, MONTH_ZH, DOLLARS, POINTED, HIDDEN, UNSIGNED, STRUCK = range(len(STYLES))


def number(value, style=GENERAL):
    return '<c{place} s="%d"><v>%s</v></c>' % (style, value)


def formula(text, value=None, kind="", style=GENERAL):
    shown = "" if value is None else "<v>%s</v>" % escape(value)
    return '<c{place} s="%d"%s><f>%s</f>%s</c>' % (style, ' t="%s"' % kind if kind else "", escape(text), shown)


def typed(kind, value):
    return '<c{place} t="%s"><v>%s</v></c>' % (kind, escape(value))


def inline(xml):
    return '<c{place} t="inlineStr"><is>%s</is></c>' % xml


def date(text, style=DATE):
    day = datetime.date.fromisoformat(text)
    return number((day - datetime.date(1899, 12, 30)).days, style)


def guess(text):
    """A cell of a CSV table as a spreadsheet would keep it."""
    if re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d+)?", text):
        return number(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(\.\d+)?%", text):
        whole, _, part = text[:-1].partition(".")
        digits = (whole.rjust(3, "0"))
        return number((digits[:-2] + "." + digits[-2:] + part).lstrip("0") if digits[:-2].strip("0") else "0." + digits[-2:] + part, PERCENT)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date(text)
    return text if text != "" else None


def column_name(index):
    name = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


class Book:
    """`parts` overrides or adds whole parts, `change` gets each part's name and text and gives the text that is written."""

    def __init__(self, strict=False, workbook_attributes="", change=None):
        self.sheets, self.parts, self.strings = [], {}, []
        self.strict, self.workbook_attributes, self.change = strict, workbook_attributes, change

    def sheet(self, name, rows, state="", before="", behind="", row_attributes=None, places=True):
        """`before` and `behind` are XML around the rows; `row_attributes` by row number."""
        self.sheets.append((name, state, before, behind, rows, row_attributes or {}, places))
        return self

    def cell(self, value, place):
        if value is None:
            return ""
        if not value.startswith("<c{place}"):
            self.strings.append(value)
            value = '<c{place} t="s"><v>%d</v></c>' % (len(self.strings) - 1)
        return value.replace("{place}", ' r="%s"' % place if place else "", 1)

    def sheet_xml(self, before, behind, rows, row_attributes, places):
        lines = []
        for at, row in enumerate(rows, 1):
            cells = "".join(self.cell(value, "%s%d" % (column_name(i), at) if places else "") for i, value in enumerate(row, 1))
            lines.append("<row%s %s>%s</row>" % (' r="%d"' % at if places else "", row_attributes.get(at, ""), cells))
        return HEAD + '<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>' % (MAIN, before, "".join(lines), behind)

    def styles_xml(self):
        own = [(164 + i, code) for i, code in enumerate(STYLES) if isinstance(code, str)]
        ids = [164 + i if isinstance(code, str) else code for i, code in enumerate(STYLES)]
        return HEAD + '<styleSheet xmlns="%s"><numFmts count="%d">%s</numFmts><fonts><font/><font><strike/></font></fonts><cellXfs count="%d">%s</cellXfs></styleSheet>' % (
            MAIN, len(own), "".join('<numFmt numFmtId="%d" formatCode=%s/>' % (i, quoteattr(code)) for i, code in own),
            len(ids), "".join('<xf numFmtId="%d"%s/>' % (number, ' fontId="1"' if i == STRUCK else "") for i, number in enumerate(ids)))

    def all_parts(self):
        parts = {"[Content_Types].xml": HEAD + "<Types/>",
                 "_rels/.rels": HEAD + '<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, RELATIONS)}
        tabs, relations = [], []
        for i, (name, state, before, behind, rows, attributes, places) in enumerate(self.sheets, 1):
            tabs.append('<sheet name=%s sheetId="%d" r:id="rId%d"%s/>' % (quoteattr(name), i, i, ' state="%s"' % state if state else ""))
            relations.append('<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (i, RELATIONS, i))
            parts["xl/worksheets/sheet%d.xml" % i] = self.sheet_xml(before, behind, rows, attributes, places)
        relations += ['<Relationship Id="s" Type="%s/styles" Target="styles.xml"/>' % RELATIONS,
                      '<Relationship Id="t" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % RELATIONS]
        parts["xl/workbook.xml"] = HEAD + '<workbook xmlns="%s" xmlns:r="%s"><workbookPr %s/><sheets>%s</sheets></workbook>' % (
            MAIN, RELATIONS, self.workbook_attributes, "".join(tabs))
        parts["xl/_rels/workbook.xml.rels"] = HEAD + '<Relationships xmlns="%s">%s</Relationships>' % (PACKAGE, "".join(relations))
        parts["xl/styles.xml"] = self.styles_xml()
        parts["xl/sharedStrings.xml"] = HEAD + '<sst xmlns="%s">%s</sst>' % (
            MAIN, "".join('<si><t xml:space="preserve">%s</t></si>' % escape(text) for text in self.strings))
        parts.update(self.parts)
        return parts

    def write(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.all_parts().items():
                if text is None:
                    continue
                if self.strict and isinstance(text, str):
                    for loose, strict in STRICT.items():
                        text = text.replace(loose, strict)
                if self.change is not None:
                    text = self.change(name, text)
                archive.writestr(zipfile.ZipInfo(name), text)
        return path
