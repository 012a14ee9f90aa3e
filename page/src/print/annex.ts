/**
 * An annex to an official document: pages of A4 whose text area is 156 mm × 225 mm, made from data and
 * broken into pages here, so that every kernel breaks them alike and each page bears its heading, its
 * number and the unit. Sizes are those of GB/T 9704.
 */
import { CARRIES } from "../chart/drawings";
import { type Pairs, amountWords, pairsOf, partyTitle } from "../chart/panels";
import { type Change } from "../model/facts";
import { type Exact, sign, sum } from "../model/number";
import { type FigureValue, type Line, type Report, STANDINGS, type View } from "../model/report";
import { cellWords, openText, unitShown, valueText } from "../view/figure";
import { fieldWords, tableWords } from "../view/changes";
import { checkTitle } from "../view/overview";
import { rowWords } from "../view/derivation";
import { factLists, lineWords, paidLists, signedWords, standingWords } from "../view/pending";
import type { Page } from "../view/page";

export interface AnnexOptions {
  readonly number: string; // 表号
  readonly author: string; // 编制单位
  readonly firstPage: number;
  readonly views: readonly string[];
  readonly pending: readonly FigureValue[] | null; // what is to be settled, with the outstanding figures; null: left out
  readonly notes: boolean; // conditions, parameters, articles
  readonly charts: readonly { readonly title: string; readonly svg: () => Element | null }[];
}

const TEXT_HEIGHT_MM = 225;
const TEXT_WIDTH_MM = 156;
const LEAST_TAIL = 4; // rows
const TOLERANCE = 0.985; // of the height and the width: what a printer's fonts may add

export function el(tag: string, name: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** A part of the annex that may be broken between its rows. */
interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly kind: string }[];
  readonly text: readonly boolean[]; // by column: left, not right
  readonly again?: () => HTMLElement; // above it on every page but its first
}

/** Pages that fill from the top. Heights are measured where the pages will stand. */
class Paper {
  readonly pages: HTMLElement[][] = [[]];
  private used = 0;
  private readonly measure = el("div", "annex-page measuring");
  private readonly limit: number;
  private readonly width: number;

  constructor(into: HTMLElement) {
    into.append(this.measure);
    this.width = this.measure.getBoundingClientRect().width * TOLERANCE;
    this.limit = this.width * (TEXT_HEIGHT_MM / TEXT_WIDTH_MM);
  }

  room(): number {
    return this.limit - this.used;
  }
  breakPage(): void {
    if (this.used > 0) this.pages.push([]);
    this.used = 0;
  }
  /** Puts an element on the page, or on the next one where it or what it is kept with (`keep`, in pixels) has no room. */
  place(element: HTMLElement, keep = 0): void {
    const height = this.measured(element, () => {
      const style = getComputedStyle(element);
      return element.getBoundingClientRect().height + parseFloat(style.marginTop) + parseFloat(style.marginBottom);
    });
    if (height + keep > this.room()) this.breakPage();
    this.pages[this.pages.length - 1]?.push(element);
    this.used += height;
  }
  measured<T>(element: HTMLElement, read: () => T): T {
    this.measure.append(element);
    const found = read();
    element.remove();
    return found;
  }
  /** As many rows as the page has room for, then the next page with the heading again. */
  placeTable(section: Section): void {
    const whole = tableOf(section);
    section.rows.forEach((row) => whole.tBodies[0]?.append(rowOf(section, row)));
    // What is wider than a line would lose its last digits at the page's edge: it goes in strips of columns.
    whole.style.width = "min-content";
    if (section.head.length > 2 && this.measured(whole, () => whole.getBoundingClientRect().width) > this.width) {
      stripsOf(section).forEach((strip) => this.placeTable(strip));
      return;
    }
    whole.style.width = "";
    if (section.title) this.place(el("h3", "annex-title", section.title), 60);
    const { head, rows, widths } = this.measured(whole, () => ({
      head: (whole.tHead?.getBoundingClientRect().height ?? 0) + 8,
      rows: Array.from(whole.tBodies[0]?.rows ?? []).map((row) => row.getBoundingClientRect().height),
      widths: Array.from(whole.tHead?.rows[0]?.cells ?? []).map((cell) => cell.getBoundingClientRect().width),
    }));
    let fresh = false; // on a page that was just begun
    for (let at = 0; at < section.rows.length; ) {
      let height = head;
      let end = at;
      while (end < section.rows.length && height + (rows[end] ?? 0) <= this.room()) height += rows[end++] ?? 0;
      const lonely = end - at < 2 && section.rows.length - at > 2; // a heading with one row at the foot
      if ((end === at || lonely) && this.used > 0 && !fresh) {
        this.breakPage();
        if (section.again) this.place(section.again());
        fresh = true; // what has no room on a page of its own is placed all the same
        continue;
      }
      end = Math.max(end, at + 1); // a row higher than a page stands alone
      // A few rows alone on the last page take some more with them.
      const left = section.rows.length - end;
      if (left > 0 && left < LEAST_TAIL && end - at > 2 * LEAST_TAIL) end -= LEAST_TAIL - left;
      fresh = false;
      const part = tableOf(section);
      section.rows.slice(at, end).forEach((row) => part.tBodies[0]?.append(rowOf(section, row)));
      part.style.tableLayout = "fixed";
      Array.from(part.tHead?.rows[0]?.cells ?? []).forEach((cell, c) => (cell.style.width = `${widths[c] ?? 0}px`));
      this.place(part);
      at = end;
    }
  }
}

