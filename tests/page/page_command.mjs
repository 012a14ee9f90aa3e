// `fangtian page`: page_command.mjs FANGTIAN, in the repository, where page/dist is built.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync, existsSync, rmSync, mkdirSync, copyFileSync, readdirSync, symlinkSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { Engine } from "./engine.mjs";

const [command] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "fangtian-page-"));
const env = { ...process.env, FANGTIAN_PAGE: "page/dist", SOURCE_DATE_EPOCH: "1700000000" };
const run = (words, more = {}) => spawnSync(command, words, { encoding: "utf8", maxBuffer: 1 << 28, env: { ...env, ...more } });
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function make(scenario, name = "page.html", words = []) {
  const file = join(work, name);
  const made = run(["page", ...scenario, "-o", file, "--policies", "policies", "--lang", "zh", ...words]);
  assert.equal(made.status, 0, made.stderr);
  return readFileSync(file, "utf8");
}

/** The content of a block, as a browser would cut it out: up to the first end of a script. */
function block(page, id) {
  const begin = page.indexOf(`id="fangtian-${id}"`);
  assert.notEqual(begin, -1, id);
  const from = page.indexOf(">", begin) + 1;
  return page.slice(from, page.indexOf("</script", from));
}

async function engineOf(page) {
  const bytes = gunzipSync(Buffer.from(block(page, "engine").trim(), "base64"));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  instance.exports._initialize();
  const engine = new Engine(instance.exports);
  engine.good("policies", JSON.parse(block(page, "policies")));
  return engine;
}

/** What the page works out of itself, against the command. */
async function assertSame(page, scenario) {
  const engine = await engineOf(page);
  const held = JSON.parse(block(page, "scenario"));
  engine.good("load", { ...held, language: "zh" });
  const mine = engine.good("report", { bytes: true, format: "csv" });
  const theirs = run(["run", scenario, "--policies", "policies", "--lang", "zh", "--format", "csv"]);
  assert.equal(theirs.status, 0, theirs.stderr);
  assert.equal(mine, theirs.stdout);
}

// ---- pages ----

const county = make(["scenarios/county/portfolio.cfg"]);
assert.ok(Buffer.byteLength(county) <= 3_000_000, `${Buffer.byteLength(county)} bytes`);
assert.match(county, /connect-src 'none'/);
assert.deepEqual(JSON.parse(block(county, "about")), { made: "2023-11-14T22:13:20Z", version: "0.1.0", serve: null });
assert.match(county, /<title>某县村镇工业集聚区改造项目库<\/title>/);
await assertSame(county, "scenarios/county/portfolio.cfg");
assert.equal(sha256(make(["scenarios/county/portfolio.cfg"], "again.html")), sha256(county), "not the same bytes");
for (const licence of ["GNU LESSER GENERAL PUBLIC LICENSE", "Apache License", "gmp ", "libconfig ", "build.sh"])
  assert.ok(block(county, "licences").includes(licence), licence);

const empty = make([], "empty.html");
assert.deepEqual(JSON.parse(block(empty, "scenario")), { scenario: null, files: {} });
assert.ok((await engineOf(empty)).good("template", { packs: ["national", "guangdong", "illustrative"] }).base64.length > 1000);

// When it was made, as the clock says where nothing is said; a day that no calendar has is not told.
const made = (more) => {
  const file = join(work, "made.html");
  const done = run(["page", "-o", file, "--policies", "policies"], more);
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(block(readFileSync(file, "utf8"), "about")).made;
};
const before = Math.floor(Date.now() / 1000) * 1000;
const now = Date.parse(made({ SOURCE_DATE_EPOCH: undefined }));
assert.ok(now >= before && now <= Date.now(), `${now}`);
assert.equal(made({ SOURCE_DATE_EPOCH: "9223372036854775807" }), null);

