// Size: long tables.
import assert from "node:assert/strict";
import { SMALL } from "./pages.mjs";

export async function ten_thousand_rows_are_held_and_turned(open) {
  const rows = ["改造项目,编号,名称"];
  for (let at = 1; at <= 10_000; at++) rows.push(`A1,H${at},权利人${at}`);
  const text = SMALL("长表").replace("tax_years =", 'holders = { csv = "holders.csv"; };\n  tax_years =');
  const page = await open({ scenario: "long.cfg", files: { "long.cfg": text, "holders.csv": `${rows.join("\r\n")}\r\n` } });
  await page.click('.side button:has-text("填报事实")');
  await page.click('.tabs button:has-text("权利人")');
  await page.waitForSelector("table.grid");
  assert.equal((await page.$$("table.grid tbody tr")).length, 200);
  await page.click("table.grid tbody td");
  await page.keyboard.press("Control+End");
  await page.waitForFunction(() => document.querySelector("table.grid tbody").textContent.includes("权利人10000"));
  assert.equal(await page.innerText("tr:has(td[data-active]) th"), "10000");
  assert.deepEqual(await page.$eval("table.grid", (grid) => [grid.getAttribute("aria-rowcount"), grid.querySelector("tr:has(td[data-active])").getAttribute("aria-rowindex")]), ["10001", "10001"]);
}
ten_thousand_rows_are_held_and_turned.long = true;
