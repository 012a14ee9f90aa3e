/** What a grid shows of a table, and how texts become cells. */
import { type Facts, type Field, type Row, type Table, columnUnit, inColumn, newId, pathOf, rowsOf, withCells, withRows, written } from "../model/facts";
import { exact, plain, sum } from "../model/number";
import { type Merge } from "../model/paste";
import type { Titles } from "../model/report";

/** The first column of a table below another says which row a row stands below. */
export const ABOVE = "";

export interface Column {
  readonly id: string; // of a field, or ABOVE
  readonly field: Field | null;
  readonly unit: string; // of its figures, as its heading says; "" where they have none
}



const FEW = 10; // fields that all have a column

/** The columns shown: those that have anything in them, those that must, and those that were asked for. */
export function columnsOf(table: Table, rows: readonly Row[], asked: ReadonlySet<string>, below: boolean): Column[] {
  const used = new Set(rows.flatMap((row) => Object.keys(row.cells)));
  const fields = table.fields.filter((field) => table.fields.length <= FEW || field.id === table.key || field.id === table.label || field.required || used.has(field.id) || asked.has(field.id));
  return [...(below ? [{ id: ABOVE, field: null, unit: "" }] : []), ...fields.map((field) => ({ id: field.id, field, unit: columnUnit(field, rows) ?? "" }))];
}

/** As the cell shows it: without its column's unit, a choice by its title. */
export function cellText(field: Field, unit: string, text: string | undefined, title: (titles: Titles) => string): string {
  if (text === undefined) return "";
  const choice = field.choices?.find((one) => one.id === text);
  return choice ? title(choice.title) : inColumn(field, text, unit);
}

/** Choices of a field as a list: truth values too, and the rows that a reference may name. */
export function choicesOf(tables: readonly Table[], facts: Facts, table: Table, column: Column, row: Row | undefined, title: (titles: Titles) => string): { readonly value: string; readonly text: string }[] {
  if (column.id === ABOVE) {
    const above = tables.find((other) => other.id === table.above);
    return above ? rowsOf(facts, above.id).map((other) => ({ value: String(other.id), text: titleOf(tables, facts, above, other) })) : [];
  }
  const field = column.field;
  if (field?.choices) return field.choices.map((choice) => ({ value: title(choice.title), text: title(choice.title) }));
  if (field?.type === "truth") return ["是", "否"].map((word) => ({ value: word, text: word }));
  const target = field?.type === "reference" ? tables.find((other) => other.id === field.table) : undefined;
  if (!target?.key) return [];
  const key = target.key;
  return rowsOf(facts, target.id)
    .filter((other) => other.above === row?.above)
    .map((other) => ({ value: other.cells[key] ?? "", text: titleOf(tables, facts, target, other) }));
}

export function titleOf(tables: readonly Table[], facts: Facts, table: Table, row: Row): string {
  const label = table.label && table.label !== table.key ? row.cells[table.label] : undefined;
  return `${pathOf(tables, facts, table, row)}${label ? ` ${label}` : ""}`;
}

/** A name for a new row: the last one's with the next number. */
export function nextKey(table: Table, rows: readonly Row[]): string {
  const key = table.key ?? "";
  const taken = new Set(rows.map((row) => row.cells[key]));
  const last = [...rows].reverse().map((row) => row.cells[key]).find(Boolean) ?? `${table.one.slice(0, 1).toUpperCase()}0`;
  const found = /^(.*?)(\d+)$/.exec(last);
  const [prefix, digits] = found ? [found[1] ?? "", found[2] ?? "0"] : [last, "1"];
  for (let number = BigInt(digits) + 1n; ; number += 1n) {
    const name = `${prefix}${number.toString().padStart(digits.length, "0")}`;
    if (!taken.has(name)) return name;
  }
}

/** Which of a table's fields a pasted heading names, "面积（亩）": with the unit that it says. Null: it is no heading. */
export function readHeading(table: Table, tables: readonly Table[], cells: readonly string[]): ({ readonly column: string; readonly unit: string | null } | null)[] | null {
  const above = tables.find((other) => other.id === table.above);
  const found = cells.map((cell) => {
    const text = cell.trim();
    const split = /^(.*?)\s*[（(]([^（）()]+)[)）]$/.exec(text);
    for (const [name, unit] of [[text, null], [split?.[1] ?? text, split?.[2] ?? null]] as const) {
      const field = table.fields.find((one) => one.id === name || one.title.zh === name || one.title.en === name);
      if (field) return { column: field.id, unit };
      if (above && (above.one === name || above.id === name || above.title.zh === name || above.title.en === name)) return { column: ABOVE, unit: null };
    }
    return null;
  });
  const filled = cells.filter((cell) => cell.trim() !== "").length;
  return filled > 0 && found.filter(Boolean).length * 2 > filled ? found : null;
}

