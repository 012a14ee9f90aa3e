/** What is to be settled before anyone signs: which figures stand, and what stands in the way of the others. */
import { useEffect, useState } from "preact/hooks";
import { kindTitle } from "../chart/panels";
import { exact, plain, sum, toFen } from "../model/number";
import { type FigureValue, type Pending, type Report, STANDINGS, type Standing, type Sums, type Taken } from "../model/report";
import { cellOf } from "../model/session";
import { rowWords } from "./derivation";
import { CellFigure, cellWords, decimalsOf, isKnownPart, moneyText, moneyUnit, unitShown } from "./figure";
import { type Page, usePage } from "./page";
import { rove } from "./roving";

const MOST_LISTED = 6;

export function PendingPanel() {
  const page = usePage();
  const report = page.state.report;
  const outstanding = useOutstanding(page, report?.pending);
  if (!report) return null;
  const { figures } = report.pending;
  return (
    <section class="pending" aria-label={page.t("待决事项", "To be settled before signing")}>
      <h2>{page.t("待决事项", "To be settled before signing")}</h2>
      {STANDINGS.map((standing) => <Signed key={standing} standing={standing} figures={figures.filter((figure) => figure.standing === standing)} />)}
      {[...factLists(page, report), failedList(page, report), ...paidLists(page, report, outstanding)].map((list) => <Listed key={list.id} list={list} />)}
    </section>
  );
}

export function standingWords(page: Page, standing: Standing): string {
  switch (standing) {
    case "good":
      return page.t("可以签字", "May be signed");
    case "values":
      return page.t("取值落实后方可签字（依据待核实或示意的取值）", "To be signed once the values are settled that no text read gives");
    case "conditions":
      return page.t("处理后方可签字（含条件不符合或待定而仍计的财政支出）", "To be signed once it is settled what is paid though a condition fails or is undetermined");
    case "facts":
      return page.t("核对填报后方可签字（所依据的填报数相互矛盾，或者有的对象没有下级表）", "To be signed once the facts are looked at: some contradict each other, or a row lacks a table");
    case "undetermined":
      return page.t("不得签字（待定）", "Not to be signed (undetermined)");
  }
}

function Signed({ standing, figures }: { readonly standing: Standing; readonly figures: Pending["figures"] }) {
  const page = usePage();
  if (figures.length === 0) return null;
  return (
    <>
      <h3 class={standing}>{standingWords(page, standing)}</h3>
      <p class="signed" onKeyDown={rove}>{figures.map((figure, at) => <span key={at}>{signedTitle(page, figure)} <SignedValue figure={figure} first={at === 0} /></span>)}</p>
    </>
  );
}

/** Where a view shows the figure: its own line, of a party's net one that is the same net. */
function shownAt(page: Page, figure: Pending["figures"][number]) {
  const view = page.state.report?.views.find((one) => one.id === figure.view);
  const at = view?.lines.findIndex((line) => line.id === figure.line) ?? -1;
  const [line, cell] = [view?.lines[at], view?.rows.find((row) => row.row === (figure.row ?? ""))?.cells[at]];
  return view && line && cell ? { view, line, cell } : null;
}

function netWords(page: Page, figure: Pending["figures"][number]): string {
  if (figure.party === null || figure.kind === null) return "";
  const party = page.state.report?.parties.find((one) => one.id === figure.party);
  return `${openAmount(page, party?.net[figure.kind], party?.known?.net?.[figure.kind], figure.kind)} ${unitShown(page, moneyUnit(page, figure.kind))}`;
}

const signedTitle = (page: Page, figure: Pending["figures"][number]): string =>
  page.title(figure.title) + (figure.party !== null && figure.kind !== null ? page.t(`净额：${kindTitle(page, figure.kind)}`, `'s net: ${kindTitle(page, figure.kind)}`) : "");

/** The same as a text. */
export function signedWords(page: Page, figure: Pending["figures"][number]): string {
  const shown = shownAt(page, figure);
  const value = shown ? `${cellWords(page, shown.cell, shown.line)} ${unitShown(page, shown.line.unit)}` : netWords(page, figure);
  return `${signedTitle(page, figure)} ${value}`.trim();
}

/** The figure as its view shows it, with the way to its derivation; of a party its net, with the way to its sheet. */
function SignedValue({ figure, first }: { readonly figure: Pending["figures"][number]; readonly first: boolean }) {
  const page = usePage();
  const shown = shownAt(page, figure);
  if (!shown) return <b><button type="button" class="link" onClick={() => page.go(`parties:${figure.party ?? ""}`)}>{netWords(page, figure)}</button></b>;
  const { view, line, cell } = shown;
  return <b><CellFigure first={first} cell={cell} line={line} name={`${view.id}.${line.id}${figure.row ? `@${figure.row}` : ""}`} label={page.title(line.title)} /> {unitShown(page, line.unit)}</b>;
}

