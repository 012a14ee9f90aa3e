/** A scenario file written from facts: one cell a line, so that a fault's line tells its cell. */
import { type Facts, type Filed, type Row, type Table, rowsOf, tablesBelow } from "./facts";

export interface CellPlace {
  readonly table: string;
  readonly row: number;
  readonly field: string;
}
export interface Written {
  readonly text: string;
  readonly cells: ReadonlyMap<number, CellPlace>; // by line, from 1
}

const quoted = (text: string): string => {
  const escaped = text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t");
  return `"${escaped.replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`)}"`;
};

export function writeScenario(filed: Filed, facts: Facts): Written {
  const lines: string[] = [];
  const cells = new Map<number, CellPlace>();
  const head = filed.scenario;
  const title = [head.title.zh === null ? "" : `zh = ${quoted(head.title.zh)}; `, head.title.en === null ? "" : `en = ${quoted(head.title.en)}; `].join("");
  lines.push("scenario:", "{", `  id    = ${quoted(head.id)};`, `  title = { ${title}};`, `  as_of = ${quoted(facts.asOf)};`);
  if (head.known_at !== null) lines.push(`  known_at = ${quoted(head.known_at)};`);
  lines.push(`  packs = [ ${head.packs.map(quoted).join(", ")} ];`, "};", "portfolio:", "{");

  const writeRow = (table: Table, row: Row, indent: string): void => {
    for (const field of table.fields) {
      const text = row.cells[field.id];
      if (text === undefined) continue;
      lines.push(`${indent}${field.id} = ${quoted(text)};`);
      cells.set(lines.length, { table: table.id, row: row.id, field: field.id });
    }
    for (const below of tablesBelow(filed.tables, table)) if (!below.made) writeTable(below, row, indent);
  };
  const writeTable = (table: Table, above: Row, indent: string): void => {
    const rows = rowsOf(facts, table.id).filter((row) => row.above === above.id);
    if (rows.length === 0) return;
    lines.push(`${indent}${table.id} =`, `${indent}(`);
    rows.forEach((row, at) => {
      lines.push(`${indent}  {`);
      cells.set(lines.length, { table: table.id, row: row.id, field: table.key ?? "" });
      writeRow(table, row, `${indent}    `);
      lines.push(`${indent}  }${at + 1 < rows.length ? "," : ""}`);
    });
    lines.push(`${indent});`);
  };

  const portfolio = filed.tables[0];
  const own = portfolio && rowsOf(facts, portfolio.id)[0];
  if (portfolio && own) writeRow(portfolio, own, "  ");
  lines.push("};", "");
  return { text: lines.join("\n"), cells };
}
