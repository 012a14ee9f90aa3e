// What each user looks for: the city's money, who carries whom, why a figure is so.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SMALL, filesOf, report } from "./pages.mjs";
import { drawn, eventually, part, shows } from "./waits.mjs";

const QINGYUAN = "scenarios/qingyuan/cluster.cfg";
const COUNTY = "scenarios/county/portfolio.cfg";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A figure of the engine as the report shows it at 0.01. */
const cents = (text) => Number(text).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const cell = (json, view, line, row) => {
  const found = json.views.find((one) => one.id === view);
  return found.rows.find((one) => one.row === row).cells[found.lines.findIndex((one) => one.id === line)];
};

export async function opens_without_any_request(open) {
  const page = await open(QINGYUAN);
  assert.deepEqual(page.requests.filter((url) => !url.startsWith(page.address) && !url.startsWith("blob:")), []);
  assert.match(await page.title(), /清远市源塘村镇工业集聚区升级改造/);
}

export async function bureau_reads_what_the_city_gets(open) {
  const page = await open.shared(QINGYUAN);
  const json = report(QINGYUAN);
  assert.equal(await page.innerText('[data-figure="county.city_cash"]'), cents(cell(json, "county", "city_cash", "").value));
  const verdict = await page.innerText(".verdict");
  assert.match(verdict, new RegExp(`法定条件 ${json.verdict.failed} 项不符合`));
}

/** Every figure that may or may not be signed stands on the first part, under its own heading, and what is to be settled below. */
export async function the_first_part_holds_what_is_to_be_settled(open) {
  const headings = { good: "可以签字", values: "取值落实后方可签字", conditions: "处理后方可签字", facts: "核对填报后方可签字", undetermined: "不得签字" };
  const seen = new Set();
  for (const scenario of [QINGYUAN, COUNTY, "scenarios/borders/county-land.cfg"]) {
    const page = await open.shared(scenario);
    const json = report(scenario);
    json.pending.figures.forEach((figure) => seen.add(figure.standing));
    const shown = await page.$$eval(".pending h3 + p.signed", (all) => all.map((one) => [one.previousElementSibling.textContent, Array.from(one.children).map((figure) => figure.textContent)]));
    for (const [standing, heading] of Object.entries(headings)) {
      const own = json.pending.figures.filter((figure) => figure.standing === standing);
      const found = shown.find(([title]) => title.startsWith(heading))?.[1] ?? [];
      assert.equal(found.length, own.length, `${scenario} ${standing}`);
      own.forEach((figure, at) => assert.ok(found[at].startsWith(figure.title.zh), `${found[at]} is not ${figure.title.zh}`));
    }
    assert.equal(shown.flatMap(([, figures]) => figures).length, json.pending.figures.length);
    const text = await page.innerText(".pending");
    if (json.pending.empty.length > 0) assert.match(text, /没有填报任何一行的下级表/);
    for (const fail of json.verdict.fails.slice(0, 6)) assert.ok(text.includes(fail.title.zh), fail.title.zh);
    for (const fail of json.verdict.fails.slice(0, 6))
      if (fail.rows <= 8) for (const check of json.checks.filter((one) => !one.holds && one.rule === fail.rule)) assert.ok(text.includes(check.row), `${fail.title.zh} fails at ${check.row}`);
    assert.doesNotMatch(text, /已定部分 0\.00）/); // nothing is known then
    for (const paid of json.pending.paid.slice(0, 6)) assert.ok(text.includes(paid.row), paid.row);
  }
  for (const standing of ["good", "values", "facts", "undetermined"]) assert.ok(seen.has(standing), `nothing here is ${standing}`);
}