/** Builds the pages in `into`, which has to be in the document; gives back how many. */
export function buildAnnex(page: Page, report: Report, changes: readonly Change[], options: AnnexOptions, into: HTMLElement): number {
  into.textContent = "";
  const paper = new Paper(into);
  const views = options.views.flatMap((id) => report.views.filter((view) => view.id === id));
  views.forEach((view, at) => {
    paper.breakPage();
    paper.place(headOf(page, report, view, options, at));
    const pairs = CARRIES[view.id] ? pairsOf(page, report.carried).flatMap((one) => pairSections(page, one)) : [];
    for (const section of [...sectionsOf(page, view), ...pairs]) paper.placeTable({ ...section, again: () => headAgain(page, view, options, at) });
    if (view.note) paper.place(el("p", "annex-note", page.t("注：", "note: "), page.title(view.note)));
  });
  for (const chart of options.charts) {
    const svg = chart.svg();
    if (svg) paper.place(el("figure", "annex-chart", el("figcaption", "", chart.title), svg as HTMLElement));
  }
  if (changes.length > 0) paper.placeTable(changeSection(page, changes));
  if (options.pending) for (const note of pendingOf(page, report, options.pending)) paper.place(note, note.tagName === "P" ? 0 : 40);
  if (options.notes) for (const note of notesOf(page, report)) paper.place(note, note.tagName === "H3" ? 40 : 0);
  paper.place(signatures(page));
  paper.place(digests(page, report));

  into.textContent = "";
  paper.pages.forEach((elements, at) => {
    into.append(el("section", "annex-page", el("div", "annex-text", ...elements), el("p", "annex-number", `— ${options.firstPage + at} —`)));
  });
  return paper.pages.length;
}

/** The form's number, title and unit once more: 续表. */
function headAgain(page: Page, view: View, options: AnnexOptions, at: number): HTMLElement {
  return el("p", "annex-line annex-again", el("span", "", page.t(`表号：${formNumber(page, options, at)}（续）`, `${formNumber(page, options, at)}, continued`)), el("span", "", page.title(view.title)), el("span", "", unitWords(page)));
}
const formNumber = (page: Page, options: AnnexOptions, at: number): string => (options.number ? `${page.t("", "Form ")}${options.number}${options.views.length > 1 ? `-${at + 1}` : ""}` : page.t(`表 ${at + 1}`, `Table ${at + 1}`));
const unitWords = (page: Page): string => page.t(`单位：${page.wan ? "万元" : "元"}`, `Unit: ${page.wan ? "10⁴ yuan" : "yuan"}`);

