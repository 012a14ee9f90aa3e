/** What the charts say, from figures of the report: rows of a table with exact amounts, and how they are drawn. */
import { type Exact, ZERO, add, compare, exact, magnitude, negate, sign, subtract, sum } from "../model/number";
import type { Party, Posting, View, ViewRow } from "../model/report";
import { type Drawing, type Palette, length, wrapped } from "./chart";

type Words = (exact: Exact) => string;

export interface Bar {
  readonly title: string;
  readonly from: Exact; // where it begins
  readonly to: Exact;
  readonly kind: "total" | "plus" | "minus";
  readonly figure: string | null; // what `explain` takes
}

/** The steps of a view's waterfall, which its policy declares; null where it has none. */
export interface Steps {
  readonly start: string;
  readonly between: readonly { readonly line: string; readonly less: boolean }[];
  readonly end: string;
}
export function stepsOf(view: View): Steps | null {
  const start = view.lines.find((line) => line.chart === "from")?.id;
  const end = view.lines.find((line) => line.chart === "to")?.id;
  if (start === undefined || end === undefined) return null;
  const between = view.lines.filter((line) => line.chart === "more" || line.chart === "less").map((line) => ({ line: line.id, less: line.chart === "less" }));
  return { start, between, end };
}

/** Pictures of views that are known by their lines: one that lacks any of these has none. */
export const CARRIES: Readonly<Record<string, { readonly given: string; readonly received: string; readonly open: string }>> = {
  cross_subsidy: { given: "subsidy_given", received: "subsidy_received", open: "unfunded" },
};
export const BY_YEAR: Readonly<Record<string, { readonly base: string; readonly bar: string }>> = {
  rebates: { base: "lat_revenue", bar: "lat_rebate" },
};

export function amountOf(view: View, row: ViewRow, line: string): Exact | null {
  const at = view.lines.findIndex((other) => other.id === line);
  const cell = row.cells[at];
  return cell && cell.state === "value" && typeof cell.value === "string" ? exact(cell.value) : null;
}

/** From the first step to the last; what the steps leave open is drawn as the rest. Null where a figure is missing. */
export function waterfall(view: View, row: ViewRow, title: (line: string) => string, rest: string): Bar[] | null {
  const spec = stepsOf(view);
  const start = spec && amountOf(view, row, spec.start);
  const end = spec && amountOf(view, row, spec.end);
  if (!spec || !start || !end) return null;
  const name = (line: string): string => `${view.id}.${line}@${row.row}`;
  const bars: Bar[] = [{ title: title(spec.start), from: ZERO, to: start, kind: "total", figure: name(spec.start) }];
  let at = start;
  for (const { line, less } of spec.between) {
    const own = amountOf(view, row, line);
    if (!own || sign(own) === 0) continue;
    const amount = less ? negate(own) : own;
    const next = add(at, amount);
    bars.push({ title: title(line), from: at, to: next, kind: sign(amount) < 0 ? "minus" : "plus", figure: name(line) });
    at = next;
  }
  const open = subtract(end, at);
  if (sign(open) !== 0) bars.push({ title: rest, from: at, to: end, kind: sign(open) > 0 ? "plus" : "minus", figure: null });
  bars.push({ title: title(spec.end), from: ZERO, to: end, kind: "total", figure: name(spec.end) });
  return bars;
}

