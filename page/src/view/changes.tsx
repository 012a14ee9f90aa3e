/** What was changed of the file as it was, line by line, each with its way back; and what it does to the leading figures. */
import { useEffect, useState } from "preact/hooks";
import { type Change, changesBetween, withoutChange } from "../model/facts";
import { splitPath } from "../model/law";
import { exact, plain, sign, subtract } from "../model/number";
import type { Report, View } from "../model/report";
import { valueText } from "./figure";
import { cellWords } from "./law";
import { type Page, usePage } from "./page";

export function Changes() {
  const page = usePage();
  const { filed, was, facts } = page.state;
  if (!filed || !was || !facts) return null;
  const changes = changesBetween(filed.tables, was, facts);
  return (
    <>
      <p class="tools">
        <button type="button" disabled={page.state.undoable === 0} onClick={() => page.session.undo()}>{page.t("撤销", "Undo")}</button>
        <button type="button" disabled={page.state.redoable === 0} onClick={() => page.session.redo()}>{page.t("重做", "Redo")}</button>
        <button type="button" disabled={changes.length === 0} onClick={() => page.session.reset()}>{page.t("全部还原", "Take all back")}</button>
        <span>{changes.length === 0 ? page.t("与原文件一致，没有改动。", "As the file was: nothing is changed.") : page.t(`与原文件相比有 ${changes.length} 处改动。`, `${changes.length} changes against the file as it was.`)}</span>
      </p>
      {changes.length > 0 && (
        <table class="data">
          <thead><tr><th scope="col">{page.t("表", "table")}</th><th scope="col">{page.t("对象", "row")}</th><th scope="col" class="name">{page.t("填报项", "fact")}</th><th scope="col">{page.t("原文件", "as filed")}</th><th scope="col">{page.t("现在", "now")}</th><th scope="col"><span class="sr">{page.t("还原", "take back")}</span></th></tr></thead>
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.table} ${change.id} ${change.field} ${change.kind}`}>
                <td class="text">{tableWords(page, change)}</td>
                <td class="text">{change.row || "—"}</td>
                <th scope="row" class="name">{fieldWords(page, change)}</th>
                <td class="text was">{change.was ?? "—"}</td>
                <td class="text now">{change.now ?? "—"}</td>
                <td><button type="button" onClick={() => page.session.change(withoutChange(filed.tables, was, facts, change))}>{page.t("还原", "Take back")}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Steps />
      <Effects changed={changes.length > 0} />
    </>
  );
}

export function tableWords(page: Page, change: Change): string {
  if (change.kind === "parameter") return page.t("参数", "parameter");
  if (change.kind === "date") return page.t("情景", "scenario");
  return page.title(page.state.filed?.tables.find((table) => table.id === change.table)?.title);
}

export function fieldWords(page: Page, change: Change): string {
  if (change.kind === "date") return page.t("基准日", "date in force");
  if (change.kind === "added") return page.t("新增一行", "a new row");
  if (change.kind === "removed") return page.t("删去一行", "a row removed");
  if (change.kind === "parameter") return parameterWords(page, change.field);
  const table = page.state.filed?.tables.find((other) => other.id === change.table);
  return page.title(table?.fields.find((field) => field.id === change.field)?.title) || change.field;
}

function parameterWords(page: Page, path: string): string {
  const title = page.title(page.parameterTitle(splitPath(path).id));
  return [title || path, title && cellWords(page, path)].filter(Boolean).join("：");
}

const MOST_STEPS = 50;
const MOST_TOLD = 3; // changes of one step

/** Every step that can be undone, the last one first, each with what it changed; one click undoes it and those behind it. */
function Steps() {
  const page = usePage();
  const [open, toggle] = useState(false);
  const tables = page.state.filed?.tables ?? [];
  const steps = page.session.history();
  if (steps.length === 0) return null;
  return (
    <section>
      <h2><button type="button" class="plain" aria-expanded={open} onClick={() => toggle(!open)}>{open ? "▾ " : "▸ "}{page.t(`改动步骤（${steps.length}）`, `Steps (${steps.length})`)}</button></h2>
      {open && (
        <table class="data">
          <thead><tr><th scope="col">{page.t("步", "step")}</th><th scope="col" class="name">{page.t("改了什么", "what it changed")}</th><th scope="col"><span class="sr">{page.t("撤销", "undo")}</span></th></tr></thead>
          <tbody>
            {steps.map(([before, after], at) => ({ at, changes: changesBetween(tables, before, after) })).reverse().slice(0, MOST_STEPS).map(({ at, changes }) => (
              <tr key={at}>
                <td class="date">{at + 1}</td>
                <th scope="row" class="name">
                  {changes.slice(0, MOST_TOLD).map((change, one) => <div key={one}>{tableWords(page, change)} {change.row} {fieldWords(page, change)}{page.t("：", ": ")}{change.was ?? "—"} → {change.now ?? "—"}</div>)}
                  {changes.length > MOST_TOLD && <small>{page.t(`等 ${changes.length} 处`, `${changes.length} in all`)}</small>}
                </th>
                <td><button type="button" onClick={() => page.session.undoSteps(steps.length - at)}>{page.t("撤销到此步之前", "Undo to before this")}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The leading figures before and after, side by side. */
function Effects({ changed }: { readonly changed: boolean }) {
  const page = usePage();
  const [before, setBefore] = useState<Report | null>(null);
  const now = page.state.report;
  useEffect(() => {
    if (!changed) setBefore(null);
    else setBefore(page.session.filedReport());
  }, [changed, now]);
  if (!changed || !before || !now) return null;
  const lines = now.views.flatMap((view) => linesThatDiffer(page, before.views.find((other) => other.id === view.id), view));
  return (
    <section>
      <h2>{page.t("改动带来的变化", "What the changes do")}</h2>
      {page.state.stale && <p class="note warn">{page.t("有错误的改动尚未算入。", "A change at fault is not counted.")}</p>}
      {lines.length === 0 ? <p class="note">{page.t("各表的数都没有变化。", "No figure of the views changed.")}</p> : (
        <table class="data">
          <thead><tr><th scope="col" class="name">{page.t("表", "view")}</th><th scope="col" class="name">{page.t("对象", "row")}</th><th scope="col" class="name">{page.t("数", "figure")}</th><th scope="col" class="number">{page.t("原文件", "as filed")}</th><th scope="col" class="number">{page.t("现在", "now")}</th><th scope="col" class="number">{page.t("变化", "change")}</th></tr></thead>
          <tbody>{lines.map((line) => <tr key={line.key}><td class="text">{line.view}</td><td class="text">{line.row}</td><th scope="row" class="name">{line.title}</th><td class="number">{line.was}</td><td class="number">{line.now}</td><td class={`number${line.negative ? " negative" : ""}`}>{line.change}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

interface Effect {
  readonly key: string;
  readonly view: string;
  readonly row: string;
  readonly title: string;
  readonly was: string;
  readonly now: string;
  readonly change: string;
  readonly negative: boolean;
}

function linesThatDiffer(page: Page, before: View | undefined, view: View): Effect[] {
  const effects: Effect[] = [];
  for (const row of view.rows) {
    const old = before?.rows.find((other) => other.row === row.row);
    row.cells.forEach((cell, at) => {
      const line = view.lines[at];
      const was = old?.cells[at];
      if (!line || (was?.state === cell.state && was?.value === cell.value)) return;
      const [a, b] = [typeof was?.value === "string" ? exact(was.value) : null, typeof cell.value === "string" ? exact(cell.value) : null];
      const change = line.unit !== null && a && b ? subtract(b, a) : null;
      effects.push({
        key: `${view.id} ${row.row} ${line.id}`,
        view: page.title(view.title),
        row: row.title,
        title: page.title(line.title),
        was: was ? valueText(page, was.value, line) : "—",
        now: valueText(page, cell.value, line),
        change: change ? `${sign(change) > 0 ? "+" : ""}${valueText(page, plain(change, false), line)}` : "",
        negative: change !== null && sign(change) < 0,
      });
    });
  }
  return effects;
}
