/** What was changed of the file as it was, line by line, each with its way back; and what it does to every figure that is shown. */
import { useEffect, useState } from "preact/hooks";
import { type Change, changesBetween, withoutChange } from "../model/facts";
import { splitPath } from "../model/law";
import { type Step, exact, plain, sign, subtract } from "../model/number";
import type { Line, Posting, Report, View, ViewCell } from "../model/report";
import { kindTitle } from "../chart/panels";
import { rowWords } from "./derivation";
import { Figure, cellWords, decimalsOf, moneyText, moneyUnit, unitShown, valueText } from "./figure";
import { cellWords as parameterCell } from "./law";
import { type Page, usePage, viewsInOrder } from "./page";
import { rove } from "./roving";
import { figureName } from "./table";

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
  return [title || path, title && parameterCell(page, path)].filter(Boolean).join("：");
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

const MOST_EFFECTS = 100; // of a table, at first

/** What differs of the views, the parties' nets and the memos: before, now, the difference. */
function Effects({ changed }: { readonly changed: boolean }) {
  const page = usePage();
  const [before, setBefore] = useState<Report | null>(null);
  const now = page.state.report;
  useEffect(() => {
    if (!changed) setBefore(null);
    else setBefore(page.session.filedReport());
  }, [changed, now]);
  if (!changed || !before || !now) return null;
  const effects = [
    ...viewsInOrder(page).flatMap((view) => linesThatDiffer(page, before.views.find((other) => other.id === view.id), view)),
    ...netsThatDiffer(page, before, now),
    ...memosThatDiffer(page, before, now),
  ];
  const tables = [...new Set(effects.map((effect) => effect.table))];
  return (
    <section>
      <h2>{page.t("改动带来的变化", "What the changes do")}</h2>
      {page.state.stale && <p class="note warn">{page.t("有错误的改动尚未算入。", "A change at fault is not counted.")}</p>}
      {effects.length === 0 && <p class="note">{page.t("没有一个数因此变化：各表、各方收支、备查的减免和缓缴都与原来一样。", "No figure changed: views, nets of parties, relief and deferral are as they were.")}</p>}
      {tables.map((table) => <EffectTable key={table} title={table} effects={effects.filter((effect) => effect.table === table)} />)}
    </section>
  );
}

interface Effect {
  readonly key: string;
  readonly table: string; // the view's title
  readonly row: string;
  readonly title: string;
  readonly unit: string;
  readonly was: string;
  readonly now: string;
  readonly change: string;
  readonly negative: boolean;
  readonly figure: string | null; // what `explain` takes
}

function EffectTable({ title, effects }: { readonly title: string; readonly effects: readonly Effect[] }) {
  const page = usePage();
  const [all, showAll] = useState(false);
  return (
    <table class="data" onKeyDown={rove}>
      <caption>{title}</caption>
      <thead><tr><th scope="col" class="name">{page.t("对象", "row")}</th><th scope="col" class="name">{page.t("数", "figure")}</th><th scope="col" class="number">{page.t("原文件", "as filed")}</th><th scope="col" class="number">{page.t("现在", "now")}</th><th scope="col" class="number">{page.t("变化", "change")}</th><th scope="col" class="unit">{page.t("单位", "unit")}</th></tr></thead>
      <tbody>
        {(all ? effects : effects.slice(0, MOST_EFFECTS)).map((effect, at) => (
          <tr key={effect.key}>
            <td class="text">{effect.row}</td><th scope="row" class="name">{effect.title}</th><td class="number">{effect.was}</td>
            <td class="number">{effect.figure === null ? effect.now : <Figure name={effect.figure} label={`${effect.row} ${effect.title} ${effect.now}`} first={at === 0}>{effect.now}</Figure>}</td>
            <td class={`number${effect.negative ? " negative" : ""}`}>{effect.change}</td><td class="unit">{effect.unit}</td>
          </tr>
        ))}
      </tbody>
      {effects.length > MOST_EFFECTS && !all && <tfoot><tr><td colSpan={6}><button type="button" class="link" onClick={() => showAll(true)}>{page.t(`其余 ${effects.length - MOST_EFFECTS} 项`, `${effects.length - MOST_EFFECTS} more`)}</button></td></tr></tfoot>}
    </table>
  );
}

/** A figure before or now: its value; of an undetermined sum its known part. */
interface Side {
  readonly value: unknown;
  readonly known?: string | null | undefined;
}