export function drawWaterfall(bars: readonly Bar[], palette: Palette, words: Words): Drawing {
  const low = (bar: Bar): Exact => (compare(bar.from, bar.to) < 0 ? bar.from : bar.to);
  const high = (bar: Bar): Exact => (compare(bar.from, bar.to) < 0 ? bar.to : bar.from);
  const colours = { total: palette.total, plus: palette.plus, minus: palette.minus };
  // A bar that crosses zero stands on both sides of it; what is below each side is not drawn.
  const part = (pick: (bar: Bar) => Exact, visible: boolean, labels: boolean) => ({
    type: "bar" as const,
    stack: "w",
    silent: true,
    barWidth: "58%",
    itemStyle: visible ? {} : { color: "transparent" },
    data: bars.map((bar) => ({
      value: length(pick(bar)),
      itemStyle: visible ? { color: colours[bar.kind] } : { color: "transparent" },
      label: labels ? { show: true, position: "top" as const, color: palette.ink, fontSize: 12, formatter: () => words(bar.kind === "total" ? bar.to : subtract(bar.to, bar.from)) } : { show: false },
    })),
  });
  const positive = (value: Exact): Exact => (sign(value) > 0 ? value : ZERO);
  const negative = (value: Exact): Exact => (sign(value) < 0 ? value : ZERO);
  return {
    height: 300,
    option: {
      backgroundColor: palette.paper,
      grid: { left: 12, right: 12, top: 30, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: bars.map((bar) => wrapped(bar.title, 7)), axisLabel: { color: palette.ink, interval: 0, fontSize: 12 }, axisLine: { lineStyle: { color: palette.faint } }, axisTick: { show: false } },
      yAxis: { type: "value", axisLabel: { show: false }, splitLine: { lineStyle: { color: palette.line } } },
      series: [
        part((bar) => positive(low(bar)), false, false),
        part((bar) => negative(high(bar)), false, false),
        part((bar) => (sign(low(bar)) >= 0 ? subtract(high(bar), low(bar)) : positive(high(bar))), true, true),
        part((bar) => (sign(high(bar)) <= 0 ? subtract(low(bar), high(bar)) : negative(low(bar))), true, false),
      ],
    },
  };
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: Exact;
}

/** "holder:A1/H1" is one of the holders. */
export const kindOfParty = (id: string): string => id.split(":")[0] ?? id;

/** What was posted between parties of one kind and those of another. */
export function flowsBetween(items: readonly Posting[], kind: string): Flow[] {
  const sums = new Map<string, Flow>();
  for (const item of items) {
    const amount = exact(item.amount);
    if (item.kind !== kind || item.from === null || !amount || sign(amount) === 0) continue;
    const [from, to] = sign(amount) > 0 ? [kindOfParty(item.from), kindOfParty(item.to)] : [kindOfParty(item.to), kindOfParty(item.from)];
    const key = `${from}>${to}`;
    const before = sums.get(key);
    sums.set(key, { from, to, amount: add(before?.amount ?? ZERO, magnitude(amount)) });
  }
  return [...sums.values()].sort((a, b) => compare(b.amount, a.amount));
}

/** The title of a kind of party: what the titles of its parties begin with. */
export function partyKinds(parties: readonly Party[], title: (party: Party) => string): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const party of parties) {
    const text = title(party);
    const kind = kindOfParty(party.id);
    const before = kinds.get(kind);
    kinds.set(kind, before === undefined ? (party.id.includes(":") ? (text.split(" ")[0] ?? text) : text) : before);
  }
  return kinds;
}

/** Payers to the left, receivers to the right: who is both stands twice, so no loop can arise. */
export function drawFlows(flows: readonly Flow[], titles: ReadonlyMap<string, string>, palette: Palette, words: Words): Drawing {
  const left = [...new Set(flows.map((flow) => flow.from))];
  const right = [...new Set(flows.map((flow) => flow.to))];
  const total = (side: "from" | "to", id: string): Exact => sum(flows.filter((flow) => flow[side] === id).map((flow) => flow.amount));
  const node = (side: "from" | "to", id: string, colour: string) => ({
    name: `${side}:${id}`,
    depth: side === "from" ? 0 : 1,
    itemStyle: { color: colour },
    label: { position: side === "from" ? ("left" as const) : ("right" as const), color: palette.ink, fontSize: 12, formatter: () => `${wrapped(titles.get(id) ?? id, 12)}\n${words(total(side, id))}` },
  });
  return {
    height: Math.max(220, 62 * Math.max(left.length, right.length)),
    option: {
      backgroundColor: palette.paper,
      series: [{
        type: "sankey", silent: true, draggable: false, emphasis: { disabled: true }, left: 165, right: 165, top: 12, bottom: 12, nodeWidth: 14, nodeGap: 36, layoutIterations: 32,
        lineStyle: { color: palette.third, opacity: 0.45, curveness: 0.5 },
        data: [...left.map((id) => node("from", id, palette.minus)), ...right.map((id) => node("to", id, palette.total))],
        links: flows.map((flow) => ({ source: `from:${flow.from}`, target: `to:${flow.to}`, value: length(flow.amount) })),
      }],
    },
  };
}

export interface Carry {
  readonly row: string;
  readonly title: string;
  readonly given: Exact;
  readonly received: Exact;
  readonly open: Exact;
}

