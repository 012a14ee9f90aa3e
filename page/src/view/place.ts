/** From a place in a file ("parcels.csv:12:11", "book.xlsx:地块!F12", "--set projects[A1].far_after") to the cell that stands there. */
import { type Table, pathOf, rowsOf } from "../model/facts";
import type { CellPlace } from "../model/scenario";
import { cellOf } from "../model/session";
import type { Page } from "./page";

/** The file, or the workbook's sheet, and the line or row in it: "parcels.csv" 12, "book.xlsx:地块" 12. */
function lineOf(place: string): { readonly of: string; readonly line: string } | null {
  const found = /^(.*):(\d+):\d+$/.exec(place) ?? /^(.*)![A-Z]+(\d+)$/.exec(place);
  return found ? { of: found[1] ?? "", line: found[2] ?? "" } : null;
}

/**
 * The cell that was read at a place. `text`: the expression that read it, "given(plot_assessment)": of its names the last one
 * that is a field of the row's table is the cell's; where none is, the place is the row's as a whole.
 */
export function placeCell(page: Page, place: string, text = ""): CellPlace | null {
  const { filed, facts } = page.state;
  if (!filed || !facts) return null;
  if (place.startsWith("--set ")) return cellOf(filed.tables, facts, place.slice("--set ".length));
  const names = (text.match(/\w+/g) ?? []).reverse();
  const fieldOf = (table: Table): string | undefined => names.find((name) => table.fields.some((one) => one.id === name));
  const known = page.session.cellAt(place);
  const of = known && filed.tables.find((table) => table.id === known.table);
  // A default stands at its row's line.
  if (known) return { ...known, field: (of && fieldOf(of)) ?? known.field };
  // A row's place tells its line; its cells stand on the same one in tables, and below it in scenario files.
  const at = lineOf(place);
  if (!at) return null;
  for (const table of filed.tables)
    for (const row of table.rows ?? []) {
      const begin = lineOf(row.place);
      if (!begin || begin.of !== at.of || begin.line !== at.line) continue;
      const standing = rowsOf(facts, table.id).find((other) => pathOf(filed.tables, facts, table, other) === row.row);
      if (standing) return { table: table.id, row: standing.id, field: fieldOf(table) ?? "" };
    }
  return null;
}