export interface Paste {
  readonly cells: readonly { readonly row: number; readonly field: string; readonly text: string }[];
  readonly added: readonly Row[];
  readonly moved: readonly { readonly row: number; readonly above: number }[];
  readonly rows: number;
  readonly columns: number;
  readonly sums: readonly { readonly title: Titles; readonly text: string }[];
  readonly refused: readonly string[];
}

/** Works out what a block of texts put at a cell would change, without changing anything. */
export function planPaste(tables: readonly Table[], facts: Facts, table: Table, columns: readonly Column[], at: { readonly row: number; readonly column: number }, block: readonly (readonly string[])[], merges: readonly Merge[]): Paste {
  const heading = block.length > 1 ? readHeading(table, tables, block[0] ?? []) : null;
  const body = heading ? block.slice(1) : block;
  const standing = rowsOf(facts, table.id);
  const above = tables.find((other) => other.id === table.above);
  const cells: { row: number; field: string; text: string }[] = [];
  const added: Row[] = [];
  const moved: { row: number; above: number }[] = [];
  const refused: string[] = [];
  const columnAt = (c: number): { id: string; unit: string | null } | null => {
    if (heading) return heading[c] ? { id: heading[c].column, unit: heading[c].unit } : null;
    const column = columns[at.column + c];
    return column ? { id: column.id, unit: null } : null;
  };
  for (const merge of merges)
    if (merge.rows > 1 && Array.from({ length: merge.columns }, (_, c) => columnAt(merge.column + c)?.id).some((id) => id === table.key || id === ABOVE)) refused.push("merged");
  body.forEach((texts, r) => {
    let row = standing[at.row + r];
    if (!row) {
      row = { id: newId(), above: standing[standing.length - 1]?.above ?? (above ? rowsOf(facts, above.id)[0]?.id ?? null : null), cells: {} };
      added.push(row);
    }
    const id = row.id;
    const fresh: Record<string, string> = {};
    texts.forEach((text, c) => {
      const column = columnAt(c);
      if (!column) return;
      if (column.id === ABOVE) {
        const parent = above && rowsOf(facts, above.id).find((other) => [pathOf(tables, facts, above, other), above.label ? other.cells[above.label] : undefined].includes(text.trim()));
        if (!parent) refused.push(text);
        else if (added.includes(row as Row)) added[added.indexOf(row as Row)] = row = { ...(row as Row), above: parent.id };
        else if (row?.above !== parent.id) moved.push({ row: id, above: parent.id });
        return;
      }
      const field = table.fields.find((one) => one.id === column.id);
      if (!field) return;
      const value = written(field, text, column.unit ?? columns.find((one) => one.id === field.id)?.unit ?? columnUnit(field, standing));
      fresh[field.id] = value;
      cells.push({ row: id, field: field.id, text: value });
    });
    const place = added.findIndex((one) => one.id === id);
    if (place >= 0) {
      const key = table.key && !fresh[table.key] ? { [table.key]: nextKey(table, [...standing, ...added]) } : {};
      added[place] = { ...(added[place] as Row), cells: { ...key, ...Object.fromEntries(Object.entries(fresh).filter(([, text]) => text !== "")) } };
    }
  });
  return { cells: cells.filter((cell) => !added.some((row) => row.id === cell.row)), added, moved, rows: body.length, columns: Math.max(...block.map((row) => row.length)), sums: sumsOf(table, body, columnAt), refused };
}

function sumsOf(table: Table, body: readonly (readonly string[])[], columnAt: (c: number) => { id: string } | null): Paste["sums"] {
  const width = Math.max(0, ...body.map((row) => row.length));
  return Array.from({ length: width }, (_, c) => c).flatMap((c) => {
    const field = table.fields.find((one) => one.id === columnAt(c)?.id);
    if (!field || field.type !== "number" || field.integer) return [];
    const figures = body.map((row) => exact((row[c] ?? "").normalize("NFKC").replace(/,/g, "").trim()));
    return figures.every((figure) => figure !== null) ? [{ title: field.title, text: plain(sum(figures)) }] : [];
  });
}

export function applyPaste(facts: Facts, table: string, paste: Paste): Facts {
  let next = withCells(facts, table, paste.cells);
  if (paste.moved.length > 0) {
    const to = new Map(paste.moved.map((move) => [move.row, move.above]));
    next = { ...next, rows: { ...next.rows, [table]: rowsOf(next, table).map((row) => (to.has(row.id) ? { ...row, above: to.get(row.id) ?? null } : row)) } };
  }
  return withRows(next, table, paste.added);
}
