// The page in a real browser. Each test is a function of tests/*.mjs; README.md says which trap it is for.
//   node test/run.mjs [NAME…]      FANGTIAN: the command; FANGTIAN_PAGE_ENGINE: fangtian.wasm.gz; CHROMIUM: the browser;
//                                  FANGTIAN_LONG=1: the long ones too; SHOTS: a folder for pictures of what failed
import { rmSync } from "node:fs";
import { chromium } from "playwright-core";
import { addressOf, closeBridges, isFile, work } from "./pages.mjs";
import { PATIENCE_MS } from "./waits.mjs";

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --js-flags=--expose-gc --enable-precise-memory-info".split(" ");
const suites = await Promise.all(["see", "change", "files", "paper", "safe", "whole"].map((name) => import(`./${name}.test.mjs`)));
const tests = suites.flatMap((suite) => Object.entries(suite)).filter(([name]) => process.argv.length < 3 || process.argv.slice(2).includes(name));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/** A page of its own profile; faults of its scripts and requests to anything but itself fail the test. */
async function open(given, { init, size = { width: 1366, height: 768 }, ready = ".verdict", context: more = {} } = {}) {
  const context = await browser.newContext({ viewport: size, acceptDownloads: true, locale: "en-US", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const address = await addressOf(given);
  page.faults = [];
  page.requests = [];
  page.on("pageerror", (fault) => page.faults.push(String(fault)));
  page.on("request", (request) => page.requests.push(request.url()));
  // The picker of files cannot be driven: a page without one downloads.
  await page.addInitScript(() => delete window.showSaveFilePicker);
  if (init) await page.addInitScript(init);
  await page.goto(address);
  if (ready) await page.waitForSelector(ready);
  page.address = address;
  return page;
}

/** Pages that tests share: as they were opened, with every change taken back. */
const shared = new Map();
async function share(given) {
  const page = shared.get(given) ?? (await open(given));
  shared.set(given, page);
  if (page.viewed) {
    await page.setViewportSize({ width: 1366, height: 768 });
    if (await page.$("dialog[open]")) await page.keyboard.press("Escape");
    if (await page.$(".print-options")) await page.click('.print-options button:has-text("关闭")');
    await page.click('.side button:has-text("改动与比较")');
    const reset = page.locator('#main button:has-text("全部还原")');
    if (await reset.isEnabled()) await reset.click();
    await page.waitForFunction(() => !document.querySelector(".actions .busy, .faults"), null);
    await page.click(".side button >> nth=0");
    await page.waitForSelector(".verdict");
  }
  page.viewed = true;
  page.faults.length = 0;
  return page;
}

const long = process.env.FANGTIAN_LONG === "1" || process.argv.length > 2;
const MOST_FAILED_AT_FIRST = 3;
let failed = 0;
let passed = 0;
process.stdout.write(`${tests.length} tests ${isFile ? "by file://" : "with the command behind a served page (the WebAssembly engine was not given)"}\n`);
for (const [name, test] of tests) {
  const opened = [];
  const used = [];
  let spoiled = false;
  const begun = Date.now();
  try {
    if (test.needsFile && !isFile) {
      process.stdout.write(`skip ${name}: needs the WebAssembly engine\n`);
      continue;
    }
    if (test.long && !long) {
      process.stdout.write(`left ${name}: FANGTIAN_LONG=1 runs it\n`);
      continue;
    }
    const opens = async (...words) => {
      const page = await open(...words);
      opened.push(page);
      return page;
    };
    opens.shared = async (given) => {
      const page = await share(given);
      used.push(page);
      return page;
    };
    await test(opens);
    for (const page of [...opened, ...used]) if (page.faults.length > 0 && !test.faults) throw new Error(`faults on the page: ${page.faults.join("; ")}`);
    passed++;
    process.stdout.write(`ok   ${name} (${Date.now() - begun} ms)\n`);
  } catch (fault) {
    failed++;
    spoiled = true;
    // Where no page opens, no further test says more.
    if (passed === 0 && failed === MOST_FAILED_AT_FIRST) {
      process.stdout.write(`FAIL ${name}: ${fault.stack}\nno page opens: the rest is not tried\n`);
      break;
    }
    process.stdout.write(`FAIL ${name}: ${fault.stack}\n`);
    for (const [at, page] of [...opened, ...used].entries()) if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${at}.png` }).catch(() => undefined);
  }
  for (const page of opened) await page.context().close();
  // What a failed test leaves behind is no other test's.
  if (spoiled) for (const [given, page] of shared) if (used.includes(page)) await page.context().close().then(() => shared.delete(given));
}
closeBridges();
await browser.close();
rmSync(work, { recursive: true });
process.stdout.write(failed === 0 ? "all passed\n" : `${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
