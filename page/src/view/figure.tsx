/** A figure as a reader sees it: exact text of the engine, rounded as the report rounds it, and a way to its derivation. */
import type { ComponentChildren } from "preact";
import type { Line, State, Titles, Value, ViewCell } from "../model/report";
import { type Step, exact, shown, sign } from "../model/number";
import { type Page, usePage } from "./page";

export const isMoney = (unit: string | null): boolean => unit === "元";
export const unitShown = (page: Page, unit: string | null): string => (isMoney(unit) && page.wan ? page.t("万元", "10⁴ yuan") : unit === "元" ? page.t("元", "yuan") : unit ?? "");

/** The words for a value: a figure, yes or no, a choice's title, a text. */
export function valueText(page: Page, value: Value, line: Pick<Line, "unit" | "step"> & Partial<Pick<Line, "choices">>): string {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? page.t("是", "yes") : page.t("否", "no");
  if (line.unit !== null) return shown(value, line.step, page.wan && isMoney(line.unit), line.unit !== "" || line.step !== null);
  const own = line.choices?.find((choice) => choice.id === value);
  return own ? page.title(own.title) : choiceTitle(page, value);
}

/** A member's id as its title; other texts as they are. */
export function choiceTitle(page: Page, id: string): string {
  for (const table of page.state.filed?.tables ?? [])
    for (const field of table.fields)
      for (const choice of field.choices ?? []) if (choice.id === id) return page.title(choice.title);
  return id;
}

/** Money of a posting or a party: text with its decimals. */
export function moneyText(page: Page, text: string | null | undefined, unit: string, decimals = 2): string {
  if (text === undefined) return "";
  if (text === null) return page.t("待定", "undetermined");
  const step: Step = { size: `0.${"0".repeat(decimals - 1)}1`, mode: "half_up", decimals };
  return shown(text, step, page.wan && isMoney(unit));
}

/** The unit that a kind of value is posted in, and as many decimals as a sum of it has. */
export const moneyUnit = (page: Page, kind: string): string => page.state.report?.items.find((item) => item.kind === kind)?.unit ?? "元";
export const decimalsOf = (text: string | null | undefined): number => Math.max(2, (text?.split(".")[1] ?? "").length);

export function stateText(page: Page, state: State): string {
  switch (state) {
    case "not_applicable":
      return page.t("不适用", "n/a");
    case "undetermined":
      return page.t("待定", "undetermined");
    case "none":
      return page.t("无", "none");
    case "error":
      return page.t("错误", "error");
    default:
      return "—";
  }
}

interface FigureProps {
  readonly name: string; // what `explain` takes
  readonly label: string; // for who cannot see the row and column
  readonly first?: boolean; // the table's tab stop
  readonly reason?: Titles | null;
  readonly negative?: boolean;
  readonly children: ComponentChildren;
}

export function Figure({ name, label, first, reason, negative, children }: FigureProps) {
  const page = usePage();
  const why = reason ? page.title(reason) : "";
  return (
    <button
      type="button"
      class={`figure${negative ? " negative" : ""}`}
      tabIndex={first ? 0 : -1}
      data-figure={name}
      aria-label={`${label} ${why}`.trim()}
      title={why || page.t("看这个数的由来", "How this figure came about")}
      onClick={() => page.explain(name)}
    >
      {children}
    </button>
  );
}

export const isNegative = (text: string | null): boolean => {
  const value = exact(text);
  return value !== null && sign(value) < 0;
};

export const isKnownPart = (known: string | null | undefined): known is string => typeof known === "string" && /[1-9]/.test(known);

/** "待定（已定部分 118,011,894.97）": never a zero, which says nothing of what is known. */
export function openText(page: Page, known: string | null | undefined, line: Pick<Line, "unit" | "step">): string {
  const word = page.t("待定", "undetermined");
  return isKnownPart(known) ? page.t(`${word}（已定部分 ${valueText(page, known, line)}）`, `${valueText(page, known, line)} + ${word}`) : word;
}

/** The words of a view's cell, whatever its state. */
export const cellWords = (page: Page, cell: ViewCell, line: Line): string =>
  cell.state === "value" ? valueText(page, cell.value, line) : cell.state === "undetermined" ? openText(page, cell.known, line) : stateText(page, cell.state);

/** The cell of a view. */
export function CellFigure({ cell, line, name, label, first }: { readonly cell: ViewCell; readonly line: Line; readonly name: string; readonly label: string; readonly first?: boolean }) {
  const page = usePage();
  const text = cellWords(page, cell, line);
  const negative = line.unit !== null && typeof cell.value === "string" && isNegative(cell.value);
  return (
    <Figure name={name} label={`${label} ${text}`} first={first ?? false} reason={cell.reason} negative={negative}>
      <span class={cell.state === "value" ? "" : `state ${cell.state}`}>{text}</span>
    </Figure>
  );
}
