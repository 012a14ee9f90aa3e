#!/usr/bin/env python3
"""The county's projects worked out again, from the CSV files alone, in fractions: what fangtian says has to be the same.

Compensation, negotiated price, premium, deed tax, land-appreciation tax, what city and county keep of it and of VAT, the accrual to
education, result, cross-subsidy in order of priority and awards of all projects of scenarios/county; nothing of the engine or of the policy files is read. The numbers of the law stand below.
"""
import csv
import json
import os
import subprocess
import sys
from fractions import Fraction as F

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
COUNTY = os.path.join(ROOT, "scenarios/county")
FANGTIAN = os.environ.get("FANGTIAN", os.path.join(ROOT, "build/fangtian"))

MU = F(2000, 3)
FEN = F(1, 100)
USES = ("工业改工业", "工业改商业", "工业改住宅", "工业改公共设施", "工业改农业")
STANDARDS = {  # 元/m2: framed, brick, simple
    "城区": dict(zip(USES, ((1200, 900, 350), (1500, 1150, 400), (1600, 1200, 400), (1200, 900, 350), (1000, 800, 300)))),
    "镇村": dict(zip(USES, ((1000, 750, 280), (1250, 950, 320), (1350, 1000, 320), (1000, 750, 280), (850, 650, 240)))),
}
STRUCTURES = ("框架", "砖混", "简易")
LAND = {  # 元/亩
    "城区": dict(zip(USES, (120000, 150000, 150000, 110000, 90000))),
    "镇村": dict(zip(USES, (85000, 105000, 105000, 80000, 68000))),
}
RETURNED = {"城区": 3200, "镇村": 2400}
DEVELOPMENT = ("前期工程费", "建筑安装工程费", "基础设施费", "公共配套设施费", "开发间接费用")
GIVES = ("工业改商业", "工业改住宅")


