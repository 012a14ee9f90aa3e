#!/usr/bin/env python3
"""What became of each row of a long table, and why; what rows come to whose facts contradict each other, apart.

The same by every way, in shards and merged; in text, CSV and JSON.
"""
import csv
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.path.abspath(os.environ.get("FANGTIAN", ROOT / "build" / "fangtian"))
HEAD = "编号,工作和纳税地,类别,身份,纳税年度,综合所得应纳税所得额（元）,已缴税额（元）\n"
ROWS = (("A", "广州,紧缺人才,外国国籍人士,2022,1000000,268080", "value", ""),
        ("B", "清远,紧缺人才,外国国籍人士,2022,1000000,268080", "not_applicable", "“在珠三角九市工作并缴税”不符合"),
        ("C", "广州,其他,外国国籍人士,2022,1000000,268080", "not_applicable", "“境外高端人才或紧缺人才”不符合"),
        ("D", "广州,紧缺人才,,2022,1000000,268080", "undetermined", "没有填报：身份"),
        ("E", "广州,紧缺人才,外国国籍人士,2022,1000000,2680800", "doubted", "“已缴税额不超过最高税率”、“已缴税额与按税率表推算的数相称”不符合"),
        ("F", "佛山,紧缺人才,外国国籍人士,2022,500000,80000", "value", ""))
DOUBTED = "2530800.00"  # 2,680,800 − 15% of 1,000,000
# A posting may wait for a fact that its rule's figure does not: for its condition, its own amount, or a figure in one of them.
PLOTS = "id,x（元）,agreed,due（元）\nA,5,true,1\nB,6,,2\nC,7,false,\nD,8,,4\n"
POSTED = {"A": ("value", ""), "B": ("undetermined", "没有填报：约定"), "C": ("undetermined", "没有填报：应付"), "D": ("undetermined", "没有填报：约定")}
VOCABULARY = """enumerations: { };
parties: { city = { title = { zh = "市"; en = "city"; }; }; holder = { title = { zh = "权利人"; en = "holder"; }; }; };
kinds: { cash = { title = { zh = "现金"; en = "cash"; }; unit = "元"; step = "0.01 元"; mode = "half_up"; }; };
entities:
{
  portfolio = { title = { zh = "片区"; en = "portfolio"; }; };
  plot = { table = "plots"; in = "portfolio"; key = "id"; title = { zh = "地块"; en = "plot"; };
    fields =
    {
      id = { type = "text"; title = { zh = "编号"; en = "id"; }; };
      x = { type = "quantity"; unit = "元"; title = { zh = "数"; en = "x"; }; };
      agreed = { type = "boolean"; optional = "true"; absent = "unknown"; title = { zh = "约定"; en = "agreed"; }; };
      due = { type = "quantity"; unit = "元"; optional = "true"; absent = "unknown"; title = { zh = "应付"; en = "due"; }; };
    }; };
};
"""
LAW = """policy: { id = "k/law"; title = { zh = "法"; en = "law"; }; source = "一"; };
rules:
(
  { id = "holds"; of = "plots"; title = { zh = "成立"; en = "holds"; }; type = "boolean"; value = "agreed"; },
  { id = "paid"; of = "plots"; title = { zh = "支付"; en = "paid"; }; value = "x"; unit = "元"; post = { kind = "cash"; from = "city"; to = "holder"; when = "holds"; }; },
  { id = "kept"; of = "plots"; title = { zh = "留存"; en = "kept"; }; value = "x * 2"; unit = "元";
    post = { kind = "cash"; from = "city"; to = "holder"; amount = "due"; title = { zh = "应付额"; en = "what is due"; }; }; }
);
"""
# Conditions that say nothing of themselves: the row says which did not hold, in its reader's language.
SILENT = """policy: { id = "s/law"; title = { zh = "法"; en = "law"; }; source = "一"; };
rules:
(
  { id = "many"; of = "plots"; title = { zh = "数大"; en = "large"; }; require = true; value = "x > 5 元"; },
  { id = "paid"; of = "plots"; title = { zh = "支付"; en = "paid"; }; value = "x"; unit = "元"; NEEDS post = { kind = "cash"; from = "city"; to = "holder"; }; }
);
"""
SILENT_REASONS = {'needs = [ "many" ];': ("“数大”不符合", "large: does not hold"), 'when = "x > 5 元";': ("“支付”的条件不成立", "paid: its condition does not hold")}
faults = []


