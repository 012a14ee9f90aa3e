#!/usr/bin/env python3
"""Copies sources without comments and without the text of their strings, which may say anything, for checks of words.

    ci/plain_code.py FOLDER SOURCE…      writes FOLDER/SOURCE of each
"""
import pathlib
import re
import sys

TOKEN = re.compile(r"""/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|(^[ \t]*\#[ \t]*include[^\n]*)|"(?:\\.|[^"\\\n])*\"""", re.S | re.M)


def plain(found):
    text = found[0]
    if found[1]:
        return re.sub(r"/\*.*?\*/|//.*", "", text)
    return "\n" * text.count("\n") or " " if text.startswith("/") else '""' if text.startswith('"') else text


for name in sys.argv[2:]:
    target = pathlib.Path(sys.argv[1], name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(TOKEN.sub(plain, pathlib.Path(name).read_text(encoding="utf-8")).replace("format(printf,", "format(,"), encoding="utf-8")
