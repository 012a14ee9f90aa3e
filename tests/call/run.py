"""What page/CALL.md promises: run.py FANGTIAN, in the repository."""
import base64
import json
import subprocess
import sys

from session import Session, file_of, files_below

command = sys.argv[1]
COUNTY = "scenarios/county/portfolio.cfg"
tests = []


def test(function):
    tests.append(function)
    return function


def run(*words):
    return subprocess.run([command, *words], capture_output=True, check=True).stdout


def page():
    """A session as a page has it: everything in memory."""
    session = Session(command, "--lang", "en", "--policies", "/nowhere")
    session.good("policies", files=files_below("policies"))
    return session


def load(session, scenario=COUNTY, **more):
    return session.good("load", scenario=scenario, files=files_below("scenarios", "scenarios/"),
                        **more)


def ids(answer):
    return [fault["id"] for fault in answer["diagnostics"]]


def table(session, name):
    found = session.good("tables")["tables"]
    return next(one for one in found if one["id"] == name)


def cell(table_of, row, field):
    index = [one["id"] for one in table_of["fields"]].index(field)
    line = next(one for one in table_of["rows"] if one["row"] == row)
    return line["typed"][index], line["values"][index]


@test
def a_report_says_no_more_for_what_others_looked_at():
    """Views rest on facts that nobody wrote, and a CSV lists those of the run alone."""
    scenario = "scenarios/borders/catalogue.cfg"
    expected = run("run", scenario, "--policies", "policies", "--lang", "en", "--format", "csv").decode()
    session = page()
    load(session, scenario, language="en")
    for asked in ({"format": "json", "detail": True}, {"format": "text"}, {"format": "csv"}, {"format": "csv"}):
        found = session.good("report", bytes=True, **asked)
    assert found == expected
    assert expected == session.good("report", bytes=True, format="csv")


@test
def reports_have_the_bytes_of_the_command():
    session = page()
    load(session, language="en")
    for words, asked in ((["--format", "json"], {"format": "json"}),
                         (["--format", "csv", "--unit", "wan"], {"format": "csv", "unit": "wan_yuan"}),
                         (["--format", "text", "--detail"], {"format": "text", "detail": True}),
                         (["--view", "cost", "--of", "X01"], {"format": "text", "view": "cost", "row": "X01"}),
                         (["--by", "project"], {"format": "text", "by": "project"})):
        expected = run("run", COUNTY, "--policies", "policies", "--lang", "en", *words).decode()
        assert session.good("report", bytes=True, **asked) == expected, asked
    nested = session.good("report", format="json")
    assert nested == json.loads(run("run", COUNTY, "--policies", "policies", "--format", "json"))
    session.close()


@test
def what_does_not_apply_can_be_grouped():
    session = page()
    load(session)
    plain, grouped = session.good("report"), session.good("report", grouped=True)
    assert {**plain, "not_applicable": None} == {**grouped, "not_applicable": None}
    keys = ("rule", "title", "source", "reason")
    found = [{**{key: group[key] for key in keys}, "row": row} for group in grouped["not_applicable"] for row in group["rows"]]
    order = lambda one: (one["rule"], one["row"])
    assert sorted(found, key=order) == sorted(plain["not_applicable"], key=order)
    reasons = [json.dumps([group[key] for key in keys]) for group in grouped["not_applicable"]]
    assert len(set(reasons)) == len(reasons) < len(plain["not_applicable"]) / 2
    session.close()


