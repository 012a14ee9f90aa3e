// Pages to test: made by `fangtian page` where the engine was built as WebAssembly, and opened by file://; else the
// same shell with the command itself behind it on 127.0.0.1.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const command = process.env.FANGTIAN ?? join(root, "build/fangtian");
export const engine = process.env.FANGTIAN_PAGE_ENGINE ?? ""; // fangtian.wasm.gz
export const work = mkdtempSync(join(tmpdir(), "fangtian-page-"));
const shell = readFileSync(process.env.FANGTIAN_PAGE_SHELL ?? join(root, "page/dist/shell.html"), "utf8");

const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
export const policies = Object.fromEntries(walk(join(root, "policies")).filter((path) => path.endsWith(".cfg")).map((path) => [relative(join(root, "policies"), path), readFileSync(path, "utf8")]));

/** The files of a scenario: it, and what lies beside it. */
export function filesOf(path) {
  const folder = dirname(join(root, path));
  return Object.fromEntries(readdirSync(folder).filter((name) => /\.(cfg|csv|inc)$/.test(name)).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

const inert = (value) => JSON.stringify(value).replace(/</g, "\\u003c");

export function fill({ scenario = null, files = {}, serve = null, made = null }) {
  const data = {
    connect: serve ? "'self'" : "'none'", title: "方田", about: inert({ made, version: "0.1.0", serve }), policies: inert({ files: policies }),
    scenario: inert({ scenario, files }), engine: serve ? "" : readFileSync(engine).toString("base64"), licences: "",
  };
  return shell.replace(/@fangtian:(\w+)@/g, (_, name) => data[name]);
}

/** The engine's JSON for a scenario, by the command. */
export function report(path, ...options) {
  return JSON.parse(execFileSync(command, ["run", join(root, path), "--policies", join(root, "policies"), "--format", "json", ...options], { maxBuffer: 1 << 28 }).toString());
}

let bridges = [];
/** Serves a page with `fangtian call` behind it. */
async function bridge(html) {
  const child = spawn(command, ["call"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = [];
  let parts = [];
  child.stdout.setEncoding("utf8").on("data", (part) => {
    const lines = part.split("\n"); // an answer is a line
    while (lines.length > 1) {
      waiting.shift()?.(parts.join("") + lines.shift());
      parts = [];
    }
    parts.push(lines[0]);
  });
  const ask = (line) => new Promise((resolve) => (waiting.push(resolve), child.stdin.write(`${line}\n`)));
  await ask(JSON.stringify({ call: "policies", files: policies }));
  const server = createServer(async (request, response) => {
    if (request.method !== "POST") return void response.setHeader("Content-Type", "text/html; charset=utf-8").end(html);
    const parts = [];
    for await (const part of request) parts.push(part);
    response.setHeader("Content-Type", "application/json").end(await ask(Buffer.concat(parts).toString("utf8")));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  bridges.push(() => (server.close(), server.closeAllConnections(), child.kill()));
  return `http://127.0.0.1:${server.address().port}/`;
}
export const closeBridges = () => (bridges.forEach((close) => close()), (bridges = []));

export const isFile = engine !== "" && existsSync(engine);
let pages = 0;
/** The address of a page with a scenario: text of files, or a path in the repository. `alter` changes the page's text, `served`: by the command behind it. */
export async function addressOf(given) {
  const data = typeof given === "string" ? { scenario: given.split("/").pop(), files: filesOf(given) } : given;
  if (!isFile || data.served) return bridge(fill({ ...data, serve: { call: "/call", token: "test" } }));
  const path = join(work, `page-${++pages}.html`);
  writeFileSync(path, data.alter ? data.alter(fill(data)) : fill(data));
  return pathToFileURL(path).href;
}

/** A scenario of one project. */
export const SMALL = (name) => `scenario: { id = "small"; title = { zh = "${name}"; en = "small"; }; as_of = "2023-12-31"; packs = [ "national", "guangdong", "illustrative" ]; };
portfolio: { city = "清远";
  projects = ( { id = "A1"; name = "${name}"; conversion = "工业改工业"; supply = "保留原使用权"; zone = "镇村"; collective_land = "是"; land_ownership = "国有"; consent_all = "120"; consent_yes = "96"; revenue = "无"; after_use = "工业"; far_before = "0.8"; far_after = "2.5"; floor_price_after = "320 元/m2";
    parcels = ( { id = "P1"; area = "37.65 亩"; covered_area = "9,360.5 m2"; in_use_since = "1998-05-01"; } ); } );
  tax_years = ( { year = "2021"; lat_revenue = "1.82 亿元"; }, { year = "2022"; lat_revenue = "2.06 亿元"; } ); };
`;
