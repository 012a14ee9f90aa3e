/** What is to be settled before anyone signs: which figures stand, and what stands in the way of the others. */
import { useEffect, useState } from "preact/hooks";
import { kindTitle } from "../chart/panels";
import type { ComponentChildren } from "preact";
import type { FigureValue, Pending, Sums } from "../model/report";
import { rowWords } from "./derivation";
import { CellFigure, cellWords, decimalsOf, moneyText, moneyUnit, unitShown } from "./figure";
import { type Page, usePage } from "./page";

const MOST_LISTED = 6;
export const STANDINGS = ["good", "values", "conditions", "undetermined"] as const;

export function PendingPanel() {
  const page = usePage();
  const pending = page.state.report?.pending;
  if (!pending) return null;
  return (
    <section class="pending" aria-label={page.t("待决事项", "To be settled before signing")}>
      <h2>{page.t("待决事项", "To be settled before signing")}</h2>
      {STANDINGS.map((standing) => <Signed key={standing} standing={standing} figures={pending.figures.filter((figure) => figure.standing === standing)} />)}
      <Paid pending={pending} />
      <Outstanding pending={pending} />
      <Values pending={pending} />
    </section>
  );
}

export function standingWords(page: Page, standing: (typeof STANDINGS)[number]): string {
  switch (standing) {
    case "good":
      return page.t("可以签字", "May be signed");
    case "values":
      return page.t("取值落实后方可签字（依据待核实或示意的取值）", "To be signed once the values are settled that no text read gives");
    case "conditions":
      return page.t("处理后方可签字（含条件不符合而仍计的财政支出）", "To be signed once it is settled what is paid though a condition fails");
    case "undetermined":
      return page.t("不得签字（待定）", "Not to be signed (undetermined)");
  }
}

function Signed({ standing, figures }: { readonly standing: (typeof STANDINGS)[number]; readonly figures: Pending["figures"] }) {
  const page = usePage();
  if (figures.length === 0) return null;
  return (
    <>
      <h3 class={standing}>{standingWords(page, standing)}</h3>
      <p class="signed">{figures.map((figure, at) => <span key={at}>{signedTitle(page, figure)} <SignedValue figure={figure} /></span>)}</p>
    </>
  );
}

/** Where a view shows the figure; null: it is a party's net. */
function shownAt(page: Page, figure: Pending["figures"][number]) {
  const view = page.state.report?.views.find((one) => one.id === figure.view);
  const at = view?.lines.findIndex((line) => line.id === figure.line) ?? -1;
  const [line, cell] = [view?.lines[at], view?.rows.find((row) => row.row === (figure.row ?? ""))?.cells[at]];
  return view && line && cell ? { view, line, cell } : null;
}

function netWords(page: Page, figure: Pending["figures"][number]): string {
  if (figure.party === null || figure.kind === null) return "";
  const net = page.state.report?.parties.find((party) => party.id === figure.party)?.net[figure.kind];
  return `${moneyText(page, net, moneyUnit(page, figure.kind), decimalsOf(net))} ${unitShown(page, moneyUnit(page, figure.kind))}`;
}

const signedTitle = (page: Page, figure: Pending["figures"][number]): string =>
  page.title(figure.title) + (figure.party !== null && figure.kind !== null ? page.t(`净额：${kindTitle(page, figure.kind)}`, `'s net: ${kindTitle(page, figure.kind)}`) : "");

/** The same as a text. */
export function signedWords(page: Page, figure: Pending["figures"][number]): string {
  const shown = shownAt(page, figure);
  const value = shown ? `${cellWords(page, shown.cell, shown.line)} ${unitShown(page, shown.line.unit)}` : netWords(page, figure);
  return `${signedTitle(page, figure)} ${value}`.trim();
}

/** The figure as its view shows it, with the way to its derivation; of a party its net. */
function SignedValue({ figure }: { readonly figure: Pending["figures"][number] }) {
  const page = usePage();
  const shown = shownAt(page, figure);
  if (!shown) return <b>{netWords(page, figure)}</b>;
  const { view, line, cell } = shown;
  return <b><CellFigure cell={cell} line={line} name={`${view.id}.${line.id}${figure.row ? `@${figure.row}` : ""}`} label={page.title(line.title)} /> {unitShown(page, line.unit)}</b>;
}

/** "现金 1,234.00 元、土地 …" */
const sumWords = (page: Page, sums: Sums): string =>
  Object.entries(sums).map(([kind, text]) => `${kindTitle(page, kind)} ${moneyText(page, text, moneyUnit(page, kind), decimalsOf(text))} ${unitShown(page, moneyUnit(page, kind))}`).join(page.t("、", ", "));