@test
def figures_are_those_of_reports_and_certificates():
    session = page()
    load(session, language="en")
    report = session.good("report")
    view = next(one for one in report["views"] if one["id"] == "projects")
    names = [f"projects.{line['id']}@{row['row']}" for row in view["rows"] for line in view["lines"]]
    figures = session.good("figures", items=names)
    assert len(figures) == len(names) and [one["row"] for one in figures] == [name.split("@")[1] for name in names]
    cells = [(cell, line) for row in view["rows"] for cell, line in zip(row["cells"], view["lines"])]
    assert len(cells) == len(figures)
    alike = [(cell, figure) for (cell, line), figure in zip(cells, figures) if line["unit"] == figure["unit"]]
    assert len(alike) > len(cells) // 2  # a column may show another unit than its rule's
    for cell, figure in alike:
        assert figure["state"] == cell["state"], figure
        exact = figure["exact"]
        value = {"true": True, "false": False}.get(exact, exact) if figure["type"] == "truth" else exact
        assert value == cell["value"], (cell, figure)
        assert (figure["reason"] or "") == ((cell["reason"] or {}).get("en") or ""), (cell, figure)
    # Of a rule: what its certificate says.
    item = next(one for one in report["items"] if one["exact"] and "/" not in one["exact"])
    name = f"{item['rule']}@{item['row']}" if item["row"] else item["rule"]
    figure, = session.good("figures", items=[name])
    derived = session.good("explain", figure=name, levels=1)["figures"][0]
    for key in ("row", "table", "shown", "source", "place"):
        assert figure[key] == derived[key], (key, figure, derived[key])
    assert figure["exact"] == derived["value"] and figure["title"] == derived["title"]["en"]
    assert figure["rounded"] == item["amount"], (figure, item)
    assert session.good("figures", items=[name], language="zh")[0]["title"] == derived["title"]["zh"]
    assert session.good("figures", items=[]) == [] == session.good("figures")
    session.close()


@test
def a_figure_says_which_facts_would_settle_it():
    session = page()
    files = {"a.cfg": 'scenario: { id = "a"; title = { zh = "甲"; en = "A"; }; as_of = "2023-12-31"; packs = [ "national", "guangdong", "illustrative" ]; };\n'
                      'portfolio: { city = "清远"; projects = ( { id = "A1"; conversion = "工业改工业"; supply = "保留原使用权"; '
                      'zone = "镇村"; collective_land = "否"; revenue = "无"; after_use = "工业"; far_after = "2.5"; '
                      'parcels = ( { id = "P1"; area = "37.65 亩"; covered_area = "9,360.5 m2"; in_use_since = "1998-05-01"; } ); } ); };'}
    session.good("load", scenario="a.cfg", files=files, language="en")
    open_ones = session.good("report")["undetermined"]
    assert open_ones
    figures = session.good("figures", items=[f"{one['rule']}@{one['row']}" for one in open_ones if one["row"]])
    for figure in figures:
        assert figure["state"] == "undetermined" and figure["exact"] is None and figure["reason"], figure
    facts = sorted({fact for figure in figures for fact in figure["facts"]})
    assert "projects[A1].far_before" in facts, facts
    # The names are paths of `set`.
    session.good("set", settings=[{"path": "projects[A1].far_before", "value": "0.8"}])
    again = session.good("figures", items=[f"{one['item']}@{one['row']}" for one in figures])
    assert not any("projects[A1].far_before" in figure["facts"] for figure in again)
    assert any(figure["state"] == "value" for figure in again)
    session.close()


@test
def every_cell_of_a_parameter_can_be_tried():
    session = page()
    assert ids(session("trials")) == ["nothing-loaded"]
    load(session, "scenarios/qingyuan/cluster.cfg", language="zh")
    law = {one["id"]: one for one in session.good("parameters")["parameters"]}
    trials = session.good("trials")
    assert {one["id"] for one in trials} == set(law)
    before = session.good("report", bytes=True)
    shapes = set()
    for parameter in trials:
        assert parameter["title"] == law[parameter["id"]]["title"]["zh"]
        assert [one["from"] for one in parameter["versions"]] == [one["from"] for one in law[parameter["id"]]["values"]]
        for value in parameter["versions"][-1]["values"][:2]:
            unit = value["unit"]
            shapes.add(value["path"] == parameter["id"])
            # Set to what it is, a figure is not refused; of one version alone nothing moves.
            text = value["value"] + ("" if not unit else unit if unit == "%" else f" {unit}")
            answer = session("set", settings=[{"path": value["path"], "value": text}])
            assert answer["status"] == "ok", (value, answer["diagnostics"])
    assert shapes == {True, False}
    session.good("set", settings=[])
    assert session.good("report", bytes=True) == before
    rank, = (one for one in trials if one["id"] == "rank_quota")
    assert rank["versions"][0]["values"][0] == {"path": "rank_quota.first", "value": "500", "unit": "亩"}
    rates, = (one for one in trials if one["id"] == "lat_rates")
    assert {"path": "lat_rates.2.rate", "value": "40", "unit": "%"} in rates["versions"][0]["values"]
    assert session.good("trials", language="en")[0]["title"] == law[trials[0]["id"]]["title"]["en"]
    session.close()