/** "待定（已定部分 1,234.00）", or the amount. */
function openAmount(page: Page, text: string | null | undefined, known: string | null | undefined, kind: string): string {
  const words = moneyText(page, text, moneyUnit(page, kind), decimalsOf(text));
  if (text !== null || !isKnownPart(known)) return words;
  const part = moneyText(page, known, moneyUnit(page, kind), decimalsOf(known));
  return page.t(`${words}（已定部分 ${part}）`, `${words} (known: ${part})`);
}

/** "现金 1,234.00 元、土地 …" */
const sumWords = (page: Page, sums: Sums, known: Sums): string =>
  Object.entries(sums).map(([kind, text]) => `${kindTitle(page, kind)} ${openAmount(page, text, known[kind], kind)} ${unitShown(page, moneyUnit(page, kind))}`).join(page.t("、", ", "));

/** A line of a list, and where it leads: to a figure's derivation, a cell, or a part of the page. */
interface PendingLine {
  readonly words: string;
  readonly value?: string; // what leads there; none: all words
  readonly figure?: string;
  readonly cell?: { readonly table: string; readonly row: string; readonly field: string };
  readonly place?: string;
}
/** A heading and the lines below it: what the panel and the annex both show. */
export interface PendingList {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly PendingLine[];
}
export const lineWords = (line: PendingLine): string => (line.value === undefined ? line.words : `${line.words} ${line.value}`);

/** The first of a list, and the others when they are asked for. */
function Listed({ list }: { readonly list: PendingList }) {
  const page = usePage();
  const [all, showAll] = useState(false);
  if (list.lines.length === 0) return null;
  return (
    <>
      <h3>{list.title}</h3>
      <ul>{(all ? list.lines : list.lines.slice(0, MOST_LISTED)).map((line, at) => <li key={at}><Way line={line} /></li>)}</ul>
      {list.lines.length > MOST_LISTED && !all && <button type="button" class="link" onClick={() => showAll(true)}>{page.t(`其余 ${list.lines.length - MOST_LISTED} 项`, `${list.lines.length - MOST_LISTED} more`)}</button>}
    </>
  );
}

function Way({ line }: { readonly line: PendingLine }) {
  const page = usePage();
  const { filed, facts } = page.state;
  const path = line.cell && (line.cell.row === "" ? line.cell.field : `${line.cell.table}[${line.cell.row}].${line.cell.field}`);
  const cell = path !== undefined && filed && facts ? cellOf(filed.tables, facts, path) : null;
  const leads = line.figure !== undefined ? () => page.explain(line.figure ?? "") : cell ? () => page.showCell(cell) : line.place !== undefined ? () => page.go(line.place ?? "") : null;
  if (!leads) return <>{lineWords(line)}</>;
  if (line.value === undefined) return <button type="button" class="link" onClick={leads}>{line.words}</button>;
  return <>{line.words} <button type="button" class="link" onClick={leads}>{line.value}</button></>;
}

const tableTitle = (page: Page, id: string): string => page.title(page.state.filed?.tables.find((table) => table.id === id)?.title) || id;

