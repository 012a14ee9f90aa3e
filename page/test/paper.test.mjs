// The annex on paper: pages of A4 as PDF, read back with poppler's pdftotext and pdfinfo.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SMALL, command, report, root, work } from "./pages.mjs";
import { facts, settled } from "./waits.mjs";

const QINGYUAN = "scenarios/qingyuan/cluster.cfg";
const COUNTY = "scenarios/county/portfolio.cfg";
const MM = 72 / 25.4;
const ABOVE = 3.2; // mm that a font's box reaches above and below its ink

async function annex(page, { size = null, prepare = async () => undefined } = {}) {
  await page.click('.actions button:has-text("打印附表")');
  await page.waitForSelector(".annex-page .annex-table");
  assert.ok((await page.$$(".annex-page")).length < 20, "pages before anything is chosen");
  await prepare();
  if (size) await page.setViewportSize(size);
  const path = join(work, `${Math.random().toString(36).slice(2)}.pdf`);
  writeFileSync(path, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const text = (...options) => execFileSync("pdftotext", [...options, path, "-"]).toString();
  return { path, text, pages: text("-layout").split("\f").slice(0, -1) };
}

/** Words with their boxes, in millimetres from the page's left and top. */
function boxes(path) {
  const xml = execFileSync("pdftotext", ["-bbox", path, "-"]).toString();
  return xml.split("<page ").slice(1).map((page) => Array.from(page.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g), ([, left, top, right, bottom, word]) => ({ left: left / MM, top: top / MM, right: right / MM, bottom: bottom / MM, word })));
}

export async function annex_is_a4_inside_its_text_area(open) {
  const page = await open.shared(QINGYUAN);
  const { path } = await annex(page);
  assert.match(execFileSync("pdfinfo", [path]).toString(), /Page size:\s+59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)/);
  for (const words of boxes(path))
    for (const { left, top, right, bottom, word } of words) {
      if (/^(?:—|\d+)$/.test(word) && bottom > 262) continue; // the page's number stands below the text area
      assert.ok(left >= 27.5 && right <= 184.5 && top >= 37 - ABOVE && bottom <= 262 + ABOVE, `${word} at ${left.toFixed(1)}–${right.toFixed(1)}, ${top.toFixed(1)}–${bottom.toFixed(1)} mm`);
    }
}

export async function annex_bears_title_unit_number_signatures_and_digests(open) {
  const page = await open.shared(QINGYUAN);
  const json = report(QINGYUAN);
  const { pages } = await annex(page, {
    prepare: async () => {
      await page.fill('.print-options label:has-text("表号") input', "清方田01");
      await page.fill('.print-options label:has-text("编制单位") input', "清远市财政局");
      await page.fill('.print-options label:has-text("起始页码") input', "5");
    },
  });
  const all = pages.join("\n").replace(/[ \n]/g, "");
  for (const words of ["清远市源塘村镇工业集聚区升级改造", "表号：清方田01-1", "编制单位：清远市财政局", "单位：元", "基准日：2023-12-31", "编制人：", "复核人：", "负责人：", json.policy.digest, json.scenario.digest, "粤府〔2019〕71号"]) assert.ok(all.includes(words), words);
  pages.forEach((text, at) => assert.match(text, new RegExp(`—\\s*${5 + at}\\s*—`)));
  const county = json.views.find((view) => view.id === "county");
  const net = county.rows[0].cells[county.lines.findIndex((line) => line.id === "city_cash")].value;
  assert.ok(all.replace(/,/g, "").includes(`市财政净额：现金${Number(net).toFixed(2)}`), net);
}

/** Each payment from one to another, to the fen. */
export async function annex_says_who_carries_whom(open) {
  const page = await open.shared(QINGYUAN);
  const { carried } = report(QINGYUAN);
  const { pages } = await annex(page);
  const all = pages.join("\n").replace(/[ ,\n]/g, "");
  assert.ok(carried.length > 1 && all.includes("谁反哺谁"));
  for (const { amount } of carried) assert.ok(all.includes(amount), amount);
}

export async function annex_in_english_is_english(open) {
  const page = await open(QINGYUAN);
  await page.click('.actions button:has-text("English")');
  await page.waitForSelector('.actions button:has-text("Print")');
  await page.waitForFunction(() => !document.querySelector(".actions .busy"));
  await page.click('.actions button:has-text("Print")');
  await page.waitForSelector(".annex-page .annex-table");
  const heads = await page.$$eval(".annex-head, .annex-line, .annex-title, .annex-part, .annex-table thead", (all) => all.map((one) => one.textContent));
  assert.ok(heads.some((text) => text.includes("Table 1")) && heads.some((text) => text.includes("To be settled before signing")));
  for (const text of heads) assert.ok(!/[\uff00-\uffef\u3001\u3002]|Form Table/.test(text), text);
}