// Two folders of packs: of one that both have, and the scenario does not name, the page holds the first. Files that are none of the law's stay out.
const law = join(work, "law");
mkdirSync(join(law, "reform-example"), { recursive: true });
mkdirSync(join(law, "my-reform"));
writeFileSync(join(law, "reform-example", "a.cfg"), "");
writeFileSync(join(law, "my-reform", "notes.txt"), "no law");
writeFileSync(join(law, "my-reform", ".hidden.cfg"), "no law");
writeFileSync(join(law, "my-reform", "plain"), "no law");
symlinkSync("nowhere", join(law, "dead"));
const reform = readFileSync("policies/reform-example/lat-rebate.cfg", "utf8").replaceAll("reform-example/", "my-reform/");
writeFileSync(join(law, "my-reform", "lat-rebate.cfg"), reform.replace(/^parameters:/m, '@include "rest.INC"\nparameters:'));
writeFileSync(join(law, "my-reform", "rest.INC"), "");
mkdirSync(join(work, "reform"));
copyFileSync("scenarios/reform/facts.inc", join(work, "reform", "facts.inc"));
const reformed = readFileSync("scenarios/reform/today.cfg", "utf8").replace('"qingyuan"', '"qingyuan", "my-reform"').replace("660,000.00", "1,320,000.00");
writeFileSync(join(work, "reform", "reformed.cfg"), reformed);
const both = make([join(work, "reform", "reformed.cfg")], "both.html", ["--policies", law]);
const held = Object.keys(JSON.parse(block(both, "policies")).files);
assert.deepEqual(held, [...new Set(held)].sort());
assert.ok(held.includes("reform-example/lat-rebate.cfg") && !held.includes("reform-example/a.cfg"));
assert.deepEqual(held.filter((name) => name.startsWith("my-reform/")), ["my-reform/lat-rebate.cfg", "my-reform/rest.INC"]);
const reformer = await engineOf(both);
reformer.good("load", JSON.parse(block(both, "scenario")));
assert.equal(reformer.good("test"), "");

// Includes, and tables of another encoding.
await assertSame(make(["scenarios/reform/today.cfg"], "include.html"), "scenarios/reform/today.cfg");
const gbk = join(work, "gbk");
mkdirSync(gbk);
for (const name of readdirSync("scenarios/county")) copyFileSync(join("scenarios/county", name), join(gbk, name));
const converted = spawnSync("iconv", ["-f", "UTF-8", "-t", "GB18030", "scenarios/county/holders.csv"], { maxBuffer: 1 << 26 });
assert.equal(converted.status, 0);
writeFileSync(join(gbk, "holders.csv"), converted.stdout);
const other = make([join(gbk, "portfolio.cfg")], "gbk.html");
assert.ok(JSON.parse(block(other, "scenario")).files["holders.csv"].base64, "not carried as bytes");
const engine = await engineOf(other);
engine.good("load", JSON.parse(block(other, "scenario")));
assert.equal(engine.good("report").scenario.guessed[0].encoding, "GB18030");

// A workbook.
const book = join(work, "县.xlsx");
assert.equal(run(["convert", "scenarios/qingyuan/cluster.cfg", "-o", book, "--policies", "policies"]).status, 0);
await assertSame(make([book], "book.html"), book);

