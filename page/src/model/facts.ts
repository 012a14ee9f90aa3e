/**
 * The facts of a scenario as people file them: rows of tables, each cell a text with its unit. A change
 * makes a new value and shares what stays; so undo is a list of earlier values, and what was changed
 * is a comparison with the file as it was.
 */
import type { Titles } from "./report";

export interface Choice {
  readonly id: string;
  readonly title: Titles;
  readonly also: readonly string[];
}
export interface Field {
  readonly id: string;
  readonly title: Titles;
  readonly type: "number" | "truth" | "date" | "choice" | "text" | "reference";
  readonly unit: string | null;
  readonly filed_unit: string | null;
  readonly integer: boolean;
  readonly required: boolean;
  readonly default: string | null;
  readonly least: string | null;
  readonly most: string | null;
  readonly choices: readonly Choice[] | null;
  readonly table: string | null;
}
export interface FiledRow {
  readonly row: string;
  readonly place: string;
  readonly typed: readonly (string | null)[];
  readonly values: readonly (string | null)[];
  readonly faults?: readonly { readonly field: string; readonly line: number; readonly column: number }[];
}
export interface Table {
  readonly id: string;
  readonly one: string;
  readonly title: Titles;
  readonly above: string | null;
  readonly made: boolean;
  readonly key: string | null;
  readonly label: string | null;
  readonly fields: readonly Field[];
  readonly rows: readonly FiledRow[] | null;
}
/** What the engine's `tables` tells. */
export interface Filed {
  readonly scenario: {
    readonly id: string;
    readonly title: Titles;
    readonly as_of: string;
    readonly known_at: string | null;
    readonly packs: readonly string[];
    readonly digest: string;
  };
  readonly tables: readonly Table[];
}

export interface Row {
  readonly id: number; // the same as long as the row is there, whatever its key
  readonly above: number | null;
  readonly cells: Readonly<Record<string, string>>; // by field; what is not there is not filed
}
export interface Facts {
  readonly asOf: string;
  readonly rows: Readonly<Record<string, readonly Row[]>>; // by table
  readonly parameters: Readonly<Record<string, string>>; // on trial, by path
}

const BARE = /^[+-]?[\d,]*\d(?:\.\d+)?$/;

/** A figure with its unit: a bare one gets this. Full-width digits and signs become plain ones. */
export function withUnit(text: string, unit: string | null): string {
  const narrow = text.trim().normalize("NFKC");
  if (!unit || !BARE.test(narrow)) return narrow;
  return unit === "%" ? `${narrow}%` : `${narrow} ${unit}`;
}

/** A cell with its unit: a bare figure gets that of its column. */
export const written = (field: Field, text: string, unit: string | null = columnUnit(field)): string =>
  field.type === "number" ? withUnit(text, field.integer ? null : unit) : text.trim();

/**
 * The unit that bare figures of a column are taken in, which its heading says: the file's; else the one
 * that all its cells bear; else the field's.
 */
export function columnUnit(field: Field, rows: readonly Row[] = []): string | null {
  if (field.type !== "number" || field.filed_unit) return field.filed_unit || null;
  const units = new Set(rows.flatMap((row) => (row.cells[field.id] === undefined ? [] : [unitIn(row.cells[field.id] ?? "")])));
  const [only] = units;
  return units.size === 1 && only ? only : field.unit || null;
}

/** "37.65 亩": 亩; "" where the text has none. */
const unitIn = (text: string): string => /^[+-]?[\d,]*\d(?:\.\d+)?\s*(\S.*)?$/.exec(text)?.[1] ?? "";

/** A cell without the unit that its column's head says. */
export function inColumn(field: Field, text: string, unit: string | null): string {
  if (field.type !== "number" || !unit || !text.endsWith(unit)) return text;
  const figure = text.slice(0, -unit.length).trim();
  return BARE.test(figure) ? figure : text;
}

let lastId = 0;
export const newId = (): number => ++lastId;

export function factsOf(filed: Filed): Facts {
  const rows: Record<string, readonly Row[]> = {};
  const ids = new Map<string, number>(); // "table:path"
  for (const table of filed.tables) {
    if (table.made || !table.rows) continue;
    rows[table.id] = table.rows.map((row) => {
      const id = newId();
      ids.set(`${table.id}:${row.row}`, id);
      const cells: Record<string, string> = {};
      table.fields.forEach((field, at) => {
        const text = row.typed[at];
        if (text !== null && text !== undefined && text !== "") cells[field.id] = written(field, text);
      });
      const slash = row.row.lastIndexOf("/");
      const above = table.above ? ids.get(`${table.above}:${row.row.slice(0, Math.max(slash, 0))}`) ?? null : null;
      return { id, above, cells };
    });
  }
  return { asOf: filed.scenario.as_of, rows, parameters: {} };
}

/** The portfolio is the one table that stands below none. */
export const isPortfolio = (table: Table): boolean => table.above === null;
export const tablesBelow = (tables: readonly Table[], above: Table): Table[] => tables.filter((table) => table.above === above.id);

export const rowsOf = (facts: Facts, table: string): readonly Row[] => facts.rows[table] ?? [];

/** A row by its keys from the top, "A1/B3"; "" of the portfolio. */
export function pathOf(tables: readonly Table[], facts: Facts, table: Table, row: Row): string {
  const key = table.key ? row.cells[table.key] ?? "" : "";
  const above = tables.find((other) => other.id === table.above);
  const parent = above && rowsOf(facts, above.id).find((other) => other.id === row.above);
  const before = above && parent ? pathOf(tables, facts, above, parent) : "";
  return before ? `${before}/${key}` : key;
}