@test
def further_places_of_a_fault_are_counted():
    session = page()
    files = dict(files_below("scenarios", "scenarios/"))
    rows = files["scenarios/county/parcels.csv"].splitlines()
    heading = next(at for at, row in enumerate(rows) if "面积" in row)
    column = next(at for at, name in enumerate(rows[heading].split(",")) if name.startswith("面积"))
    for at in range(heading + 1, len(rows)):
        cells = rows[at].split(",")
        rows[at] = ",".join(cells[:column] + ["oops"] + cells[column + 1:])
    files["scenarios/county/parcels.csv"] = "\n".join(rows)
    answer = session("load", scenario=COUNTY, files=files)
    assert answer["status"] == "invalid"
    told = [fault for fault in answer["diagnostics"] if fault["message"].find("oops") >= 0]
    assert told and sum(1 + fault["more"] for fault in told) == len(rows) - heading - 1, [(fault["message"], fault["more"]) for fault in told]
    assert any(fault["more_lines"] for fault in told)
    session.close()


@test
def figures_that_are_none_are_all_told():
    session = page()
    assert ids(session("figures", items=["premium"])) == ["nothing-loaded"]
    load(session)
    answer = session("figures", items=["x", "premium@zzz", "premium", "premium@X01"])
    assert answer["status"] == "invalid" and answer["result"] is None
    assert sorted(ids(answer)) == ["unknown-figure", "unknown-row", "which-row"], ids(answer)
    for items in (5, "premium", [5], [None], {"a": "b"}):
        assert ids(session("figures", items=items)) == ["bad-argument"], items
    assert session.good("figures", items=["premium@X01"])  # the session goes on
    session.close()


@test
def another_language_is_a_run_of_its_own():
    session = page()
    load(session, language="en")
    for language in ("zh", "en"):
        expected = run("run", COUNTY, "--policies", "policies", "--lang", language).decode()
        assert session.good("report", format="text", language=language) == expected
    session.close()


@test
def settings_are_the_whole_list_of_changes():
    session = page()
    load(session)
    before = session.good("report")
    changed = [{"path": "parcels[X01/P1].area", "value": "1,000 m2"}]
    session.good("set", settings=changed)
    report = session.good("report")
    assert [one["path"] for one in report["scenario"]["changed"]] == ["parcels[X01/P1].area"]
    assert report["views"] != before["views"]
    expected = run("run", COUNTY, "--policies", "policies", "--format", "json",
                   "--set", "parcels[X01/P1].area=1,000 m2")
    assert report == json.loads(expected)
    session.good("set", settings=[])
    assert session.good("report") == before
    session.close()


@test
def a_faulty_setting_leaves_the_run_as_it_was():
    session = page()
    load(session)
    before = session.good("report")
    answer = session("set", settings=[{"path": "projects.X01.far_after", "value": "3.0x"},
                                      {"path": "projects.X01.nothing", "value": "1"}])
    assert answer["status"] == "invalid" and answer["result"] is None
    faults = {fault["path"]: fault for fault in answer["diagnostics"]}
    assert faults["projects.X01.far_after"]["id"] == "unknown-unit", answer
    assert session.good("report") == before
    session.close()