def run(path, *words, policies=ROOT / "policies", **variables):
    done = subprocess.run([COMMAND, words[0], path, *words[1:], "--lang", "zh", "--policies", policies], capture_output=True,
                          env={**os.environ, **variables})
    if done.returncode:
        sys.exit(done.stderr.decode())
    return done.stdout.decode()


def same(what, found, wanted):
    if found != wanted:
        faults.append(f"{what}: {found}, should be {wanted}")


def identified(path, folder, whole):
    """A run names the table's file by the digest of its bytes, and the scenario's digest covers it."""
    data = (folder / "talents.csv").read_bytes()
    sha = next(one["sha256"] for one in whole["inputs"] if one["file"].endswith("talents.csv"))
    same("digest of the file", sha, hashlib.sha256(data).hexdigest())
    same("digest in the text", any(sha in line for line in run(path, "run", "--rows", folder / "again.csv").splitlines()), True)
    found = {whole["scenario"]}
    for changed in (data.replace(b"268080", b"268081", 1), data[:data.rstrip().rindex(b"\n") + 1], data[:data.index(b"\n") + 1]):
        (folder / "talents.csv").write_bytes(changed)
        found.add(json.loads(run(path, "run", "--rows", folder / "again.csv", "-f", "json"))["scenario"])
    same("digests of four tables", len(found), 4)
    none = json.loads(run(path, "run", "--rows", folder / "again.csv", "-f", "json"))
    same("a table without a row", (none["rows"], [one["table"] for one in none["empty"]]), (0, ["talents"]))
    # in another encoding than UTF-8: of the bytes that are there, also where shards are merged
    (folder / "talents.csv").write_bytes(data.decode().encode("gb18030"))
    one = run(path, "run", "--rows", folder / "again.csv", "-f", "json")
    for shard in "12":
        run(path, "run", "--rows", folder / f"rows-{shard}.csv", "--shard", f"{shard}/2", "-o", folder / f"part-{shard}.json")
    same("merged, in GB18030", run(path, "merge", folder / "part-1.json", folder / "part-2.json", "--rows", folder / "merged.csv", "-f", "json"), one)
    same("its digest", hashlib.sha256(data.decode().encode("gb18030")).hexdigest() in one, True)
    (folder / "talents.csv").write_bytes(data)


def postings_that_wait(folder):
    (folder / "law" / "k").mkdir(parents=True)
    (folder / "law" / "vocabulary.cfg").write_text(VOCABULARY)
    (folder / "law" / "k" / "law.cfg").write_text(LAW)
    (folder / "plots.csv").write_text(PLOTS)
    path = folder / "plots.cfg"
    path.write_text('scenario: { id = "plots"; title = { zh = "地块"; en = "Plots"; }; as_of = "2023-12-31"; packs = [ "k" ]; };\n'
                    'portfolio: { plots = { csv = "plots.csv"; }; };\n')
    for way in "auto", "exact":
        run(path, "run", "--rows", folder / f"plots-{way}.csv", policies=folder / "law", FANGTIAN_ROWS=way)
        told = list(csv.DictReader((folder / f"plots-{way}.csv").read_text(encoding="utf-8-sig").splitlines()))
        same(f"postings that wait, {way}", {row["id"]: (row["state"], row["reason"]) for row in told}, POSTED)