export async function annex_says_what_may_be_signed(open) {
  const page = await open.shared(COUNTY);
  const { pending } = report(COUNTY);
  assert.ok(pending.figures.length > 0 && pending.paid.length > 0 && pending.outstanding.length > 0, "the county has what is to be settled");
  const { pages } = await annex(page, { prepare: () => page.waitForFunction(() => document.querySelector(".annex-part") && !document.getElementById("print").textContent.includes("…")) });
  const all = pages.join("\n").replace(/[ \n]|—\d+—/g, "");
  assert.ok(all.includes("待决事项"));
  const headings = { good: "可以签字", values: "取值落实后方可签字", conditions: "处理后方可签字", facts: "核对填报后方可签字", undetermined: "不得签字" };
  for (const figure of pending.figures) {
    const from = all.indexOf(headings[figure.standing]);
    assert.ok(from >= 0 && all.indexOf(figure.title.zh.replace(/ /g, ""), from) > from, `${figure.title.zh} stands under ${headings[figure.standing]}`);
  }
  assert.ok(all.includes(`条件不符合或待定，仍由财政或统筹资金付出：${pending.paid.length}个对象`));
  for (const one of pending.outstanding) assert.ok(all.includes(one.title.zh.replace(/ /g, "")), one.title.zh);
  // What is added up is what is shown of each, as in the text: five payments, each to the fen.
  const text = execFileSync(command, ["run", join(root, COUNTY), "--policies", join(root, "policies"), "--lang", "zh"], { maxBuffer: 1 << 28 }).toString();
  const [, total] = /以后到期的补缴地价款：5 项，合计 ([\d,.]+)/.exec(text);
  assert.ok(all.includes(`以后到期的补缴地价款：5项，合计${total}`), total);
  await page.uncheck('.print-options label:has-text("待决事项") input');
  await page.waitForFunction(() => !document.querySelector(".annex-part"));
}

export async function annex_repeats_headings_and_loses_no_row(open) {
  const page = await open(COUNTY);
  const json = report(COUNTY);
  // The tables alone: what is listed behind them has no headings to repeat.
  const { pages } = await annex(page, {
    prepare: async () => {
      for (const name of ["待决事项", "条件、示意参数和依据"]) await page.uncheck(`.print-options label:has-text("${name}") input`);
    },
  });
  const view = json.views.find((one) => one.id === "projects");
  const all = pages.join("\n").replace(/\s/g, "");
  for (const row of view.rows) assert.ok(all.includes(row.title.replace(/\s/g, "")), row.title);
  const tables = pages.filter((text) => /X\d\d/.test(text));
  assert.ok(tables.length > 1);
  for (const text of tables) assert.match(text.replace(/\s/g, ""), /项目/);
}

export async function annex_charts_fit_whatever_the_window(open) {
  const page = await open(QINGYUAN, { size: { width: 2560, height: 1300 } });
  await page.click('.switches button:has-text("元")');
  const { path, pages } = await annex(page, { prepare: () => page.click('.print-options label:has-text("附图")') });
  assert.match(pages.join(""), /各方现金往来/);
  assert.match(pages.join("").replace(/\s/g, ""), /单位：万元/);
  for (const words of boxes(path)) for (const { right, word } of words) assert.ok(right <= 185, `${word} ends at ${right.toFixed(1)} mm`);
  assert.ok(boxes(path).flat().some(({ word }) => word.includes("改造主体")));
}

export async function annex_follows_a_change_at_once(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  await page.click("table.grid tbody tr:nth-child(1) td:nth-of-type(3)");
  await page.keyboard.type("30");
  await page.keyboard.press("Enter");
  await settled(page);
  const { pages } = await annex(page);
  const all = pages.join("\n").replace(/[ \n]/g, "");
  assert.ok(all.includes("217.65"));
  assert.match(all, /试算改动/);
  assert.match(all, /26\.4亩/);
}

export async function annex_prints_rare_signs(open) {
  const page = await open({ scenario: "rare.cfg", files: { "rare.cfg": SMALL("㛃𬭎村工业园") } });
  const { pages } = await annex(page);
  assert.ok(pages.join("").includes("㛃𬭎村工业园"));
}

/** Every table there is, in yuan and with what is undetermined: a number that loses its last digits reads as another number. */
export async function annex_cuts_no_cell_of_any_table(open) {
  const page = await open.shared(COUNTY);
  assert.equal((await page.textContent(".switches")).includes("万元"), false, "in yuan");
  const { path } = await annex(page, {
    prepare: async () => {
      for (const box of await page.$$(".print-options label input[type=checkbox]")) await box.check();
      await page.waitForFunction(() => document.querySelectorAll(".annex-page").length > 20);
      const cut = await page.$$eval(".annex-page:not(.measuring) .annex-text", (texts) => texts.flatMap((text, at) => {
        const edge = text.getBoundingClientRect().right + 0.5;
        return Array.from(text.querySelectorAll(".annex-table th, .annex-table td")).filter((cell) => cell.getBoundingClientRect().right > edge || cell.scrollWidth > cell.clientWidth + 1).map((cell) => `page ${at + 1}: ${cell.textContent}`);
      }));
      assert.deepEqual(cut, []);
    },
  });
  // What is printed: each figure of the list of projects stands there whole, the undetermined ones by their word.
  const printed = new Set(boxes(path).flat().map(({ word }) => word.replace(/,/g, "")));
  const projects = report(COUNTY).views.find((one) => one.id === "projects");
  const last = projects.lines.length - 1;
  for (const { title, cells } of projects.rows) if (cells[last].value !== null && /^-?\d/.test(String(cells[last].value))) assert.ok(printed.has(Number(cells[last].value).toFixed(2)), `${title}: ${cells[last].value}`);
}
annex_prints_rare_signs.long = true;
annex_repeats_headings_and_loses_no_row.long = true;
annex_charts_fit_whatever_the_window.long = true;