/** The difference of two figures, in words, that of the known parts where one of them is undetermined; "" where there is none. */
function difference(page: Page, was: Side | undefined, now: Side, line: Pick<Line, "unit" | "step">): { readonly change: string; readonly negative: boolean } {
  const told = (side: Side | undefined): string | null => (typeof side?.value === "string" ? side.value : side?.known ?? null);
  const [before, after] = [told(was), told(now)];
  if (line.unit === null || before === null || after === null) return { change: "", negative: false };
  const [a, b] = [exact(before), exact(after)];
  if (!a || !b) return { change: "", negative: false };
  const change = subtract(b, a);
  const words = `${sign(change) > 0 ? "+" : ""}${valueText(page, plain(change, false), line)}`;
  const whole = typeof was?.value === "string" && typeof now.value === "string";
  return { change: whole ? words : page.t(`已定部分 ${words}`, `known part: ${words}`), negative: sign(change) < 0 };
}

function linesThatDiffer(page: Page, before: View | undefined, view: View): Effect[] {
  const effects: Effect[] = [];
  for (const row of view.rows) {
    const old = before?.rows.find((other) => other.row === row.row);
    row.cells.forEach((cell, at) => {
      const line = view.lines[at];
      const was = old?.cells[at];
      if (!line || (was?.state === cell.state && was?.value === cell.value && was?.known === cell.known)) return;
      effects.push({
        key: `${row.row} ${line.id}`,
        table: page.title(view.title),
        row: row.title,
        title: page.title(line.title),
        unit: unitShown(page, line.unit),
        was: was ? cellText(page, was, line) : "—",
        now: cellText(page, cell, line),
        ...difference(page, was, cell, line),
        figure: figureName(view, line.id, row.row),
      });
    });
  }
  return effects;
}

function netsThatDiffer(page: Page, before: Report, now: Report): Effect[] {
  return now.parties.flatMap((party) =>
    Object.keys(party.net).flatMap((kind) => {
      const old = before.parties.find((other) => other.id === party.id);
      const was = old?.net[kind];
      const net = party.net[kind];
      const [oldKnown, known] = [old?.known?.net?.[kind], party.known?.net?.[kind]];
      if (was === net && oldKnown === known) return [];
      const line = { unit: moneyUnit(page, kind), step: stepOf(net ?? was) };
      const words = (text: string | null | undefined): string => moneyText(page, text ?? null, line.unit, decimalsOf(text));
      return [{
        key: `${party.id} ${kind}`, table: page.t("各方净额", "Nets of the parties"), row: page.title(party.title), title: page.t(`净额：${kindTitle(page, kind)}`, `net: ${kindTitle(page, kind)}`),
        unit: unitShown(page, line.unit), was: was === undefined ? "—" : words(was), now: words(net), ...difference(page, { value: was, known: oldKnown }, { value: net, known }, line), figure: null,
      }];
    }),
  );
}

/** Relief and deferral: nothing moves, and yet a what-if may ask for it. */
function memosThatDiffer(page: Page, before: Report, now: Report): Effect[] {
  const name = (memo: Posting): string => `${memo.rule} ${memo.row} ${memo.to} ${memo.kind} ${memo.title.zh ?? ""}`;
  const old = new Map(before.memos.map((memo) => [name(memo), memo]));
  const gone = new Map(old);
  const effect = (memo: Posting, was: Posting | undefined, amount: string | null): Effect => {
    const line = { unit: memo.unit, step: stepOf(memo.amount) };
    return {
      key: name(memo), table: page.t("备查：减免和缓缴", "Memos: relief and deferral"), row: rowWords(page, page.ruleTable(memo.rule), memo.row), title: page.title(memo.title), unit: unitShown(page, memo.unit),
      was: was ? moneyText(page, was.amount, was.unit, decimalsOf(was.amount)) : "—", now: moneyText(page, amount, memo.unit, decimalsOf(amount)), ...difference(page, was && { value: was.amount }, { value: amount }, line),
      figure: memo.row ? `${memo.rule}@${memo.row}` : memo.rule,
    };
  };
  const effects = now.memos.flatMap((memo) => {
    const was = old.get(name(memo));
    gone.delete(name(memo));
    return was?.amount === memo.amount ? [] : [effect(memo, was, memo.amount)];
  });
  return [...effects, ...[...gone.values()].map((memo) => effect(memo, memo, "0"))];
}

const stepOf = (text: string | null | undefined): Step => ({ size: `0.${"0".repeat(decimalsOf(text) - 1)}1`, mode: "half_up", decimals: decimalsOf(text) });
const cellText = (page: Page, cell: ViewCell, line: Line): string => (cell.state === "absent" ? "—" : cellWords(page, cell, line));