@test
def a_faulty_scenario_shows_what_was_filed():
    session = page()
    files = files_below("scenarios/county")
    files["projects.csv"] = files["projects.csv"].replace("X01,", "X01,", 1)
    files["parcels.csv"] += "X01,PX,12 banana,,,,,,,,,,,,,\n"
    answer = session("load", scenario="portfolio.cfg", files=files, language="zh")
    assert answer["status"] == "invalid", answer
    assert any(fault["file"] == "parcels.csv" and fault["line"] > 1 for fault in answer["diagnostics"])
    assert session.good("tables")["scenario"]["id"]
    assert session("report")["status"] == "invalid"
    session.close()


@test
def tables_tell_what_was_typed_and_what_may_be():
    session = page()
    load(session)
    projects = table(session, "projects")
    fields = {one["id"]: one for one in projects["fields"]}
    assert projects["above"] == "portfolio" and projects["key"] == "id"
    assert fields["conversion"]["type"] == "choice"
    assert {"id", "title", "also"} == set(fields["conversion"]["choices"][0])
    assert len(projects["rows"]) == 32
    documented = {"id", "title", "type", "unit", "filed_unit", "integer", "required", "default", "least", "most", "choices", "table"}
    known = json.loads(run("policies", "--vocabulary", "--format", "json", "--policies", "policies"))
    titles = {(one["table"], field["id"]): field["title"] for one in known["tables"] for field in one["fields"]}
    for one in session.good("tables")["tables"]:
        assert {"id", "one", "title", "above", "made", "key", "label", "fields", "rows"} == set(one), one.keys()
        for field in one["fields"]:
            assert documented == set(field), field
            assert field["title"] == titles[one["id"], field["id"]], field
    parcels = table(session, "parcels")
    units = {one["id"]: (one["unit"], one["filed_unit"]) for one in parcels["fields"]}
    assert units["area"][1] is not None, units["area"]
    row = parcels["rows"][0]
    assert row["place"].startswith("scenarios/county/parcels.csv:2:"), row["place"]
    session.good("set", settings=[{"path": f"parcels[{row['row']}].area", "value": "1,000 m2"}])
    assert cell(table(session, "parcels"), row["row"], "area") == ("1,000 m2", "1,000 m2")
    session.close()


@test
def a_faulty_cell_is_told_where_it_stands():
    session = page()
    text = file_of("scenarios/examples/lat-rebate.cfg").replace("2.32 亿元", "2.32 亿两")
    answer = session("load", scenario="x.cfg", files={"x.cfg": text})
    assert answer["status"] == "invalid"
    fault = answer["diagnostics"][0]
    bad = [one for row in table(session, "tax_years")["rows"] for one in row["faults"]]
    assert [(one["field"], one["line"]) for one in bad] == [("lat_revenue", fault["line"])], bad
    session.close()


@test
def figures_are_explained():
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg", language="en")
    certificate = session.good("explain", figure="lat_rebate@2021")
    assert certificate["figures"][0]["value"] == "4620000"
    text = session.good("explain", figure="tax_years.lat_revenue@2021", format="text")
    assert "265,960,000" in text
    assert ids(session("explain", figure="lat_rebat@2021")) == ["unknown-figure"]
    session.close()


@test
def the_law_and_its_changes():
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg")
    law = session.good("parameters")
    growth = next(one for one in law["parameters"] if one["id"] == "lat_growth_threshold")
    assert growth["values"][0]["value"] == "8%"
    assert len(session.good("parameters", id="lat_growth_threshold")["parameters"]) == 1
    assert session.good("views")["views"]
    assert session.good("changes")["changes"]
    assert ids(session("changes", policies=["no/such"])) == ["unknown-policy"]
    assert session.good("test") == ""
    session.close()