/** Pair by pair, to the fen, with sums of both sides. */
export async function who_carries_whom_is_told_pair_by_pair(open) {
  const page = await open.shared(QINGYUAN);
  const { carried } = report(QINGYUAN);
  assert.ok(carried.length >= 4);
  await page.waitForSelector(".pairs table");
  const cells = await page.$$eval(".pairs tbody td", (all) => all.map((one) => one.textContent));
  for (const { amount } of carried) assert.ok(cells.includes(cents(amount)), amount);
  const sums = await page.$$eval(".pairs tfoot td", (all) => all.map((one) => one.textContent));
  const given = cell(report(QINGYUAN), "county", "subsidy_total", "")?.value ?? carried.reduce((all, one) => all + Number(one.amount), 0);
  assert.equal(sums[sums.length - 1], cents(given));
}

export async function verdict_and_every_view_show_the_engines_figures(open) {
  const page = await open(COUNTY);
  const json = report(COUNTY);
  for (const view of json.views) {
    await part(page, view.title.zh);
    const shown = await page.$$eval("#main button.figure", (all) => all.map((one) => one.dataset.figure));
    for (const row of view.layout === "table" ? view.rows : view.rows.slice(0, 1))
      for (const line of view.lines) assert.ok(shown.includes(`${view.id}.${line.id}${row.row === "" ? "" : `@${row.row}`}`), `${view.id} ${line.id} ${row.row}`);
    if (view.note) assert.ok((await page.innerText("#main")).includes(`注：${view.note.zh}`), `${view.id}: its note`);
  }
}

export async function who_carries_whom_adds_up(open) {
  const page = await open.shared(QINGYUAN);
  await part(page, "项目反哺");
  const json = report(QINGYUAN);
  const given = await page.innerText('.beside-table [data-figure="cross_subsidy.subsidy_given@shangye"]');
  assert.equal(given, cents(cell(json, "cross_subsidy", "subsidy_given", "shangye").value));
  await drawn(page);
  assert.ok((await page.$$(".chart svg path")).length > 4);
}

export async function auditor_follows_a_figure_to_the_filed_cell(open) {
  const page = await open.shared(QINGYUAN);
  await page.click('[data-figure="county.city_cash"]');
  await page.click('.told .link:has-text("price_due@shangye")');
  await page.waitForSelector('.derivation h3:has-text("应缴地价款")');
  for (const title of ["受让土地的价款", "应收地价款"]) {
    await page.locator('.tree .link:has-text("71,551,894.9734")').first().click();
    await page.waitForSelector(`.derivation h3:has-text("${title}")`);
  }
  const drawer = page.locator(".drawer");
  assert.match(await drawer.innerText(), /依据/);
  assert.match(await drawer.innerText(), /policies\/guangdong\/negotiated-price\.cfg:\d+:\d+/);
  await page.evaluate(() => document.querySelector(".drawer header button:last-child").click());
  await part(page, "土地增值税补助");
  await page.click('tbody [data-figure="rebates.lat_rebate@2021"]');
  await page.waitForSelector('.derivation h3:has-text("土地增值税增量补助")');
  const text = await drawer.innerText();
  assert.match(text, /4,620,000 元/);
  assert.match(text, /补助比例 × （0 元、/); // the formula by titles, before its code
  assert.match(text, /由省财政付给市财政/);
  assert.match(text, /8%/);
  assert.match(text, /2019-01-01 起/);
  assert.match(text, /tax-years\.csv:5:\d+/);
  await drawer.locator('.link.place:has-text("tax-years.csv:5")').first().click();
  await page.waitForSelector('td[data-active="true"]');
  assert.equal(await page.innerText("tr:has(td[data-active]) td:nth-of-type(1)"), "2021");
}

