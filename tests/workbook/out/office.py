"""LibreOffice without a window, that works every formula out again when it opens a file."""
import os
import pathlib
import subprocess

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculate(files, folder, work, kind="xlsx", timeout=600):
    """Converts files into a folder in one process; gives back where each went."""
    profile = pathlib.Path(work, "profile")
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    outputs = [folder / (pathlib.Path(file).stem + "." + kind.split(":")[0]) for file in files]
    for output in outputs:
        output.unlink(missing_ok=True)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
         "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
        check=True, timeout=timeout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(work), "LC_ALL": "C.UTF-8"})
    missing = [str(output) for output in outputs if not output.exists()]
    if missing: # it exits 0 all the same
        raise RuntimeError("soffice wrote no " + ", ".join(missing))
    return outputs