def read(name):
    with open(os.path.join(COUNTY, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


PARCELS, BUILDINGS, COSTS = read("parcels.csv"), read("buildings.csv"), read("costs.csv")


def of(rows, project):
    return [row for row in rows if row["改造项目"] == project["编号"]]


def number(row, field):
    return F(row[field].replace(",", "")) if row[field] not in ("", "无") else None


def compensation(project):
    """Cash and property, the reward for signing in time at Qingyuan's 6%."""
    zone, use, cash, kind = project["区域"], project["改造类型"], F(0), F(0)
    for building in of(BUILDINGS, project):
        area = F(building["建筑面积（m2）"])
        value = area * STANDARDS[zone][use][STRUCTURES.index(building["结构"])] * F(building["成新率"].rstrip("%")) / 100
        if building["选择物业返还"] == "是":
            kind += area * F(8, 10) * RETURNED[zone]
        else:
            cash += value
        cash += area * 15 + (number(building, "经营面积（m2）") or 0) * 20 * (number(building, "停产停业月数") or 0)
        if building["签约日"] and project["签约奖励截止日"] and building["签约日"] <= project["签约奖励截止日"]:
            cash += value * F(6, 100)
    for parcel in of(PARCELS, project):
        cash += F(parcel["面积（亩）"]) * LAND[zone][use] if parcel["补偿土地"] == "是" else 0
    return cash, kind


def land_of(project):
    """Area, whether it is a cluster, whether it is in the catalogue."""
    parcels = of(PARCELS, project)
    areas = [F(parcel["面积（亩）"]) * MU for parcel in parcels]
    covered = [F(parcel["上盖物占地面积（m2）"]) for parcel in parcels]
    public = project["改造后用途"] in ("教育", "医疗", "养老", "体育")
    entered = ((sum(covered) >= F(3, 10) * sum(areas) or public) and all(c <= a for c, a in zip(covered, areas))
               and all(parcel["建设使用日期"] <= "2009-12-31" for parcel in parcels))
    cluster = sum(areas) >= 20000 and project["集体土地或集体控制的国有土地"] == "是"
    return sum(areas), cluster, entered


def appreciation_tax(gain, deductions):
    tax, rates = F(0), ((F(0), F(1, 2), 30), (F(1, 2), F(1), 40), (F(1), F(2), 50), (F(2), None, 60))
    for low, high, rate in rates:
        top = gain if high is None else min(gain, high * deductions)
        tax += max(F(0), top - low * deductions) * rate / 100
    return tax


def half_up(amount):
    return F((amount / FEN + F(1, 2)) // 1) * FEN


def kept(vat, lat, land):
    """What city and county keep: of VAT, half goes to the centre and half of the rest to the province; of LAT half to the province. What
    accrues to education from land sold: a tenth of the price less 20% of 60 元/m2."""
    vat, lat = half_up(vat), half_up(lat)
    price, area = land
    return {"vat_kept": vat - half_up(vat / 2) - half_up(vat / 4), "lat_kept": lat - half_up(lat / 2),
            "education_fund": max(F(0), price - min(price, area * 60 / 5)) / 10 if price > 0 else None}


def work_out(project):
    area, cluster, entered = land_of(project)
    cash, kind = compensation(project)
    supply, land, premium = project["供地方式"], F(0), None
    priced = supply == "协议出让" and cluster and entered
    if priced:
        floor = (number(project, "基准地价（元/m2）") or 0) * area * F(7, 10)
        land = max(area * number(project, "单宗土地市场评估价（元/m2）") - cash - kind, floor)
    before, after = number(project, "改造前容积率"), number(project, "改造后容积率")
    if supply == "保留原使用权" and before is not None and after is not None and not project["过渡期批准日"]:
        exempt = project["改造后用途"] == "工业" and after > before
        raised = after > before or number(project, "改造后楼面地价（元/m2）") > number(project, "改造前楼面地价（元/m2）")
        assert exempt or not raised, "the county has exempt premiums and such as are not raised"
        premium = F(0)
    fee = sum(number(row, "其中城市基础设施配套费（万元）") * 10000 for row in of(COSTS, project) if row["其中城市基础设施配套费（万元）"])
    deed = F(3, 100) * (land + cash + kind + fee) if land > 0 else None
    costs = {row["成本项目"]: F(row["金额（万元）"]) * 10000 for row in of(COSTS, project)}
    land_cost = land + (cash + kind if supply != "政府收储后再供地" else 0)
    revenue, taxes, net, lat, vat = number(project, "销售收入（含增值税）（元）"), deed or F(0), F(0), None, F(0)
    if revenue is not None:
        in_kind = kind if supply != "政府收储后再供地" else 0
        output = max(F(0), revenue + in_kind - land - (cash if priced else 0)) / F(109, 100) * F(9, 100)
        net = revenue + in_kind - output
        vat = max(F(0), output - (number(project, "进项税额（元）") or 0))
        surcharges = vat * F(12 if project["区域"] == "城区" else 10, 100)
        base = land_cost + (deed or 0) + sum(costs.get(name, F(0)) for name in DEVELOPMENT)
        # stamp duty is not deducted apart before 2026: 财税字〔1995〕48号 九
        deductions = base * F(13, 10) + surcharges
        lat = appreciation_tax(max(F(0), net - deductions), deductions)
        taxes += surcharges + lat
    taxes += F(5, 10000) * (land + (revenue or 0) / F(109, 100))
    return {"resettlement_cost": cash + kind, "price_due": land if priced else None, "premium": premium, "deed_tax": deed, "lat_due": lat,
            "project_result": net - land_cost - sum(costs.values()) - taxes,
            **kept(vat, lat or F(0), (land, area)),
            "open": supply != "保留原使用权" and not priced,
            "within": cluster and (project["改造类型"] not in GIVES or supply == "保留原使用权" or priced)}


def fen(amount):
    return F(int(amount // FEN)) * FEN


def split(pool, weights):
    """By largest remainders; equal ones go by the order of the rows."""
    whole = sum(weights.values())
    exact = {key: pool * weight / whole for key, weight in weights.items()}
    parts = {key: fen(part) for key, part in exact.items()}
    left = int((pool - sum(parts.values())) / FEN)
    for key in sorted(exact, key=lambda key: parts[key] - exact[key])[:left]:
        parts[key] += FEN
    return parts


def cross_subsidy(projects, figures):
    """What each may give (20% of its result) or needs, and gives or receives in order of priority."""
    for project in projects:
        own = figures[project["编号"]]
        gives, within = project["改造类型"] in GIVES, own.pop("within")
        own["subsidy_capacity"] = fen(max(F(0), own["project_result"]) * F(2, 10)) if gives and within else F(0)
        own["subsidy_need"] = fen(max(F(0), -own["project_result"])) if not gives and within else F(0)
        own["subsidy_given"] = own["subsidy_received"] = None
        own["gives"] = gives if within else None
    need = sum(own["subsidy_need"] for own in figures.values())
    pool = left = min(need, sum(own["subsidy_capacity"] for own in figures.values()))
    for key, part in split(pool, {key: own["subsidy_capacity"] for key, own in figures.items()}).items():
        if figures[key]["gives"]:
            figures[key]["subsidy_given"] = part
    for project in sorted(projects, key=lambda project: int(project["受哺优先次序"] or 1)):
        own = figures[project["编号"]]
        if own["gives"] is False:
            own["subsidy_received"] = min(left, own["subsidy_need"])
            left -= own["subsidy_received"]
    for own in figures.values():
        del own["gives"]
        if own.pop("open"):  # no way to a price of the land: what rests on it is undetermined
            own["project_result"] = own["lat_due"] = own["vat_kept"] = own["lat_kept"] = None
    figures[""] = {"subsidy_funded": pool, "subsidy_unfunded": need - pool}


def settled_wrongly():
    """What a policy changed for a developer whose land has no price is undetermined, of each policy that asks it for money."""
    run = subprocess.run([FANGTIAN, "changes", os.path.join(COUNTY, "portfolio.cfg"), "guangdong/negotiated-price", "national/land-appreciation-tax",
                          "--format", "json", "--policies", os.path.join(ROOT, "policies")], stdout=subprocess.PIPE, check=True)
    wrong = 0
    for change in json.loads(run.stdout)["changes"]:
        told = {net["id"] for net in change["parties"] if net["id"].startswith("developer:") and net["difference"] is None}
        if told != {"developer:X08", "developer:X14"}:
            wrong += 1
            print(f"{change['policy']}: the undetermined changes are those of {sorted(told)}")
    return wrong


def main():
    projects = read("projects.csv")
    figures = {project["编号"]: work_out(project) for project in projects}
    awards = split(F(16100000), {project["编号"]: number(project, "完成改造面积（亩）") or F(0) for project in projects})
    for project in projects:
        figures[project["编号"]]["award"] = awards[project["编号"]] if number(project, "完成改造面积（亩）") else None
    cross_subsidy(projects, figures)
    run = subprocess.run([FANGTIAN, "run", os.path.join(COUNTY, "portfolio.cfg"), "--format", "json", "--detail",
                          "--policies", os.path.join(ROOT, "policies")], stdout=subprocess.PIPE, check=True)
    said = {(figure["rule"], figure["row"]): figure["value"] for figure in json.loads(run.stdout)["figures"]}
    compared = differ = 0
    for row, own in figures.items():
        for rule, mine in own.items():
            theirs = said[rule, row]
            theirs = F(theirs) if isinstance(theirs, str) else None
            compared += 1
            if mine != theirs:
                differ += 1
                print(f"{rule}@{row}: fangtian says {theirs}, worked out {mine}")
    print(f"{len(projects)} projects, {compared} figures compared, {differ} differ")
    return differ > 0 or compared < 440 or settled_wrongly() > 0


if __name__ == "__main__":
    sys.exit(main())