/** Every link to a place leads to the cell whose figure it shows; what nobody filed says so, and leads to its empty cell. */
export async function links_lead_to_their_own_cells(open) {
  const page = await open.shared(COUNTY);
  const follow = async (link, title) => {
    await page.locator(`.tree .link:has-text("${link}")`).first().click();
    await page.waitForSelector(`.derivation h3:has-text("${title}")`);
  };
  const landed = async (link) => {
    await link.click();
    await page.waitForSelector('td[data-active="true"]');
    return page.$eval('td[data-active="true"]', (cell) => [cell.closest("table").querySelectorAll("thead tr:last-child th")[cell.cellIndex].textContent, cell.textContent]);
  };
  await part(page, "项目一览");
  await page.click('tbody [data-figure]:has-text("82,976,933.36")');
  await follow("82,976,933.3585", "受让土地的价款");
  await follow("82,976,933.3585", "应收地价款");
  await follow("93,932,800", "计价的评估值");
  await follow("93,932,800", "土地市场评估价");
  await follow("2,258 元/m2", "采用的单宗地价");
  const links = page.locator('.tree .link.place:has-text("projects.csv:12:48")');
  const count = await links.count();
  assert.ok(count >= 2, `${count} links`);
  for (let at = 0; at < count; at++) {
    const [head, text] = await landed(links.nth(at));
    assert.match(head, /单宗土地市场评估价/);
    assert.equal(text, "2258");
  }
  await page.click('.drawer button:has-text("返回")');
  await page.waitForSelector('.derivation h3:has-text("土地市场评估价")');
  const absent = page.locator('.tree .link.place:has-text("没有填报，按默认")').first();
  const [head, text] = await landed(absent);
  assert.match(head, /评估口径|集体|打包/);
  assert.equal(text, "");
}

/** A member of an enumeration that is of results alone shows its title. */
export async function results_show_titles_of_members(open) {
  const page = await open.shared(COUNTY);
  await part(page, "过渡期");
  await page.waitForFunction(() => /协议补缴/.test(document.getElementById("main").innerText));
  assert.doesNotMatch(await page.innerText("#main"), /negotiated|regrant|allocated/);
}

export async function a_net_and_a_total_open_their_parts(open) {
  const page = await open.shared(QINGYUAN);
  await page.click('[data-figure="county.city_cash"]');
  await page.waitForSelector('.told .link:has-text("price_due@shangye")');
  await page.click('.told .link:has-text("price_due@shangye")');
  await page.waitForSelector('.derivation h3:has-text("应缴地价款")');
  await page.click('.drawer button:has-text("返回")');
  await page.waitForSelector(".told");
}

export async function units_languages_and_night(open) {
  const page = await open(QINGYUAN);
  await page.click('.switches button:has-text("元")');
  await shows(page, "county.prices", "11,801.19");
  await page.click('.switches button:has-text("English")');
  await page.waitForSelector('.side button:has-text("At a glance")');
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.click('.switches button:has-text("night")');
  await page.waitForSelector('html[data-theme="dark"]');
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(colour, "rgb(15, 19, 24)");
}

export async function charts_have_their_figures_beside_them(open) {
  const page = await open.shared(QINGYUAN);
  const panels = await page.$$("figure.panel:not(.pairs)"); // those are tables alone
  assert.ok(panels.length >= 4);
  for (const panel of panels) {
    assert.ok((await panel.$$(".beside-table tbody tr")).length > 0);
    const label = await panel.$eval(".chart", (chart) => chart.getAttribute("aria-label"));
    assert.ok(label.length > 3);
  }
}

const labelsOutside = (page) => page.$$eval(".chart", (charts) => charts.flatMap((chart) => {
  const frame = chart.getBoundingClientRect();
  return Array.from(chart.querySelectorAll("text")).filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1);
  }).map((text) => text.textContent);
}));

export async function chart_labels_stay_inside_the_frame(open) {
  const page = await open.shared(QINGYUAN);
  await drawn(page);
  assert.deepEqual(await labelsOutside(page), []);
}

/** Names of thirty signs, in every chart. */
export async function long_names_stay_inside_the_frame(open) {
  const page = await open({ scenario: "long.cfg", files: { "long.cfg": SMALL("清远市清新区太和镇源塘村第一第二第三经济合作社联合工业园改造") } });
  await drawn(page);
  assert.deepEqual(await labelsOutside(page), []);
  assert.ok((await page.innerText("#main")).includes("联合工业园改造"), "nowhere in full");
}
long_names_stay_inside_the_frame.long = true;

