// Makes dist/shell.html: one page with its scripts and styles inside, and marks where a page's data
// goes (README.md). The same sources give the same bytes wherever they lie.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const MARKS = ["connect", "title", "about", "policies", "scenario", "engine", "licences"].map((name) => `@fangtian:${name}@`);
const LIMIT = 1_600_000; // bytes of the shell: with engine, policies and a county a page stays below 3 MB

const bundle = async (entry, options = {}) => {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "chrome86",
    charset: "utf8",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    metafile: true,
    ...options,
  });
  return { text: result.outputFiles[0].text, inputs: Object.keys(result.metafile.inputs) };
};

/** Text inside <script> or <style>: nothing in it may end or open a block. */
const inert = (text) => text.replace(/<(?=\/(?:script|style)|!--|script)/gi, "\\x3c");
const sha256 = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** The policy allows the evaluation of strings, which engines before 97 ask for where a page compiles WebAssembly: no script of ours may. */
const refuseEvaluation = (name, text) => {
  const found = text.match(/\bnew Function\b|[^.\w$]eval\(|[^.\w$]Function\(["'`]/);
  if (found) throw new Error(`${name} evaluates text as a program: ${found[0]}`);
};

/** The packages that a bundle holds, by the paths of its inputs. */
const packagesOf = (inputs) =>
  [...new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean))].sort();

const ALLOWED = new Set(["MIT", "Apache-2.0", "BSD-3-Clause", "0BSD", "ISC"]);
const licence = async (name) => {
  const folder = join(root, "node_modules", name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (!ALLOWED.has(about.license)) throw new Error(`${name} has the licence ${about.license}`);
  const texts = [];
  for (const file of ["LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE"])
    texts.push(await readFile(join(folder, file), "utf8").catch(() => ""));
  return `${name} ${about.version} (${about.license})\n\n${texts.filter(Boolean).join("\n\n")}`;
};

const first = await readFile(join(root, "src/first.js"), "utf8");
const page = await bundle("src/main.tsx");
const worker = await bundle("src/engine/worker.ts");
const style = await bundle("src/style/page.css", { format: undefined });
for (const [name, text] of [["the page", page.text], ["the worker", worker.text], ["the first script", first]]) refuseEvaluation(name, text);

const scripts = { first: inert(first), page: inert(page.text) };
const packages = packagesOf([...page.inputs, ...worker.inputs]);
const licences = (await Promise.all(packages.map(licence))).join("\n\n----\n\n");

const policy = [
  "default-src 'none'",
  // Engines before 97 know only the wider word for compiling WebAssembly.
  `script-src ${sha256(scripts.first)} ${sha256(scripts.page)} 'wasm-unsafe-eval' 'unsafe-eval'`,
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "connect-src @fangtian:connect@",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const parts = {
  POLICY: policy,
  STYLE: style.text.replace(/<(?=\/style)/gi, "\\3c "),
  FIRST: scripts.first,
  PAGE: scripts.page,
  WORKER: inert(worker.text),
  PACKAGES: licences.replace(/<\//g, "<\\/"),
};
const template = await readFile(join(root, "src/shell.html"), "utf8");
const shell = template.replace(/\{\{([A-Z]+)\}\}/g, (_, name) => parts[name]);

for (const mark of MARKS)
  if (shell.split(mark).length !== 2) throw new Error(`${mark} stands ${shell.split(mark).length - 1} times in the shell`);
if (Buffer.byteLength(shell) > LIMIT) throw new Error(`the shell has ${Buffer.byteLength(shell)} bytes, more than ${LIMIT}`);
await mkdir(join(root, "dist"), { recursive: true });
await writeFile(join(root, "dist/shell.html"), shell);
process.stdout.write(`dist/shell.html: ${Buffer.byteLength(shell)} bytes; ${packages.join(", ")}\n`);
