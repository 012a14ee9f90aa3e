// Changing facts: grids, paste, input methods, undo, faults, trials.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { command, report, root } from "./pages.mjs";
import { eventually, facts, part, settled } from "./waits.mjs";

const QINGYUAN = "scenarios/qingyuan/cluster.cfg";
const COUNTY = "scenarios/county/portfolio.cfg";

/** The number of a column by its heading. */
const columnOf = (page, heading) => page.$$eval("table.grid thead th", (all, text) => all.findIndex((one) => one.textContent.startsWith(text)), heading);
const textsOf = (page) => page.$$eval("table.grid tbody tr", (rows) => rows.map((row) => Array.from(row.cells).map((cell) => cell.textContent)));
async function cellAt(page, row, heading) {
  return page.locator(`table.grid tbody tr:nth-child(${row}) > :nth-child(${(await columnOf(page, heading)) + 1})`);
}
const paste = (page, text, html = "") =>
  page.evaluate(([plain, markup]) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    if (markup) data.setData("text/html", markup);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, [text, html]);

/** A click, typed text, Enter. */
async function type(page, cell, text) {
  await cell.click();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

export async function developer_asks_what_if_the_plot_ratio_is_3(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "改造项目");
  await type(page, await cellAt(page, 1, "改造后容积率"), "3.0");
  await settled(page);
  await part(page, "改动与比较");
  assert.match(await page.innerText("#main"), /与原文件相比有 1 处改动/);
  assert.match(await page.innerText("#main table.data"), /改造后容积率\s+2\.5\s+3\.0/);
  const trial = report(QINGYUAN, "--set", "projects[gongye].far_after=3.0");
  assert.ok((await page.innerText(".what p")).includes(trial.scenario.digest.slice(0, 12)));
  // Nothing is paid for it, and that is told: what is waived, before and now.
  const [was, now] = [report(QINGYUAN), trial].map((json) => json.memos.find((one) => one.row === "gongye").amount);
  assert.notEqual(was, now);
  const told = await page.innerText('#main section table:has(caption:has-text("备查"))');
  for (const amount of [was, now]) assert.ok(told.replace(/,/g, "").includes(amount), `${told} lacks ${amount}`);
  await page.click('#main section [data-figure^="premium"], #main section [data-figure]');
  await page.waitForSelector(".derivation h3");
  await page.keyboard.press("Escape");
  await page.click('button:has-text("全部还原")');
  await settled(page);
  assert.match(await page.innerText("#main"), /与原文件一致/);
}

export async function a_county_follows_a_change(open) {
  const page = await open(COUNTY);
  await facts(page, "地块");
  await type(page, await cellAt(page, 1, "面积"), "30");
  await settled(page);
  await part(page, "总览");
  const trial = report(COUNTY, "--set", "parcels[X01/P1].area=30 亩");
  const view = trial.views.find((one) => one.id === "county");
  const land = view.rows[0].cells[view.lines.findIndex((one) => one.id === "land")].value;
  assert.equal((await page.innerText('[data-figure="county.land"]')).replace(/,/g, ""), Number(land).toFixed(2));
  assert.ok((await page.innerText(".what p")).includes(trial.scenario.digest.slice(0, 12)));
}

export async function a_fault_stands_in_its_cell_and_figures_stay(open) {
  const page = await open.shared(QINGYUAN);
  const before = await page.innerText('[data-figure="county.land"]');
  await facts(page, "地块");
  await type(page, await cellAt(page, 1, "面积"), "三十");
  await page.waitForSelector("td.wrong");
  const wrong = page.locator("td.wrong");
  assert.match(await wrong.innerText(), /三十/);
  assert.match(await wrong.innerText(), /不是数值/);
  assert.equal(await wrong.getAttribute("aria-invalid"), "true");
  assert.match(await page.innerText(".faults"), /数字仍是改动前的/);
  await part(page, "总览");
  assert.equal(await page.innerText('[data-figure="county.land"]'), before);
  await page.click(".faults .link");
  await page.waitForSelector('td.wrong[data-active="true"]');
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => !document.querySelector("td.wrong"));
}

