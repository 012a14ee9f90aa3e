#!/usr/bin/env python3
"""A live workbook given back as a scenario: its facts are read, exactly and with what is not given, its figures are not looked at, and a
fact that was changed in it counts as if it had been set.

    workbook/given_back.py [SCENARIO…]      else some that have references, fractions, defaults and rows below rows
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "out"))
import sheets  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(HERE))
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian")))
SCENARIOS = ["qingyuan/cluster", "examples/everyday-words", "borders/compensation", "examples/lat-rebate"]
NOTE = {"zh": "这是方田写出的结果工作簿", "en": "this is a workbook of results that fangtian wrote"}
failed = []


def run(*words):
    return subprocess.run([COMMAND, *words, "--policies", os.path.join(ROOT, "policies")], cwd=ROOT, capture_output=True, text=True, check=False)


def expect(what, holds, said=""):
    if not holds:
        failed.append(what)
        print("%s does not hold\n%s" % (what, said[:2000]))


def without_places(value):
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in ("place", "inputs")}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def report(*words):
    done = run("run", *words, "--format", "json")
    expect("%s runs" % (words,), done.returncode == 0, done.stderr)
    return without_places(json.loads(done.stdout)) if done.returncode == 0 else None


def changed(source, target, change):
    """The same file with its sheets' text changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data.decode()).encode() if part.startswith("xl/worksheets/sheet") else data)


def without_values(text):
    """As a program saves it that works nothing out: formulas without what they come to."""
    return re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text)


def check(name, work, language):
    scenario = "scenarios/%s.cfg" % name
    live, bare = (os.path.join(work, "%s-%s-%s.xlsx" % (name.replace("/", "-"), language, kind)) for kind in ("live", "bare"))
    made = run("run", scenario, "--lang", language, "-o", live)
    expect("%s is written" % name, made.returncode == 0, made.stderr)
    with zipfile.ZipFile(live) as archive:
        overview = archive.read("xl/worksheets/sheet1.xml").decode()
    expect("no link leads to a hidden sheet", not re.search("location=\"'(原值|As given|写出时|As written|选项|Choices)'", overview) and "location=" in overview)
    asked = report(scenario)
    expect("%s comes back from its workbook in %s" % (name, language), report(live) == asked)
    told = run("check", live, "--lang", language)
    expect("it is told", told.returncode == 0 and NOTE[language] in told.stdout.replace("\n", "" if language == "zh" else " "), told.stdout + told.stderr)
    changed(live, bare, without_values)
    expect("%s comes back without its formulas' values" % name, report(bare) == asked)
    text = os.path.join(work, "back-%s.cfg" % language)
    if os.path.exists(text):
        os.remove(text)
    run("convert", live, "-o", text)
    expect("%s is converted to the same facts" % name, report(text) == asked)


def check_change(work):
    live, other = os.path.join(work, "one.xlsx"), os.path.join(work, "two.xlsx")
    run("run", "scenarios/examples/lat-rebate.cfg", "-o", live)
    changed(live, other, lambda text: text.replace("<v>265960000</v>", "<v>300000000.5</v>", 1))
    asked = report("scenarios/examples/lat-rebate.cfg", "--set", "tax_years.2021.lat_revenue=300000000.5 元")
    given = report(other)
    expect("a fact that was changed in the file counts", given is not None and asked["items"] == given["items"] and
           asked["items"] != report(live)["items"])
    said = given["scenario"].get("edited") or {}
    expect("what was changed is told", [(one["table"], one["row"], one["field"], one["was"], one["now"]) for one in said.get("facts", [])] ==
           [("tax_years", "2021", "lat_revenue", "265,960,000 元", "300,000,000.5 元")], str(said))
    expect("and the figures that are others", [(one["was"], one["now"]) for one in said.get("figures", [])] ==
           [("-4,620,000.00", "-14,832,000.15"), ("4,620,000.00", "14,832,000.15")], str(said))
    for words, begins in ((["--lang", "zh"], "与簿内原结果不同：改动的填报 1 处；写出时情景摘要 "), (["--lang", "zh", "-f", "csv"], "与簿内原结果不同,与簿内原结果不同：改动的填报 1 处"),
                          (["--lang", "en"], "other than the results in the workbook: facts changed: 1; scenario as written 8")):
        text = run("run", other, *words).stdout
        expect("it is told in %s" % words, any(line.startswith(begins) for line in text.splitlines()) and "300,000,000.5" in text, text)
    text = run("run", live, "--lang", "zh").stdout
    expect("a workbook that nobody changed says nothing", "edited" not in report(live)["scenario"] and "与簿内原结果不同" not in text, text)
    changed(live, other, lambda text: re.sub(r'<row r="7".*?</row>', "", text) if "<v>265960000</v>" in text else text)
    gone = (report(other) or {"scenario": {}})["scenario"].get("edited") or {}
    expect("a row that is gone is told", [(one["row"], one["field"], one["now"]) for one in gone.get("facts", [])] in ([("2021", None, None)], [("2020", None, None)]), str(gone))
    run("run", "scenarios/examples/lat-rebate.cfg", "--set", "tax_years.2021.lat_revenue=300000000.5 元", "-o", live)
    tried = report(live)
    expect("a trial's workbook has what was set, and says nothing", tried is not None and tried["items"] == asked["items"] and "edited" not in tried["scenario"])
    run("run", "scenarios/examples/lat-rebate.cfg", "-o", live)
    changed(live, other, lambda text: text.replace("<v>265960000</v>", "<v>12x</v>", 1))
    done = run("check", other, "--lang", "en")
    expect("a fault is told at its cell", done.returncode == 2 and re.match(re.escape(other) + r":\S+![A-Z]+\d+: error", done.stderr), done.stderr)