export function withCells(facts: Facts, table: string, cells: readonly { readonly row: number; readonly field: string; readonly text: string }[]): Facts {
  const byRow = new Map<number, Record<string, string>>();
  for (const cell of cells) byRow.set(cell.row, { ...byRow.get(cell.row), [cell.field]: cell.text });
  const rows = rowsOf(facts, table).map((row) => {
    const changes = byRow.get(row.id);
    if (!changes) return row;
    const next: Record<string, string> = { ...row.cells };
    for (const [field, text] of Object.entries(changes)) {
      if (text === "") delete next[field];
      else next[field] = text;
    }
    return { ...row, cells: next };
  });
  return { ...facts, rows: { ...facts.rows, [table]: rows } };
}

/** New rows behind the last one that stands below the same row, so that siblings stay together. */
export function withRows(facts: Facts, table: string, added: readonly Row[]): Facts {
  const rows = [...rowsOf(facts, table)];
  for (const row of added) {
    let at = rows.length;
    if (row.above !== null) {
      const last = rows.map((other) => other.above).lastIndexOf(row.above);
      if (last >= 0) at = last + 1;
    }
    rows.splice(at, 0, row);
  }
  return { ...facts, rows: { ...facts.rows, [table]: rows } };
}

/** Without rows, and without those that stand below them. */
export function withoutRows(tables: readonly Table[], facts: Facts, table: string, gone: ReadonlySet<number>): Facts {
  let next: Facts = { ...facts, rows: { ...facts.rows, [table]: rowsOf(facts, table).filter((row) => !gone.has(row.id)) } };
  for (const below of tables.filter((other) => other.above === table)) {
    const children = new Set(rowsOf(next, below.id).filter((row) => row.above !== null && gone.has(row.above)).map((row) => row.id));
    if (children.size > 0) next = withoutRows(tables, next, below.id, children);
  }
  return next;
}

export interface Change {
  readonly table: string;
  readonly row: string; // its path; "" of the portfolio, the head and parameters
  readonly id: number | null;
  readonly field: string; // "" where a whole row came or went
  readonly was: string | null;
  readonly now: string | null;
  readonly kind: "cell" | "added" | "removed" | "parameter" | "date";
}

/** What differs, in the order of the tables: the file as it was against what stands. */
export function changesBetween(tables: readonly Table[], was: Facts, now: Facts): Change[] {
  const changes: Change[] = [];
  if (was.asOf !== now.asOf) changes.push({ table: "", row: "", id: null, field: "as_of", was: was.asOf, now: now.asOf, kind: "date" });
  for (const table of tables) {
    if (rowsOf(was, table.id) === rowsOf(now, table.id)) continue;
    const before = new Map(rowsOf(was, table.id).map((row) => [row.id, row]));
    const after = new Set(rowsOf(now, table.id).map((row) => row.id));
    for (const row of rowsOf(now, table.id)) {
      const old = before.get(row.id);
      if (old === row) continue;
      const path = pathOf(tables, now, table, row);
      if (!old) changes.push({ table: table.id, row: path, id: row.id, field: "", was: null, now: summary(table, row), kind: "added" });
      else changes.push(...changedCells(table, path, old, row));
    }
    for (const row of rowsOf(was, table.id))
      if (!after.has(row.id)) changes.push({ table: table.id, row: pathOf(tables, was, table, row), id: row.id, field: "", was: summary(table, row), now: null, kind: "removed" });
  }
  for (const path of new Set([...Object.keys(was.parameters), ...Object.keys(now.parameters)]))
    if (was.parameters[path] !== now.parameters[path])
      changes.push({ table: "", row: "", id: null, field: path, was: was.parameters[path] ?? null, now: now.parameters[path] ?? null, kind: "parameter" });
  return changes;
}

const summary = (table: Table, row: Row): string =>
  table.fields.map((field) => row.cells[field.id]).filter(Boolean).join("，");

function changedCells(table: Table, path: string, old: Row, row: Row): Change[] {
  return table.fields
    .filter((field) => old.cells[field.id] !== row.cells[field.id])
    .map((field) => ({ table: table.id, row: path, id: row.id, field: field.id, was: old.cells[field.id] ?? null, now: row.cells[field.id] ?? null, kind: "cell" as const }));
}

/** Takes one change back. */
export function withoutChange(tables: readonly Table[], was: Facts, now: Facts, change: Change): Facts {
  switch (change.kind) {
    case "date":
      return { ...now, asOf: was.asOf };
    case "parameter": {
      const parameters = { ...now.parameters };
      if (change.was === null) delete parameters[change.field];
      else parameters[change.field] = change.was;
      return { ...now, parameters };
    }
    case "added":
      return withoutRows(tables, now, change.table, new Set([change.id ?? -1]));
    case "removed": {
      const row = rowsOf(was, change.table).find((other) => other.id === change.id);
      return row ? withRows(now, change.table, [row]) : now;
    }
    case "cell":
      return withCells(now, change.table, [{ row: change.id ?? -1, field: change.field, text: change.was ?? "" }]);
  }
}

/** The changes as settings of the engine, or null where only another scenario file says them: rows that come, go or are renamed, cells that are emptied. */
export function asSettings(tables: readonly Table[], was: Facts, now: Facts): { path: string; value: string }[] | null {
  const settings: { path: string; value: string }[] = [];
  for (const change of changesBetween(tables, was, now)) {
    if (change.kind === "date") continue;
    if (change.kind === "parameter") {
      if (change.now !== null) settings.push({ path: change.field, value: change.now });
      continue;
    }
    const table = tables.find((other) => other.id === change.table);
    if (change.kind !== "cell" || change.now === null || !table || change.field === table.key) return null;
    settings.push({ path: isPortfolio(table) ? change.field : `${table.id}[${change.row}].${change.field}`, value: change.now });
  }
  return settings;
}