/** The first of a list, and the others when they are asked for. */
function Listed({ title, children }: { readonly title: string; readonly children: readonly ComponentChildren[] }) {
  const page = usePage();
  const [all, showAll] = useState(false);
  if (children.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{(all ? children : children.slice(0, MOST_LISTED)).map((child, at) => <li key={at}>{child}</li>)}</ul>
      {children.length > MOST_LISTED && !all && <button type="button" class="link" onClick={() => showAll(true)}>{page.t(`其余 ${children.length - MOST_LISTED} 项`, `${children.length - MOST_LISTED} more`)}</button>}
    </>
  );
}

/** A heading and the lines below it: what the panel and the annex both show. */
export interface PendingList {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What was paid though a condition fails, by row. */
export function paidList(page: Page, pending: Pending): PendingList {
  const ruleWords = (rule: string): string => page.title(page.ruleTitle(rule)) || rule;
  return {
    title: page.t(`条件不符合，仍计了财政支出：${pending.paid.length} 个对象，合计 ${sumWords(page, pending.paid_total)}`, `Paid though a condition fails: ${pending.paid.length} rows, ${sumWords(page, pending.paid_total)} in all`),
    lines: pending.paid.map((paid) => {
      const items = paid.items.map((item) => `${page.title(item.title)} ${moneyText(page, item.amount, moneyUnit(page, item.kind), decimalsOf(item.amount))} ${unitShown(page, moneyUnit(page, item.kind))}`);
      return rowWords(page, paid.table, paid.row) + page.t(`（“${paid.checks.map(ruleWords).join("”、“")}”不符合）：`, ` (fails: ${paid.checks.map(ruleWords).join(", ")}): `) + items.join(page.t("、", ", "));
    }),
  };
}

function Paid({ pending }: { readonly pending: Pending }) {
  const { title, lines } = paidList(usePage(), pending);
  return <Listed title={title}>{lines}</Listed>;
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
export function outstandingLists(page: Page, pending: Pending, figures: readonly FigureValue[]) {
  const words = (figure: FigureValue | undefined): string =>
    !figure ? "…" : figure.unit === "元" && figure.rounded !== null ? `${moneyText(page, figure.rounded, "元")} ${unitShown(page, "元")}` : figure.shown;
  return [...new Set(pending.outstanding.map((one) => one.rule))].map((rule) => {
    const rows = pending.outstanding.map((one, at) => ({ one, at })).filter(({ one }) => one.rule === rule);
    const first = rows[0]?.one;
    const said = page.title(first?.words);
    return {
      rule,
      title: page.t(`${page.title(first?.title)}：${rows.length} 项${said && `（${said}）`}`, `${page.title(first?.title)}: ${rows.length}${said && ` (${said})`}`),
      rows: rows.map(({ one, at }) => ({ row: one.row ? `${rowWords(page, page.ruleTable(rule), one.row)} ` : "", value: words(figures[at]), name: outstandingNames(pending)[at] ?? rule })),
    };
  });
}

function Outstanding({ pending }: { readonly pending: Pending }) {
  const page = usePage();
  const figures = useOutstanding(page, pending);
  return (
    <>
      {outstandingLists(page, pending, figures).map((list) => (
        <Listed key={list.rule} title={list.title}>
          {list.rows.map(({ row, value, name }) => <>{row}<button type="button" class="link" onClick={() => page.explain(name)}>{value}</button></>)}
        </Listed>
      ))}
    </>
  );
}

/** Values that no text read gives, on which payments rest. */
export function valuesList(page: Page, pending: Pending): PendingList {
  const paying = pending.values.filter((value) => value.payments_all > 0);
  const idle = pending.values.length - paying.length;
  return {
    title: page.t(`待核实、示意的取值，及所涉及的收付${idle > 0 ? `（另有 ${idle} 项不涉及收付）` : ""}`, `Values that no text read gives, and the payments that rest on them${idle > 0 ? ` (${idle} more bear on no payment)` : ""}`),
    lines: paying.map((value) => page.title(value.title) + (value.status === "unverified" ? page.t("（待核实）", " (unverified)") : page.t("（示意）", " (illustrative)")) + page.t(`：涉及收付 ${value.payments_all} 笔，${sumWords(page, value.paid_all)}`, `: ${value.payments_all} payments, ${sumWords(page, value.paid_all)}`)),
  };
}

function Values({ pending }: { readonly pending: Pending }) {
  const { title, lines } = valuesList(usePage(), pending);
  return <Listed title={title}>{lines}</Listed>;
}