export async function keyboard_alone_opens_and_closes_a_derivation(open) {
  const page = await open(QINGYUAN);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  const reach = async (selector) => {
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((which) => document.activeElement.matches(which), selector)) return;
    }
    assert.fail(`${selector} is not reached by Tab`);
  };
  // A list of figures is one stop, as a table is.
  await reach(".signed button.figure");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.figure), "county.land");
  await reach("td button.figure");
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowDown");
  const name = await page.evaluate(() => document.activeElement.dataset.figure);
  assert.equal(name, "county.prices");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".derivation h3");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.dataset.figure), name));
}

/** Version, files with their digests, the law's; what the parts are licensed by, and their sources. */
export async function the_page_says_what_it_is_made_of(open) {
  const page = await open.shared(QINGYUAN);
  const json = report(QINGYUAN);
  await part(page, "关于本页");
  const text = await page.innerText("#main");
  for (const words of [json.policy.digest, json.scenario.digest, "Apache-2.0", "echarts", "MIT"]) assert.ok(text.includes(words), words);
  for (const input of json.inputs) assert.ok(text.includes(input.sha256), input.file);
}

/** A browser that darkens pages by itself turns the words around a picture, not those in it. */
export async function charts_have_a_ground_of_their_own(open) {
  const page = await open.shared(QINGYUAN);
  await drawn(page);
  const grounds = await page.$$eval(".chart svg", (all) => all.map((svg) => [svg.querySelector("rect")?.getAttribute("fill"), svg.querySelector("rect")?.getAttribute("width"), svg.getAttribute("width")]));
  assert.ok(grounds.length > 0);
  for (const [fill, width, whole] of grounds) assert.deepEqual([fill, width], ["#ffffff", whole]);
}

export async function axe_finds_nothing_serious(open) {
  const page = await open(QINGYUAN);
  const check = async (where) => {
    await page.evaluate(AXE);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const bad = found.violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    assert.deepEqual(bad.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`), [], where);
  };
  await check("总览");
  await page.click('[data-figure="county.prices"]');
  await page.waitForSelector(".derivation h3");
  await check("由来");
  for (const name of ["项目反哺", "成本利润表", "各方收支", "法定条件", "填报事实", "参数", "各项政策的影响", "改动与比较", "关于本页"]) {
    await part(page, name);
    await check(name);
  }
  await page.click('.switches button:has-text("夜间")');
  await check("夜间");
  await page.click('.actions button:has-text("打印")');
  await page.waitForSelector(".annex-page .annex-table");
  await check("打印");
}

/** What is lacking is never a zero: the head says so, and the figure, and the list. */
export async function an_undetermined_figure_is_shown_as_such(open) {
  const files = filesOf(QINGYUAN);
  files["cluster.cfg"] = files["cluster.cfg"].replace('far_before = "0.8"; ', "");
  const page = await open({ scenario: "cluster.cfg", files });
  assert.match(await page.innerText(".verdict"), /结论不完整：\d+ 个数待定[^]*缺填报 1 项/);
  await part(page, "成本利润表");
  assert.match(await page.innerText('[data-figure="cost.premium@gongye"]'), /待定/);
  // Its derivation names the facts that would settle it, each a way to its cell.
  await page.click('[data-figure="cost.premium@gongye"]');
  await page.click('.drawer .facts button:has-text("改造前容积率")');
  await page.waitForSelector('td[data-active="true"]');
  assert.match(await page.innerText(".tabs .on"), /改造项目/);
  await part(page, "法定条件");
  assert.match(await page.innerText("#main"), /待定（\d+）：补齐所缺的事实后即可判定/);
  await page.click('.actions button:has-text("打印附表")');
  await page.waitForSelector(".annex-page .annex-table");
  assert.match(await page.innerText("#print"), /待定（结论不完整）/);
}
verdict_and_every_view_show_the_engines_figures.long = true;
