// What must not run, and what is said where the page cannot.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { SMALL, fill, root, work } from "./pages.mjs";
import { part } from "./waits.mjs";

const QINGYUAN = "scenarios/qingyuan/cluster.cfg";
const HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>{b|x}";
const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));

export async function injected_markup_does_not_run_and_the_engine_does(open) {
  const page = await open(QINGYUAN);
  await page.evaluate(() => {
    const box = document.createElement("div");
    box.innerHTML = '<img src="data:image/png;base64,x" onerror="window.hacked=1">';
    box.firstChild.addEventListener("error", () => (window.failed = true)); // behind the attribute's own
    document.body.append(box);
    const script = document.createElement("script");
    script.textContent = "window.hacked=2";
    document.body.append(script);
  });
  await page.waitForFunction(() => window.failed);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await page.click('[data-figure="county.prices"]');
  await page.waitForSelector(".derivation h3");
}
injected_markup_does_not_run_and_the_engine_does.faults = true;

/** Kernels before 97 know only the wider word for compiling WebAssembly: with it alone the engine runs, with neither the page says that it does not. */
export async function the_policy_lets_older_kernels_compile_the_engine(open) {
  const held = { scenario: "s.cfg", files: { "s.cfg": SMALL("小") } };
  const older = await open({ ...held, alter: (html) => html.replace(" 'wasm-unsafe-eval'", "") });
  assert.match(await older.innerText(".verdict"), /法定条件/);
  const neither = await open({ ...held, alter: (html) => html.replace(" 'wasm-unsafe-eval' 'unsafe-eval'", "") }, { ready: ".closed .note.warn" });
  assert.match(await neither.innerText("#app"), /计算引擎没有启动/);
}
the_policy_lets_older_kernels_compile_the_engine.needsFile = true;
the_policy_lets_older_kernels_compile_the_engine.long = true;

export async function names_made_of_markup_are_texts_everywhere(open) {
  const page = await open({ scenario: "h.cfg", files: { "h.cfg": SMALL(HOSTILE) } });
  for (const name of ["各方收支", "往来明细", "法定条件", "填报事实", "成本利润表"]) {
    await part(page, name);
    assert.ok(!(await page.$("#app img")), name);
  }
  await page.click('.actions button:has-text("打印附表")');
  await page.click('.print-options label:has-text("附图")');
  await page.waitForSelector(".annex-page .annex-chart svg");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.ok(!(await page.$("#app img, #print img")));
}

export async function without_webassembly_it_says_what_to_do(open) {
  const page = await open(QINGYUAN, { ready: ".refusal", init: () => delete window.WebAssembly });
  assert.match(await page.innerText("#app"), /增强 Web 安全性/);
}
without_webassembly_it_says_what_to_do.needsFile = true;

export async function an_old_browser_is_refused_in_chinese(open) {
  const page = await open(QINGYUAN, { ready: ".refusal", init: () => delete window.BigInt });
  assert.match(await page.innerText("#app"), /极速模式/);
}