def line_of(live, name, value):
    """The line of 参数 that has a parameter's value."""
    cells = sheets.read(live)["参数"]
    return next(place[1:] for place, cell in cells.items() if place.startswith("B") and cell.value == name and cells["D" + place[1:]].value == value)


def check_parameters(work):
    """A parameter that was changed in the workbook is a trial; what a trial changed stays one; what can be none is refused at its cell."""
    scenario, live, other = "scenarios/qingyuan/cluster.cfg", os.path.join(work, "law.xlsx"), os.path.join(work, "tried.xlsx")
    run("run", scenario, "-o", live, "--lang", "zh")
    asked = report(scenario, "--set", "lat_uplift=25%", "--set", "full_term.industrial=40 年")
    changes = {"D" + line_of(live, "lat_uplift", 0.2): 0.25}
    changes["D" + next(place[1:] for place, cell in sheets.read(live)["参数"].items() if cell.value == "full_term.industrial")] = 40.0
    sheets.write_other(live, other, {"参数": changes})
    given = report(other)
    expect("parameters that were changed in the file are a trial", given is not None and given["items"] == asked["items"] and
           sorted(one["path"] for one in given["scenario"]["changed"]) == ["full_term.industrial", "lat_uplift"] and given["items"] != report(live)["items"])
    run("run", scenario, "-o", live, "--lang", "en", "--set", "lat_uplift=25%", "--set", "full_term.industrial=40 年")
    expect("what a trial changed comes back as one", report(live) == asked)
    done = run("convert", live, "-o", os.path.join(work, "tried.cfg"), "--lang", "en")
    expect("a scenario does not hold it", done.returncode == 2 and "lat_uplift was changed to 25%" in done.stderr and
           not os.path.exists(os.path.join(work, "tried.cfg")), done.stderr)
    run("run", scenario, "-o", live, "--lang", "zh")
    for column, value, said in (("D", 0.05, "写出工作簿时是 3%"), ("F", 42500.0, "写出工作簿时是 2016-05-01")):
        place = column + line_of(live, "vat_prepayment_rate", 0.03)
        sheets.write_other(live, other, {"参数": {place: value}})
        done = run("run", other, "--lang", "zh")
        expect("%s is refused" % place, done.returncode == 2 and "参数!%s: 错误" % place in done.stderr and said in done.stderr, done.stderr)


def check_table(work):
    """A workbook of results where a table is asked for."""
    live, text = os.path.join(work, "results.xlsx"), os.path.join(work, "other.cfg")
    run("run", "scenarios/examples/lat-rebate.cfg", "-o", live)
    with open(text, "w", encoding="utf-8") as file:
        file.write('scenario: { id = "s"; title = { zh = "甲"; en = "a"; }; as_of = "2022-06-30"; packs = [ "national", "guangdong", "illustrative" ]; };\n'
                   'portfolio: { tax_years = { xlsx = "results.xlsx"; }; };\n')
    for tongue, said in (("zh", "提示：请直接用它作情景：fangtian run results.xlsx"), ("en", "hint: use it as the scenario: fangtian run results.xlsx")):
        done = run("check", text, "--lang", tongue)
        expect("a table of results is refused", done.returncode == 2 and "other.cfg:2:35: " in done.stderr and "[table-of-results]" in done.stderr and
               said in done.stderr, done.stderr)


with tempfile.TemporaryDirectory() as folder:
    for one in sys.argv[1:] or SCENARIOS:
        for tongue in ("zh", "en"):
            check(one, folder, tongue)
    if len(sys.argv) < 2:
        check_change(folder)
        check_parameters(folder)
        check_table(folder)
print("%d faults" % len(failed))
sys.exit(1 if failed else 0)