export async function paste_leaves_the_row_below_alone_and_is_one_undo(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const before = await textsOf(page);
  await (await cellAt(page, 1, "面积")).click();
  await paste(page, "20.5\t1,000\t1999-01-01\r\n21\t2,000\t1999-02-02\r\n22\t3,000\t1999-03-03\r\n");
  const after = await textsOf(page);
  const column = await columnOf(page, "面积");
  assert.deepEqual([0, 1, 2].map((row) => after[row].slice(column, column + 3)), [["20.5", "1,000", "1999-01-01"], ["21", "2,000", "1999-02-02"], ["22", "3,000", "1999-03-03"]]);
  assert.deepEqual(after[3], before[3]);
  await settled(page);
  assert.ok(!(await page.$(".faults")));
  await page.keyboard.press("Control+z");
  assert.deepEqual(await textsOf(page), before);
  await page.keyboard.press("Control+y");
  assert.deepEqual(await textsOf(page), after);
}

export async function paste_of_one_empty_cell_and_of_quoted_cells(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "权利人");
  const before = await textsOf(page);
  await (await cellAt(page, 1, "名称")).click();
  await paste(page, '"源塘 ""一"" 社\n分社"\r\n');
  const after = await textsOf(page);
  assert.equal(after[0][await columnOf(page, "名称")], '源塘 "一" 社\n分社');
  assert.deepEqual(after.slice(1), before.slice(1));
  await page.keyboard.press("Control+z");
  await (await cellAt(page, 2, "名称")).click();
  await paste(page, "\r\n");
  assert.equal((await textsOf(page)).length, before.length);
}

export async function paste_from_wps_drops_the_blank_row_it_adds(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const before = await textsOf(page);
  await (await cellAt(page, 6, "面积")).click();
  await paste(page, "55\t19,000\r\n31\t5,000\r\n\t\r\n");
  assert.equal((await textsOf(page)).length, before.length);
  assert.ok(!(await page.$("dialog")));
}

export async function merged_key_cells_are_refused_and_shown_before(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const before = await textsOf(page);
  await (await cellAt(page, 1, "编号")).click();
  await paste(page, "P1\t20\r\n\t21\r\n", '<table><tr><td rowspan=2>P1</td><td>20</td></tr><tr><td>21</td></tr></table><img src=x onerror="window.hacked=1">');
  await page.waitForSelector("dialog[open]");
  assert.match(await page.innerText("dialog"), /合并单元格/);
  assert.ok(await page.isDisabled('dialog button:has-text("粘贴")'));
  await page.click('dialog button:has-text("取消")');
  assert.deepEqual(await textsOf(page), before);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
}

export async function a_pasted_sheet_with_headings_and_units_adds_rows(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const count = (await textsOf(page)).length;
  await (await cellAt(page, count, "面积")).click();
  await page.keyboard.press("Control+End");
  await paste(page, "改造项目\t编号\t面积（公顷）\t上盖物占地面积（m2）\t建设使用日期\r\nyiyuan\tP7\t2.1\t5,600\t2001-06-18\r\nyiyuan\tP8\t1\t4,000\t2001年6月19日\r\n");
  await page.waitForSelector("dialog[open]");
  assert.match(await page.innerText("dialog"), /共 2 行/);
  assert.match(await page.innerText("dialog"), /新增 1 行/);
  assert.match(await page.innerText("dialog"), /合计 3\.1/);
  await page.click('dialog button:has-text("粘贴")');
  await settled(page);
  assert.ok(!(await page.$(".faults")), await page.innerText("#main"));
  const texts = await textsOf(page);
  assert.equal(texts.length, count + 1);
  assert.equal(texts[count][await columnOf(page, "面积")], "1 公顷");
  await part(page, "总览");
  assert.equal(await page.innerText('[data-figure="county.land"]'), "229.05"); // 214.05 亩 − 31.5 亩 + 31.5 亩 + 15 亩
}

