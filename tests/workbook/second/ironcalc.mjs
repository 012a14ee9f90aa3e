// Works a workbook's formulas out in IronCalc: cells come as JSON on standard input ({names: {name: reference}, sheets: [[name, [[row,
// column, formula or null, value, tolerance], …]], …]}), what differs from their values goes out: [[sheet, row, column, shown], …].
//
// A figure is compared within the engine, by a formula of its own: what the engine shows of it has fewer digits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initSync, Model } from "@ironcalc/wasm";

const wasm = createRequire(import.meta.url).resolve("@ironcalc/wasm/wasm_bg.wasm");
initSync({ module: readFileSync(wasm) });

const book = JSON.parse(readFileSync(0, "utf8"));
const model = new Model("live", "en", "UTC", "en");
model.pauseEvaluation();

const letters = (column) => {
  let name = "";
  for (; column > 0; column = Math.floor((column - 1) / 26)) name = String.fromCharCode(65 + ((column - 1) % 26)) + name;
  return name;
};
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

for (const index of book.sheets.keys()) {
  if (index > 0) model.newSheet();
  model.renameSheet(index, book.sheets[index][0]);
}
for (const [name, reference] of Object.entries(book.names)) model.newDefinedName(name, null, reference);
for (const [index, [, cells]] of book.sheets.entries())
  for (const [row, column, formula, value] of cells)
    model.setUserInput(index, row, column, formula !== null ? `=${formula}` : typeof value === "number" ? String(value) : `'${value}`);

// The sheet of comparisons: 1 where a cell is not what it should be.
const checks = book.sheets.length;
model.newSheet();
const asked = [];
for (const [index, [name, cells]] of book.sheets.entries())
  for (const [row, column, formula, value, tolerance] of cells) {
    if (formula === null) continue;
    const cell = `'${name}'!${letters(column)}${row}`;
    const same = typeof value === "number" ? `ISNUMBER(${cell}),ABS(${cell}-(${value}))<=${tolerance}` : `ISTEXT(${cell}),EXACT(${cell},${quoted(value)})`;
    asked.push([index, row, column]);
    model.setUserInput(checks, asked.length, 1, `=IFERROR(IF(${same.replace(",", ",IF(")},0,1),1),1)`);
  }
model.resumeEvaluation();
model.evaluate();

const differ = [];
for (const [at, [index, row, column]] of asked.entries())
  if (model.getFormattedCellValue(checks, at + 1, 1) !== "0")
    differ.push([book.sheets[index][0], row, column, model.getFormattedCellValue(index, row, column)]);
process.stdout.write(JSON.stringify({ asked: asked.length, differ }));
