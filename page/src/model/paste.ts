/**
 * What a spreadsheet puts on the clipboard, read as a table. Excel and WPS give tab-separated text, in
 * which a cell with line ends or tabs is quoted, and end the range with one line end.
 */
export function readTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const end = text.length;
  while (at <= end) {
    const [cell, next] = readCell(text, at);
    row.push(cell);
    const mark = text[next];
    if (mark === "\t") {
      at = next + 1;
      continue;
    }
    rows.push(row);
    row = [];
    if (next >= end) break;
    at = next + (mark === "\r" && text[next + 1] === "\n" ? 2 : 1);
    if (at >= end) break; // the range's own last line end begins no further row
  }
  return trimmed(rows);
}

/** A cell from `at` on, and where it ends. A quote counts where it opens a cell and another closes it in front of a tab or line end. */
function readCell(text: string, at: number): [string, number] {
  if (text[at] === '"') {
    let close = at + 1;
    let cell = "";
    while (close < text.length) {
      if (text[close] !== '"') cell += text[close++];
      else if (text[close + 1] === '"') (cell += '"'), (close += 2);
      else break;
    }
    const behind = text[close + 1];
    if (close < text.length && (behind === undefined || behind === "\t" || behind === "\r" || behind === "\n")) return [cell, close + 1];
  }
  let next = at;
  while (next < text.length && text[next] !== "\t" && text[next] !== "\r" && text[next] !== "\n") next++;
  return [text.slice(at, next), next];
}

/** WPS and some browsers add a row or a column without anything in it. */
function trimmed(rows: string[][]): string[][] {
  const blank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");
  while (rows.length > 1 && blank(rows[rows.length - 1] ?? [])) rows.pop();
  return rows;
}

export interface Merge {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Merged cells that the HTML flavour tells of. The document is inert: nothing in it is loaded or run. */
export function readMerges(html: string): Merge[] {
  if (!/(?:row|col)span/i.test(html)) return [];
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const merges: Merge[] = [];
  Array.from(table?.rows ?? []).forEach((tr, row) => {
    let column = 0;
    for (const cell of Array.from(tr.cells)) {
      const own = !/mso-ignore\s*:\s*colspan/i.test(cell.getAttribute("style") ?? "");
      if (own && (cell.rowSpan > 1 || cell.colSpan > 1)) merges.push({ row, column, rows: cell.rowSpan, columns: cell.colSpan });
      column += cell.colSpan;
    }
  });
  return merges;
}

/** Cells for the clipboard, quoted where a spreadsheet would take them apart. */
export const writeTable = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join("\t")).join("\r\n");
