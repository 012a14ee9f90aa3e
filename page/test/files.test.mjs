// Files in and out.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SMALL, command, filesOf, report, root, work } from "./pages.mjs";
import { PATIENCE_MS, eventually, facts, part, settled, shows } from "./waits.mjs";

const QINGYUAN = "scenarios/qingyuan/cluster.cfg";
const choose = async (page, what) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.selectOption('select[aria-label="保存"]', what)]);
  const path = join(work, `${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path };
};
const edit = async (page, text) => {
  await facts(page, "地块");
  await page.click("table.grid tbody tr:nth-child(1) td:nth-of-type(3)");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await settled(page);
};

export async function a_saved_scenario_gives_the_same_figures(open) {
  const page = await open.shared(QINGYUAN);
  await edit(page, "30");
  const { name, path } = await choose(page, "scenario");
  assert.match(name, /^清远市源塘村镇工业集聚区升级改造_\d{8}\.cfg$/);
  const trial = report(QINGYUAN, "--set", "projects.gongye.parcels.P1.area=30 亩");
  const saved = JSON.parse(execFileSync(command, ["run", path, "--policies", join(root, "policies"), "--format", "json"], { maxBuffer: 1 << 28 }).toString());
  assert.deepEqual(saved.items, trial.items);
  assert.deepEqual(saved.views.map((view) => view.rows), trial.views.map((view) => view.rows));
}

export async function csv_is_the_commands_own(open) {
  const page = await open.shared(QINGYUAN);
  await part(page, "项目一览");
  const { path } = await choose(page, "view");
  const own = execFileSync(command, ["run", join(root, QINGYUAN), "--policies", join(root, "policies"), "--view", "projects", "--format", "csv", "--lang", "zh"]).toString();
  const lines = (text) => text.replace(/^\ufeff/, "").split("\r\n");
  assert.equal(readFileSync(path).subarray(0, 3).toString("hex"), "efbbbf");
  assert.deepEqual(lines(readFileSync(path, "utf8")).slice(10), lines(own).slice(10));
}

export async function an_archive_copy_opens_and_computes_again(open) {
  const page = await open(QINGYUAN);
  await edit(page, "30");
  const { name, path } = await choose(page, "archive");
  assert.match(name, /^清远市源塘村镇工业集聚区升级改造_\d{8}-\d{4}_[0-9a-f]{8}\.html$/);
  // Where a browser puts it: under the name that was suggested.
  const placed = join(mkdtempSync(join(work, "copy-")), name);
  writeFileSync(placed, readFileSync(path));
  const copy = await page.context().newPage();
  copy.setDefaultTimeout(PATIENCE_MS);
  await copy.addInitScript(() => delete window.showSaveFilePicker);
  const faults = [];
  copy.on("pageerror", (fault) => faults.push(String(fault)));
  await copy.goto(pathToFileURL(placed).href);
  await copy.waitForSelector(".verdict");
  assert.equal(await copy.innerText('[data-figure="county.land"]'), "217.65");
  assert.match(await copy.innerText(".what"), /本页制成 \d{4}-\d\d-\d\d \d\d:\d\d UTC，来自 cluster\.cfg，改动 1 处/);
  // It is saved again under another name than its own, in the same minute too.
  const own = decodeURIComponent(await copy.evaluate(() => location.pathname.split("/").pop()));
  const [download] = await Promise.all([copy.waitForEvent("download"), copy.selectOption('select[aria-label="保存"]', "archive")]);
  assert.notEqual(download.suggestedFilename(), own);
  assert.deepEqual(faults, []);
}
an_archive_copy_opens_and_computes_again.needsFile = true;

/** The engine of a served page is there at once, before the page listens. */
export async function a_served_page_without_a_scenario_asks_for_one(open) {
  const page = await open({ scenario: null, files: {}, served: true }, { ready: ".closed h2" });
  assert.doesNotMatch(await page.textContent("#main"), /正在打开|Opening/);
}

/** With an entry that cannot be computed no archive is made, and a file of figures says what it leaves out. */
export async function an_archive_with_a_fault_is_refused(open) {
  const page = await open.shared(QINGYUAN);
  let saved = 0;
  const count = () => saved++;
  await edit(page, "面议");
  await page.waitForSelector(".faults");
  page.on("download", count);
  await page.selectOption('select[aria-label="保存"]', "archive");
  await page.waitForFunction(() => /没有存档：有 1 处/.test(document.body.innerText) && /面议/.test(document.body.innerText));
  page.off("download", count);
  assert.equal(saved, 0);
  await choose(page, "scenario");
  await page.waitForFunction(() => /文件中有 1 处不能计算的填报/.test(document.body.innerText));
  await choose(page, "text");
  await page.waitForFunction(() => /有 1 处不能计算的填报没有算入/.test(document.body.innerText));
  await page.keyboard.press("Control+z");
}

/** A file with an entry that cannot be computed leads to its cell. */
export async function a_fault_in_an_opened_file_leads_to_its_cell(open) {
  const text = SMALL("村工业园").replace('"320 元/m2"', '"面议"');
  const page = await open({ scenario: "small.cfg", files: { "small.cfg": text } }, { ready: ".faults" });
  await page.click(".faults .link");
  await page.waitForSelector('td[data-active="true"]');
  assert.match(await page.innerText('td[data-active="true"]'), /^面议/);
}

export async function a_file_dropped_on_the_head_opens_here(open) {
  const page = await open(QINGYUAN);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "小项目.cfg"));
    for (const kind of ["dragover", "drop"]) {
      const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector(".head").dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error(`${kind} was not held`);
    }
  }, SMALL("小项目"));
  await page.waitForFunction(() => document.querySelector("h1").textContent === "小项目");
}

export async function the_same_file_can_be_chosen_again(open) {
  const page = await open(QINGYUAN);
  const path = join(work, "again.cfg");
  for (const name of ["第一次", "第二次"]) {
    writeFileSync(path, SMALL(name));
    await page.setInputFiles('input[type="file"]', path);
    await page.waitForFunction((text) => document.querySelector("h1").textContent === text, name);
  }
}

export async function a_workbook_opens_and_its_cells_are_named(open) {
  const page = await open(QINGYUAN);
  const path = join(work, "填报.xlsx");
  execFileSync(command, ["new", path, "--policies", join(root, "policies")]);
  await page.setInputFiles('input[type="file"]', path);
  await page.waitForSelector(".faults, .said:not(:empty)");
  const told = await page.innerText("body");
  assert.ok(/填报\.xlsx/.test(told) || /已打开/.test(told), told.slice(0, 400));
}

/** From a figure to the sheet's cell that it rests on, and to that cell in the grid. */
export async function a_figure_leads_to_the_cell_of_a_workbook(open) {
  const path = join(work, "源塘.xlsx");
  execFileSync(command, ["convert", join(root, QINGYUAN), "-o", path, "--policies", join(root, "policies")]);
  const page = await open({ scenario: null, files: {} }, { ready: ".closed h2" });
  await page.setInputFiles('input[type="file"]', path);
  await part(page, "土地增值税补助");
  await page.click('tbody [data-figure="rebates.lat_rebate@2021"]');
  const place = page.locator('.drawer .link.place:has-text("源塘.xlsx:年度税收!B")').first();
  assert.match(await place.innerText(), /!B\d+$/);
  await place.click();
  await page.waitForSelector('td[data-active="true"]');
  assert.equal(await page.innerText("tr:has(td[data-active]) td:nth-of-type(1)"), "2021");
  assert.equal(await page.evaluate(() => { const cell = document.querySelector("td[data-active]"); return cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent.slice(0, 12); }), "“三旧”项目土地增值税全");
}

export async function a_table_in_gbk_is_read(open) {
  const page = await open(QINGYUAN);
  const text = filesOf(QINGYUAN)["tax-years.csv"];
  const path = join(work, "tax-years.csv");
  writeFileSync(path, execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: text.replace(/^\ufeff/, "").replace('"21,935"', '"21,936"') }));
  await page.setInputFiles('input[type="file"]', path);
  await page.waitForSelector(".said:not(:empty)");
  await part(page, "土地增值税补助");
  await shows(page, "rebates.lat_revenue@2019", "219,360,000.00");
}

/** A mark in front is no part of the text; UTF-16 is refused with the way out. */
export async function tables_of_other_encodings_are_read_or_refused(open) {
  const page = await open(QINGYUAN);
  const path = join(work, "tax-years.csv");
  const text = filesOf(QINGYUAN)["tax-years.csv"].replace(/^\ufeff/, "").replace('"21,935"', '"21,937"');
  writeFileSync(path, `\ufeff${text}`);
  await page.setInputFiles('input[type="file"]', path);
  await part(page, "土地增值税补助");
  await shows(page, "rebates.lat_revenue@2019", "219,370,000.00");
  writeFileSync(path, Buffer.from(`\ufeff${text.replace("21,937", "21,938")}`, "utf16le"));
  await page.setInputFiles('input[type="file"]', path);
  await page.waitForSelector(".faults");
  assert.match(await page.innerText(".faults"), /UTF-16[^]*CSV UTF-8/);
  await shows(page, "rebates.lat_revenue@2019", "219,370,000.00");
}

/** What is not saved is asked for before the page is left; what was saved is not. */
export async function a_changed_page_asks_before_it_is_left(open) {
  const page = await open(QINGYUAN);
  const asks = () => page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
  assert.equal(await asks(), false);
  await edit(page, "30");
  assert.equal(await asks(), true);
  await choose(page, "scenario");
  await page.waitForSelector('.said:has-text("下载")');
  assert.equal(await asks(), false);
  await edit(page, "31");
  assert.equal(await asks(), true);
}

export async function faults_of_a_file_have_their_places_and_what_stood_stays(open) {
  const page = await open(QINGYUAN);
  const path = join(work, "faulty.cfg");
  writeFileSync(path, SMALL("坏文件").replace('"37.65 亩"', '"37.65"'));
  await page.setInputFiles('input[type="file"]', path);
  await page.waitForSelector(".faults");
  assert.match(await page.innerText(".faults"), /faulty\.cfg:4:\d+/);
  assert.match(await page.innerText("h1"), /清远市源塘/);
}

/** A file with mistakes, opened by a page that has none yet: each is shown in its cell, and mended there. */
export async function a_faulty_file_is_mended_in_its_cells(open) {
  const files = filesOf(QINGYUAN);
  files["cluster.cfg"] = files["cluster.cfg"].replace('conversion = "工业改工业"', 'conversion = "工改工业"');
  files["parcels.csv"] = files["parcels.csv"].replace(/26\.4\b/, "二十六");
  const page = await open({ scenario: null, files: {} }, { ready: ".closed h2" });
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  });
  await page.setInputFiles('input[type="file"]', paths);
  for (const [place, mend] of [["改造项目 gongye 改造类型", "工业改工业"], ["地块 gongye/P1 面积", "26.4"]]) {
    await page.click(`.faults .link:has-text("${place}")`);
    await page.waitForSelector('td.wrong[data-active="true"]');
    await page.keyboard.type(mend);
    await page.keyboard.press("Enter");
    await page.waitForFunction((text) => !document.querySelector(".faults")?.textContent.includes(text), place);
  }
  await settled(page);
  await part(page, "总览");
  await shows(page, "county.land", "214.05");
  const json = report(QINGYUAN);
  const view = json.views.find((one) => one.id === "county");
  const cash = view.rows[0].cells[view.lines.findIndex((line) => line.id === "city_cash")].value;
  assert.equal((await page.innerText('[data-figure="county.city_cash"]')).replace(/,/g, ""), Number(cash).toFixed(2));
}

export async function a_draft_comes_back_and_is_not_trusted(open) {
  const page = await open(QINGYUAN);
  await edit(page, "30");
  await page.waitForFunction(() => Object.keys(localStorage).some((name) => name.startsWith("fangtian-draft-1:")));
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(page.address);
  await page.waitForSelector('.note button:has-text("恢复")');
  await page.click('.note button:has-text("恢复")');
  await shows(page, "county.land", "217.65");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("fangtian-draft-1:"));
    localStorage.setItem(key, JSON.stringify({ saved: "<img src=x onerror=window.hacked=1>", edits: { settings: [{ path: "__proto__", value: "x" }, { path: "parcels[gongye/P1].area", value: {} }, null, 7] } }));
  });
  await page.goto(page.address);
  await page.waitForSelector('.note button:has-text("恢复")');
  await page.click('.note button:has-text("恢复")');
  await settled(page);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.innerText('[data-figure="county.land"]'), "214.05");
}

export async function storage_that_throws_disturbs_nothing(open) {
  const page = await open(QINGYUAN, { init: () => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("denied"); } }) });
  await edit(page, "30");
  await part(page, "总览");
  assert.equal(await page.innerText('[data-figure="county.land"]'), "217.65");
}

export async function a_full_storage_disturbs_nothing(open) {
  const page = await open(QINGYUAN, { init: () => (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }) });
  await edit(page, "30");
  await part(page, "总览");
  await shows(page, "county.land", "217.65");
}
a_full_storage_disturbs_nothing.long = true;

/** The browser's own dialog: used where it works, else the file is downloaded; a cancel saves nothing. */
export async function a_picker_that_fails_gives_a_download_and_a_cancel_nothing(open) {
  for (const [fault, saved, told] of [["NotAllowedError", 1, /下载/], ["AbortError", 0, /没有保存/]]) {
    const page = await open(QINGYUAN);
    let downloads = 0;
    page.on("download", () => downloads++);
    await page.evaluate((name) => (window.showSaveFilePicker = () => Promise.reject(new DOMException("no", name))), fault);
    await page.selectOption('select[aria-label="保存"]', "scenario");
    await eventually(async () => assert.match(await page.innerText(".said"), told));
    await eventually(async () => assert.equal(downloads, saved, fault));
  }
}

export async function names_are_legal_and_short(open) {
  const long = `${"长".repeat(120)}/:*?<>|`;
  const page = await open({ scenario: "a.cfg", files: { "a.cfg": SMALL(long) } });
  const { name } = await choose(page, "scenario");
  assert.doesNotMatch(name, /[\\/:*?"<>|]/);
  assert.ok(Array.from(name).length <= 100);
}

export async function workbooks_are_saved_and_the_filed_one_opens_again(open) {
  const files = { "small.cfg": SMALL("小项目") };
  const page = await open({ scenario: "small.cfg", files });
  await edit(page, "30");
  const result = await choose(page, "xlsx");
  assert.equal(readFileSync(result.path).subarray(0, 2).toString(), "PK");
  const filed = await choose(page, "filed");
  writeFileSync(join(work, "small.cfg"), files["small.cfg"].replace("37.65 亩", "30 亩"));
  const run = (path) => JSON.parse(execFileSync(command, ["run", path, "--policies", join(root, "policies"), "--format", "json"], { maxBuffer: 1 << 28 }).toString());
  assert.deepEqual(run(filed.path).views.map((view) => view.rows), run(join(work, "small.cfg")).views.map((view) => view.rows));
}
a_picker_that_fails_gives_a_download_and_a_cancel_nothing.long = true;
storage_that_throws_disturbs_nothing.long = true;
names_are_legal_and_short.long = true;
the_same_file_can_be_chosen_again.long = true;
workbooks_are_saved_and_the_filed_one_opens_again.long = true;
a_workbook_opens_and_its_cells_are_named.long = true;