def conditions_without_words(folder):
    (folder / "silent" / "s").mkdir(parents=True)
    (folder / "silent" / "vocabulary.cfg").write_text(VOCABULARY)
    path = folder / "silent.cfg"
    path.write_text((folder / "plots.cfg").read_text().replace('"k"', '"s"'))
    for needs, reasons in SILENT_REASONS.items():
        (folder / "silent" / "s" / "law.cfg").write_text(SILENT.replace("NEEDS", needs))
        for language, reason in zip(("zh", "en"), reasons):
            for way in "auto", "exact":
                out = folder / "silent.csv"
                done = subprocess.run([COMMAND, "run", path, "--rows", out, "--lang", language, "--policies", folder / "silent"], capture_output=True, check=False,
                                      env={**os.environ, "FANGTIAN_ROWS": way})
                told = {row["id"]: (row["state"], row["reason"]) for row in csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())}
                same(f"{needs} in {language}, {way}", (done.returncode, told["A"], told["B"]), (0, ("not_applicable", reason), ("value", "")))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        postings_that_wait(folder)
        conditions_without_words(folder)
        (folder / "talents.csv").write_text(HEAD + "".join(f"{key},{cells}\n" for key, cells, _, _ in ROWS))
        path = folder / "roster.cfg"
        path.write_text('scenario: { id = "told"; title = { zh = "花名册"; en = "Roster"; }; as_of = "2023-12-31"; packs = [ "national", "guangdong", "illustrative" ]; };\n'
                        'portfolio: { talents = { csv = "talents.csv"; }; };\n')
        rows = folder / "rows.csv"
        whole = run(path, "run", "--rows", rows, "-f", "json", "--by", "city")
        told = list(csv.DictReader(rows.read_text(encoding="utf-8-sig").splitlines()))
        same("rows", [(row["id"], row["state"], row["reason"]) for row in told], [(key, state, reason) for key, _, state, reason in ROWS])
        line = next(line for line in json.loads(whole)["lines"] if line["rule"] == "talent_subsidy" and not line["memo"])
        same("unverified values", [value["parameter"] for value in json.loads(whole)["unverified"]], ["talent_subsidy_cap_unseen"])
        same("JSON", (line["amount"], line["rows"], line["doubted_rows"], line["doubted"]), (None, 3, 1, DOUBTED))
        same("groups", {group["group"]: group["doubted"] for group in line["groups"] if group["rows"]}, {"guangzhou": DOUBTED, "foshan": "0.00"})
        totals = run(path, "run", "--rows", folder / "again.csv", "-f", "csv").split("\r\n\r\n")[-1].splitlines()
        row = next(row for row in csv.DictReader(totals) if row["rule"] == "talent_subsidy" and row["memo"] == "false")
        same("CSV", [row[key] for key in ("state", "amount", "known", "doubted_rows", "doubted")], ["undetermined", "", line["known"], "1", DOUBTED])
        text = run(path, "run", "--rows", folder / "again.csv").splitlines()
        at = next(i for i, said in enumerate(text) if said.startswith("人才个人所得税补贴"))
        same("text", text[at + 1].split(), ["其中：填报相互矛盾的行（核对后方可计入）", "1", "2,530,800.00", "现金（元）"])
        same("exactly", run(path, "run", "--rows", folder / "exact.csv", "-f", "json", "--by", "city", FANGTIAN_ROWS="exact"), whole)
        same("rows, exactly", (folder / "exact.csv").read_bytes(), rows.read_bytes())
        for shard in "12":
            run(path, "run", "--rows", folder / f"rows-{shard}.csv", "--by", "city", "--shard", f"{shard}/2", "-o", folder / f"part-{shard}.json")
        same("merged", run(path, "merge", folder / "part-1.json", folder / "part-2.json", "--rows", folder / "merged.csv", "-f", "json", "--by", "city"), whole)
        same("rows, merged", (folder / "merged.csv").read_bytes(), rows.read_bytes())
        only = ["run", "--rows", folder / "only.csv", "--only", "talent_subsidy"]
        said = json.loads(run(path, *only, "-f", "json"))
        same("a part is complete", (said["verdict"]["complete"], said["left_out"]["rules"] > 0), (False, True))
        same("its head", "法定条件没有计算，填报数没有核对（--only）" in run(path, *only).splitlines()[1], True)
        same("nothing is left out", json.loads(whole)["left_out"], {"rules": 0, "conditions": 0, "comparisons": 0})
        identified(path, folder, json.loads(whole))
        run(path, "run", "--rows", folder / "some.csv", "--columns", "reason,id,state")
        same("columns", (folder / "some.csv").read_text(encoding="utf-8-sig").splitlines()[:3], ["reason,id,state", ",A,value", "“在珠三角九市工作并缴税”不符合,B,not_applicable"])
    sys.exit("\n".join(faults) if faults else 0)


main()