/** What is lacking in the facts, or may have been forgotten. */
export function factLists(page: Page, report: Report): PendingList[] {
  const { pending } = report;
  const comma = page.t("、", ", ");
  const assumed = report.taken.filter((one) => one.kind !== "stated" && isFewRows(page, one));
  return [
    {
      id: "open", title: page.t("有待定的数的对象", "Rows with undetermined figures"),
      lines: pending.undetermined_rows.map((one) => ({ words: page.t(`${rowWords(page, one.table, one.row)}（${one.figures} 个数）`, `${rowWords(page, one.table, one.row)} (${one.figures} figures)`), place: "checks" })),
    },
    {
      id: "empty", title: page.t("没有填报任何一行的下级表，按零计算（核对是否漏填）", "Tables without a row below these, which count as none (forgotten?)"),
      lines: pending.empty.map((one) => ({ words: `${tableTitle(page, one.table)}${page.t("：", ": ")}${one.rows.map((row) => rowWords(page, one.above, row)).join(comma)}`, place: `facts:${one.table}` })),
    },
    {
      id: "assumed", title: page.t("多数已填而个别没有填报的事实，按下列含义计入（核对是否漏填）", "Given in most rows and not in these, where they count as follows (forgotten?)"),
      lines: assumed.map((one) => ({ words: `${page.title(one.title)}${page.t("：", ": ")}${page.title(one.means)}${page.t("（", " (")}${rowsNamed(page, one.rows)}${page.t("）", ")")}`, cell: { table: one.table, row: one.rows[0] ?? "", field: one.field } })),
    },
    {
      id: "unlike", title: page.t("多数对象有而个别没有的下级行，按零计算（核对是否漏填）", "Rows that most have and these lack, which count as none (forgotten?)"),
      lines: pending.unlike.map((one) => ({ words: `${tableTitle(page, one.table)} ${rowWords(page, one.table, one.key)}${page.t("：", ": ")}${one.rows.map((row) => rowWords(page, one.above, row)).join(comma)}`, place: `facts:${one.table}` })),
    },
    {
      id: "unchecked", title: page.t("照填报数，未经核对（没有别的填报数可以比较）", "As filed, not checked: nothing in the file to compare with"),
      lines: pending.unchecked.map((one) => ({ words: page.t(`${page.title(one.title)}：${one.rows} 个${one.row ? `，最大的在 ${rowWords(page, one.table, one.row)}` : ""}`, `${page.title(one.title)}: ${one.rows}${one.row ? `, the largest at ${rowWords(page, one.table, one.row)}` : ""}`), cell: { table: one.table, row: one.row, field: one.field } })),
    },
    {
      id: "lapsed", title: page.t("所依据的规划、计划已经到期的规则", "Rules that rest on a plan that has lapsed"),
      lines: report.lapsed.map((one) => ({ words: `${page.title(one.title)}${page.t(`（${one.lapsed} 起失效${one.in_force ? `；另有 ${one.in_force}` : "，没有另外的有效文件"}）`, ` (lapsed on ${one.lapsed}${one.in_force ? `; also rests on ${one.in_force}` : ", and no other text is registered"})`)}` })),
    },
    {
      id: "unproven", title: page.t("没有登记公布日的取值（未能证明在已知日已经公布）", "Values without a day of publication (not proven to be known on that day)"),
      lines: report.unproven.map((one) => ({ words: `${page.title(one.title)}${page.t("（", " (")}${one.source}${page.t("）", ")")}` })),
    },
  ];
}

const failingRows = (page: Page, report: Report, rule: string): string[] =>
  report.checks.filter((check) => !check.holds && check.rule === rule).map((check) => rowWords(page, page.ruleTable(rule), check.row));

const MOST_ROWS = 8;
function rowsNamed(page: Page, rows: readonly string[]): string {
  const named = rows.slice(0, MOST_ROWS).join(page.t("、", ", "));
  return rows.length > MOST_ROWS ? page.t(`${named} 等 ${rows.length} 行`, `${named} … ${rows.length} in all`) : named;
}

/** Most rows have it and a few lack it. */
const isFewRows = (page: Page, one: Taken): boolean => page.state.filed?.tables[0]?.id !== one.table && one.given >= 2 * one.rows.length;

export function failedList(page: Page, report: Report): PendingList {
  return {
    id: "fails", title: page.t(`不符合的条件：${report.verdict.failed} 项`, `Conditions that fail: ${report.verdict.failed}`),
    lines: report.verdict.fails.map((fail) => ({
      words: `${page.title(fail.title)}${fail.row ? page.t("：", ": ") + rowsNamed(page, failingRows(page, report, fail.rule)) : ""}`,
      figure: fail.row ? `${fail.rule}@${fail.row}` : fail.rule,
    })),
  };
}

/** What is paid all the same, what has no cover or falls due later, and which values nobody has read. */
export function paidLists(page: Page, report: Report, outstanding: readonly FigureValue[]): PendingList[] {
  return [paidList(page, report.pending), ...outstandingLists(page, report.pending, outstanding), valuesList(page, report.pending)];
}

/** What was paid though a condition fails or is undetermined, by row. */
function paidList(page: Page, pending: Pending): PendingList {
  const ruleWords = (rule: string): string => page.title(page.ruleTitle(rule)) || rule;
  const quoted = (rules: readonly string[]): string => `“${rules.map(ruleWords).join("”、“")}”`;
  return {
    id: "paid",
    title: page.t(`条件不符合或待定，仍由财政或统筹资金付出：${pending.paid.length} 个对象，合计 ${sumWords(page, pending.paid_total, pending.paid_total_known)}`, `Paid though a condition fails or is undetermined: ${pending.paid.length} rows, ${sumWords(page, pending.paid_total, pending.paid_total_known)} in all`),
    lines: pending.paid.map((paid) => {
      const why = [paid.checks.length > 0 && page.t(`${quoted(paid.checks)}不符合`, `fails: ${paid.checks.map(ruleWords).join(", ")}`), paid.undetermined_checks.length > 0 && page.t(`${quoted(paid.undetermined_checks)}待定`, `undetermined: ${paid.undetermined_checks.map(ruleWords).join(", ")}`)].filter(Boolean);
      const items = paid.items.map((item) => `${page.title(item.title)} ${openAmount(page, item.amount, item.known, item.kind)} ${unitShown(page, moneyUnit(page, item.kind))}`);
      return { words: `${rowWords(page, paid.table, paid.row)}${page.t(`（${why.join("、")}）：`, ` (${why.join("; ")}): `)}${items.join(page.t("、", ", "))}` };
    }),
  };
}

