#!/usr/bin/env python3
"""Every error message as a user sees it: the command on each case here, in both languages.

    errors/run.py [--update] [NAME…]      --update writes what was said into the case: read the difference

cases.py says what a case is. The command must exit as the case says and print nothing but its complaint.
FANGTIAN: the command, else build/fangtian.
"""
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

from cases import FOLDER, LANGUAGES, Case, all_cases

COMMAND = os.path.abspath(os.environ.get("FANGTIAN", FOLDER.parents[1] / "build" / "fangtian"))
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "NO_COLOR": "1"} | {
    name: value for name, value in os.environ.items() if name not in ("LC_ALL", "FANGTIAN_POLICIES", "LANG", "LANGUAGE")}
own = threading.local()


def room(work):
    """A folder with what all cases share, one a thread."""
    if not hasattr(own, "folder"):
        own.folder = pathlib.Path(tempfile.mkdtemp(dir=work)) / "errors"
        shutil.copytree(FOLDER, own.folder, ignore=lambda _, names: [name for name in names if name.endswith((".py", ".cfg")) and (FOLDER / name).is_file()])
    return own.folder


def run(case, work):
    """What is wrong with a case, and what was said of it."""
    folder = room(work)
    files = {f"{case.name}.cfg": case.scenario} | case.files
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    wrong, said = [], {}
    before = {path for path in folder.rglob("*")}
    for language in LANGUAGES:
        done = subprocess.run([COMMAND, *case.words(), "--lang", language], cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True)
        said[language] = done.stderr
        where = f"{case.name}.cfg, {language}"
        if done.returncode != case.status():
            wrong.append(f"{where}: exit status {done.returncode}, not {case.status()}")
        if case.is_silent() and done.stdout:
            wrong.append(f"{where}: something on standard output")
        wanted = case.said.get(language, b"")
        if wanted != done.stderr:
            wrong.append(f"{where}: differs")
            wrong.extend(difflib.unified_diff(wanted.decode(errors="replace").splitlines(), done.stderr.decode(errors="replace").splitlines(), "wanted", "said", lineterm=""))
    left = {path for path in folder.rglob("*")} - before
    if left and case.status() != 0:
        wrong.append(f"{case.name}.cfg: left behind: {', '.join(sorted(path.name for path in left))}")
    for path in [*left, *(folder / name for name in files)]:
        path.unlink()
    for name in {name.split("/")[0] for name in case.files if "/" in name} - {path.name for path in FOLDER.iterdir()}:
        shutil.rmtree(folder / name)
    return case, wrong, said


def main():
    update = "--update" in sys.argv[1:]
    named = [word.removesuffix(".cfg") for word in sys.argv[1:] if word != "--update"]
    cases = [Case(FOLDER / f"{name}.cfg") for name in named] or all_cases()
    if not os.access(COMMAND, os.X_OK):
        sys.exit(f"no command at {COMMAND}: build it, or set FANGTIAN")
    failed = 0
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(2) as threads:
        for case, wrong, said in threads.map(lambda case: run(case, work), cases):
            if update:
                case.write(said)
                wrong = [line for line in wrong if "exit status" in line or "standard output" in line or "left behind" in line]
            if wrong:
                failed += 1
                print("\n".join(wrong), file=sys.stderr)
    print(f"{len(cases)} cases, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
