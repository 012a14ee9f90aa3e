/** One tab stop for a table or a list of figures; the arrow keys move among them (APG: grid). */
import type { TargetedKeyboardEvent } from "preact";

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function rove(event: TargetedKeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const from = (event.target as HTMLElement).closest<HTMLElement>("button.figure");
  if (!from || (!step && event.key !== "Home" && event.key !== "End")) return;
  const cell = from.closest<HTMLTableCellElement>("td,th");
  const to = cell ? inTable(cell, step, event.key === "End") : inList(event.currentTarget, from, step, event.key === "End");
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function inTable(cell: HTMLTableCellElement, step: readonly [number, number] | undefined, last: boolean): HTMLElement | null {
  const rows = Array.from(cell.closest("table")?.rows ?? []);
  const row = rows.indexOf(cell.parentElement as HTMLTableRowElement);
  if (!step) return edge(rows[row], last);
  const [down, right] = step;
  for (let r = row + down, c = cell.cellIndex + right; r >= 0 && r < rows.length && c >= 0 && c < (rows[r]?.cells.length ?? 0); r += down, c += right) {
    const found = rows[r]?.cells[c]?.querySelector<HTMLElement>("button.figure");
    if (found) return found;
  }
  return null;
}

function inList(list: HTMLElement, from: HTMLElement, step: readonly [number, number] | undefined, last: boolean): HTMLElement | null {
  if (!step) return edge(list, last);
  const all = Array.from(list.querySelectorAll<HTMLElement>("button.figure"));
  return all[all.indexOf(from) + step[0] + step[1]] ?? null;
}

function edge(within: HTMLElement | undefined, last: boolean): HTMLElement | null {
  const all = Array.from(within?.querySelectorAll<HTMLElement>("button.figure") ?? []);
  return (last ? all[all.length - 1] : all[0]) ?? null;
}