@test
def a_template_is_a_workbook():
    session = page()
    book = base64.b64decode(session.good("template", packs=["national", "guangdong", "illustrative"])["base64"])
    assert book[:4] == b"PK\x03\x04"
    answer = session("load", scenario="空白.xlsx",
                     files={"空白.xlsx": {"base64": base64.b64encode(book).decode()}})
    assert answer["status"] == "invalid"
    assert all(fault["file"].startswith("空白.xlsx") for fault in answer["diagnostics"])
    assert any(fault["cell"] for fault in answer["diagnostics"])
    session.close()


@test
def files_of_other_encodings_come_as_base64():
    session = page()
    files = files_below("scenarios/county")
    data = files["parcels.csv"].lstrip("\ufeff").encode("gb18030")
    files["parcels.csv"] = {"base64": base64.b64encode(data).decode()}
    session.good("load", scenario="portfolio.cfg", files=files)
    guessed = session.good("report")["scenario"]["guessed"]
    assert guessed == [{"file": "parcels.csv", "encoding": "GB18030"}], guessed
    session.close()


@test
def settings_in_any_order_give_the_bytes_of_a_fresh_run():
    session = page()
    load(session, language="en")
    a = {"path": "parcels[X01/P1].area", "value": "1,000 m2"}
    b = {"path": "parcels[X01/P1].area", "value": "1,100 m2"}
    c = {"path": "lat_growth_threshold", "value": "6%"}
    d = {"path": "tax_years+", "value": "2031"}
    e = {"path": "tax_years.2031.lat_revenue", "value": "3 亿元"}
    f = {"path": "tax_years+", "value": "2032"}
    g = {"path": "tax_years.2032.lat_revenue", "value": "4 亿元"}
    lists = [[a], [a, c], [b, c], [c], [c, d, e], [c, d, e, f, g], [d, e], [a, d, e, c], [], [b], [c, b]]
    for settings in lists:
        session.good("set", settings=settings)
        mine = session.good("report", bytes=True)
        words = [word for one in settings for word in ("--set", f"{one['path']}={one['value']}")]
        assert mine == run("run", COUNTY, "--policies", "policies", "--format", "json", *words).decode(), settings
    # Of one path the last counts.
    session.good("set", settings=[b, a])
    twice = session.good("report", bytes=True)
    session.good("set", settings=[a])
    assert twice == session.good("report", bytes=True)
    session.close()


@test
def a_faulty_set_is_taken_back_whole():
    session = page()
    load(session)
    good = [{"path": "parcels[X01/P1].area", "value": "1,000 m2"}]
    session.good("set", settings=good)
    before = session.good("report", bytes=True)
    answer = session("set", settings=[{"path": "parcels[X01/P1].area", "value": "2,000 m2"},
                                      {"path": "parcels[X01/P1].area", "value": "many"},
                                      {"path": "projects.X02.far_after", "value": "high"}])
    assert answer["status"] == "invalid"
    assert {fault["path"] for fault in answer["diagnostics"]} == {
        "parcels[X01/P1].area", "projects.X02.far_after"}, answer["diagnostics"]
    assert session.good("report", bytes=True) == before
    session.good("set", settings=[])
    assert session.good("report")["scenario"]["changed"] == []
    session.close()


@test
def a_scenario_is_saved_with_what_was_changed():
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg")
    session.good("set", settings=[{"path": "tax_years.2021.lat_revenue", "value": "3 亿元"}])
    changed = session.good("report")["items"]
    for name in ("副本.cfg", "副本.xlsx"):
        saved = session.good("save", name=name)
        assert ("base64" in saved) == name.endswith(".xlsx")
        again = page()
        again.good("load", scenario=name, files={name: saved})
        assert again.good("report")["items"] == changed, name
        assert again.good("report")["scenario"]["changed"] == []
        again.close()
    assert session("save", name="副本.doc")["status"] == "invalid"
    book = base64.b64decode(session.good("report", format="xlsx")["base64"])
    assert book[:4] == b"PK\x03\x04"
    session.close()