// Names made of markup end no block and run nothing.
const markup = "</script><script>alert(1)</script><!--<script>&amp;";
const text = readFileSync("scenarios/examples/lat-rebate.cfg", "utf8").replace(/title = \{ zh = "[^"]*"/, `title = { zh = "${markup}"`);
assert.ok(text.includes(markup));
writeFileSync(join(work, "markup.cfg"), text);
const hostile = make([join(work, "markup.cfg")], "markup.html");
assert.equal(hostile.split("<script").length, county.split("<script").length, "a script more");
assert.equal(hostile.split("</script").length, county.split("</script").length, "an end more");
assert.match(hostile, /<title>&lt;\/script>/);
await assertSame(hostile, join(work, "markup.cfg"));

// ---- refusals: told in both languages, and nothing is left ----

writeFileSync(join(work, "faulty.cfg"), text.replace("2.32 亿元", "2.32 亿两"));
mkdirSync(join(work, "bare"));
for (const [words, more, zh, en] of [
  [["page", "scenarios/county/portfolio.cfg"], {}, /-o/, /-o/],
  [["page", "a.cfg", "b.cfg", "-o", join(work, "no.html")], {}, /参数/, /arguments/],
  [["page", join(work, "nowhere.cfg"), "-o", join(work, "no.html")], {}, /nowhere\.cfg/, /nowhere\.cfg/],
  [["page", join(work, "faulty.cfg"), "-o", join(work, "no.html")], {}, /faulty\.cfg:\d+:\d+/, /faulty\.cfg:\d+:\d+/],
  [["page", join(work, "markup.cfg"), "-o", join(work, "markup.cfg")], {}, /markup\.cfg/, /markup\.cfg/],
  [["page", "-o", join(work, "no.html")], { FANGTIAN_PAGE: join(work, "bare") }, /bootstrap\.sh page/, /bootstrap\.sh page/],
  [["page", "-o", join(work, "no", "such", "no.html")], {}, /no\.html/, /no\.html/],
]) {
  for (const [language, told] of [["zh", zh], ["en", en]]) {
    const refused = run([...words, "--policies", "policies", "--lang", language], more);
    assert.equal(refused.status, 2, `${words}: ${refused.stderr}`);
    assert.match(refused.stderr, told);
    assert.ok(!existsSync(join(work, "no.html")));
  }
}
// A shell that is none is refused too.
writeFileSync(join(work, "bare", "shell.html"), "<html>@fangtian:title@ @fangtian:title@");
writeFileSync(join(work, "bare", "fangtian.wasm.gz"), "");
writeFileSync(join(work, "bare", "licences.txt"), "");
assert.equal(run(["page", "-o", join(work, "no.html")], { FANGTIAN_PAGE: join(work, "bare") }).status, 2);
// So is one of which a part cannot be read, and a command beside which no page was built.
copyFileSync("page/dist/shell.html", join(work, "bare", "shell.html"));
rmSync(join(work, "bare", "licences.txt"));
for (const spoil of [() => {}, () => mkdirSync(join(work, "bare", "licences.txt"))]) {
  spoil();
  const refused = run(["page", "-o", join(work, "no.html"), "--lang", "en"], { FANGTIAN_PAGE: join(work, "bare") });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /the page was not built/);
}
const place = (folder) => {
  mkdirSync(join(work, "tree", folder), { recursive: true });
  copyFileSync(command, join(work, "tree", folder, "fangtian"));
  chmodSync(join(work, "tree", folder, "fangtian"), 0o755);
  return join(work, "tree", folder, "fangtian");
};
for (const page of ["", undefined]) {
  const words = (name) => ["page", "-o", join(work, name), "--lang", "en", "--policies", "policies"];
  const more = { encoding: "utf8", env: { ...env, FANGTIAN_PAGE: page } };
  rmSync(join(work, "tree"), { recursive: true, force: true });
  const alone = spawnSync(place("build"), words("no.html"), more);
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /the page was not built/);
  mkdirSync(join(work, "tree", "page"));
  symlinkSync(resolve("page/dist"), join(work, "tree", "page", "dist"));
  for (const folder of ["build", "build/bin"]) {
    assert.equal(spawnSync(place(folder), words("found.html"), more).status, 0);
    assert.equal(readFileSync(join(work, "found.html"), "utf8"), readFileSync(join(work, "empty.html"), "utf8"));
  }
}
assert.ok(!existsSync(join(work, "no.html")));
assert.ok(readFileSync(join(work, "markup.cfg"), "utf8").includes(markup), "the input was written over");
rmSync(work, { recursive: true });
process.stdout.write(`${Buffer.byteLength(county)} bytes of the county's page\n`);
