/** The first page: the verdict, the leading view, and the pictures. */
import { CarryPanel, FlowPanel, PairsPanel, WaterfallPanel, YearPanel } from "../chart/panels";
import { BY_YEAR, CARRIES, stepsOf } from "../chart/drawings";
import type { Check, Conclusion, View } from "../model/report";
import { cellOf } from "../model/session";
import { rowWords } from "./derivation";
import { type Page, usePage } from "./page";
import { PendingPanel } from "./pending";
import { OneSheet, ViewNote, ViewTable } from "./table";

export function Overview({ view }: { readonly view: View }) {
  const page = usePage();
  const views = page.state.report?.views ?? [];
  const row = view.rows[0];
  return (
    <>
      <Verdict />
      <p class="hint">{page.t("点任何一个数，可以看它的由来：规则、条文、参数，直到填报的那一格。", "Click any figure to see how it came about: rule, article, parameters, down to the cell that was filed.")}</p>
      <PendingPanel />
      {row && (view.layout === "sheet" ? <OneSheet view={view} row={row} /> : <ViewTable view={view} />)}
      <ViewNote view={view} />
      {views.filter((other) => CARRIES[other.id]).map((other) => <CarryPanel key={other.id} view={other} />)}
      <PairsPanel />
      <FlowPanel />
      {views.filter((other) => stepsOf(other)).map((other) => <WaterfallPanel key={other.id} view={other} />)}
      {views.filter((other) => BY_YEAR[other.id]).map((other) => <YearPanel key={other.id} view={other} />)}
    </>
  );
}

const MOST_FACTS = 3;

/** Is the conclusion complete, and do the statutory conditions hold? What would settle most, and the first of each that fails. */
export function Verdict() {
  const page = usePage();
  const report = page.state.report;
  const { filed, facts } = page.state;
  if (!report || !filed || !facts) return null;
  const { verdict } = report;
  const first = verdict.fails[0];
  const reason = first && report.checks.find((check) => check.rule === first.rule && check.row === first.row)?.reason;
  const cellOfFact = (fact: Conclusion["facts"][number]) => (fact.field === null ? null : cellOf(filed.tables, facts, fact.row === "" ? fact.field : `${fact.table}[${fact.row}].${fact.field}`));
  return (
    <section class={`verdict ${verdict.complete && verdict.failed === 0 ? "good" : "open"}`} aria-label={page.t("结论", "Verdict")}>
      <div>
        <b>{verdict.complete ? page.t("结论完整", "The conclusion is complete") : page.t(`结论不完整：${verdict.undetermined} 个数待定`, `The conclusion is incomplete: ${verdict.undetermined} figures are undetermined`)}</b>
        {verdict.complete && <p>{page.t("所列各数都已确定。", "Every figure shown is determined.")}</p>}
        {lacking(page, verdict)}
        {verdict.facts.slice(0, MOST_FACTS).map((fact) => {
          const cell = cellOfFact(fact);
          const words = page.title(fact.text);
          return <p class="why" title={words} key={`${fact.table} ${fact.row} ${fact.field} ${fact.rule}`}>{cell ? <button type="button" class="link" onClick={() => page.showCell(cell)}>{words}</button> : words}{page.t(`（关系到 ${fact.figures} 个数）`, ` (${fact.figures} figures rest on it)`)}</p>;
        })}
        {!verdict.complete && <button type="button" class="link" onClick={() => page.go("checks")}>{page.t("查看全部待定", "See all that is undetermined")}</button>}
      </div>
      <div>
        <b>{verdict.failed === 0 ? page.t("适用的法定条件全部符合", "All statutory conditions that apply hold") : page.t(`法定条件 ${verdict.failed} 项不符合`, `${verdict.failed} statutory conditions fail`)}</b>
        {first && <p>{page.t("首项：", "The first: ")}{page.title(first.title)}{first.row ? ` — ${rowWords(page, page.ruleTable(first.rule), first.row)}` : ""}{reason ? `：${page.title(reason)}` : ""}</p>}
        <button type="button" class="link" onClick={() => page.go("checks")}>{page.t("查看全部条件", "See all conditions")}</button>
      </div>
      {report.illustrative.length > 0 && (
        <div>
          <b>{page.t(`用到 ${report.illustrative.length} 个示意参数`, `${report.illustrative.length} illustrative parameters are used`)}</b>
          <p>{page.t("法律没有统一规定，须由当地确定。", "No law gives them: the place itself has to set them.")}</p>
          <button type="button" class="link" onClick={() => page.go("law")}>{page.t("查看参数", "See the parameters")}</button>
        </div>
      )}
    </section>
  );
}

/** What is to be filed, apart from what no filing can mend: a row without a way to its price. */
function lacking(page: Page, verdict: Conclusion) {
  const ways = verdict.facts.filter((fact) => fact.kind === "way").length;
  const filed = verdict.facts.length - ways;
  const parts = [filed > 0 && page.t(`缺填报 ${filed} 项`, `${filed} facts are lacking`), ways > 0 && page.t(`${ways} 处条件不符合，没有一种途径适用`, `${ways} rows have no way to their figure, since conditions fail`)].filter(Boolean);
  return parts.length > 0 && <p>{parts.join(page.t("；", "; "))}{page.t("。一个数待定可能有几个原因。", ". A figure may be undetermined for several reasons.")}</p>;
}

export const checkTitle = (page: Page, check: Check): string => (check.title ? page.title(check.title) : page.title(page.ruleTitle(check.rule)) || check.rule);
