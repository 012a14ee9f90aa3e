"""`fangtian serve`: who is answered and who is not, work that is ended, many requests at once (10,000 with FANGTIAN_LONG=1).
serve.py FANGTIAN, in the repository."""
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

command = sys.argv[1]
work = tempfile.mkdtemp()
folder = os.path.join(work, "county")
shutil.copytree("scenarios/county", folder)
with open(os.path.join(work, "secret.cfg"), "w") as file:
    file.write('scenario: { id = "secret-of-the-disk"; };')
os.symlink(os.path.join(work, "secret.cfg"), os.path.join(folder, "link.cfg"))
os.symlink(work, os.path.join(folder, "up"))
with open(os.path.join(folder, "steals.cfg"), "w") as file:
    file.write(open(os.path.join(folder, "portfolio.cfg")).read().replace("parcels.csv", "link.csv"))
os.symlink("/etc/passwd", os.path.join(folder, "link.csv"))

# What takes long: every policy left out in turn, of a scenario of many rows.
with open(os.path.join(folder, "many.csv"), "w") as file:
    file.write("改造项目,编号,名称\n" + "".join(f"A1,H{at},权利人{at}\n" for at in range(20_000)))
with open(os.path.join(folder, "long.cfg"), "w") as file:
    file.write("""scenario: { id = "long"; title = { zh = "长表"; en = "long"; }; as_of = "2023-12-31"; packs = [ "national", "guangdong", "illustrative" ]; };
portfolio: { city = "清远"; holders = { csv = "many.csv"; };
  projects = ( { id = "A1"; conversion = "工业改工业"; supply = "保留原使用权"; zone = "镇村"; collective_land = "是"; land_ownership = "国有"; consent_all = "120"; consent_yes = "96"; revenue = "无"; after_use = "工业"; far_before = "0.8";
    far_after = "2.5"; floor_price_after = "320 元/m2"; parcels = ( { id = "P1"; area = "37.65 亩"; covered_area = "9,360.5 m2"; in_use_since = "1998-05-01"; } ); } ); };
""")

env = dict(os.environ, FANGTIAN_PAGE=os.environ.get("FANGTIAN_PAGE", os.path.abspath("page/dist")))


def serve(*options):
    """A server, its host with the port, and its token."""
    process = subprocess.Popen([command, "serve", folder, "portfolio.cfg", "--policies", "policies", "--lang", "en", *options],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True)
    address = process.stdout.readline().strip()
    match = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/([0-9a-f]{32})/", address)
    assert match, (address, process.stderr.read())
    return process, match[1], match[2]


server, host, token = serve()
port = int(host.split(":")[1])
# Alike but for its last digit, whatever that is.
near = token[:-1] + ("1" if token[-1] == "0" else "0")


