/** From a place in a file ("parcels.csv:12:11", "book.xlsx:地块!F12", "--set projects[A1].far_after") to the cell that stands there. */
import { pathOf, rowsOf } from "../model/facts";
import type { CellPlace } from "../model/scenario";
import { cellOf } from "../model/session";
import type { Page } from "./page";

export function placeCell(page: Page, place: string): CellPlace | null {
  const { filed, facts } = page.state;
  if (!filed || !facts) return null;
  if (place.startsWith("--set ")) return cellOf(filed.tables, facts, place.slice("--set ".length));
  const known = page.session.cellAt(place);
  if (known) return known;
  // A row's place tells its line; its cells stand on the same one in tables, and below it in scenario files.
  const at = /^(.*):(\d+):(\d+)$/.exec(place);
  if (!at) return null;
  for (const table of filed.tables)
    for (const row of table.rows ?? []) {
      const begin = /^(.*):(\d+):(\d+)$/.exec(row.place);
      if (!begin || begin[1] !== at[1] || begin[2] !== at[2]) continue;
      const standing = rowsOf(facts, table.id).find((other) => pathOf(filed.tables, facts, table, other) === row.row);
      if (standing) return { table: table.id, row: standing.id, field: "" };
    }
  return null;
}
