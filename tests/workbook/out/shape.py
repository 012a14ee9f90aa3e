"""What any spreadsheet must find in a live workbook, without one at hand: functions of 2007, names and lengths within bounds, a
value in every formula's cell, and the same bytes again.

    FANGTIAN=build/fangtian shape.py
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import sheets
from forms import check_parts, check_sheets, fault, faults

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCENARIOS = ["qingyuan/cluster", "years/2021-12-31", "borders/transition", "borders/cross-subsidy-pro-rata",
             "borders/talent", "borders/awards-shares", "foshan/village-park"]


def check_share(name, book):
    """At least 95% of what is computed is a formula, and the others are as many as 首页 says."""
    told = next(book["首页"]["B" + place[1:]].value for place, cell in book["首页"].items() if cell.value == "不能用公式表示、以值列示的")
    formulas, values = sheets.computed(book)
    if formulas < 0.95 * (formulas + values) or values > told or formulas == 0:
        fault(f"{name}: {formulas} formulas, {values} values, of which it tells {told}")


def check_words(name, book):
    """What a reader sees speaks by titles: heads of helper columns, rows, and each rule on 依据 in words."""
    for sheet, cells in book.items():
        for place, cell in cells.items():
            if re.fullmatch("[A-Z]+5", place) and cells.get(place[:-1] + "4") is not None and cells[place[:-1] + "4"].value == "辅助列" and \
                    re.search("[a-z]_[a-z]| or | and |sum\\(", str(cell.value)):
                fault(f"{name}: {sheet}!{place}: a formula as a head: {cell.value}")
    for sheet, column in (("往来", "C"), ("核对", "C"), ("法定条件", "B")):
        for place, cell in book[sheet].items():
            if place.startswith(column) and re.search("/(construction|preliminary|infrastructure|management|interest)$", str(cell.value)):
                fault(f"{name}: {sheet}!{place}: an id where a title is shown: {cell.value}")
    rules = [place[1:] for place, cell in book["依据"].items() if place[0] == "F" and int(place[1:]) > 3 and f"B{place[1:]}" not in book["依据"]]
    if not rules or any("＝" not in str(book["依据"][f"C{row}"].value) and "应当" not in str(book["依据"][f"C{row}"].value) and
                        len(str(book["依据"][f"C{row}"].value)) < 10 for row in rules):
        fault(f"{name}: 依据 has a rule without its words")


def check_names(name, archive):
    text = archive.read("xl/workbook.xml").decode()
    for defined in re.findall(r'<definedName name="([^"]*)"', text):
        if defined.startswith("_xlnm."):
            continue
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", defined) or re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", defined):
            fault(f"{name}: not a name: {defined}")


def run(*words, allowed=0):
    done = subprocess.run([os.environ["FANGTIAN"], *words], cwd=ROOT, capture_output=True)
    if done.returncode != allowed:
        fault(f"{' '.join(words)}: {done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
    return done.stdout


def check(scenario, work, *words):
    path = f"{work}/{scenario.replace('/', '-')}.xlsx"
    run("run", f"scenarios/{scenario}.cfg", "--lang", "zh", "-o", path, *words)
    if not os.path.exists(path):
        return
    again = run("run", f"scenarios/{scenario}.cfg", "--lang", "zh", "-f", "xlsx", *words)
    if again != pathlib.Path(path).read_bytes():
        fault(f"{scenario}: not the same bytes again")
    with zipfile.ZipFile(path) as archive:
        check_names(scenario, archive)
        check_parts(scenario, archive)
    book = sheets.read(path)
    check_sheets(scenario, book)
    check_first_page(scenario, path, book, run("run", f"scenarios/{scenario}.cfg", "--lang", "zh", *words).decode())
    check_share(scenario, book)
    check_words(scenario, book)


def line_of(page, title):
    """The number of the line of 首页 that begins with a text."""
    return next(int(place[1:]) for place, cell in page.items() if place[0] == "A" and str(cell.value).startswith(title))


def check_first_page(name, path, book, text):
    """It counts as many undetermined figures as the conclusion beside it; and what was concluded is struck out once a figure is another."""
    page = book["首页"]
    told = re.search("结论不完整：([0-9]+) 个数待定", text)
    counted = page[f"B{line_of(page, '待定的数')}"].value
    if counted != (int(told[1]) if told else 0):
        fault(f"{name}: 首页 counts {counted} where it says {told[0] if told else 'none'}")
    postings = sum(cell.value == "待定" for place, cell in book["往来"].items() if place[0] == "I")
    if page[f"B{line_of(page, '待定的往来')}"].value != postings:
        fault(f"{name}: 首页 counts other postings than {postings}")
    first, end = line_of(page, "写出本工作簿时的结论") + 1, line_of(page, "随改动变化的结论") - 1
    digest = line_of(page, "情景摘要")
    changed = f"$B${line_of(page, '与方田算出的数不同的')}+"
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    rules = re.findall(r'<conditionalFormatting sqref="([^"]*)"><cfRule [^>]*><formula>([^<]*)</formula>', sheet)
    if not {(f"A{first}:E{end - 1}", True), (f"B{digest}", True)} <= {(where, formula.startswith(changed)) for where, formula in rules}:
        fault(f"{name}: 首页 strikes nothing out from line {first} to {end - 1}, nor the digest: {rules}")
    for place in (f"A{first - 1}", f"C{digest}"):
        if not str(page[place].formula).startswith(f"IF({changed}") or "改动" not in page[place].formula:
            fault(f"{name}: 首页!{place} does not say that something was changed: {page[place].formula}")


def check_open(folder):
    """A net of which a part is not known is not known; the first page says what the text says first."""
    words = ["scenarios/qingyuan/cluster.cfg", "--set", "projects.gongye.far_before=", "--lang", "zh"]
    path = f"{folder}/open.xlsx"
    run("run", *words, "-o", path)
    text = run("run", *words, "--width", "120").decode()
    book = sheets.read(path)
    parties, page = book["各方"], book["首页"]
    check_first_page("open", path, book, text)
    opened = [place for place, cell in parties.items() if place.startswith("H") and isinstance(cell.value, float) and cell.value > 0]
    for place in opened:
        if parties["G" + place[1:]].value != "待定":
            fault(f"各方!G{place[1:]}: {parties['G' + place[1:]].value} where {parties[place].value} postings are not known")
    names = {parties["A" + place[1:]].value for place in opened}
    nets = [page["E" + place[1:]].value for place, cell in page.items()
            if place.startswith("A") and cell.value in names and f"E{place[1:]}" in page and page[f"B{place[1:]}"].value == "现金（元）"]
    if not opened or not nets or any(net != "待定" for net in nets):
        fault(f"首页: nets {nets} of parties of which {len(opened)} are not known")
    told = {str(cell.value) for place, cell in page.items() if place.startswith("A")}
    first = text[:text.index("\n\n", text.index("待决事项"))].splitlines()
    # Nobody types an option in a workbook: it says where the rest stands.
    wanted = [line.strip().replace("--detail 列出全部", "见本工作簿其他各表").replace("（--detail）", "") for line in first[first.index("待决事项") + 2:] if line.strip()]
    for line in wanted + [text.splitlines()[1]]:
        if line not in told:
            fault(f"首页 lacks: {line}")
    if len(wanted) < 3:
        fault(f"the first page has {len(wanted)} lines: the test looks at nothing")


def check_carried_by_many(folder):
    """Where more pay than a table has room for, the sheet says so."""
    rows = "".join(f"P{number},工业改工业,协议出让,镇村,是,工业\n" for number in range(61))
    pathlib.Path(folder, "projects.csv").write_text("编号,改造类型,供地方式,区域,集体土地或集体控制的国有土地,改造后用途\n" + rows)
    pathlib.Path(folder, "many.cfg").write_text('scenario: { id = "many"; title = { zh = "多"; en = "Many"; }; as_of = "2023-12-31"; '
                                                'packs = [ "national", "guangdong", "illustrative" ]; };\n'
                                                'portfolio: { city = "qingyuan"; projects = { csv = "projects.csv"; }; };\n')
    run("run", f"{folder}/many.cfg", "--lang", "zh", "-o", f"{folder}/many.xlsx")
    told = [str(cell.value) for cell in sheets.read(f"{folder}/many.xlsx")["谁负担谁"].values() if "超过 60 个" in str(cell.value)]
    if len(told) != 1 or "项目反哺统筹（现金）" not in told[0]:
        fault(f"谁负担谁 of 61 projects says: {told}")


with tempfile.TemporaryDirectory() as folder:
    check_open(folder)
    check_carried_by_many(folder)
    for one in SCENARIOS:
        check(one, folder)
    # What the language can say beside the shipped policies: formulas of arrays, of spans.
    for one in ("groups", "leases"):
        run("run", f"tests/language/scenarios/{one}.cfg", "--policies", "tests/language/policies", "--lang", "zh", "-o", f"{folder}/{one}.xlsx")
        check_sheets(one, sheets.read(f"{folder}/{one}.xlsx"))
    # Another language, and names that a spreadsheet would take for something else.
    run("run", "scenarios/qingyuan/cluster.cfg", "--lang", "en", "-o", f"{folder}/en.xlsx")
    check_sheets("en", sheets.read(f"{folder}/en.xlsx"))
    check("qingyuan/cluster", folder, "--set", "projects.gongye.name==1+1", "--set", "projects.shangye.name=_x0041_甲", "--set",
          "projects.zhuzhai.name=-5")
    named = sheets.read(f"{folder}/qingyuan-cluster.xlsx")["改造项目"]
    values = {cell.value for cell in named.values() if cell.formula is None}
    for wanted in ("=1+1", "_x0041_甲", "-5"):
        if wanted not in values:
            fault(f"a name that is {wanted} came out otherwise")

print("\n".join(faults[:40]))
sys.exit(1 if faults else 0)