def ask(method, path, body=None, **heads):
    """Status and body; a head of None is left out."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Host": host}
    if body is not None:
        sent |= {"X-Fangtian-Token": token, "Content-Type": "application/json", "Origin": f"http://{host}"}
    sent |= {name.replace("_", "-"): value for name, value in heads.items()}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                connection.putheader(name, one)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


def call(number, name, **arguments):
    answer, data = ask("POST", f"/call/{number}", json.dumps({"call": name, **arguments}).encode())
    assert answer.status == 200, (answer.status, data)
    return json.loads(data)


# ---- the page ----
answer, page = ask("GET", f"/{token}/")
assert answer.status == 200
about = json.loads(re.search(rb'id="fangtian-about">(.*?)</script>', page)[1])
assert about["serve"] == {"call": "/call/1", "token": token}, about
assert b"connect-src 'self'" in page
assert json.loads(re.search(rb'id="fangtian-scenario">(.*?)</script>', page)[1]) == {"scenario": "portfolio.cfg", "files": {}}
for head, value in (("Cache-Control", "no-store"), ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
                    ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")):
    assert answer.headers[head] == value, head
assert ask("GET", f"/{token}/", Host=f"localhost:{port}")[0].status == 200
for site in ("none", "same-origin"):
    assert ask("GET", f"/{token}/", Sec_Fetch_Site=site)[0].status == 200
assert ask("POST", "/call/1", b'{"call": "version"}', Content_Type="application/json; charset=utf-8")[0].status == 200

# ---- calls, from files of the folder ----
assert call(1, "load", scenario="portfolio.cfg")["status"] == "ok"
mine = call(1, "report", bytes=True)["result"]
theirs = subprocess.run([command, "run", "portfolio.cfg", "--format", "json", "--policies", os.path.abspath("policies")],
                        cwd=folder, capture_output=True, check=True, text=True).stdout
assert mine == theirs

# Each page has a session of its own.
ask("GET", f"/{token}/")
assert call(2, "report")["diagnostics"][0]["id"] == "nothing-loaded"
assert call(1, "report")["status"] == "ok"

# ---- who is refused ----
version = b'{"call": "version"}'
refused = 0


def refuses(status, *words, **heads):
    global refused
    answer, data = ask(*words, **heads)
    assert answer.status in (status if isinstance(status, tuple) else (status,)), (words[:2], heads, answer.status, data[:200])
    assert token.encode() not in data, (words[:2], "the token got out")
    assert b"secret-of-the-disk" not in data and b"root:" not in data
    refused += 1


for path in ("/", f"/{token}", f"/{token}x", f"/{token}//", f"/{token}/x", f"/{near}/", f"/{'0' * 32}/", f"/{token.upper()}/x", "/call/1", "/index.html",
             f"/{token}/../", f"/{token}/%2e%2e/secret.cfg", "/../../etc/passwd", "/favicon.ico"):
    refuses(404, "GET", path)
for foreign in ("evil.example", f"evil.example:{port}", f"127.0.0.1:{port + 1}", "127.0.0.1", f"127.0.0.1.evil.example:{port}", f"[::1]:{port}", "",
                f"localhost:{port}.evil.example"):
    refuses((400, 403), "GET", f"/{token}/", Host=foreign)
    refuses((400, 403), "POST", "/call/1", version, Host=foreign)
refuses((400, 403), "GET", f"/{token}/", Host=None)
refuses((400, 403), "GET", f"/{token}/", Host=[host, "evil.example"])
for origin in ("http://evil.example", "null", "file://", f"https://{host}", f"http://{host}.evil.example", f"http://evil.example#{host}", "",
               f"http://localhost:{port}"):
    refuses(403, "POST", "/call/1", version, Origin=origin)
refuses(403, "POST", "/call/1", version, Origin=[f"http://{host}", "http://evil.example"])
for site in ("cross-site", "same-site", "other"):
    refuses(403, "POST", "/call/1", version, Sec_Fetch_Site=site)
    refuses(403, "GET", f"/{token}/", Sec_Fetch_Site=site)
for other in (None, "", "0" * 32, token[:-1], near, token + "0", token.upper() + " ", [token, token]):
    refuses(403, "POST", "/call/1", version, X_Fangtian_Token=other)
for number in ("0", "99", "-1", "1x", "", "01", "1/", "99999999999999999999", "1?x=1/../2", "%31x"):
    if number != "1?x=1/../2":
        refuses(404, "POST", f"/call/{number}", version)
for path in ("/cal1/1", "/call/x1", "/"):
    refuses(404, "POST", path, version)
for kind in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"):
    refuses(415, "POST", "/call/1", version, Content_Type=kind)
for method in ("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT", "PROPFIND"):
    refuses((405, 404), method, f"/{token}/")
    refuses((405, 404), method, "/call/1", version)


def raw(text, wait=5):
    """The first line that comes back to bytes that are no request of HTTP."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(text)
        try:
            return connection.recv(200)
        except (socket.timeout, ConnectionResetError):
            return b""


head = f"POST /call/1 HTTP/1.1\r\nHost: {host}\r\nX-Fangtian-Token: {token}\r\nContent-Type: application/json\r\n".encode()
for text in (f"GET /{token}/ HTTP/1.0\r\n\r\n".encode(), b"nonsense\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n",
             head + b"Content-Length: -5\r\n\r\n", head + b"Content-Length: 99999999999\r\n\r\n", head + b"X: " + b"a" * 100000 + b"\r\n\r\n"):
    assert b" 200 " not in raw(text, 2)[:20], text[:60]
    refused += 1

# What is too large is refused by its heads, and where it does not say how large it is.
assert b" 413 " in raw(head + b"Content-Length: 67108865\r\n\r\n")[:20]
with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
    connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
    piece = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
    try:
        for _ in range(70):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert b" 413 " in connection.recv(200)[:20]
    except (BrokenPipeError, ConnectionResetError):
        pass
refused += 2

# No path outside the folder, by whatever way it is written; and no device.
for path in ("../secret.cfg", os.path.join(work, "secret.cfg"), "/etc/passwd", "link.cfg", "up/secret.cfg", "./../secret.cfg", "steals.cfg",
             "/dev/zero", "/proc/self/environ", "/proc/self/fd/0", "up/county/../secret.cfg", "nowhere.cfg", ".", "link.csv"):
    answer = call(1, "load", scenario=path)
    assert answer["status"] in ("io", "invalid"), (path, answer["status"])
    text = json.dumps(answer)
    assert "secret-of-the-disk" not in text and "root:" not in text, path
    refused += 1
answer = call(1, "load", scenario="x.cfg", files={"x.cfg": '@include "/etc/passwd"\n'})
assert answer["status"] != "ok" and "root:" not in json.dumps(answer)

# ---- load: nothing is lost ----
REQUESTS, AT_ONCE = 10_000 if os.environ.get("FANGTIAN_LONG") == "1" else 1_600, 16
assert call(1, "load", scenario="portfolio.cfg")["status"] == "ok"


def many(count):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    good = 0
    for _ in range(count):
        connection.request("POST", "/call/1", version, {"X-Fangtian-Token": token, "Content-Type": "application/json", "Host": host})
        answer = connection.getresponse()
        good += answer.status == 200 and json.loads(answer.read())["result"]["call"] == 1
    connection.close()
    return good


