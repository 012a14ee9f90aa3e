/** Each chart with its figures beside it. */
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { type Exact, ZERO, add, exact, plain, shown, sign, subtract, sum } from "../model/number";
import type { Carried, View } from "../model/report";
import { Figure } from "../view/figure";
import { type Page, usePage } from "../view/page";
import { rove } from "../view/roving";
import { Chart, DAY, type Drawing, NIGHT } from "./chart";
import { type Bar, BY_YEAR, CARRIES, carriesOf, drawCarries, drawFlows, drawWaterfall, drawYears, flowsBetween, partyKinds, stepsOf, waterfall, yearsOf } from "./drawings";

const CENT = { size: "0.01", mode: "half_up", decimals: 2 } as const;
export const amountWords = (page: Page) => (amount: Exact): string => shown(plain(amount, false), CENT, page.wan);
const money = (page: Page): string => (page.wan ? page.t("万元", "10⁴ yuan") : page.t("元", "yuan"));

interface PanelProps {
  readonly title: string;
  readonly drawing: Drawing;
  readonly note?: string;
  readonly legend?: readonly { readonly text: string; readonly kind: string }[];
  readonly width?: number;
  readonly table: ComponentChildren;
}

function Panel({ title, drawing, note, legend, width, table }: PanelProps) {
  const page = usePage();
  return (
    <figure class="panel">
      <figcaption>
        <span>{title}</span>
        <small>{page.t("单位：", "in ")}{money(page)}</small>
      </figcaption>
      {note && <p class="note warn">{note}</p>}
      {legend && <p class="legend">{legend.map((entry) => <span key={entry.kind} class={`key ${entry.kind}`}>{entry.text}</span>)}</p>}
      <div class="beside">
        <Chart drawing={drawing} label={title} {...(width === undefined ? {} : { width })} />
        <div class="beside-table">{table}</div>
      </div>
    </figure>
  );
}

