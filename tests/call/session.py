"""A session of `fangtian call`: requests in, answers out. Reads files as a page hands them over."""
import base64
import json
import os
import subprocess


class Session:
    def __init__(self, command, *options):
        self.process = subprocess.Popen([command, "call", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __call__(self, call, **arguments):
        return self.send(json.dumps({"call": call, **arguments}))

    def good(self, call, **arguments):
        answer = self(call, **arguments)
        assert answer["status"] == "ok", f"{call}: {answer['status']} {answer['diagnostics']}"
        return answer["result"]

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0, "the command failed"


def file_of(path):
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def files_below(folder, named=""):
    """Every file below a folder, by `named` and its path there."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            if name.endswith((".cfg", ".csv", ".inc")):
                found[named + os.path.relpath(path, folder)] = file_of(path)
    return found