export async function spellings_of_a_figure(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const cell = await cellAt(page, 1, "面积");
  const good = ["26.4", "26.40", "２６．４", "26.4 亩", "26.4亩", "17,600 m2", "17600 m2", "1.76 公顷", "1.76 ha", " 26.4 ", "+26.4", "1,234.5", "0026.4".replace(/^00/, ""), "17600平方米"];
  const bad = ["26,4", "2,64", "26.4.1", "26。4", "1E2", "1.23457E+11", "26 4", "二十六", "-", "26.4 元", "26.4%", "26.4万", "--26", "26.4 亩 亩", "=26.4"];
  await cell.click();
  for (const text of good) {
    await type(page, cell, text);
    await settled(page);
    assert.ok(!(await page.$("td.wrong")), `${text} is refused: ${(await page.$(".faults")) ? await page.innerText(".faults") : ""}`);
  }
  for (const text of bad) {
    await type(page, cell, text);
    await settled(page);
    assert.ok(await page.$("td.wrong"), `${text} is taken`);
  }
}

export async function codes_keep_their_digits(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "权利人");
  for (const text of ["441800199901011234", "007", "219E01"]) {
    const cell = await cellAt(page, 1, "名称");
    await cell.click();
    await paste(page, `${text}\r\n`);
    assert.equal(await cell.innerText(), text);
    await settled(page);
    assert.ok(!(await page.$(".faults")));
  }
}

export async function undo_while_typing_is_the_fields_own(open) {
  const page = await open(QINGYUAN);
  await facts(page, "地块");
  const cell = await cellAt(page, 1, "面积");
  await type(page, cell, "30");
  await cell.dblclick();
  await page.keyboard.type("1");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  assert.equal(await cell.innerText(), "30");
  await page.keyboard.press("Control+z");
  assert.equal(await cell.innerText(), "26.4");
}

export async function an_input_method_composes_in_place(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "权利人");
  const cell = await cellAt(page, 1, "名称");
  await cell.click();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.imeSetComposition", { text: "ce", selectionStart: 2, selectionEnd: 2 });
  await cdp.send("Input.imeSetComposition", { text: "ceshi", selectionStart: 5, selectionEnd: 5 });
  // Enter that chooses a candidate moves nothing, nor does a key of the code 229 after the end.
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })));
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true })));
  assert.equal(await page.$eval(".cell-field", (field) => field.value), "ceshi");
  await cdp.send("Input.insertText", { text: "测试" });
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })));
  assert.equal(await page.$eval(".cell-field", (field) => field.value), "测试");
  // An Enter that comes with the end of the composition is still its own; the next one commits.
  await eventually(async () => {
    await page.keyboard.press("Enter");
    assert.equal(await cell.innerText(), "测试");
  });
}

export async function a_redraw_does_not_end_a_composition(open) {
  const page = await open(QINGYUAN);
  await facts(page, "权利人");
  await (await cellAt(page, 1, "名称")).click();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.imeSetComposition", { text: "nihao", selectionStart: 5, selectionEnd: 5 });
  await page.emulateMedia({ colorScheme: "dark" }); // draws the whole page again
  await page.waitForSelector('html[data-theme="dark"]');
  await cdp.send("Input.imeSetComposition", { text: "nihaoa", selectionStart: 6, selectionEnd: 6 });
  assert.equal(await page.$eval(".cell-field", (field) => field.value), "nihaoa");
  await cdp.send("Input.insertText", { text: "你好啊" });
  assert.equal(await page.$eval(".cell-field", (field) => field.value), "你好啊");
}

export async function choices_are_a_list(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "改造项目");
  const cell = await cellAt(page, 1, "改造类型");
  await cell.click();
  await page.keyboard.press("Alt+ArrowDown");
  await page.waitForSelector('[role="listbox"]');
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await cell.innerText(), "工业改商业");
  await settled(page);
  await page.keyboard.press("Control+z");
  assert.equal(await cell.innerText(), "工业改工业");
}