with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
    answered = sum(pool.map(many, [REQUESTS // AT_ONCE] * AT_ONCE))
assert answered == REQUESTS, f"{answered} of {REQUESTS} answered"
assert call(1, "report", bytes=True)["result"] == theirs

# ---- work is ended where its client goes away, and where the command is to end ----
def begin(number, name, **arguments):
    """Asks, and does not wait for the answer."""
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("POST", f"/call/{number}", json.dumps({"call": name, **arguments}),
                       {"X-Fangtian-Token": token, "Content-Type": "application/json"})
    return connection


def loaded(number):
    return not any(fault["id"] == "nothing-loaded" for fault in call(number, "test")["diagnostics"])


assert call(1, "load", scenario="long.cfg")["status"] == "ok"
begin(1, "changes").close()
deadline = time.monotonic() + 120
while loaded(1):  # a session that was ended holds nothing; one that went on would stay loaded
    assert time.monotonic() < deadline, "the work goes on though its client went away"
    time.sleep(0.05)

# Many pages: the one used least lately gives way, and says so.
for _ in range(12):
    ask("GET", f"/{token}/")
for number in range(2, 13):
    assert call(number, "version")["status"] == "ok"
assert call(1, "report")["diagnostics"][0]["id"] == "nothing-loaded"

assert call(2, "load", scenario="long.cfg")["status"] == "ok"
waiting = begin(2, "changes")
server.send_signal(signal.SIGTERM)
assert server.wait(60) == 0, server.stderr.read()
waiting.close()

# ---- a limit on time is told, and the session's page loads again ----
server, host, token = serve("--time-limit", "1")
port = int(host.split(":")[1])
ask("GET", f"/{token}/")
# On a slow machine the load itself may be what takes longer.
answer, data = ask("POST", "/call/1", b'{"call": "load", "scenario": "long.cfg"}')
if answer.status == 200:
    answer, data = ask("POST", "/call/1", b'{"call": "changes"}')
told = json.loads(data)
assert answer.status == 503 and told["status"] == "refused" and told["diagnostics"][0]["id"] == "time-limit", data[:300]
assert "--time-limit" in told["diagnostics"][0]["message"]
assert not loaded(1)
server.send_signal(signal.SIGTERM)
assert server.wait(60) == 0, server.stderr.read()

# ---- what the command line refuses ----
for words in (["/nowhere"], ["a", "b", "c"], [folder, "--port", "x"], [folder, "--port", "65536"], [folder, "--port", "-1"],
              [folder, "--time-limit", "0"], [folder, "--time-limit", "x"], [folder, "--time-limit", "86401"], [folder, "--time-limit", "-1"]):
    for language in ("zh", "en"):
        run = subprocess.run([command, "serve", *words, "--lang", language], capture_output=True, env=env, timeout=20)
        assert run.returncode == 2 and run.stderr and not run.stdout, words
        refused += 1
with socket.socket() as busy:
    busy.bind(("127.0.0.1", 0))
    busy.listen()
    run = subprocess.run([command, "serve", folder, "--port", str(busy.getsockname()[1])], capture_output=True, env=env, timeout=20)
    assert run.returncode == 2 and run.stderr
    run = subprocess.run([command, "serve", "--lang", "en", "--port", str(busy.getsockname()[1])], capture_output=True, cwd=folder, timeout=20,
                         env=dict(env, FANGTIAN_POLICIES=os.path.abspath("policies")))
    assert run.returncode == 2 and b"cannot listen on 127.0.0.1" in run.stderr, run
run = subprocess.run([command, "serve", folder, "--lang", "en"], capture_output=True, env=dict(env, FANGTIAN_PAGE=work), timeout=20)
assert run.returncode == 2 and b"the page was not built" in run.stderr, run
# Without the library that serves, and with one that is another.
library = os.path.join(work, "libmicrohttpd.so.12")
linked = subprocess.run(["ldd", command], capture_output=True, text=True, check=True).stdout
for spoil in (lambda: open(library, "w").close(), lambda: (os.remove(library), os.symlink(re.search(r"=> (\S+/libgmp\S+)", linked)[1], library))):
    spoil()
    run = subprocess.run([command, "serve", folder, "--lang", "en"], capture_output=True, env={**env, "LD_LIBRARY_PATH": work}, timeout=20)
    assert run.returncode == 2 and b"libmicrohttpd is lacking" in run.stderr and not run.stdout, run
# The page's address cannot be told: nothing is served.
with open("/dev/full", "w") as full:
    run = subprocess.run([command, "serve", folder, "--lang", "en"], stdout=full, stderr=subprocess.PIPE, env=env, timeout=20)
    assert run.returncode == 2 and b"could not be written" in run.stderr, run
for words in ([folder, "--policies", "/nowhere"], [os.path.join(folder, "portfolio.cfg")]):
    run = subprocess.run([command, "serve", *words, "--lang", "en"], capture_output=True, env=env, timeout=20)
    assert run.returncode == 2 and run.stderr and not run.stdout, words
shutil.rmtree(work)
print(f"{refused} refused, {answered} answered")