export function WaterfallPanel({ view, row: only, width }: { readonly view: View; readonly row?: string; readonly width?: number }) {
  const page = usePage();
  const able = useMemo(() => view.rows.filter((row) => waterfall(view, row, () => "", "") !== null), [view]);
  const [chosen, choose] = useState("");
  const row = able.find((other) => other.row === (only ?? chosen)) ?? able[0];
  const title = (line: string): string => page.title(view.lines.find((other) => other.id === line)?.title);
  const bars = row ? waterfall(view, row, title, page.t("其余", "the rest")) : null;
  const words = amountWords(page);
  const drawing = useMemo(() => bars && drawWaterfall(bars, page.dark ? NIGHT : DAY, words), [view, row, page.dark, page.wan, page.language]);
  const steps = stepsOf(view);
  if (!steps || !row || !bars || !drawing) return null;
  const change = (bar: Bar): Exact => (bar.kind === "total" ? bar.to : subtract(bar.to, bar.from));
  return (
    <>
      {able.length > 1 && only === undefined && (
        <p class="tools">
          <label>{page.t("项目", "project")}：<select value={row.row} onChange={(event) => choose(event.currentTarget.value)}>{able.map((other) => <option key={other.row} value={other.row}>{other.title}</option>)}</select></label>
        </p>
      )}
      <Panel
        title={`${row.title}：${page.t(`从${title(steps.start)}到${title(steps.end)}`, `from ${title(steps.start)} to ${title(steps.end)}`)}`}
        drawing={drawing}
        {...(width === undefined ? {} : { width })}
        table={
          <table class="data small" onKeyDown={rove}>
            <thead><tr><th scope="col" class="name">{page.t("项目", "item")}</th><th scope="col" class="number">{money(page)}</th></tr></thead>
            <tbody>
              {bars.map((bar, at) => (
                <tr key={bar.title} class={bar.kind === "total" ? "total" : ""}>
                  <th scope="row" class="name">{bar.title}</th>
                  <td class="number">{bar.figure ? <Figure name={bar.figure} label={`${bar.title} ${words(change(bar))}`} first={at === 0}>{words(change(bar))}</Figure> : words(change(bar))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        }
      />
    </>
  );
}

export function FlowPanel({ width }: { readonly width?: number }) {
  const page = usePage();
  const report = page.state.report;
  const kinds = useMemo(() => [...new Set(report?.items.map((item) => item.kind))], [report]);
  const [chosen, choose] = useState("cash");
  const kind = kinds.includes(chosen) ? chosen : kinds[0] ?? "";
  const words = amountWords(page);
  const flows = useMemo(() => flowsBetween(report?.items ?? [], kind), [report, kind]);
  const titles = useMemo(() => partyKinds(report?.parties ?? [], (party) => page.title(party.title)), [report, page.language]);
  const drawing = useMemo(() => drawFlows(flows, titles, page.dark ? NIGHT : DAY, words), [flows, titles, page.dark, page.wan]);
  const open = (report?.items ?? []).filter((item) => item.kind === kind && item.amount === null).length;
  const inMoney = (report?.items ?? []).every((item) => item.kind !== kind || item.unit === "元");
  if (flows.length === 0 || !inMoney) return null;
  const name = (id: string): string => titles.get(id) ?? id;
  return (
    <>
      {kinds.length > 1 && (
        <p class="tools" role="group" aria-label={page.t("价值类别", "kind of value")}>
          {kinds.filter((other) => report?.items.find((item) => item.kind === other)?.unit === "元").map((other) => (
            <button type="button" key={other} class={`tab${other === kind ? " on" : ""}`} aria-pressed={other === kind} onClick={() => choose(other)}>{kindTitle(page, other)}</button>
          ))}
        </p>
      )}
      <Panel
        title={page.t(`各方之间的往来（${kindTitle(page, kind)}）`, `What moves between the parties (${kindTitle(page, kind)})`)}
        note={open > 0 ? page.t(`另有 ${open} 笔待定，没有画出。`, `${open} undetermined postings are not drawn.`) : ""}
        drawing={drawing}
        {...(width === undefined ? {} : { width })}
        table={
          <table class="data small">
            <thead><tr><th scope="col" class="name">{page.t("付方", "from")}</th><th scope="col" class="name">{page.t("收方", "to")}</th><th scope="col" class="number">{money(page)}</th></tr></thead>
            <tbody>{flows.map((flow) => <tr key={`${flow.from}>${flow.to}`}><td class="text">{name(flow.from)}</td><td class="text">{name(flow.to)}</td><td class="number">{words(flow.amount)}</td></tr>)}</tbody>
          </table>
        }
      />
    </>
  );
}

/** The report names kinds of value by their ids alone. */
export function kindTitle(page: Page, kind: string): string {
  const known: Readonly<Record<string, readonly [string, string]>> = { cash: ["现金", "cash"], property: ["物业", "property"], land: ["土地", "land"], quota: ["建设用地指标", "quota"] };
  const words = known[kind];
  return words ? page.t(words[0], words[1]) : kind;
}

/** Is a figure of these lines undetermined? */
const isOpen = (view: View, lines: readonly string[]): boolean => view.rows.some((row) => row.cells.some((cell) => cell.state === "undetermined" && lines.includes(cell.line)));

export function CarryPanel({ view, width }: { readonly view: View; readonly width?: number }) {
  const page = usePage();
  const words = amountWords(page);
  const carries = useMemo(() => carriesOf(view), [view]);
  const drawing = useMemo(() => drawCarries(carries, page.dark ? NIGHT : DAY, words), [carries, page.dark, page.wan]);
  const spec = CARRIES[view.id];
  if (!spec || carries.length === 0) return null;
  const title = (line: string): string => page.title(view.lines.find((other) => other.id === line)?.title);
  const name = (line: string, row: string): string => `${view.id}.${line}@${row}`;
  return (
    <Panel
      title={page.t("谁反哺谁", "Who carries whom")}
      note={isOpen(view, [spec.given, spec.received, spec.open]) ? page.t("有待定的数，没有画出。", "Undetermined figures are not drawn.") : ""}
      drawing={drawing}
      legend={[{ text: title(spec.given), kind: "given" }, { text: title(spec.received), kind: "received" }, { text: title(spec.open), kind: "open" }]}
      {...(width === undefined ? {} : { width })}
      table={
        <table class="data small" onKeyDown={rove}>
          <thead><tr><th scope="col" class="name">{page.t("项目", "project")}</th>{[spec.given, spec.received, spec.open].map((line) => <th scope="col" key={line} class="number">{title(line)}</th>)}</tr></thead>
          <tbody>
            {carries.map((carry, at) => (
              <tr key={carry.row}>
                <th scope="row" class="name">{carry.title}</th>
                {([[spec.given, carry.given], [spec.received, carry.received], [spec.open, carry.open]] as const).map(([line, amount], c) => (
                  <td key={line} class="number">{amount.top === 0n ? "" : <Figure name={name(line, carry.row)} label={`${carry.title} ${title(line)} ${words(amount)}`} first={at === 0 && c === 0}>{words(amount)}</Figure>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

/** Who carries whom, pair by pair: payers below each other, receivers side by side. */
export interface Pairs {
  readonly title: string;
  readonly payers: readonly string[];
  readonly receivers: readonly string[];
  readonly amount: (from: string, to: string) => Exact;
}

/** One for each party that passes money on; a kind of value that is undetermined, or no money, has none. */
export function pairsOf(page: Page, carried: readonly Carried[]): Pairs[] {
  const groups = new Map<string, Carried[]>();
  for (const one of carried) groups.set(`${one.party} ${one.kind}`, [...(groups.get(`${one.party} ${one.kind}`) ?? []), one]);
  return [...groups.values()].flatMap((group) => {
    const amounts = new Map<string, Exact>();
    for (const { from, to, amount } of group) {
      const value = exact(amount);
      if (from === null || to === null || !value) return [];
      amounts.set(`${from}>${to}`, add(amounts.get(`${from}>${to}`) ?? ZERO, value));
    }
    const first = group[0] as Carried;
    return [{
      title: page.t(`谁反哺谁：经${partyTitle(page, first.party)}，按收支比例（${kindTitle(page, first.kind)}）`, `Who carries whom through ${partyTitle(page, first.party)}, pro rata (${kindTitle(page, first.kind)})`),
      payers: [...new Set(group.map((one) => one.from ?? ""))],
      receivers: [...new Set(group.map((one) => one.to ?? ""))],
      amount: (from: string, to: string) => amounts.get(`${from}>${to}`) ?? ZERO,
    }];
  });
}

export const partyTitle = (page: Page, id: string): string => page.title(page.state.report?.parties.find((party) => party.id === id)?.title) || id;

export function PairsPanel() {
  const page = usePage();
  const carried = page.state.report?.carried ?? [];
  const open = carried.some((one) => one.amount === null);
  const words = (amount: Exact): string => (sign(amount) === 0 ? "" : amountWords(page)(amount));
  if (carried.length === 0) return null;
  return (
    <>
      {open && <p class="note warn">{page.t("谁反哺谁：有待定的收支，尚不能逐对列出。", "Who carries whom: undetermined, since something that is received or paid on is.")}</p>}
      {pairsOf(page, carried).map((pairs) => (
        <figure class="panel pairs" key={pairs.title}>
          <figcaption><span>{pairs.title}</span><small>{page.t("单位：", "in ")}{money(page)}</small></figcaption>
          <div class="scroller" tabIndex={0} role="region" aria-label={pairs.title}>
            <table class="data small">
              <thead><tr><th scope="col" class="name">{page.t("付方 ＼ 收方", "from \\ to")}</th>{pairs.receivers.map((to) => <th scope="col" key={to} class="number">{partyTitle(page, to)}</th>)}<th scope="col" class="number">{page.t("合计", "total")}</th></tr></thead>
              <tbody>
                {pairs.payers.map((from) => (
                  <tr key={from}><th scope="row" class="name">{partyTitle(page, from)}</th>{pairs.receivers.map((to) => <td key={to} class="number">{words(pairs.amount(from, to))}</td>)}<td class="number">{words(sum(pairs.receivers.map((to) => pairs.amount(from, to))))}</td></tr>
                ))}
              </tbody>
              <tfoot><tr class="total"><th scope="row" class="name">{page.t("合计", "total")}</th>{pairs.receivers.map((to) => <td key={to} class="number">{words(sum(pairs.payers.map((from) => pairs.amount(from, to))))}</td>)}<td class="number">{words(sum(pairs.payers.flatMap((from) => pairs.receivers.map((to) => pairs.amount(from, to)))))}</td></tr></tfoot>
            </table>
          </div>
        </figure>
      ))}
    </>
  );
}

export function YearPanel({ view, width }: { readonly view: View; readonly width?: number }) {
  const page = usePage();
  const words = amountWords(page);
  const years = useMemo(() => yearsOf(view), [view]);
  const drawing = useMemo(() => drawYears(years, page.dark ? NIGHT : DAY, words), [years, page.dark, page.wan]);
  const spec = BY_YEAR[view.id];
  if (!spec || years.length < 2) return null;
  const title = (line: string): string => page.title(view.lines.find((other) => other.id === line)?.title);
  return (
    <Panel
      title={page.t(`${title(spec.base)}（上）和${title(spec.bar)}（下）`, `${title(spec.base)} (above) and ${title(spec.bar)} (below)`)}
      drawing={drawing}
      {...(width === undefined ? {} : { width })}
      table={
        <table class="data small">
          <thead><tr><th scope="col" class="name">{page.t("年度", "year")}</th><th scope="col" class="number">{title(spec.base)}</th><th scope="col" class="number">{title(spec.bar)}</th></tr></thead>
          <tbody>{years.map((year) => <tr key={year.title}><th scope="row" class="name">{year.title}</th><td class="number">{year.base ? words(year.base) : "—"}</td><td class="number">{year.bar ? words(year.bar) : "—"}</td></tr>)}</tbody>
        </table>
      }
    />
  );
}