export async function keyboard_alone_changes_a_fact(open) {
  const page = await open(QINGYUAN);
  await page.focus('.side button:has-text("填报事实")');
  await page.keyboard.press("Enter");
  await page.waitForSelector(".tabs");
  await page.focus('.tabs button:has-text("地块")');
  await page.keyboard.press("Enter");
  let inside = false;
  for (let press = 0; press < 30 && !inside; press++) {
    await page.keyboard.press("Tab");
    inside = await page.evaluate(() => document.activeElement.matches(".cell-field"));
  }
  assert.ok(inside, "the grid is not reached by Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("27");
  await page.keyboard.press("Tab");
  assert.equal(await (await cellAt(page, 1, "面积")).innerText(), "27");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.matches(".cell-field")), false);
}

export async function rows_come_and_go(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "年度税收");
  await (await cellAt(page, 6, "年度")).click();
  await page.click('button:has-text("新增一行")');
  assert.match(await (await cellAt(page, 7, "年度")).innerText(), /^2024/);
  await type(page, await cellAt(page, 7, "“三旧”项目土地增值税全口径收入"), "40,000 万元");
  await settled(page);
  assert.ok(!(await page.$(".faults")));
  await part(page, "土地增值税补助");
  await page.waitForSelector('[data-figure="rebates.lat_rebate@2024"]');
  await part(page, "改动与比较");
  assert.match(await page.innerText("#main"), /新增一行/);
  await page.click('#main td button:has-text("还原")');
  await settled(page);
  assert.match(await page.innerText("#main"), /与原文件一致/);
  await facts(page, "改造项目");
  await (await cellAt(page, 5, "编号")).click();
  await page.click('button:has-text("删去所选行")');
  await settled(page);
  assert.ok(!(await page.$(".faults")), (await page.$(".faults")) ? await page.innerText(".faults") : "");
  await page.click('.tabs button:has-text("地块")');
  assert.equal((await textsOf(page)).length, 6);
}

export async function the_date_in_force_is_a_trial_too(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "情景");
  await page.fill('input[aria-label="基准日"]', "2021-12-31");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.match(await page.innerText(".what p"), /2021-12-31/);
}

/** A cell of a table of the law, on trial: what it gives is the command's. */
export async function a_cell_of_a_parameter_is_tried(open) {
  const page = await open.shared(QINGYUAN);
  await part(page, "参数");
  await page.fill('input[type="search"]', "rank_quota");
  const row = page.locator('tr.on:has-text("rank_quota")');
  assert.match(await row.innerText(), /一等 500 亩/);
  await row.locator('button:has-text("逐项")').click();
  const field = page.locator('input[aria-label="奖励指标 一等 试算值"]');
  await field.fill("600");
  await field.press("Enter");
  await settled(page);
  assert.ok(!(await page.$(".faults")));
  // The law is shown as it is, whatever is tried, in the other language too.
  assert.match(await row.innerText(), /一等 500 亩/);
  await part(page, "改动与比较");
  assert.match(await page.innerText("#main table.data"), /奖励指标：一等\s+—\s+600 亩/);
  await page.click('.switches button:has-text("English")');
  await page.waitForSelector('.side button:has-text("Parameters")');
  await settled(page);
  await part(page, "Parameters");
  await page.fill('input[type="search"]', "rank_quota");
  await eventually(async () => assert.match(await row.innerText(), /first 500/));
  await page.click('.switches button:has-text("中文")');
  await page.waitForSelector('.side button:has-text("参数")');
  await settled(page);
  // A set's member is yes or no, a step of a scale has two figures; what no figure is, is refused in its place.
  await part(page, "参数");
  await page.fill('input[type="search"]', "lat_rates");
  await page.click('tr.on:has-text("lat_rates") button:has-text("逐项")');
  const rate = page.locator('input[aria-label="土地增值税四级超率累进税率 第 2 级：取值 试算值"]');
  await rate.fill("四成");
  await rate.press("Enter");
  await page.waitForSelector("td .fault");
  await rate.fill("45");
  await rate.press("Enter");
  await eventually(async () => assert.ok(!(await page.$("td .fault"))));
  await settled(page);
  const trial = report(QINGYUAN, "--set", "rank_quota.first=600 亩", "--set", "lat_rates.2.rate=45%");
  const view = trial.views.find((one) => one.id === "county");
  await part(page, "总览");
  const cash = view.rows[0].cells[view.lines.findIndex((one) => one.id === "city_cash")].value;
  assert.equal((await page.innerText('[data-figure="county.city_cash"]')).replace(/,/g, ""), Number(cash).toFixed(2));
}

