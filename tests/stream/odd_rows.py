#!/usr/bin/env python3
"""Rows and files as spreadsheets leave them: totals, remarks, headers once more, line ends, separators, the longest line. A run that holds
the table and one row by row say the same of each, near the file's beginning and far behind it.

  odd_rows.py
"""
import pathlib
import sys
import tempfile

from common import LAW, PAIR, each, fangtian, rows_run, run, scenario

HEAD = "id,town,area（m2）,note\n"
MANY = [0, 2000]  # good rows before the odd one: the second are worked out by columns
STEP = 5 if len(sys.argv) > 1 else 1  # under instruments each fifth kind: memory is what they look at

TOTALS = ["合计,,4,", "小计,east,4,a", "总计,,4,", "累计,east,4,", "本页合计,east,4,", "合 计：,,4,", "A1 小计,east,4,", "A1小计,east,4,", "Total,east,4,",
          "subtotal,,4,", "Grand Total,east,4,", "A1 Total,east,4,", "（合计）,east,4,", "合计（m2）,east,4,", "合计：2户,east,4,", "2021年合计,east,4,",
          "A1 汇总,east,4,", "甲村小计,,4,", ",,4,合计", "平均,east,4,", '"合计",east,4,', "承前页,east,4,", "A1,east,4,合计", "小計,east,4,a", "合計,,4,", "两厂小计,east,4,a",
          "佛山小计,east,4,a", "小计1,east,4,", "小计甲,east,4,", "合计人数,east,4,", "Subtotal Foshan,east,4,"]
REMARKS = ["制表人：张三,,,", "注：以上为测绘面积,,,", "以下空白,,,", "注1：见附件,east,4,", "审核：李四,,审核日期：2023,", "单位：万元,,,", "Note: as measured,,,"]
# A comma in a number makes a cell too many, though the last is empty.
MOVED = ["Z0,east,4,,,,", "Z0,east,4,a,"]
PARTED = ["Z0,east,68,000,", "Z0,east,6,800,a"]
NAMES = ["合计科技有限公司,east,4,", "王小计,east,4,a", "合计楼,east,4,", "注塑厂,east,4,", "Total Oil,east,4,", "说明书印刷厂,east,4,",
         "summit,east,4,", "总计划科,east,4,", "备注栏厂,east,4,注：见附件", "计,east,4,"]


def fault(case, what, *said):
    sys.exit(f"{case}: {what}\n" + "\n---\n".join(one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in said))


def refused(case, path, out, wanted, line):
    """By every way with the same words, at that line."""
    held = fangtian("run", path, *LAW, "--lang", "en", status=2)[1]
    if f"[{wanted}]".encode() not in held or (line and f":{line}:".encode() not in held):
        fault(case, f"is not refused as {wanted} in line {line}", held)
    for variables, jobs in PAIR:
        left, totals, said = rows_run(path, out, "--lang", "en", "--jobs", jobs, status=2, **variables)
        if left or totals or each(said) != each(held):
            fault(case, f"other complaints with {variables} {jobs}", said, held)


def accepted(case, path, out, rows):
    held = fangtian("run", path, *LAW, "-f", "json")[0]
    first = None
    for variables, jobs in PAIR:
        written = rows_run(path, out, "--columns", "id,land", "-f", "json", "--jobs", jobs, **variables)
        first = first or written
        if written != first or written[0].count(b"\n") != rows + 1:
            fault(case, f"other rows with {variables} {jobs}", written[0][-300:], first[0][-300:])
    out.unlink()
    if not held:
        fault(case, "the run that holds the table says nothing")


def good_rows(count):
    return "".join(f"P{i:06},east,{i},\n" for i in range(count))


def rows(folder):
    """One odd row behind good ones, good ones behind it."""
    out = folder / "out.csv"
    kinds = [(row, wanted) for wanted, some in (("csv-totals-row", TOTALS), ("csv-ragged", MOVED), ("csv-parted-number", PARTED), ("csv-remark-row", REMARKS), ("csv-header-again", [HEAD.strip()]))
             for row in some]
    for row, wanted in kinds[::STEP]:
        for many in MANY:
            refused(row, scenario(folder, (HEAD + good_rows(many) + row + "\nZ1,east,1,\n").encode()), out, wanted, many + 2)
    for row in NAMES + [",,,\nZ0,east,4,", ",,,,,,,\nZ0,east,4,", " , ,\t,\nZ0,east,4,", "\n\n\nZ0,east,4,"]:
        for many in MANY:
            accepted(row, scenario(folder, (HEAD + good_rows(many) + row + "\nZ1,east,1,\n").encode()), out, many + 2)
    # A column that is not read, the first one, says it.
    head = "序号,id,town,area（m2）\n"
    for row in ("合计,Z0,east,4", "小计：,Z0,east,4", "A1 Total,Z0,east,4"):
        for many in MANY:
            data = head + "".join(f"{i},P{i:06},east,{i}\n" for i in range(many)) + row + "\n1,Z1,east,1\n"
            refused(row, scenario(folder, data.encode()), out, "csv-totals-row", many + 2)


def halves(folder):
    """The second half of a number among the remarks amid the columns, or as a figure of its own."""
    out = folder / "out.csv"
    for head, good, odd, fine in (("id,area（m2）,说明,town\n", "P{0:06},{0},,east\n", ["Z0,68,000,east", "Z0,6,012.5,"], ["Z0,68,0,east", "Z0,68,012号,east", "Z0,68,0.5,east", "Z0,1000,000,east"]),
                                  ("id,area（m2）,price（yuan/m2）,town\n", "P{0:06},{0},1,east\n", ["Z0,68,000,east", "Z0,6,050,"], ["Z0,68,0,east", "Z0,68,0.5,east", "Z0,680,500,east"])):
        for row in odd + fine:
            for many in MANY:
                path = scenario(folder, (head + "".join(good.format(i) for i in range(many)) + row + "\nZ1,1,,east\n").encode())
                if row in odd:
                    refused(row, path, out, "csv-parted-number", many + 2)
                else:
                    accepted(row, path, out, many + 2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows(pathlib.Path(folder) / "rows")
        halves(pathlib.Path(folder) / "rows")


if __name__ == "__main__":
    main()
