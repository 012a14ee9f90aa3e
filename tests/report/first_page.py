#!/usr/bin/env python3
"""Who reads the first page alone knows which figures may be signed.

Reads no more than the first 60 lines of the report of scenarios/borders/first-page.cfg, which lacks three facts, and compares
them with first-page/*.txt (--update writes them). Then the facts are filled in, in two ways: what the page says may be
signed must stay to the digit, what it says may not must change in one of them at least, and what it says is lacking must be
those facts. FANGTIAN is the command, else build/fangtian.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
SCENARIO = "scenarios/borders/first-page.cfg"
LINES = {"zh": 60, "en": 60}  # of an A4 page
LACKING = {"A1": "改造前容积率", "A3": "单宗土地市场评估价", "A5": "招拍挂成交价"}
FILLED = [["A1.far_before=0.8", "A3.appraised_plot_price=2,600 元/m2", "A5.auction_price=52,000,000 元"],
          ["A1.far_before=1.6", "A3.appraised_plot_price=12,000 元/m2", "A5.auction_price=81,000,000 元"]]
GOOD, OPEN = "可以签字", "不得签字（待定）"
faults = []


def page(language, settings=(), whole=False):
    words = [COMMAND, "run", SCENARIO, "--lang", language]
    for setting in settings:
        words += ["--set", "projects." + setting]
    done = subprocess.run(words, capture_output=True, check=True, cwd=ROOT)
    return done.stdout.decode().split("\n")[:None if whole else LINES[language]]


def parts(lines):
    """{heading: its lines as one text} of the part below 待决事项."""
    start = lines.index("待决事项")
    found, heading = {}, None
    for line in lines[start + 2:]:
        if not line:
            return found
        if line.startswith("试算中没有待决事项的数"):  # of a trial, which the facts filled in make it
            line = GOOD
        if line.startswith("  "):
            found[heading] += ("；" if line.startswith(("  原因 ", "  并须落实取值：")) and found[heading] else "") + line.strip()
        else:
            heading = line
            found[heading] = ""
    sys.exit("the matters to settle do not end on the first page")


def figures(text):
    """{title: figure}: of a list whose lines were joined, so blanks in it may be gone."""
    items = [re.fullmatch(r"(.+?) ?(待定.*|-?\d[\d,.]*(?: ?[^\d\s]+)?)", item) for item in re.sub(r"(^|；)(原因 [\d、—]+|并须落实取值)：", r"\1", text.split("改造项目：")[0]).split("；")]
    return {item[1].replace(" ", ""): item[2] for item in items}


def compare_golden(language, lines):
    golden = ROOT / "tests" / "report" / "first-page" / f"{language}.txt"
    text = "\n".join(re.sub(r"(policy|scenario|政策|情景) [0-9a-f]{12}", r"\1 DIGEST", re.sub(r"fangtian \d\S*", "fangtian VERSION", line))
                     for line in lines if line is not None) + "\n"
    if "--update" in sys.argv:
        golden.write_text(text)
    elif not golden.exists() or golden.read_text() != text:
        faults.append(f"{golden.name} differs; the page is\n{text}")


shown = page("zh")
end = shown.index("总览") if "总览" in shown else sys.exit("the overview does not begin on the first page")
compare_golden("zh", shown[:end])
english = page("en")
compare_golden("en", english[:english.index("At a glance")])

told = parts(shown)
lacks = "".join(text for heading, text in told.items() if heading.startswith("待定的原因"))
for row, field in LACKING.items():
    if not re.search(row + r"[^→]*" + field + "未填报", re.sub(r"\s", "", lacks)):
        faults.append(f"the page does not say that {row} lacks {field}: {lacks}")
good, undetermined = figures(told[GOOD]), figures(told[OPEN])
filled = [parts(page("zh", settings, whole=True)) for settings in FILLED]
for one in filled:
    if OPEN in one:
        faults.append("figures are undetermined with all facts given: " + one[OPEN])
known = [{name: figure for heading, text in one.items() if "签字" in heading for name, figure in figures(text).items()} for one in filled]
for name, figure in good.items():
    for one in known:
        if one.get(name) != figure:
            faults.append(f"may be signed, and is another with the facts given: {name} {figure}, {one.get(name)}")
for name in undetermined:
    if len({one.get(name, "0") for one in known}) < 2:
        faults.append(f"may not be signed, and no fact that lacks changes it: {name}")
# What a mistake changes may not be signed: a slip that a comparison of facts finds, a table that was forgotten.
MISTAKES = [["A2.consent_yes=900"], ["A2.upgraded_area=4,000 亩"], ["A1.parcels-=" + row for row in ("P1",)]]
SIGNED = ("可以签字", "取值落实后方可签字")
filed = {name: figure for heading, text in parts(page("zh", FILLED[0], whole=True)).items() if heading.startswith(SIGNED) for name, figure in figures(text).items()}
for mistake in MISTAKES:
    told = parts(page("zh", FILLED[0] + mistake, whole=True))
    for heading, text in told.items():
        for name, figure in figures(text).items() if heading.startswith(SIGNED) else ():
            if name != "项目数" and filed.get(name, figure) != figure:
                faults.append(f"may be signed with a mistake in it, {' '.join(mistake)}: {name} {figure}, not {filed[name]}")
# A value is told with what was paid by it alone: rows of other dates used another value of the parameter, or none.
ATTRIBUTED = ('talents = ( { id = "A"; name = "甲"; city = "江门"; category = "紧缺人才"; origin = "外国国籍人士"; year = "2023"; taxable_income = "1,282,000 元"; tax_paid = "394,980 元"; }, '
              '{ id = "B"; name = "乙"; city = "江门"; category = "紧缺人才"; origin = "外国国籍人士"; year = "2019"; taxable_income = "1,000,000 元"; tax_paid = "268,080 元"; }, '
              '{ id = "C"; name = "丙"; city = "江门"; category = "紧缺人才"; origin = "外国国籍人士"; year = "2021"; taxable_income = "1,000,000 元"; tax_paid = "268,080 元"; } ); '
              'tax_years = ( { year = "2022"; lat_revenue = "1 亿元"; }, { year = "2023"; lat_revenue = "1.2 亿元"; }, { year = "2024"; lat_revenue = "1.5 亿元"; } );')
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "rows.cfg"
    path.write_text('scenario: { id = "rows"; title = { zh = "各年"; en = "Years"; }; as_of = "2025-06-30"; packs = [ "national", "guangdong", "illustrative" ]; };\n'
                    'portfolio: { ' + ATTRIBUTED + ' };\n')
    told = json.loads(subprocess.run([COMMAND, "run", path, "-f", "json", "--policies", "policies"], capture_output=True, check=True, cwd=ROOT).stdout)
    paid = {value["parameter"]: (value["payments"], value["paid"].get("cash")) for value in told["pending"]["values"]}
    for parameter, due in (("talent_subsidy_cap_unseen", (1, "118080.00")), ("lat_rebate_rate", (1, "6120000.00"))):
        if paid.get(parameter) != due:
            faults.append(f"paid by unverified values of {parameter}: {paid.get(parameter)}, and should be {due}")
# What is compared with no other fact is told: construction without a floor area, an income of the county that has a limit alone.


def unchecked(*settings):
    words = [COMMAND, "run", SCENARIO, "-f", "json", *(word for setting in settings for word in ("--set", setting))]
    told = json.loads(subprocess.run(words, capture_output=True, check=True, cwd=ROOT).stdout)["pending"]["unchecked"]
    return {(one["table"], one["field"]): (one["rows"], one["row"], one["largest"], one["price"]) for one in told}


alone = unchecked()
if alone.get(("costs", "amount")) != (4, "A5/construction", "60000000", False) or ("portfolio", "land_transfer_income") not in alone or ("projects", "revenue") in alone:
    faults.append(f"told as filed and not checked: {alone}")
lone = unchecked("projects.A1.floor_price_before=")
if ("projects", "floor_price_after") in alone or lone.get(("projects", "floor_price_after"), (0, "", "", False))[::3] != (1, True):
    faults.append(f"prices that nothing was compared with are not told: {alone}, {lone}")
beside = unchecked("projects.A5.floor_area_after=60,000 m2")
if beside.get(("costs", "amount"))[:3] != (3, "A1/construction", "42000000"):
    faults.append(f"construction beside a floor area is told as not checked: {beside}")
# A kind of row that all others have is missed where it was forgotten.
COUNTY = [COMMAND, "run", "scenarios/county/portfolio.cfg", "--lang", "zh", "--set", "projects.X04.costs-=财务费用"]
missed = json.loads(subprocess.run([*COUNTY, "-f", "json"], capture_output=True, check=True, cwd=ROOT).stdout)["pending"]["unlike"]
if [(one["table"], one["key"], one["rows"]) for one in missed] != [("costs", "interest", ["X04"])]:
    faults.append(f"rows that most have and one lacks: {missed}")
if "多数对象有而个别没有的下级行，按零计算（核对是否漏填）\n  成本“财务费用”：X04（" not in subprocess.run(COUNTY, capture_output=True, check=True, cwd=ROOT).stdout.decode():
    faults.append("page one does not name the cost that X04 lacks")
# A day before the law is said once, and what several rows meet for it is one cause, with the rule's title.
early = subprocess.run([COMMAND, "run", SCENARIO, "--lang", "zh", "--as-of", "2013-12-31"], capture_output=True, check=True, cwd=ROOT).stdout.decode()
if len(re.findall(r"^基准日 2013-12-31 早于 \d+ 项规定的起始日", early, re.M)) != 1:
    faults.append("a day before the law is not told")
if not re.search(r"^  \d+\. A3 南门商贸城、A4 北岸新村、A1[^→]*达到集聚区规模：参数", re.sub(r"\n  (?=\S)(?!\d+\.)", "", early), re.M):
    faults.append("rows that meet the same fault are told apart")
# On a sheet as known on a day, what rests on a rule whose text came later is named and may not be signed.
LATER = "已知日以前没有公布的规定"


def later(day):
    words = ["run", SCENARIO, "--lang", "zh", "--known-at", day]
    whole = json.loads(subprocess.run([COMMAND, *words, "-f", "json"], capture_output=True, check=True, cwd=ROOT).stdout)
    text = subprocess.run([COMMAND, *words], capture_output=True, check=True, cwd=ROOT).stdout.decode().split("\n")
    return whole["later"], text


rules, text = later("2020-06-30")
told = parts(text)
if not rules or not any(heading.startswith(LATER) for heading in told):
    faults.append("rules of a plan that came later are not named")
if any(rule["known"] is not None and rule["known"] <= "2020-06-30" for rule in rules):
    faults.append(f"rules that were known are told as later: {rules}")
if not any(rule["rule"] == "award" and rule["payments"] > 0 for rule in rules) or "奖补资金" in figures(told.get(GOOD, "")):
    faults.append("the awards rest on a plan that came later, and may be signed")
rules, text = later("2022-06-30")
if any(rule["rule"] == "award" for rule in rules):
    faults.append("the awards are told as later though the plan was in force")
# So is what rests on a text that was not in force yet on the day of the sheet; a source that cites the law of several days is none.
NOT_YET = "依据的文件晚于基准日"


def not_yet(day, policies="policies"):
    words = [COMMAND, "run", f"scenarios/years/{day}.cfg", "--policies", policies]
    rules = json.loads(subprocess.run([*words, "-f", "json"], capture_output=True, check=True, cwd=ROOT).stdout)["later"]
    text = subprocess.run(words, capture_output=True, check=True, cwd=ROOT).stdout.decode().split("\n")
    return {rule["rule"]: (rule["text"], rule["in_force"]) for rule in rules}, parts(text)


rules, told = not_yet("2020-12-31")
if rules.get("cluster_scale") != ("plan", "2021-01-01") or "lat_taxes" in rules or not any(heading.startswith(NOT_YET) for heading in told):
    faults.append(f"rules of a plan of the next day are not told: {rules}")
rules, told = not_yet("2021-12-31")
if rules or any(heading.startswith(NOT_YET) for heading in told):
    faults.append(f"told as not in force yet, though each has a text of its day: {rules}")
with tempfile.TemporaryDirectory() as folder:
    copy = pathlib.Path(shutil.copytree(ROOT / "policies", pathlib.Path(folder) / "policies"))
    taxes = copy / "national" / "land-appreciation-tax.cfg"
    taxes.write_text(taxes.read_text().replace("第七条（五）：营业税", "第七条（五）；国家税务总局公告2026年第3号 五：营业税", 1))
    rules, told = not_yet("2025-12-31", copy)
    if rules != {"lat_taxes": ("lat_2026", "2026-01-01")}:
        faults.append(f"a rule that cites a text of the next day beside one in force is not told: {rules}")
    if not_yet("2026-01-01", copy)[0]:
        faults.append("a text is told as late on its first day")
# What the short names in the sources mean stands below the sheets: twelve lines, all with --detail, and as many in JSON.


def legend(*words):
    lines = subprocess.run([COMMAND, "run", SCENARIO, *words], capture_output=True, check=True, cwd=ROOT).stdout.decode().split("\n")
    first = lines.index("依据所用的简称和文号") + 2
    return lines[first:lines.index("", first)]


short, full = legend(), legend("--detail")
named = json.loads(subprocess.run([COMMAND, "run", SCENARIO, "-f", "json"], capture_output=True, check=True, cwd=ROOT).stdout)["texts"]
if not short[0].startswith("方案：清远市村镇工业集聚区升级改造攻坚战三年行动方案") or len(short) != 13 or short[:12] != full[:12]:
    faults.append(f"what the sources call 方案 is not said below the sheets: {short}")
if [f"{text['called']}：{text['title']['zh']}" for text in named] != full:
    faults.append(f"the names in JSON differ from those in the text: {named}, {full}")
# A county of six projects fits ten pages, however many facts are blank; what it lacks is named once, with a number, and referred to.
BLANK = ["revenue", "land_ownership", "far_before", "award_cap", "consent_yes", "appraised_plot_price"]
blank = page("zh", [f"A{row}.{field}=" for row in range(1, 7) for field in BLANK], whole=True)
named = set(re.findall(r"^  (\d+)\. ", "\n".join(blank[:blank.index("总览")]), re.M)) | {line.split(".")[0] for line in blank if re.match(r"\d+\. A", line)}
referred = {number for line in blank for found in re.findall(r"  原因 ([\d、]+)", line) for number in found.split("、")}
if len(blank) > 10 * LINES["zh"]:
    faults.append(f"a county of six projects with blanks takes {len(blank)} lines")
if not referred or referred - named:
    faults.append(f"figures refer to causes {sorted(referred)}; those that are named are {sorted(named)}")
if not any(re.match(r"  收入待定 \d+ 笔：A1、", line) for line in blank):
    faults.append("undetermined lines of a sheet are not folded")
for fault in faults:
    print(fault, file=sys.stderr)
print(f"{len(good)} may be signed, {len(undetermined)} may not")
sys.exit(1 if faults else 0)