export async function what_each_policy_changes_is_the_commands_own(open) {
  const page = await open.shared(QINGYUAN);
  const { changes } = JSON.parse(execFileSync(command, ["changes", join(root, QINGYUAN), "--policies", join(root, "policies"), "--format", "json"], { maxBuffer: 1 << 28 }).toString());
  await part(page, "各项政策的影响");
  await page.click('button:has-text("逐项测算")');
  await page.waitForSelector("#main table.data tbody tr");
  const titles = await page.$$eval("#main table.data tbody th", (all) => all.map((one) => one.textContent));
  assert.deepEqual(titles, changes.map((change) => change.title.zh));
  const change = changes.find((one) => one.parties.some((party) => party.id === "city" && party.kind === "cash"));
  const { with: held, difference } = change.parties.find((party) => party.id === "city" && party.kind === "cash");
  await page.click(`#main th button:has-text("${change.title.zh}")`);
  const told = (await page.innerText('#main section tr:has-text("市财政：现金")')).replace(/,/g, "");
  assert.ok(told.includes(held) && told.includes(difference), `${told} lacks ${held} or ${difference}`);
  // It is there when the reader comes back, and gone with the next change.
  await part(page, "总览");
  await part(page, "各项政策的影响");
  await page.waitForSelector("#main table.data tbody tr");
  await facts(page, "地块");
  await type(page, await cellAt(page, 1, "面积"), "30");
  await settled(page);
  await part(page, "各项政策的影响");
  assert.ok(!(await page.$("#main table.data")));
}

export async function steps_are_listed_and_undone_together(open) {
  const page = await open.shared(QINGYUAN);
  await facts(page, "地块");
  const before = await textsOf(page);
  for (const area of ["30", "31", "32"]) await type(page, await cellAt(page, 1, "面积"), area);
  await settled(page);
  await part(page, "改动与比较");
  const list = page.locator('button[aria-expanded="false"]:has-text("改动步骤")');
  await list.click();
  const steps = await page.$$eval("#main section tbody tr th", (all) => all.map((one) => one.textContent));
  assert.deepEqual(steps.slice(0, 3).map((text) => /：(\S+) 亩 → (\S+) 亩/.exec(text)?.slice(1)), [["31", "32"], ["30", "31"], ["26.4", "30"]]);
  await page.click('#main section tbody tr:nth-child(2) button:has-text("撤销到此步之前")');
  await settled(page);
  assert.match(await page.innerText("#main table.data"), /26\.4 亩\s+30 亩/);
  await page.click('#main button:has-text("重做")');
  await eventually(async () => assert.match(await page.innerText("#main table.data"), /26\.4 亩\s+31 亩/));
  await page.click('#main section tbody tr:nth-child(2) button:has-text("撤销到此步之前")');
  await settled(page);
  await facts(page, "地块");
  assert.deepEqual(await textsOf(page), before);
}

/** What is being worked out can be ended at any time; what was shown stays, and can be explained. */
export async function stop_ends_the_work_and_the_page_goes_on(open) {
  // An engine that never comes to an end with the first request of each kind.
  const page = await open(QINGYUAN, {
    init: () => {
      const held = new Set(['"call":"changes"', '"call":"set"']);
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message) {
        for (const kind of held) if (message.request?.includes(kind)) return void held.delete(kind);
        post.call(this, message);
      };
    },
  });
  await settled(page);
  await part(page, "各项政策的影响");
  await page.click('button:has-text("逐项测算")');
  await page.click(".actions .busy");
  await page.waitForSelector('.note:has-text("已停止")');
  assert.ok(!(await page.$(".faults")));
  await part(page, "总览");
  await page.click('[data-figure="county.prices"]');
  await page.waitForSelector(".derivation h3");
  await page.click(".drawer header button:last-child");
  await facts(page, "地块");
  await type(page, await cellAt(page, 1, "面积"), "30");
  await page.click(".actions .busy");
  await settled(page);
  await part(page, "总览");
  await page.waitForSelector('h2.part:has-text("改动前的数")');
  await facts(page, "地块");
  await page.click("h2.part");
  // Outside of any field these keys are the page's, not the browser's undo in a field without focus.
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await (await cellAt(page, 1, "面积")).innerText(), "26.4");
  await type(page, await cellAt(page, 1, "面积"), "31");
  await settled(page);
  await part(page, "总览");
  await eventually(async () => assert.equal(await page.innerText('[data-figure="county.land"]'), "218.65"));
}
stop_ends_the_work_and_the_page_goes_on.needsFile = true;