/** Who gives, who receives, and what stays open. */
export function carriesOf(view: View): Carry[] {
  const spec = CARRIES[view.id];
  if (!spec) return [];
  const all = view.rows.map((row) => ({
    row: row.row,
    title: row.title,
    given: amountOf(view, row, spec.given) ?? ZERO,
    received: amountOf(view, row, spec.received) ?? ZERO,
    open: amountOf(view, row, spec.open) ?? ZERO,
  }));
  return all
    .filter((carry) => sign(carry.given) !== 0 || sign(carry.received) !== 0 || sign(carry.open) !== 0)
    .sort((a, b) => compare(b.given, a.given) || compare(add(b.received, b.open), add(a.received, a.open)));
}

const ROOM = 1.45; // beside the longest bar, for its figure

/** Given to the left, received and still open to the right. */
export function drawCarries(carries: readonly Carry[], palette: Palette, words: Words): Drawing {
  const bar = (name: string, pick: (carry: Carry) => Exact, colour: string, outlined: boolean) => ({
    name,
    type: "bar" as const,
    stack: "c",
    silent: true,
    barWidth: 15,
    itemStyle: outlined ? { color: "transparent", borderColor: colour, borderWidth: 1.2, borderType: "dashed" as const } : { color: colour },
    data: carries.map((carry) => ({
      value: sign(pick(carry)) === 0 ? null : length(pick(carry)),
      label: { show: sign(pick(carry)) !== 0, color: outlined || sign(pick(carry)) < 0 ? palette.ink : palette.paper, fontSize: 11, position: sign(pick(carry)) < 0 ? ("left" as const) : ("insideLeft" as const), formatter: () => words(magnitude(pick(carry))) },
    })),
  });
  const widest = Math.max(...carries.map((carry) => Math.max(length(carry.given), length(add(carry.received, carry.open)))));
  return {
    height: 46 + 26 * carries.length,
    option: {
      backgroundColor: palette.paper,
      grid: { left: 12, right: 24, top: 10, bottom: 10, containLabel: true },
      xAxis: { type: "value", axisLabel: { show: false }, splitLine: { show: false }, min: -widest * ROOM, max: widest * ROOM },
      yAxis: [{ type: "category", inverse: true, data: carries.map((carry) => wrapped(carry.title, 14)), axisLabel: { color: palette.ink, fontSize: 12, interval: 0 }, axisTick: { show: false }, axisLine: { onZero: false, lineStyle: { color: palette.line } } }],
      series: [bar("given", (carry) => negate(carry.given), palette.total, false), bar("received", (carry) => carry.received, palette.plus, false), bar("open", (carry) => carry.open, palette.minus, true)],
    },
  };
}

export interface Year {
  readonly title: string;
  readonly base: Exact | null;
  readonly bar: Exact | null;
}
export function yearsOf(view: View): Year[] {
  const spec = BY_YEAR[view.id];
  return spec ? view.rows.map((row) => ({ title: row.title, base: amountOf(view, row, spec.base), bar: amountOf(view, row, spec.bar) })) : [];
}

/** The base above, what follows from it below: two scales, so two panels. */
export function drawYears(years: readonly Year[], palette: Palette, words: Words): Drawing {
  const panel = (index: number, pick: (year: Year) => Exact | null, colour: string) => ({
    type: "bar" as const,
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    barWidth: "46%",
    itemStyle: { color: colour },
    data: years.map((year) => {
      const value = pick(year);
      return { value: value ? length(value) : 0, label: { show: true, position: "top" as const, color: palette.ink, fontSize: 11, formatter: () => (value ? words(value) : "—") } };
    }),
  });
  const axis = (index: number, labels: boolean) => ({ type: "category", gridIndex: index, data: years.map((year) => year.title), axisTick: { show: false }, axisLabel: { show: labels, color: palette.ink, fontSize: 12 }, axisLine: { lineStyle: { color: palette.faint } } });
  const scale = (index: number) => ({ type: "value", gridIndex: index, axisLabel: { show: false }, splitLine: { show: false } });
  return {
    height: 300,
    option: {
      backgroundColor: palette.paper,
      grid: [{ left: 12, right: 12, top: 24, height: 110 }, { left: 12, right: 12, top: 170, height: 96 }],
      xAxis: [axis(0, false), axis(1, true)],
      yAxis: [scale(0), scale(1)],
      series: [panel(0, (year) => year.base, palette.third), panel(1, (year) => year.bar, palette.total)],
    },
  };
}