function headOf(page: Page, report: Report, view: View, options: AnnexOptions, at: number): HTMLElement {
  const number = formNumber(page, options, at);
  return el(
    "header",
    "annex-head",
    el("p", "annex-form", page.t(`表号：${number}`, number)),
    el("h1", "", `${page.title(report.scenario.title) || report.scenario.id}`),
    el("h2", "", page.title(view.title)),
    el("p", "annex-line", el("span", "", page.t(`编制单位：${options.author || "　　　　　　　　"}`, `Made by: ${options.author}`)), el("span", "", page.t(`基准日：${report.scenario.as_of}`, `In force on ${report.scenario.as_of}`)), el("span", "", unitWords(page))),
  );
}

/** Widths in halves of a Chinese sign, for choosing how many columns stand side by side. */
const widthOf = (text: string): number => Array.from(text).reduce((all, sign) => all + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1.06), 0);
const MOST_WIDTH = 94; // a line of 156 mm in the table's type
const MOST_NAME = 26;

/** Columns side by side as far as a line has room, and about as many in each block; names are repeated. */
function blocksOf(columns: readonly { readonly head: string; readonly cells: readonly string[] }[], names: readonly string[]): number[][] {
  const room = MOST_WIDTH - Math.min(MOST_NAME, Math.max(8, ...names.map(widthOf)));
  const widths = columns.map((column) => Math.max(8, Math.min(24, Math.max(...column.cells.map(widthOf), widthOf(column.head) / 3))) + 2.4);
  const fits = (block: readonly number[]): boolean => block.length === 1 || block.reduce((all, at) => all + (widths[at] ?? 0), 0) <= room;
  for (let count = 1; ; count++) {
    const size = Math.ceil(columns.length / count);
    const blocks = Array.from({ length: count }, (_, b) => columns.map((_column, at) => at).slice(b * size, (b + 1) * size)).filter((block) => block.length > 0);
    if (blocks.every(fits) || count >= columns.length) return blocks;
  }
}

function sectionsOf(page: Page, view: View): Section[] {
  const textAt = (r: number, c: number): string => {
    const cell = view.rows[r]?.cells[c];
    const line = view.lines[c];
    return !cell || !line ? "" : cell.state === "not_applicable" ? "—" : cellWords(page, cell, line);
  };
  const head = (c: number): string => {
    const line = view.lines[c];
    const unit = line ? unitShown(page, line.unit) : "";
    const own = unit !== "" && line?.unit !== "元";
    return line ? page.title(line.title) + (own ? page.t(`（${unit}）`, ` (${unit})`) : "") : "";
  };
  if (view.layout === "sheet" && view.rows.length === 1) {
    const row = view.rows[0];
    return [{
      title: "", head: [page.t("项目", "item"), page.t("金额或数量", "amount"), page.t("依据", "article")], text: [true, false, true],
      rows: (row?.cells ?? []).map((cell, c) => ({ cells: [head(c), textAt(0, c), cell.source], kind: view.lines[c]?.total ? "total" : `level${view.lines[c]?.level ?? 0}` })),
    }];
  }
  if (view.layout === "sheet") {
    const columns = view.rows.map((row, r) => ({ head: row.title, cells: view.lines.map((_, c) => textAt(r, c)) }));
    return blocksOf(columns, view.lines.map((_, c) => head(c))).map((block) => ({
      title: "", head: [page.t("项目", "item"), ...block.map((r) => columns[r]?.head ?? "")], text: [true, ...block.map(() => false)],
      rows: view.lines.map((line, c) => ({ cells: [head(c), ...block.map((r) => columns[r]?.cells[c] ?? "")], kind: line.total ? "total" : `level${line.level}` })),
    }));
  }
  const sumWords = (sum: string | null | undefined, known: string | null | undefined, line: Line): string =>
    sum === undefined ? "" : sum === null ? openText(page, known, line) : valueText(page, sum, line);
  const columns = view.lines.map((line, c) => ({ head: head(c), cells: [...view.rows.map((_, r) => textAt(r, c)), sumWords(view.total[line.id], view.total_known?.[line.id], line)] }));
  const rests = view.lines.map((line) => sumWords(view.rest[line.id], null, line));
  return blocksOf(columns, view.rows.map((row) => row.title)).map((block) => {
    const rows = view.rows.map((row, r) => ({ cells: [row.title, ...block.map((c) => columns[c]?.cells[r] ?? "")], kind: "" }));
    const some = block.some((c) => /[1-9]|待定|undet/.test(rests[c] ?? ""));
    if (some) rows.push({ cells: [page.t("不属于以上各行", "outside these rows"), ...block.map((c) => rests[c] ?? "")], kind: "" });
    if (block.some((c) => view.lines[c]?.total)) rows.push({ cells: [page.t("合计", "Total"), ...block.map((c) => columns[c]?.cells[view.rows.length] ?? "")], kind: "total" });
    return { title: "", head: [page.t("项目", "row"), ...block.map((c) => columns[c]?.head ?? "")], text: [true, ...block.map((c) => view.lines[c]?.unit === null)], rows };
  });
}