/** Memory that is out, a fault of the engine: it is said, and the next change is worked out by another one. */
export async function an_engine_that_traps_is_started_again(open) {
  const page = await open(QINGYUAN, {
    init: () => {
      window.started = 0;
      window.Worker = class extends Worker {
        constructor(url) {
          super(url);
          window.started++;
        }
        postMessage(message) {
          if (!message.request?.includes('"call":"set"') || window.trapped) return super.postMessage(message);
          window.trapped = true;
          this.onmessage({ data: { id: message.id, fault: "unreachable" } });
        }
      };
    },
  });
  await settled(page);
  await facts(page, "地块");
  await type(page, await cellAt(page, 1, "面积"), "30");
  await page.waitForSelector('.note.warn:has-text("unreachable")');
  await type(page, await cellAt(page, 1, "面积"), "31");
  await settled(page);
  await part(page, "总览");
  await eventually(async () => assert.equal(await page.innerText('[data-figure="county.land"]'), "218.65"));
  assert.equal(await page.evaluate(() => window.started), 2);
  assert.ok(!(await page.$('.note:has-text("unreachable")')), "what was mended is still told");
}
an_engine_that_traps_is_started_again.needsFile = true;

export async function a_hundred_edits_leave_little_behind(open) {
  const page = await open(QINGYUAN);
  await facts(page, "地块");
  const cell = await cellAt(page, 1, "面积");
  const size = async () => (await page.evaluate(() => (window.gc?.(), performance.memory.usedJSHeapSize))) / 2 ** 20;
  const edit = async (count) => {
    for (let at = 0; at < count; at++) {
      await type(page, cell, String(20 + (at % 7)));
      await settled(page);
    }
  };
  await edit(10);
  const before = await size();
  await edit(100);
  const grown = (await size()) - before;
  assert.ok(grown < 24, `${grown.toFixed(1)} MiB more after 100 edits`);
}
a_hundred_edits_leave_little_behind.long = true;
spellings_of_a_figure.long = true;
codes_keep_their_digits.long = true;
paste_from_wps_drops_the_blank_row_it_adds.long = true;

/** An undetermined sum whose known part moves tells by how much. */
export async function a_change_of_known_parts_is_told(open) {
  const page = await open.shared("scenarios/county/portfolio.cfg");
  await facts(page, "改造项目");
  const at = await page.$$eval("table.grid thead tr:last-child th", (heads) => heads.findIndex((head) => head.textContent.startsWith("改造后容积率")));
  const cell = page.locator("table.grid tbody tr", { hasText: "X16" }).locator("> *").nth(at);
  await cell.click();
  await page.keyboard.type("3.0");
  await page.keyboard.press("Enter");
  await settled(page);
  await part(page, "改动与比较");
  const net = page.locator("tr", { has: page.locator('[data-figure="county.city_cash"]') });
  const words = (await net.innerText()).replace(/\s+/g, " ");
  const found = /待定（已定部分 ([\d,.]+)）.*待定（已定部分 ([\d,.]+)） 已定部分 \+([\d,.]+)/.exec(words);
  assert.ok(found, words);
  const cents = (text) => BigInt(text.replace(/[,.]/g, ""));
  assert.ok([0n, 1n, -1n].includes(cents(found[2]) - cents(found[1]) - cents(found[3])), words);
}
