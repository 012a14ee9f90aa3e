"""Live workbooks as a test sees them: the cells of each sheet, and the file with other caches."""
import re
import zipfile
import xml.etree.ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Cell:
    """A cell's formula (None: a plain value) and its value: a float, a text, or None."""

    __slots__ = ("formula", "value", "error", "array")

    def __init__(self, formula, value, error, array=False):
        self.formula, self.value, self.error, self.array = formula, value, error, array


def text_of(element):
    return "".join(node.text or "" for node in element.iter(MAIN + "t"))


def unescaped(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def parts_of(archive):
    """The sheets' names and parts, in the order of the tabs."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links.iter(PACKAGE + "Relationship")}
    for sheet in book.iter(MAIN + "sheet"):
        target = targets[sheet.get(REL + "id")].lstrip("/")
        yield sheet.get("name"), target if target.startswith("xl/") else "xl/" + target


def read_cell(element, strings):
    kind, value = element.get("t", "n"), element.find(MAIN + "v")
    formula = element.find(MAIN + "f")
    inline = element.find(MAIN + "is")
    if kind == "inlineStr" and inline is not None:
        return Cell(None, unescaped(text_of(inline)), False)
    shown = None if value is None else value.text or ""
    if shown is not None and kind == "s":
        shown = strings[int(shown)]
    elif shown is not None and kind == "str":
        shown = unescaped(shown)
    elif shown is not None and kind == "b":
        shown = "TRUE" if shown == "1" else "FALSE"
    elif shown is not None and kind == "n":
        shown = float(shown)
    return Cell(None if formula is None else formula.text or "", shown, kind == "e",
                formula is not None and formula.get("t") == "array")


PLACE = re.compile(r"([^A-Za-z0-9_$.!'\"])?(\$?)([A-Z]{1,3})(\$?)([0-9]+)(?![A-Za-z0-9_.(])")


def moved(formula, lines):
    """A formula as it reads so many lines further down. It names no other sheet, and what is in quotes stays."""
    def move(match):
        row = match[5] if match[4] else str(int(match[5]) + lines)
        return (match[1] or "") + match[2] + match[3] + match[4] + row

    return "".join(part if part.startswith('"') else PLACE.sub(move, part) for part in re.split(r'("(?:[^"]|"")*")', formula))


def spell_out(root, cells):
    """Gives the cells of a run their formulas: the file has the first's alone."""
    firsts = {}
    for element in root.iter(MAIN + "c"):
        formula = element.find(MAIN + "f")
        if formula is None or formula.get("t") != "shared":
            continue
        place, run = element.get("r"), formula.get("si")
        row = int(re.sub("[A-Z]", "", place))
        if formula.text:
            firsts[run] = (row, formula.text)
            if "!" in formula.text:
                raise ValueError(f"{place}: Excel takes no such formula that names another sheet: {formula.text}")
        first, text = firsts[run]
        cells[place].formula = moved(text, row - first)


def read(path):
    """{sheet: {"K5": Cell}} of a workbook."""
    with zipfile.ZipFile(path) as archive:
        strings = []
        if "xl/sharedStrings.xml" in archive.namelist():
            table = ET.fromstring(archive.read("xl/sharedStrings.xml"))
            strings = [unescaped(text_of(item)) for item in table.findall(MAIN + "si")]
        sheets = {}
        for name, part in parts_of(archive):
            root = ET.fromstring(archive.read(part))
            sheets[name] = {
                element.get("r"): read_cell(element, strings) for element in root.iter(MAIN + "c")
            }
            spell_out(root, sheets[name])
        return sheets


def standing_of(cells):
    """Computed cells of a table's sheet that are formulas, and those that stand as values: below heads that name a rule and its article."""
    formulas = values = 0
    for place, cell in cells.items():
        column, row = re.fullmatch("([A-Z]+)([0-9]+)", place).groups()
        head = cells.get(f"{column}4")
        ruled = head is not None and head.value and not re.match("填报（|填报$|编号|辅助列", head.value)
        if int(row) > 5 and ruled and cells.get(f"{column}3") is not None and cells[f"{column}3"].value:
            formulas += cell.formula is not None
            values += cell.formula is None and cell.value is not None
    return formulas, values


def computed(book):
    """Of what rules and postings come to in a live workbook: how many cells are formulas, and how many stand as values."""
    formulas = values = 0
    for cells in book.values():
        if "A5" in cells and re.match(r".* [a-z_]+$", str(cells["A1"].value if "A1" in cells else "")):
            made, stand = standing_of(cells)
            formulas, values = formulas + made, values + stand
    amounts = [cell for place, cell in book["往来"].items() if place.startswith("I") and int(place[1:]) > 4]
    formulas += sum(cell.formula is not None for cell in amounts)
    values += sum(cell.formula is None and cell.value is not None for cell in amounts)
    return formulas, values


FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f(?:>| t="shared"| t="array")[^<]*(?:</f>)?)<v>(.*?)</v></c>', re.S)
PLAIN = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


def poison(match):
    """A cell's cache that is wrong whatever it was."""
    attributes = re.sub(r' t="[a-z]*"', "", match[2])
    return f'<c r="{match[1]}"{attributes}>{match[3]}<v>987654321.25</v></c>'


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def changed(match, changes):
    """A plain cell with another value: a float, a text, or None for an empty cell."""
    if match[1] not in changes or "<f" in (match[3] or ""):
        return match[0]
    value = changes[match[1]]
    attributes = re.sub(r' t="[a-zA-Z]*"', "", match[2])
    if value is None:
        return f'<c r="{match[1]}"{attributes}/>'
    if isinstance(value, str):
        return f'<c r="{match[1]}"{attributes} t="inlineStr"><is><t>{escaped(value)}</t></is></c>'
    return f'<c r="{match[1]}"{attributes}><v>{value!r}</v></c>'


def write_other(source, target, changes=None):
    """The same workbook with every cache poisoned, and cells {sheet: {"K5": value}} changed."""
    changes = changes or {}
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        names = {part: name for name, part in parts_of(archive)}
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename in names:
                text = data.decode("utf-8")
                own = changes.get(names[entry.filename], {})
                if own:
                    text = PLAIN.sub(lambda match: changed(match, own), text)
                data = FORMULA.sub(poison, text).encode("utf-8")
            out.writestr(entry, data)