BAD = [
    ("", "request-not-json"),
    ("nope", "request-not-json"),
    ("[]", "request-not-json"),
    ('{"call": "version"', "request-not-json"),
    ('{"call": "version", "call": "version"}', "request-not-json"),
    ('{"call": "a\\u0000b"}', "request-not-json"),
    ("[" * 100000, "request-not-json"),
    ("{}", "bad-argument"),
    ('{"call": 1}', "bad-argument"),
    ('{"call": "lod"}', "unknown-call"),
    ('{"call": "report"}', "nothing-loaded"),
    ('{"call": "set", "settings": []}', "nothing-loaded"),
    ('{"call": "tables"}', "nothing-loaded"),
    ('{"call": "explain"}', "bad-argument"),
    ('{"call": "load"}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": []}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": 1}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": {"base64": "AAA"}}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": {"base64": "A?=="}}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": {"base64": "AB=="}}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "language": "fr"}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "packs": "national"}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "packs": [1]}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "settings": [{"path": "a"}]}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "settings": {}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "as_of": 2023}', "bad-argument"),
    ('{"call": "load", "scenario": "nowhere.cfg"}', "unreadable"),
    ('{"call": "policies", "files": "x"}', "bad-argument"),
    ('{"call": "template", "packs": ["no-such"]}', "unknown-pack"),
    ('{"call": "template", "packs": 5}', "bad-argument"),
    ('{"call": "template", "language": 5}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": {"base64": 5}}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "files": {"x": 1, "y": "", "z": 2}}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "known_at": 5}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "settings": [{"path": "a", "value": 5}]}', "bad-argument"),
    ('{"call": "load", "scenario": "x", "settings": [7]}', "bad-argument"),
    ('{"call": "save"}', "bad-argument"),
    ('{"call": "save", "name": "x.cfg"}', "nothing-loaded"),
    ('{"call": "explain", "figure": "x"}', "nothing-loaded"),
    ('{"call": "parameters", "id": 5}', "bad-argument"),
    ('{"call": "changes", "policies": "x"}', "bad-argument"),
    ('{"call": "changes"}', "nothing-loaded"),
    ('{"call": "test"}', "nothing-loaded"),
    ('5', "request-not-json"),
]


@test
def bad_requests_are_answered():
    for language in ("zh", "en"):
        session = Session(command, "--lang", language, "--policies", "policies")
        for line, expected in BAD:
            answer = session.send(line)
            assert answer["status"] != "ok" and answer["result"] is None, line[:80]
            assert expected in ids(answer), (line[:80], ids(answer))
            assert all(fault["message"] for fault in answer["diagnostics"])
        session.close()


@test
def bad_arguments_of_a_report_are_answered():
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg")
    for asked in ({"format": "pdf"}, {"unit": "usd"}, {"detail": 1}, {"grouped": 1}, {"view": 2}, {"width": -1},
                  {"width": 1.5}, {"bytes": "yes"}, {"language": 3}, {"width": 2**31}, {"levels": "2"}, {"by": 1}, {"row": []}, {"format": 0}):
        answer = session("report", **asked)
        assert answer["status"] == "invalid" and answer["result"] is None and ids(answer) == ["bad-argument"], asked
    for call, asked in (("figures", {"items": ["lat_rebate@2021"]}), ("trials", {}), ("tables", {}), ("set", {"settings": 5})):
        assert ids(session(call, **asked, **({} if call == "set" else {"language": "fr"}))) == ["bad-argument"], call
    # What is null counts as left out.
    assert session.good("report", format=None, unit=None, detail=None, view=None, width=None, language=None) == session.good("report")
    assert ids(session("report", view="no-such")) == ["unknown-view"]
    assert session.good("report")["fangtian"]
    session.close()


