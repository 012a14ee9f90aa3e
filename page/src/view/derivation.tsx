/** How a figure came about: rule, article, case, formula, parameters with their dates, down to what was filed. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../engine/protocol";
import { compare, exact, plain, shown } from "../model/number";
import type { Certificate, Derived, FigureValue, StepSource, TraceStep } from "../model/report";
import { rowsOf } from "../model/facts";
import type { CellPlace } from "../model/scenario";
import { cellOf } from "../model/session";
import { type Page, usePage } from "./page";
import { placeCell } from "./place";

type Shown =
  | { readonly kind: "derived"; readonly derived: Derived; readonly figure: FigureValue | null }
  | { readonly kind: "text"; readonly text: string; readonly figure: FigureValue | null }
  | { readonly kind: "fault"; readonly text: string };

export function Derivation({ trail, back, close }: { readonly trail: readonly string[]; readonly back: () => void; readonly close: () => void }) {
  const page = usePage();
  const name = trail[trail.length - 1] ?? "";
  const [found, show] = useState<Shown | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let here = true;
    void derive(page, name).then((one) => here && show(one));
    heading.current?.focus();
    return () => {
      here = false;
    };
  }, [name, page.state.report, page.language]);
  return (
    <aside class="drawer" aria-label={page.t("这个数的由来", "How this figure came about")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        {trail.length > 1 && <button type="button" class="plain" onClick={back}>{page.t("← 返回", "← back")}</button>}
        <h2 ref={heading} tabIndex={-1}>{page.t("这个数的由来", "How this figure came about")}</h2>
        <button type="button" class="plain" onClick={close} aria-label={page.t("关闭", "close")}>✕</button>
      </header>
      {page.state.stale && <p class="note warn">{page.t("有错误的改动尚未算入：这里是改动前的数。", "A change at fault is not counted: this is the figure before it.")}</p>}
      {found === null ? <p class="note">…</p> : found.kind === "derived" ? <OneFigure derived={found.derived} figure={found.figure} name={name} /> : found.kind === "text" ? <><Head figure={found.figure} /><Told text={found.text} /></> : <p class="note warn">{found.text}</p>}
    </aside>
  );
}

/** The certificate of this figure alone; of what no formula gives (a net, a total, a fact) the engine's own words. */
async function derive(page: Page, name: string): Promise<Shown> {
  try {
    const answer: Answer<Certificate> = await page.session.askRun("explain", { figure: name, format: "json", levels: 1, language: page.language });
    const derived = answer.result?.figures[0];
    const values = await page.session.askRun<readonly FigureValue[]>("figures", { items: [name], language: page.language });
    const figure = values.result?.[0] ?? null;
    if (derived) return { kind: "derived", derived, figure };
    const text: Answer<string> = await page.session.askRun("explain", { figure: name, format: "text", levels: 1, width: 72, unit: page.wan ? "wan_yuan" : "yuan", language: page.language });
    if (text.result !== null) return { kind: "text", text: text.result, figure };
    return { kind: "fault", text: text.diagnostics.map((diagnostic) => `${diagnostic.message} ${diagnostic.mend}`).join("\n") };
  } catch (fault) {
    return { kind: "fault", text: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** A rule by its own name where a view's column only repeats it. */
function OneFigure({ derived, figure, name }: { readonly derived: Derived; readonly figure: FigureValue | null; readonly name: string }) {
  const page = usePage();
  const order = Object.keys(derived.formulas);
  const needs = order.filter((formula) => formula.startsWith("needs[") || formula === "on" || formula === "when");
  const posts = order.filter((formula) => formula.startsWith("posts["));
  const taken = derived.cases.findIndex((one) => one.taken);
  return (
    <div class="derivation">
      <h3>
        {page.title(derived.title)}
        {derived.row && <span class="row"> @ {rowWords(page, derived.table, derived.row)}</span>}
      </h3>
      <p class="result">{derived.state === "value" ? derived.shown ?? String(derived.value) : derived.shown && derived.shown !== "—" ? derived.shown : page.t(derived.state === "not_applicable" ? "不适用" : "待定", derived.state)}</p>
      {figure && <Lacking figure={figure} />}
      <dl>
        {figure && <Exactly figure={figure} />}
        <dt>{page.t("依据", "article")}</dt><dd>{derived.source || "—"}</dd>
        {derived.note && <><dt>{page.t("说明", "note")}</dt><dd>{page.title(derived.note)}</dd></>}
        <dt>{page.t("适用日期", "date in force")}</dt><dd>{derived.date}</dd>
        {derived.sentence && <><dt>{page.t("规则", "rule")}</dt><dd>{derived.sentence}</dd></>}
        <dt>{page.t("出处", "stands in")}</dt><dd><code>{name}</code> <span class="place">{derived.place}</span></dd>
      </dl>
      {needs.map((formula) => <Formula key={formula} derived={derived} formula={formula} label={formula === "on" ? page.t("日期", "date") : page.t("前提", "needs")} />)}
      {derived.cases.length > 0 && (
        <section>
          <h4>{page.t("情形", "cases")}</h4>
          <ul class="cases">
            {derived.cases.map((one, at) => (
              <li key={one.label} class={one.taken ? "taken" : ""}>
                <b>{one.taken ? "✓ " : "✗ "}{page.title(one.title)}</b>{" "}
                <span class="tag">{one.taken ? page.t("采用", "taken") : one.overridden ? page.t("被取代", "overridden") : page.t("不符合", "does not hold")}</span>
                <div class="source">{one.source}</div>
                <Formula derived={derived} formula={`cases[${at}].when`} label={page.t("条件", "when")} />
                {one.taken && <Formula derived={derived} formula={`cases[${at}].value`} label={page.t("公式", "formula")} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {taken < 0 && <Formula derived={derived} formula="value" label={page.t("公式", "formula")} />}
      {posts.map((formula) => <Formula key={formula} derived={derived} formula={formula} label={page.t("记账", "posting")} />)}
      {derived.postings.length > 0 && (
        <section>
          <h4>{page.t("记账", "posted")}</h4>
          <ul class="postings">
            {derived.postings.map((posting, at) => (
              <li key={at}>{posting.from ? `${partyWords(page, posting.from)} → ` : ""}{partyWords(page, posting.to)}：{posting.amount === null ? page.t("待定", "undetermined") : <>{grouped(posting.amount)}<small>{page.t(`（精确值 ${grouped(posting.exact)}，尾差 ${grouped(posting.residue)}）`, ` (exact ${grouped(posting.exact)}, residue ${grouped(posting.residue)})`)}</small></>}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Of what no formula gives: what it is, before the engine's own words. */
function Head({ figure }: { readonly figure: FigureValue | null }) {
  const page = usePage();
  if (!figure) return null;
  return (
    <div class="derivation">
      <h3>{figure.title}{figure.row && <span class="row"> @ {rowWords(page, figure.table, figure.row)}</span>}</h3>
      <p class="result">{figure.shown}</p>
      <Lacking figure={figure} />
    </div>
  );
}

/** The exact value where what is shown, or was posted, is another one. */
function Exactly({ figure }: { readonly figure: FigureValue }) {
  const page = usePage();
  if (figure.type !== "number" || figure.exact === null || figure.rounded === null) return null;
  const [value, rounded] = [exact(figure.exact), exact(figure.rounded)];
  if (!value || !rounded || compare(value, rounded) === 0) return null;
  return <><dt>{page.t("精确值", "exact")}</dt><dd>{plain(value)}{figure.unit ? ` ${figure.unit}` : ""}</dd><dt>{page.t("取整后", "rounded")}</dt><dd>{shown(figure.rounded, null, false)}{figure.unit ? ` ${figure.unit}` : ""}</dd></>;
}

/** Why there is no value, and the facts that would give it, each a way to its cell. */
function Lacking({ figure }: { readonly figure: FigureValue }) {
  const page = usePage();
  if (figure.reason === null && figure.facts.length === 0) return null;
  return (
    <div class="note warn">
      {figure.reason}
      {figure.facts.length > 0 && (
        <>
          <br />{page.t("补齐下列事实即可判定：", "What would settle it:")}
          <ul class="facts">{figure.facts.slice(0, MOST_FACTS).map((fact) => <li key={fact}><Fact path={fact} /></li>)}</ul>
          {figure.facts.length > MOST_FACTS && <small>{page.t(`另有 ${figure.facts.length - MOST_FACTS} 项`, `and ${figure.facts.length - MOST_FACTS} more`)}</small>}
        </>
      )}
    </div>
  );
}

const MOST_FACTS = 12;

function Fact({ path }: { readonly path: string }) {
  const page = usePage();
  const { filed, facts } = page.state;
  const cell = filed && facts ? cellOf(filed.tables, facts, path) : null;
  const table = filed?.tables.find((one) => one.id === cell?.table);
  const field = table?.fields.find((one) => one.id === cell?.field);
  if (!cell || !table || !field) return <code>{path}</code>;
  const row = /\[(.*)\]/.exec(path)?.[1] ?? "";
  return <button type="button" class="link" onClick={() => page.showCell(cell)}>{row ? `${rowWords(page, table.id, row)}：` : ""}{page.title(field.title)}</button>;
}

const grouped = (text: string | null): string => (text === null ? "待定" : shown(text, null, false));

export function partyWords(page: Page, id: string): string {
  const party = page.state.report?.parties.find((other) => other.id === id);
  return party ? page.title(party.title) : id;
}

export function rowWords(page: Page, table: string, row: string): string {
  const found = page.state.report?.views.find((view) => view.of === table)?.rows.find((other) => other.row === row);
  return found?.title ?? row;
}

/** A formula's steps as a tree, its outcome first. */
function Formula({ derived, formula, label }: { readonly derived: Derived; readonly formula: string; readonly label: string }) {
  const steps = derived.steps.filter((step) => step.formula === formula);
  const last = steps[steps.length - 1];
  const text = derived.formulas[formula];
  if (text === undefined) return null;
  return (
    <section class="formula">
      <h4>{label}</h4>
      {derived.words[formula] && <p class="words">{derived.words[formula]}</p>}
      {last ? <ul class="tree"><Step derived={derived} step={last} depth={0} /></ul> : <p class="note"><code>{text}</code></p>}
    </section>
  );
}

const MOST_DEPTH = 24;
const CHAINS = new Set(["add", "and", "or"]);

function Step({ derived, step, depth }: { readonly derived: Derived; readonly step: TraceStep; readonly depth: number }) {
  const page = usePage();
  const operands = operandsOf(derived, step).filter((operand) => operand.op !== "constant");
  return (
    <li>
      <div class="step">
        {step.row !== derived.row && <span class="row">{rowWords(page, step.table, step.row)} </span>}
        {step.title && <b>{page.title(step.title)} </b>}
        <code>{step.text.replace(/\s+/g, " ")}</code>
        {step.op !== "constant" && <> = <Leaf step={step} /></>}
        {step.source && <Law source={step.source} />}
        {step.place !== undefined && step.place !== "" && <Filed step={step} place={step.place} />}
      </div>
      {operands.length > 0 && depth < MOST_DEPTH && <ul>{operands.map((operand) => <Step key={operand.id} derived={derived} step={operand} depth={depth + 1} />)}</ul>}
    </li>
  );
}

/** Of a chain (a + b + c) each link. */
function operandsOf(derived: Derived, step: TraceStep): TraceStep[] {
  return step.operands.flatMap((id) => {
    const operand = id === null ? undefined : derived.steps[id];
    if (!operand) return [];
    return CHAINS.has(step.op) && operand.op === step.op ? operandsOf(derived, operand) : [operand];
  });
}

function Leaf({ step }: { readonly step: TraceStep }) {
  const page = usePage();
  const text = step.shown ?? String(step.value ?? "—");
  if (!step.figure) return <span class="value">{text}</span>;
  const name = step.figure.row === "" ? step.figure.rule : `${step.figure.rule}@${step.figure.row}`;
  return <button type="button" class="link value" onClick={() => page.explain(name)}>{text}</button>;
}

function Law({ source }: { readonly source: StepSource }) {
  const page = usePage();
  return (
    <div class="law">
      {page.t(`${source.from} 起${source.to ? `，至 ${source.to} 前` : ""}`, `from ${source.from}${source.to ? ` until ${source.to}` : ""}`)}；{source.source}
      {source.illustrative && <span class="tag warn">{page.t("示意", "illustrative")}</span>}
      {source.unverified && <span class="tag warn">{page.t("待核实", "unverified")}</span>}
      <span class="place">{source.place}</span>
    </div>
  );
}

/** Where a fact was filed; one that nobody filed says so, and leads to its empty cell. */
function Filed({ step, place }: { readonly step: TraceStep; readonly place: string }) {
  const page = usePage();
  const cell = placeCell(page, place, step.text);
  if (!cell) return <span class="place">{page.t("填报：", "filed: ")}{place}</span>;
  const taken = step.state === "value" && step.op !== "given";
  const words = isFiled(page, cell) ? page.t(`填报：${place}`, `filed: ${place}`) : taken ? page.t("没有填报，按默认", "not filed: by default") : page.t("没有填报", "not filed");
  return <button type="button" class="link place" onClick={() => page.showCell(cell)}>{words}</button>;
}

function isFiled(page: Page, cell: CellPlace): boolean {
  const row = page.state.facts && rowsOf(page.state.facts, cell.table).find((other) => other.id === cell.row);
  return cell.field === "" || !row || row.cells[cell.field] !== undefined;
}

const REFERENCE = /([→↓] )([\p{L}\p{N}_.]+(?:@[^\s，。）]+)?)/u;

/** The engine's words, in which → and ↓ name figures. */
function Told({ text }: { readonly text: string }) {
  const page = usePage();
  return (
    <pre class="told">
      {text.split("\n").map((line, at) => {
        const found = REFERENCE.exec(line);
        if (!found?.[2]) return `${line}\n`;
        const name = found[2];
        return <span key={at}>{line.slice(0, found.index)}{found[1]}<button type="button" class="link" onClick={() => page.explain(name)}>{name}</button>{line.slice(found.index + found[0].length)}{"\n"}</span>;
      })}
    </pre>
  );
}