export async function the_first_script_is_es5_and_the_page_asks_for_chromium_86() {
  const first = readFileSync(join(root, "page/src/first.js"), "utf8");
  assert.equal((await transform(first, { target: "es5" })).warnings.length, 0);
  assert.doesNotMatch(first, /=>|\blet\b|\bconst\b|`|\?\./);
  const shell = readFileSync(join(root, "page/dist/shell.html"), "utf8");
  const scripts = [...shell.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text);
  assert.equal(scripts.length, 2);
  // Compiling for that kernel changes nothing: no newer syntax is in it.
  for (const text of scripts) {
    const plain = await transform(text, { charset: "utf8" });
    const older = await transform(text, { charset: "utf8", target: "chrome86" });
    assert.ok(older.code === plain.code);
  }
}

/** Of what came after Chromium 86 (MDN's browser-compat-data) the names that nothing older has. Syntax is the bundler's, and the test's above. */
const NEWER = {
  methods: "at hasOwn findLast findLastIndex toSorted toReversed toSpliced groupBy groupToMap fromAsync withResolvers isWellFormed toWellFormed isSubsetOf isSupersetOf isDisjointFrom symmetricDifference "
    + "waitAsync randomUUID throwIfAborted checkVisibility getHTML setHTML setHTMLUnsafe parseHTMLUnsafe showPicker showPopover hidePopover togglePopover requestClose startViewTransition moveBefore canParse "
    + "measureUserAgentSpecificMemory postTask getOrInsert getOrInsertComputed supportedValuesOf formatRange formatRangeToParts transferToFixedLength toTemporalInstant escapeHTML f16round sumPrecise toHex fromHex "
    + "requestStorageAccessFor userAgentData startSubmitting getInnerHTML replaceWithHTML",
  globals: "structuredClone Segmenter Temporal URLPattern Sanitizer CompressionStreamDictionary EyeDropper CloseWatcher ToggleEvent Highlight CSSLayerBlockRule SuppressedError DisposableStack AsyncDisposableStack Float16Array Navigation CropTarget DurationFormat",
  styles: /(?:^|[;{])(?:aspect-ratio|inset(?:-[a-z]+)*|accent-color|(?:margin|padding|border)-(?:inline|block)|container(?:-[a-z]+)?|translate|rotate|scale|scrollbar-(?:gutter|color|width)|text-wrap|view-transition-name|field-sizing|interpolate-size|anchor-name|position-anchor|offset-position|overflow-clip-margin|math-style|hyphenate-character|font-palette|animation-composition)\s*:/g,
  selectors: /:(?:is|where|has|user-(?:in)?valid|popover-open|modal|open|autofill|dir|state)\b|@(?:layer|container|scope|starting-style|position-try|view-transition)|\b(?:color-mix|oklch|oklab|lab|lch|light-dark|hwb|color|round|mod|rem|sin|cos|tan|exp|pow|sqrt|hypot)\(|\b\d+(?:dvh|svh|lvh|dvw|svw|cqw|cqh|lh|cap|ic)\b|:not\([^)]*,/g,
};
/** What asks whether it is there before it is used, or only adorns: an older kernel leaves it out. */
const MAY_LACK = new Set(["moveBefore", "text-spacing-trim", "text-underline-offset"]);

export async function nothing_newer_than_chromium_86_is_called() {
  const shell = readFileSync(join(root, "page/dist/shell.html"), "utf8");
  const scripts = [...shell.matchAll(/<script>([^]*?)<\/script>/g), ...shell.matchAll(/<script type="text\/plain" id="fangtian-worker">([^]*?)<\/script>/g)].map(([, text]) => text);
  assert.equal(scripts.length, 3);
  const code = scripts.join("\n");
  const style = /<style>([^]*?)<\/style>/.exec(shell)[1];
  const words = (list) => list.split(" ");
  const used = [
    ...words(NEWER.methods).filter((name) => new RegExp(`\\??\\.${name}\\(`).test(code)),
    ...words(NEWER.globals).filter((name) => new RegExp(`\\b${name}\\b(?=[.(])`).test(code)),
    ...[...style.matchAll(NEWER.styles), ...style.matchAll(NEWER.selectors)].map(([text]) => text.trim()),
  ];
  assert.deepEqual(used.filter((name) => !MAY_LACK.has(name)), []);
  // The scan finds what it looks for.
  assert.ok(/\.moveBefore\(/.test(code) && used.includes("moveBefore"));
  assert.ok("a{inset:0}".match(NEWER.styles) && "a:is(b)".match(NEWER.selectors) && "a:not(b,c)".match(NEWER.selectors));
}

export async function a_page_without_workers_computes_in_its_own_thread(open) {
  const page = await open(QINGYUAN, { init: () => (window.Worker = class { constructor() { throw new Error("refused"); } }) });
  assert.match(await page.innerText(".verdict"), /法定条件/);
}
a_page_without_workers_computes_in_its_own_thread.needsFile = true;

/** The same sources give the same page, wherever they lie. */
export async function the_build_gives_the_same_bytes_elsewhere() {
  const place = mkdtempSync(join(work, "build-"));
  for (const name of ["src", "build", "package.json", "tsconfig.json"]) cpSync(join(root, "page", name), join(place, name), { recursive: true });
  symlinkSync(join(root, "page/node_modules"), join(place, "node_modules"));
  execFileSync(process.execPath, ["build/build.mjs"], { cwd: place });
  assert.ok(readFileSync(join(place, "dist/shell.html")).equals(readFileSync(join(root, "page/dist/shell.html"))), "another page");
}
the_build_gives_the_same_bytes_elsewhere.long = true;

export async function no_amount_is_read_as_a_binary_fraction() {
  // Geometry alone: widths of elements, lengths on charts, a page's number that a reader types.
  const allowed = new Set(["src/print/annex.ts", "src/chart/chart.tsx", "src/model/number.ts", "src/print/dialog.tsx", "src/grid/grid.tsx", "src/model/session.ts"]);
  for (const path of walk(join(root, "page/src")).filter((one) => /\.tsx?$/.test(one))) {
    const name = path.slice(join(root, "page/").length);
    const text = readFileSync(path, "utf8");
    assert.ok(allowed.has(name) || !/\b(?:parseFloat|parseInt|Number)\(/.test(text), `${name} reads numbers`);
    assert.ok(!/new Date\((?!\))/.test(text), `${name} reads dates`);
    assert.ok(!/innerHTML|outerHTML =|insertAdjacentHTML|dangerouslySetInnerHTML/.test(text), `${name} writes markup`);
    assert.ok(!/new WebAssembly\./.test(text), `${name} compiles at once`);
  }
}

export async function data_cannot_end_its_block(open) {
  const page = await open({ scenario: "c.cfg", files: { "c.cfg": `# </script><script>window.hacked=1</script><!--\n${SMALL("块")}` } });
  assert.equal(await page.innerText("h1"), "块");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(fill({ scenario: null, files: {}, serve: { call: "/", token: "" } }).match(/<script[ >]/g).length, 9);
}

/** Each word that the engine's JSON can say where the page decides by it: neither list may grow without the other. */
export async function the_page_knows_every_word_of_the_report() {
  const source = (path) => readFileSync(join(root, path), "utf8");
  const engine = (path, table) => {
    const found = new RegExp(`${table}\\[[A-Z_]*\\] =\\s*\\{([^}]*)\\}`).exec(source(path));
    assert.ok(found, `${path} has no ${table}`);
    return [...found[1].matchAll(/\] = "(\w+)"/g)].map(([, word]) => word).sort();
  };
  const page = (pattern) => {
    const found = pattern.exec(source("page/src/model/report.ts"));
    assert.ok(found, `${pattern} is not there`);
    return [...found[1].matchAll(/"(\w+)"/g)].map(([, word]) => word).sort();
  };
  for (const [path, table, pattern] of [
    ["engine/report/pending_json.c", "standing_names", /STANDINGS = \[([^\]]*)\]/],
    ["engine/report/json.c", "cell_state_names", /type State = ([^;]*);/],
    ["engine/policy/views.c", "view_chart_names", /chart\?: ([^;]*)/],
    ["engine/report/verdict_formats.c", "kinds", /facts: readonly \{ readonly kind: ([^;]*);/],
  ]) assert.deepEqual(page(pattern), engine(path, table), table);
  assert.deepEqual(page(/interface Taken \{[^}]*kind: ([^;]*);/), [...source("engine/report/verdict_formats.c").matchAll(/\[TAKEN_\w+\] = "(\w+)"/g)].map(([, word]) => word).sort());
}