@test
def a_change_mends_what_the_load_found():
    session = page()
    text = file_of("scenarios/examples/lat-rebate.cfg")
    answer = session("load", scenario="x.cfg", files={"x.cfg": text.replace("2.32 亿元", "0 元")}, language="en",
                     settings=[{"path": "tax_years.2021.lat_revenue", "value": "many"}])
    assert answer["status"] == "invalid", answer
    assert session("report")["status"] == "invalid" and session("report", language="zh")["status"] == "invalid"
    assert session("figures", items=["lat_rebate@2021"])["status"] == "invalid"
    answer = session("set", settings=[{"path": "tax_years.2021.lat_revenue", "value": "more"}])
    assert answer["status"] == "invalid" and answer["diagnostics"][0]["path"] == "tax_years.2021.lat_revenue", answer
    assert set(session.good("set", settings=[])) == {"failed_checks"}
    fresh = page()
    fresh.good("load", scenario="x.cfg", files={"x.cfg": text.replace("2.32 亿元", "0 元")})
    assert session.good("report", bytes=True) == fresh.good("report", bytes=True)
    fresh.close()
    session.close()


@test
def further_policies_let_go_of_the_scenario():
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg")
    session.good("policies", files=files_below("policies"))
    assert ids(session("report")) == ["nothing-loaded"]
    assert ids(session("set", settings=[])) == ["nothing-loaded"]
    load(session, "scenarios/examples/lat-rebate.cfg", as_of="2022-06-30", known_at="2022-01-01", packs=["national", "guangdong", "illustrative"])
    expected = run("run", "scenarios/examples/lat-rebate.cfg", "--policies", "policies", "--format", "json", "--as-of", "2022-06-30",
                   "--known-at", "2022-01-01", "--packs", "national,guangdong,illustrative")
    assert session.good("report") == json.loads(expected)
    session.close()


@test
def rows_that_are_added_and_taken_away_are_changes():
    """A path may stand twice in a list, of which the last counts; what the list before left is taken back."""
    session = page()
    load(session, "scenarios/examples/lat-rebate.cfg", language="en")
    add, take, again = {"path": "tax_years+", "value": "2031"}, {"path": "tax_years-", "value": "2031"}, {"path": "tax_years+", "value": "2032"}
    revenue = {"path": "tax_years.2031.lat_revenue", "value": "3 亿元"}
    further = {"path": "tax_years.2032.lat_revenue", "value": "3 亿元"}
    area, other = ({"path": "tax_years.2021.lat_revenue", "value": f"{amount} 亿元"} for amount in "35")
    for settings in ([add, revenue], [add, revenue, again, further], [add, revenue], [add, revenue, take], [area, add, revenue], [area, other], [area],
                     [area, other, area], [area, revenue], [area, other, other], [other], [other, area, area], [other]):
        answer = session("set", settings=settings)
        last = [one for at, one in enumerate(settings) if one["path"][-1] in "+-" or one["path"] not in [other["path"] for other in settings[at + 1:]]]
        words = [word for one in last for word in ("--set", f"{one['path']}={one['value']}")]
        fresh = subprocess.run([command, "run", "scenarios/examples/lat-rebate.cfg", "--policies", "policies", "--format", "json", "--lang", "en", *words], capture_output=True, check=False)
        assert (answer["status"] == "ok") == (fresh.returncode == 0), (settings, answer["diagnostics"], fresh.stderr)
        if fresh.returncode == 0:
            assert session.good("report", bytes=True) == fresh.stdout.decode(), settings
    session.close()


@test
def a_figure_of_a_fact_that_is_not_there_is_absent():
    session = page()
    load(session, "scenarios/qingyuan/cluster.cfg", language="en")
    states = set()
    law = json.loads(run("policies", "--vocabulary", "--format", "json", "--policies", "policies"))
    fields = next(one for one in law["tables"] if one["table"] == "projects")["fields"]
    for figure in session.good("figures", items=[f"projects.{field['id']}@gongye" for field in fields]):
        states.add(figure["state"])
        assert (figure["exact"] is None) == (figure["state"] != "value"), figure
        assert figure["place"] is None or figure["place"].startswith("scenarios/qingyuan/") or figure["place"].startswith("policies/"), figure
    assert "value" in states and len(states) > 1, states
    session.close()


for function in tests:
    function()
    print(function.__name__)
