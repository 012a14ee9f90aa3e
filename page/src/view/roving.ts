/** One tab stop for a table of figures; the arrow keys move among them (APG: grid). */
import type { TargetedKeyboardEvent } from "preact";

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function rove(event: TargetedKeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const from = (event.target as HTMLElement).closest<HTMLElement>("button.figure");
  const cell = from?.closest<HTMLTableCellElement>("td,th");
  const table = cell?.closest("table");
  if (!from || !cell || !table || (!step && event.key !== "Home" && event.key !== "End")) return;
  const rows = Array.from(table.rows);
  const row = rows.indexOf(cell.parentElement as HTMLTableRowElement);
  const column = cell.cellIndex;
  const to = step ? along(rows, row, column, step) : edge(rows[row], event.key === "End");
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function along(rows: readonly HTMLTableRowElement[], row: number, column: number, [down, right]: readonly [number, number]): HTMLElement | null {
  for (let r = row + down, c = column + right; r >= 0 && r < rows.length && c >= 0 && c < (rows[r]?.cells.length ?? 0); r += down, c += right) {
    const found = rows[r]?.cells[c]?.querySelector<HTMLElement>("button.figure");
    if (found) return found;
  }
  return null;
}

function edge(row: HTMLTableRowElement | undefined, last: boolean): HTMLElement | null {
  const all = Array.from(row?.querySelectorAll<HTMLElement>("button.figure") ?? []);
  return (last ? all[all.length - 1] : all[0]) ?? null;
}