const outstandingNames = (pending: Pending): string[] => pending.outstanding.map((one) => (one.row ? `${one.rule}@${one.row}` : one.rule));

/** The report has their base units alone, so their words are asked for; empty until they are there. */
export function useOutstanding(page: Page, pending: Pending | undefined): readonly FigureValue[] {
  const [figures, setFigures] = useState<readonly FigureValue[]>([]);
  useEffect(() => {
    let here = true;
    const items = pending ? outstandingNames(pending) : [];
    const asked = items.length > 0 ? page.session.askRun<readonly FigureValue[]>("figures", { items, language: page.language }) : null;
    void asked?.then((answer) => here && setFigures(answer.result ?? [])).catch(() => undefined);
    return () => {
      here = false;
    };
  }, [pending, page.language]);
  return figures;
}

/** Gaps without cover, what falls due later: a list a rule, with the number of each row in `figures`. */
function outstandingLists(page: Page, pending: Pending, figures: readonly FigureValue[]): PendingList[] {
  const words = (figure: FigureValue | undefined): string =>
    !figure ? "…" : figure.unit === "元" && figure.rounded !== null ? `${moneyText(page, figure.rounded, "元")} ${unitShown(page, "元")}` : figure.shown;
  return [...new Set(pending.outstanding.map((one) => one.rule))].map((rule) => {
    const all = pending.outstanding.map((one, at) => ({ one, at })).filter(({ one }) => one.rule === rule);
    const rows = all.filter(({ one }) => one.state !== "undetermined");
    const open = all.length - rows.length;
    const first = all[0]?.one;
    const same = all.every(({ one }) => page.title(one.words) === page.title(first?.words));
    const said = same ? page.title(first?.words) : "";
    const amounts = rows.map(({ at }) => {
      const amount = figures[at]?.unit === "元" ? exact(figures[at]?.rounded) : null;
      return amount && toFen(amount);
    });
    const total = rows.length > 1 && amounts.every((amount) => amount !== null) ? `${moneyText(page, plain(sum(amounts), false), "元")} ${unitShown(page, "元")}` : "";
    return {
      id: rule,
      title: page.t(`${page.title(first?.title)}：${rows.length} 项${total && `，合计 ${total}`}${open > 0 ? `，另有 ${open} 个对象待定，不知有没有` : ""}${said && `（${said}）`}`, `${page.title(first?.title)}: ${rows.length}${total && `, in all ${total}`}${open > 0 ? `; ${open} undetermined, if any` : ""}${said && ` (${said})`}`),
      lines: [...rows, ...all.filter(({ one }) => one.state === "undetermined")].map(({ one, at }) => ({ words: `${one.row ? rowWords(page, page.ruleTable(rule), one.row) : ""}${same ? "" : page.t(`（${page.title(one.words)}）`, ` (${page.title(one.words)})`)}`, value: words(figures[at]), figure: outstandingNames(pending)[at] ?? rule })),
    };
  });
}

/** Values that no text read gives, on which payments rest; those by which the same is paid stand together. */
function valuesList(page: Page, pending: Pending): PendingList {
  const paying = pending.values.filter((value) => value.payments_all > 0);
  const idle = pending.values.length - paying.length;
  const groups = new Map<string, string[]>();
  for (const value of paying) {
    const status = value.status === "unverified" ? page.t("待核实", "unverified") : page.t("示意", "illustrative");
    const further = value.payments_all === value.payments ? "" : page.t(`；连同由此推算的共 ${value.payments_all} 笔，${sumWords(page, value.paid_all, value.paid_all_known)}`, `; with what follows ${value.payments_all}, ${sumWords(page, value.paid_all, value.paid_all_known)}`);
    const said = page.t(`（${status}）：用于 ${value.payments} 笔收付，${sumWords(page, value.paid, value.paid_known)}${further}`, ` (${status}): ${value.payments} payments, ${sumWords(page, value.paid, value.paid_known)}${further}`);
    groups.set(said, [...(groups.get(said) ?? []), page.title(value.title)]);
  }
  return {
    id: "values",
    title: page.t(`待核实、示意的取值，及其用于的收付${idle > 0 ? `（另有 ${idle} 项不影响收付）` : ""}`, `Values that no text read gives, and the payments that rest on them${idle > 0 ? ` (${idle} more bear on no payment)` : ""}`),
    lines: [...groups].map(([said, titles]) => ({ words: titles.join(page.t("、", ", ")) + said })),
  };
}
