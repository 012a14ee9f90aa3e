// Every shipped scenario's JSON, text and CSV, from the WebAssembly and from the command: same_bytes.mjs FANGTIAN MODULE
import { execFileSync } from "node:child_process";
import { Engine, filesBelow } from "./engine.mjs";

const [command, module] = process.argv.slice(2);
const files = filesBelow("scenarios", "scenarios/");
const scenarios = Object.keys(files).filter((name) => name.endsWith(".cfg"));
const REPORTS = [
  { language: "zh", format: "json", words: ["--format", "json", "--detail"], more: { detail: true } },
  { language: "zh", format: "text", words: ["--unit", "wan"], more: { unit: "wan_yuan" } },
  { language: "zh", format: "csv", words: ["--format", "csv"], more: {} },
];
let failed = 0;
let compared = 0;

function differ(what, mine, theirs) {
  let at = 0;
  while (mine[at] === theirs[at]) at++;
  failed++;
  process.stderr.write(`${what}: differs at ${at}: ${JSON.stringify(mine.slice(at - 40, at + 60))} / ${JSON.stringify(theirs.slice(at - 40, at + 60))}\n`);
}

const engine = await Engine.open(module);
engine.good("policies", { files: filesBelow("policies") });
for (const scenario of scenarios) {
  engine.good("load", { scenario, files, language: "zh" });
  for (const { language, format, words, more } of REPORTS) {
    const mine = engine.good("report", { format, bytes: true, ...more });
    const theirs = execFileSync(command, ["run", scenario, "--policies", "policies", "--lang", language, "--width", "100", ...words],
      { maxBuffer: 1 << 30, encoding: "utf8" });
    compared++;
    if (mine !== theirs) differ(`${scenario} ${format}`, mine, theirs);
  }
}

// A certificate, the law, what policies change, and a workbook to fill in.
const county = "scenarios/county/portfolio.cfg";
const native = (...words) => execFileSync(command, [...words, "--policies", "policies"], { maxBuffer: 1 << 30 });
engine.good("load", { scenario: county, files, language: "en" });
for (const [mine, theirs] of [
  [engine.good("changes", { format: "text" }), native("changes", county, "--lang", "en")],
  [engine.good("explain", { figure: "price_due@X08", bytes: true }), native("explain", county, "price_due@X08", "--format", "json", "--lang", "en")],
]) {
  compared++;
  if (mine !== theirs.toString("utf8")) differ("changes or explain", mine, theirs.toString("utf8"));
}
if (scenarios.length < 60) throw new Error(`only ${scenarios.length} scenarios`);
process.stdout.write(`${compared} compared, ${failed} differ\n`);
process.exit(failed === 0 ? 0 : 1);
