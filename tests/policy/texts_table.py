#!/usr/bin/env python3
"""The tables of policies/README.md and README.zh-CN.md: every registered text with its days, and every value that no text confirms.

    texts_table.py            fails where a table is not what the register and the policies say, and shows the difference
    texts_table.py --update   writes the tables

The texts come from `fangtian policies --authority` and the values from `fangtian policies`, of the packs that it lists where none is asked for;
FANGTIAN names the command.
"""
import difflib
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FANGTIAN = os.environ.get("FANGTIAN", os.path.join(ROOT, "build", "fangtian"))
KNOWN = {"en": {"seen": "seen", "quoted": "quoted", "named": "named"}, "zh": {"seen": "见到原文", "quoted": "见到转引", "named": "仅知文号"}}
HEAD = {"en": "| text | number | published | in force | lapsed | known |", "zh": "| 文件 | 文号 | 公布 | 施行 | 失效 | 怎样知道 |"}
VALUES = {"en": "| value that no text confirms | from | why |", "zh": "| 待核实的数 | 自 | 原因 |"}
FILES = {"en": "policies/README.md", "zh": "policies/README.zh-CN.md"}
MARKED = re.compile(r"(<!-- texts -->\n).*?(<!-- /texts -->)", re.S)


def texts():
    answer = subprocess.run([FANGTIAN, "policies", "--authority", "--format=json", "--policies", os.path.join(ROOT, "policies")], check=True, capture_output=True)
    return [text for text in json.loads(answer.stdout)["texts"] if text["kind"] != "practice"]


def unverified():
    """The values by policy and as they stand in it: policy, parameter, first day, source."""
    answer = subprocess.run([FANGTIAN, "policies", "--format=json", "--policies", os.path.join(ROOT, "policies")], check=True, capture_output=True)
    parameters = json.loads(answer.stdout)["parameters"]
    return [(parameter["policy"], parameter["id"], value["from"], value["source"]) for parameter in sorted(parameters, key=lambda parameter: parameter["policy"])
            for value in parameter["values"] if value["unverified"]]


def tables(language):
    lines = [HEAD[language], "|---|---|---|---|---|---|"]
    for text in texts():
        lines.append("| {} | {} | {} | {} | {} | {} |".format(text["title"][language], text["number"] or "—", text["published"] or "—", text["in_force"] or "—",
                                                           text["lapsed"] or "—", KNOWN[language][text["known"]]))
    lines += ["", VALUES[language], "|---|---|---|"]
    lines += ["| `{}` ({}) | {} | {} |".format(parameter, policy, day, why) for policy, parameter, day, why in unverified()]
    return "\n".join(lines) + "\n"


def main():
    differ = False
    for language, name in FILES.items():
        path = os.path.join(ROOT, name)
        with open(path, encoding="utf-8") as file:
            old = file.read()
        assert len(MARKED.findall(old)) == 1, name + " has no table of texts"
        new = MARKED.sub(lambda part: part.group(1) + tables(language) + part.group(2), old)
        if old == new:
            continue
        differ = True
        if "--update" in sys.argv[1:]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
        else:
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, name + " as the register says"))
    return 1 if differ and "--update" not in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