/** Who carries whom: payers below each other, receivers side by side as far as there is room. */
function pairSections(page: Page, pairs: Pairs): Section[] {
  const words = (amount: Exact): string => (sign(amount) === 0 ? "" : amountWords(page)(amount));
  const total = page.t("合计", "Total");
  const columnOf = (head: string, to: readonly string[]) => ({ head, cells: [...pairs.payers.map((from) => words(sum(to.map((one) => pairs.amount(from, one))))), words(sum(pairs.payers.flatMap((from) => to.map((one) => pairs.amount(from, one)))))] });
  const columns = [...pairs.receivers.map((to) => columnOf(partyTitle(page, to), [to])), columnOf(total, pairs.receivers)];
  const names = [...pairs.payers.map((from) => partyTitle(page, from)), total];
  return blocksOf(columns, names).map((block, at) => ({
    title: at === 0 ? pairs.title : "", head: [page.t("付方 ＼ 收方", "from \\ to"), ...block.map((c) => columns[c]?.head ?? "")], text: [true, ...block.map(() => false)],
    rows: names.map((name, r) => ({ cells: [name, ...block.map((c) => columns[c]?.cells[r] ?? "")], kind: r === names.length - 1 ? "total" : "" })),
  }));
}

function changeSection(page: Page, changes: readonly Change[]): Section {
  return {
    title: page.t("试算改动（与原文件相比）", "Changed for a trial, against the file as it was"), text: [true, true, true, true],
    head: [page.t("对象", "row"), page.t("填报项", "fact"), page.t("原文件", "as filed"), page.t("现在", "now")],
    rows: changes.map((change) => ({ cells: [`${tableWords(page, change)} ${change.row}`, fieldWords(page, change), change.was ?? "—", change.now ?? "—"], kind: "" })),
  };
}

/** Its columns in two halves, each behind the rows' names; the title stands above the first. */
function stripsOf(section: Section): Section[] {
  const middle = Math.ceil((section.head.length + 1) / 2);
  return [[1, middle], [middle, section.head.length]].map(([from, to], at) => {
    const strip = <T>(all: readonly T[]): T[] => [...all.slice(0, 1), ...all.slice(from, to)];
    return { ...section, title: at === 0 ? section.title : "", head: strip(section.head), text: strip(section.text), rows: section.rows.map((row) => ({ ...row, cells: strip(row.cells) })) };
  });
}

function tableOf(section: Section): HTMLTableElement {
  const table = el("table", "annex-table") as HTMLTableElement;
  const headRow = el("tr", "", ...section.head.map((text) => el("th", "", text)));
  table.append(el("thead", "", headRow), el("tbody", ""));
  return table;
}

function rowOf(section: Section, row: Section["rows"][number]): HTMLTableRowElement {
  return el("tr", row.kind, ...row.cells.map((text, c) => el(c === 0 ? "th" : "td", section.text[c] ? "text" : "number", text))) as HTMLTableRowElement;
}

const MOST_NAMED = 8;

/** What could not be told, once for each reason, with the figures that it leaves open. */
function openLines(page: Page, report: Report): string[] {
  const figures = new Map<string, Set<string>>();
  for (const one of report.undetermined) {
    const reason = page.title(one.reason);
    figures.set(reason, (figures.get(reason) ?? new Set<string>()).add(page.title(one.title)));
  }
  return [...figures].map(([reason, titles]) => {
    const named = [...titles].slice(0, MOST_NAMED).join(page.t("、", ", "));
    return page.t(`${reason}。涉及：${named}${titles.size > MOST_NAMED ? `等 ${titles.size} 项` : ""}`, `${reason}. It leaves open: ${named}${titles.size > MOST_NAMED ? ` and others, ${titles.size} in all` : ""}`);
  });
}

