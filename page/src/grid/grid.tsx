/**
 * A grid on a real table. One text field lies over the active cell and always has the focus: so the
 * first key of an input method reaches it, and typing begins there. The field is the browser's own:
 * nothing is written into it while a reader types or composes.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TargetedClipboardEvent, TargetedKeyboardEvent } from "preact";
import { type Table, newId, rowsOf, withCells, withRows, withoutRows, written } from "../model/facts";
import { readMerges, readTable, writeTable } from "../model/paste";
import { usePage } from "../view/page";
import { ABOVE, type Column, type Paste, applyPaste, cellText, choicesOf, columnsOf, nextKey, planPaste, titleOf } from "./cells";

interface At {
  readonly row: number;
  readonly column: number;
}
const PAGE_OF_ROWS = 200;

export function Grid({ table }: { readonly table: Table }) {
  const page = usePage();
  const { facts, filed, was, faults } = page.state;
  const tables = filed?.tables ?? [];
  const rows = facts ? rowsOf(facts, table.id) : [];
  const above = tables.find((other) => other.id === table.above);
  const [asked, ask] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => columnsOf(table, rows, asked, above !== undefined && above.above !== null), [table, rows, asked]);
  const [active, setActive] = useState<At>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<At>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const [picking, setPicking] = useState<number | null>(null); // which choice of an open list
  const [preview, setPreview] = useState<Paste | null>(null);
  const [first, setFirst] = useState(0); // of the rows shown
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const composing = useRef(false);
  const leaving = useRef(false); // after Esc, Tab leaves the grid
  const dragging = useRef(false);

  const at: At = { row: Math.max(0, Math.min(active.row, rows.length - 1)), column: Math.max(0, Math.min(active.column, columns.length - 1)) };
  const column = columns[at.column];
  const row = rows[at.row];
  const title = page.title;
  const textAt = (r: number, c: number): string => {
    const line = rows[r];
    const one = columns[c];
    if (!line || !one || !facts) return "";
    if (one.id === ABOVE) {
      const parent = above && rowsOf(facts, above.id).find((other) => other.id === line.above);
      return above && parent ? titleOf(tables, facts, above, parent) : "";
    }
    return one.field ? cellText(one.field, one.unit, line.cells[one.id], title) : "";
  };
  const choices = column && facts ? choicesOf(tables, facts, table, column, row, title) : [];
  const faultAt = (r: number, c: number) => faults.find((fault) => fault.cell?.table === table.id && fault.cell.row === rows[r]?.id && (fault.cell.field === columns[c]?.id || (fault.cell.field === "" && c === 0)));

  // ---- the field lies over the active cell

  useLayoutEffect(() => {
    const input = field.current;
    const cell = box.current?.querySelector<HTMLElement>('td[data-active="true"]');
    if (!input || !cell) return;
    input.style.left = `${cell.offsetLeft}px`;
    input.style.top = `${cell.offsetTop}px`;
    input.style.width = `${Math.max(cell.offsetWidth, editing ? 180 : 0)}px`;
    input.style.height = `${Math.min(cell.offsetHeight, 34)}px`;
  });
  useEffect(() => {
    box.current?.querySelector('td[data-active="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at.row, at.column]);
  useEffect(() => {
    if (at.row < first || at.row >= first + PAGE_OF_ROWS) setFirst(Math.floor(at.row / PAGE_OF_ROWS) * PAGE_OF_ROWS);
  }, [at.row]);
  useEffect(() => {
    const target = page.target;
    if (target?.table !== table.id) return;
    const r = rows.findIndex((other) => other.id === target.row);
    if (!columns.some((one) => one.id === target.field) && target.field !== "") ask(new Set([...asked, target.field]));
    const c = Math.max(0, columns.findIndex((one) => one.id === target.field));
    if (r >= 0) move({ row: r, column: c });
    field.current?.focus();
  }, [page.target, columns.length]);

  function clear(): void {
    if (field.current) field.current.value = "";
    setEditing(false);
    setPicking(null);
  }
  function move(to: At, extend = false): void {
    const next = { row: Math.max(0, Math.min(to.row, rows.length - 1)), column: Math.max(0, Math.min(to.column, columns.length - 1)) };
    setActive(next);
    if (!extend) setAnchor(next);
    clear();
  }
  function begin(text: string | null): void {
    if (text !== null && field.current) {
      field.current.value = text;
      field.current.select();
    }
    setEditing(true);
  }
  function put(text: string): void {
    if (!facts || !row || !column) return;
    if (column.id === ABOVE) {
      const parent = choices.find((choice) => choice.value === text || choice.text === text);
      if (parent) page.session.change(applyPaste(facts, table.id, { cells: [], added: [], moved: [{ row: row.id, above: Number(parent.value) }], rows: 1, columns: 1, sums: [], refused: [] }));
      return;
    }
    if (!column.field || text === textAt(at.row, at.column)) return;
    page.session.change(withCells(facts, table.id, [{ row: row.id, field: column.id, text: written(column.field, text, column.unit) }]));
  }
  function commit(): void {
    if (editing && field.current) put(field.current.value);
    clear();
  }

  const selected = { top: Math.min(anchor.row, at.row), bottom: Math.max(anchor.row, at.row), left: Math.min(anchor.column, at.column), right: Math.max(anchor.column, at.column) };
  const selection = (): string[][] => Array.from({ length: selected.bottom - selected.top + 1 }, (_, r) => Array.from({ length: selected.right - selected.left + 1 }, (_, c) => textAt(selected.top + r, selected.left + c)));
  function erase(): void {
    if (!facts) return;
    const cells = [];
    for (let r = selected.top; r <= selected.bottom; r++)
      for (let c = selected.left; c <= selected.right; c++) {
        const [line, one] = [rows[r], columns[c]];
        if (line && one?.field && line.cells[one.id] !== undefined) cells.push({ row: line.id, field: one.id, text: "" });
      }
    if (cells.length > 0) page.session.change(withCells(facts, table.id, cells));
  }
  function addRow(): void {
    if (!facts) return;
    const parent = row?.above ?? (above ? rowsOf(facts, above.id)[0]?.id ?? null : null);
    const siblings = rows.filter((other) => other.above === parent);
    const cells = table.key ? { [table.key]: nextKey(table, siblings.length > 0 ? siblings : rows) } : {};
    const fresh = { id: newId(), above: parent, cells };
    const next = withRows(facts, table.id, [fresh]);
    page.session.change(next);
    move({ row: rowsOf(next, table.id).findIndex((other) => other.id === fresh.id), column: at.column });
    setActive({ row: rowsOf(next, table.id).findIndex((other) => other.id === fresh.id), column: Math.min(1, columns.length - 1) });
    field.current?.focus();
  }
  function removeRows(): void {
    if (!facts || !row) return;
    const gone = new Set(rows.slice(selected.top, selected.bottom + 1).map((line) => line.id));
    page.session.change(withoutRows(tables, facts, table.id, gone));
    page.say(page.t(`已删去 ${gone.size} 行及其下的行，可按 Ctrl+Z 撤销`, `${gone.size} rows and what stood below them removed; Ctrl+Z takes it back`));
  }

  // ---- keys

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    // Keys that choose a candidate are the input method's: some say so by the code alone, some only just after.
    if (event.isComposing || event.keyCode === 229 || composing.current) return;
    const control = event.ctrlKey || event.metaKey;
    if (picking !== null && pickKey(event)) return;
    if (control && !editing && !event.altKey) {
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        if (key === "y" || event.shiftKey) page.session.redo();
        else page.session.undo();
        return;
      }
      if (key === "a") {
        event.preventDefault();
        setAnchor({ row: 0, column: 0 });
        setActive({ row: rows.length - 1, column: columns.length - 1 });
        return;
      }
    }
    if (event.altKey && event.key === "ArrowDown" && choices.length > 0) {
      event.preventDefault();
      setPicking(Math.max(0, choices.findIndex((choice) => choice.text === textAt(at.row, at.column))));
      return;
    }
    if (event.key === "Tab") return tab(event);
    leaving.current = false;
    const done = editing ? editKey(event) : moveKey(event, control);
    if (done) event.preventDefault();
  }
  /** A browser's own undo writes into a field that has no focus too: that is nobody's typing. */
  function onInput(): void {
    if (document.activeElement !== field.current) clear();
    else if (!editing) setEditing(true);
  }
  function tab(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    if (leaving.current && !editing) return;
    const to = { row: at.row, column: at.column + (event.shiftKey ? -1 : 1) };
    if (to.column >= columns.length) Object.assign(to, { row: at.row + 1, column: 0 });
    if (to.column < 0) Object.assign(to, { row: at.row - 1, column: columns.length - 1 });
    commit();
    if (to.row < 0 || to.row >= rows.length) return; // out of the grid
    event.preventDefault();
    move(to);
  }
  function editKey(event: TargetedKeyboardEvent<HTMLInputElement>): boolean {
    switch (event.key) {
      case "Enter":
        commit();
        move({ row: at.row + (event.shiftKey ? -1 : 1), column: at.column });
        return true;
      case "Escape":
        clear();
        return true;
      case "ArrowUp":
      case "ArrowDown":
        commit();
        move({ row: at.row + (event.key === "ArrowUp" ? -1 : 1), column: at.column });
        return true;
      default:
        return false;
    }
  }
  function moveKey(event: TargetedKeyboardEvent<HTMLInputElement>, control: boolean): boolean {
    const far = control ? 1_000_000 : 1;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far], PageUp: [-15, 0], PageDown: [15, 0],
      Home: [control ? -1_000_000 : 0, -1_000_000], End: [control ? 1_000_000 : 0, 1_000_000], Enter: [event.shiftKey ? -1 : 1, 0],
    };
    const step = steps[event.key];
    if (step) {
      move({ row: at.row + step[0], column: at.column + step[1] }, event.shiftKey && event.key !== "Enter");
      return true;
    }
    switch (event.key) {
      case "F2":
        if (choices.length > 0) setPicking(Math.max(0, choices.findIndex((choice) => choice.text === textAt(at.row, at.column))));
        else begin(textAt(at.row, at.column));
        return true;
      case "Delete":
      case "Backspace":
        erase();
        return true;
      case "Escape":
        leaving.current = true;
        page.say(page.t("再按 Tab 离开表格", "Press Tab to leave the table"));
        return true;
      default:
        return false;
    }
  }
  function pickKey(event: TargetedKeyboardEvent<HTMLInputElement>): boolean {
    const last = choices.length - 1;
    const now = picking ?? 0;
    if (event.key === "ArrowDown") setPicking(Math.min(last, now + 1));
    else if (event.key === "ArrowUp") setPicking(Math.max(0, now - 1));
    else if (event.key === "Enter" || event.key === "Tab") pick(now);
    else if (event.key === "Escape") setPicking(null);
    else {
      setPicking(null);
      return false;
    }
    event.preventDefault();
    return true;
  }
  function pick(index: number): void {
    const choice = choices[index];
    if (choice) put(choice.value);
    clear();
    field.current?.focus();
  }

  // ---- the clipboard

  function onPaste(event: TargetedClipboardEvent<HTMLInputElement>): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = readTable(text);
    const single = block.length === 1 && block[0]?.length === 1;
    if (editing && single) return; // into the text that is being typed
    event.preventDefault();
    if (!facts || text === "") return;
    const merges = readMerges(event.clipboardData?.getData("text/html") ?? "");
    const start = { row: selected.top, column: selected.left };
    const spread = single && (selected.bottom > selected.top || selected.right > selected.left)
      ? Array.from({ length: selected.bottom - selected.top + 1 }, () => Array.from({ length: selected.right - selected.left + 1 }, () => block[0]?.[0] ?? ""))
      : block;
    const paste = planPaste(tables, facts, table, columns, start, spread, merges);
    if (paste.added.length > 0 || paste.moved.length > 0 || merges.length > 0 || paste.refused.length > 0 || paste.rows !== spread.length) setPreview(paste);
    else applied(paste, start);
  }
  function applied(paste: Paste, start: At): void {
    if (!facts) return;
    page.session.change(applyPaste(facts, table.id, paste));
    clear();
    setAnchor(start);
    setActive({ row: start.row + paste.rows - 1, column: Math.min(columns.length - 1, start.column + paste.columns - 1) });
    page.say(page.t(`已粘贴 ${paste.rows} 行 × ${paste.columns} 列，可按 Ctrl+Z 撤销`, `${paste.rows} × ${paste.columns} cells pasted; Ctrl+Z takes them back`));
  }
  function onCopy(event: TargetedClipboardEvent<HTMLInputElement>, cut: boolean): void {
    if (editing) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", writeTable(selection()));
    if (cut) erase();
  }

  if (!facts || !was) return null;
  const shownRows = rows.slice(first, first + PAGE_OF_ROWS);
  const before = new Map(rowsOf(was, table.id).map((line) => [line.id, line]));
  const fault = faultAt(at.row, at.column);
  const unasked = table.fields.filter((one) => !columns.some((other) => other.id === one.id));
  const label = row && column ? `${textAt(at.row, 0)} ${columnTitle(column)} ${textAt(at.row, at.column)} ${fault ? fault.diagnostic.message : ""}` : title(table.title);
  function columnTitle(one: Column): string {
    return one.field ? title(one.field.title) : above ? title(above.title) : "";
  }

  return (
    <>
      <p class="tools">
        {table.key && <button type="button" onClick={addRow}>{page.t("＋ 新增一行", "+ Add a row")}</button>}
        {table.key && <button type="button" disabled={rows.length === 0} onClick={removeRows}>{page.t("删去所选行", "Remove rows")}</button>}
        {unasked.length > 0 && (
          <label>{page.t("添加列：", "add a column: ")}
            <select value="" onChange={(event) => { const value = event.currentTarget.value; if (value) ask(new Set([...asked, value])); event.currentTarget.value = ""; }}>
              <option value="">{page.t(`还有 ${unasked.length} 个可填项`, `${unasked.length} more facts`)}</option>
              {unasked.map((one) => <option key={one.id} value={one.id}>{title(one.title)}{one.unit ? `（${one.unit}）` : ""}</option>)}
            </select>
          </label>
        )}
        <span class="hint">{page.t("直接键入即替换，F2 修改，Alt+↓ 选项，可从 Excel、WPS 整块粘贴，Ctrl+Z 撤销，Esc 后按 Tab 离开", "Type to replace, F2 to edit, Alt+↓ for choices; paste blocks from a spreadsheet; Ctrl+Z; Esc then Tab to leave")}</span>
      </p>
      <div class="grid-box" ref={box} onMouseUp={() => (dragging.current = false)}>
        <table class="grid" aria-rowcount={rows.length + 1}>
          <caption class="sr">{title(table.title)}</caption>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" class="index"><span class="sr">{page.t("行", "row")}</span></th>
              {columns.map((one) => (
                <th scope="col" key={one.id} title={one.field ? `${one.field.id}${one.field.default ? page.t(`；不填按 ${one.field.default}`, `; left empty: ${one.field.default}`) : ""}` : ""}>
                  {columnTitle(one)}{one.unit ? `（${one.unit}）` : ""}{one.field?.required && <b class="must" title={page.t("必填", "required")}>*</b>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shownRows.map((line, offset) => {
              const r = first + offset;
              return (
                <tr key={line.id} aria-rowindex={r + 2}>
                  <th scope="row" class="index">{r + 1}</th>
                  {columns.map((one, c) => {
                    const wrong = faultAt(r, c);
                    const inside = r >= selected.top && r <= selected.bottom && c >= selected.left && c <= selected.right;
                    const old = before.get(line.id);
                    const changed = one.id !== ABOVE && (old ? old.cells[one.id] !== line.cells[one.id] : line.cells[one.id] !== undefined);
                    return (
                      <td key={one.id} data-active={r === at.row && c === at.column ? "true" : undefined} aria-invalid={wrong ? "true" : undefined}
                        class={`${one.field?.type === "number" ? "number" : "text"}${inside ? " in" : ""}${changed ? " changed" : ""}${wrong ? " wrong" : ""}`}
                        title={wrong ? `${wrong.diagnostic.message}。${wrong.diagnostic.mend}` : changed && old ? page.t(`原文件：${old.cells[one.id] ?? "空"}`, `as filed: ${old.cells[one.id] ?? "empty"}`) : undefined}
                        onMouseDown={(event) => { event.preventDefault(); if (editing) commit(); move({ row: r, column: c }, event.shiftKey); dragging.current = true; field.current?.focus({ preventScroll: true }); }}
                        onMouseEnter={() => dragging.current && setActive({ row: r, column: c })}
                        onDblClick={() => (choices.length > 0 ? setPicking(0) : begin(textAt(r, c)))}>
                        {textAt(r, c)}
                        {wrong && <span class="fault">{wrong.diagnostic.message}</span>}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
        <input ref={field} class={`cell-field${editing ? " editing" : ""}`} aria-label={label} aria-invalid={fault ? "true" : undefined} autocomplete="off" spellcheck={false}
          onKeyDown={onKeyDown} onPaste={onPaste} onCopy={(event) => onCopy(event, false)} onCut={(event) => onCopy(event, true)}
          onInput={onInput}
          onCompositionStart={() => { composing.current = true; setEditing(true); }}
          onCompositionEnd={() => setTimeout(() => (composing.current = false), 0)}
          onBlur={() => !preview && commit()} />
        {picking !== null && choices.length > 0 && <ChoiceList choices={choices} on={picking} pick={pick} cell={box.current?.querySelector<HTMLElement>('td[data-active="true"]') ?? null} />}
      </div>
      {rows.length === 0 && <p class="note">{page.t("本表没有行。可新增，或在此粘贴。", "No rows. Add one, or paste here.")}</p>}
      {rows.length > PAGE_OF_ROWS && (
        <p class="tools">
          <button type="button" disabled={first === 0} onClick={() => move({ row: first - PAGE_OF_ROWS, column: at.column })}>{page.t("上一页", "previous")}</button>
          <span>{first + 1}–{Math.min(first + PAGE_OF_ROWS, rows.length)} / {rows.length}</span>
          <button type="button" disabled={first + PAGE_OF_ROWS >= rows.length} onClick={() => move({ row: first + PAGE_OF_ROWS, column: at.column })}>{page.t("下一页", "next")}</button>
        </p>
      )}
      {fault && <p class="note warn" role="status">{fault.diagnostic.message}。{fault.diagnostic.mend}</p>}
      {preview && <Preview paste={preview} cancel={() => { setPreview(null); field.current?.focus(); }} apply={() => { const start = { row: selected.top, column: selected.left }; setPreview(null); applied(preview, start); field.current?.focus(); }} />}
    </>
  );
}

function ChoiceList({ choices, on, pick, cell }: { readonly choices: readonly { readonly value: string; readonly text: string }[]; readonly on: number; readonly pick: (index: number) => void; readonly cell: HTMLElement | null }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[on]?.scrollIntoView({ block: "nearest" }), [on]);
  return (
    <ul ref={list} class="choices" role="listbox" style={cell ? { left: `${cell.offsetLeft}px`, top: `${cell.offsetTop + cell.offsetHeight}px` } : {}}>
      {choices.map((choice, at) => (
        <li key={choice.value} role="option" aria-selected={at === on} class={at === on ? "on" : ""} onMouseDown={(event) => { event.preventDefault(); event.stopPropagation(); pick(at); }}>{choice.text}</li>
      ))}
    </ul>
  );
}

/** What a paste that does more than fill cells would do, before it does. */
function Preview({ paste, apply, cancel }: { readonly paste: Paste; readonly apply: () => void; readonly cancel: () => void }) {
  const page = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onCancel={cancel} aria-label={page.t("粘贴预览", "Before pasting")}>
      <h2>{page.t("粘贴预览", "Before pasting")}</h2>
      <p>{page.t(`共 ${paste.rows} 行 × ${paste.columns} 列，其中新增 ${paste.added.length} 行。`, `${paste.rows} rows × ${paste.columns} columns, ${paste.added.length} of them new rows.`)}</p>
      <p>{page.t("剪贴板里是显示出来的（可能已四舍五入的）数；要精确值，请直接打开 .xlsx 文件。隐藏或筛选掉的行也可能在内，请核对行数。", "The clipboard has figures as shown, perhaps rounded: open the .xlsx itself for exact ones. Hidden rows may be among them: compare the count.")}</p>
      {paste.sums.length > 0 && <ul>{paste.sums.map((one, at) => <li key={at}>{page.title(one.title)} {page.t("合计", "sum")} {one.text}</li>)}</ul>}
      {paste.refused.length > 0 && <p class="note warn">{page.t("不能粘贴：", "Cannot be pasted: ")}{paste.refused.includes("merged") ? page.t("编号列有合并单元格，请先在表格软件中取消合并。", "the key column has merged cells: unmerge them in the spreadsheet first.") : page.t(`没有这样的上级行：${paste.refused.slice(0, 5).join("、")}`, `no such row above: ${paste.refused.slice(0, 5).join(", ")}`)}</p>}
      <p class="tools">
        <button type="button" disabled={paste.refused.length > 0} onClick={apply}>{page.t("粘贴", "Paste")}</button>
        <button type="button" onClick={cancel}>{page.t("取消", "Cancel")}</button>
      </p>
    </dialog>
  );
}