/** What is to be settled before anyone signs: which figures may be signed, and what stands in the way of the others. */
function pendingOf(page: Page, report: Report, outstanding: readonly FigureValue[]): HTMLElement[] {
  const { pending } = report;
  const parts: HTMLElement[] = [el("h3", "annex-title", page.t("待决事项", "To be settled before signing"))];
  const list = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) parts.push(el("h4", "annex-part", title), ...lines.map((line, at) => el("p", "annex-note", `${at + 1}. ${line}`)));
  };
  for (const standing of STANDINGS) {
    const figures = pending.figures.filter((figure) => figure.standing === standing);
    if (figures.length > 0) parts.push(el("h4", "annex-part", standingWords(page, standing)), el("p", "annex-note", figures.map((figure) => signedWords(page, figure)).join(page.t("；", "; "))));
  }
  for (const { title, lines } of [...factLists(page, report), ...paidLists(page, report, outstanding)]) list(title, lines.map(lineWords));
  return parts;
}

/** What fails, what no law gives, and the articles. */
function notesOf(page: Page, report: Report): HTMLElement[] {
  const notes: HTMLElement[] = [];
  const failed = report.checks.filter((check) => !check.holds);
  const list = (title: string, lines: readonly string[]): void => {
    if (lines.length === 0) return;
    notes.push(el("h3", "annex-title", title));
    lines.forEach((line, at) => notes.push(el("p", "annex-note", `${at + 1}. ${line}`)));
  };
  list(page.t("待定（结论不完整）", "Undetermined: the conclusion is not complete"), openLines(page, report));
  list(page.t("不符合的法定条件", "Statutory conditions that fail"), failed.map((check) => `${checkTitle(page, check)}${check.row ? `：${rowWords(page, page.ruleTable(check.rule), check.row)}` : ""}${check.reason ? `，${page.title(check.reason)}` : ""}（${check.source}）`));
  list(page.t("示意参数（法律没有统一规定，须由当地确定）", "Illustrative parameters, which the place has to set"), report.illustrative.map((note) => `${page.title(note.title)}（${note.source}）`));
  const stated = report.taken.filter((one) => one.kind === "stated");
  const others = report.taken.length - stated.length;
  list(page.t("填报人写明“无”的，和没有填写的", "What was stated as none, and what nobody wrote"), [
    ...stated.map((one) => `${page.title(one.title)}：${page.title(one.means)}`),
    ...(others > 0 ? [page.t(`另有 ${others} 项没有填写，按规定的默认取值计算，逐项列在方田页面的“法定条件”之下`, `${others} facts that nobody wrote were taken as the rules say; the page lists them under “Conditions”`)] : []),
  ]);
  const articles = [...new Set(report.items.map((item) => item.source).filter(Boolean))];
  list(page.t("依据", "Articles"), articles);
  return notes;
}

function signatures(page: Page): HTMLElement {
  const line = (zh: string, en: string): HTMLElement => el("span", "", page.t(`${zh}：`, `${en}: `), el("i", ""));
  return el("p", "annex-sign", line("编制人", "made by"), line("复核人", "checked by"), line("负责人", "approved by"), el("span", "", page.t("　　　　年　　月　　日", "date:")));
}

function digests(page: Page, report: Report): HTMLElement {
  return el("footer", "annex-digest",
    el("p", "", page.t(`政策摘要 ${report.policy.digest}`, `law ${report.policy.digest}`)),
    el("p", "", page.t(`情景摘要 ${report.scenario.digest}`, `facts ${report.scenario.digest}`)),
    el("p", "", page.t(`方田 ${report.fangtian}；各方净额之和为零；同样的文件在任何机器上得出同样的数。`, `fangtian ${report.fangtian}; all nets sum to zero; the same files give the same figures on any machine.`)));
}
