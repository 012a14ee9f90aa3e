/** The first page: the verdict, the leading view, and the pictures. */
import { CarryPanel, FlowPanel, WaterfallPanel, YearPanel } from "../chart/panels";
import { BY_YEAR, CARRIES, stepsOf } from "../chart/drawings";
import type { Check, View } from "../model/report";
import { rowWords } from "./derivation";
import { type Page, usePage } from "./page";
import { OneSheet, ViewTable } from "./table";
import { verdictOf } from "./verdict";

export function Overview({ view }: { readonly view: View }) {
  const page = usePage();
  const views = page.state.report?.views ?? [];
  const row = view.rows[0];
  return (
    <>
      <Verdict />
      {row && (view.layout === "sheet" ? <OneSheet view={view} row={row} /> : <ViewTable view={view} />)}
      {views.filter((other) => CARRIES[other.id]).map((other) => <CarryPanel key={other.id} view={other} />)}
      <FlowPanel />
      {views.filter((other) => stepsOf(other)).map((other) => <WaterfallPanel key={other.id} view={other} />)}
      {views.filter((other) => BY_YEAR[other.id]).map((other) => <YearPanel key={other.id} view={other} />)}
    </>
  );
}

/** Is the conclusion complete, and do the statutory conditions hold? The first of each that is not. */
export function Verdict() {
  const page = usePage();
  const report = page.state.report;
  if (!report) return null;
  const verdict = verdictOf(report);
  const first = verdict.failed[0];
  const open = verdict.undetermined[0];
  const good = verdict.failed.length === 0 && verdict.undeterminedCount === 0;
  return (
    <section class={`verdict ${good ? "good" : "open"}`} aria-label={page.t("结论", "Verdict")}>
      <div>
        <b>{verdict.undeterminedCount === 0 ? page.t("结论完整", "The conclusion is complete") : page.t(`结论不完整：${verdict.undeterminedCount} 个数待定`, `The conclusion is incomplete: ${verdict.undeterminedCount} figures are undetermined`)}</b>
        {open && <p>{page.t("首个待定：", "The first: ")}{page.title(open.title)}{open.row ? ` ${open.row}` : ""}{open.reason ? `（${page.title(open.reason)}）` : ""}</p>}
      </div>
      <div>
        <b>{verdict.failed.length === 0 ? page.t("适用的法定条件全部符合", "All statutory conditions that apply hold") : page.t(`法定条件 ${verdict.failed.length} 项不符合`, `${verdict.failed.length} statutory conditions fail`)}</b>
        {first && <p>{page.t("首项：", "The first: ")}{checkWords(page, first)}</p>}
        <button type="button" class="link" onClick={() => page.go("checks")}>{page.t("查看全部条件", "See all conditions")}</button>
      </div>
      {report.illustrative.length > 0 && (
        <div>
          <b>{page.t(`用到 ${report.illustrative.length} 个示意参数`, `${report.illustrative.length} illustrative parameters are used`)}</b>
          <p>{page.t("法律没有统一规定，须由当地确定。", "No law gives them: the place itself has to set them.")}</p>
          <button type="button" class="link" onClick={() => page.go("law")}>{page.t("查看", "See them")}</button>
        </div>
      )}
    </section>
  );
}

export const checkTitle = (page: Page, check: Check): string => (check.title ? page.title(check.title) : page.title(page.ruleTitle(check.rule)) || check.rule);
const checkWords = (page: Page, check: Check): string =>
  `${checkTitle(page, check)}${check.row ? ` — ${rowWords(page, page.ruleTable(check.rule), check.row)}` : ""}${check.reason ? `：${page.title(check.reason)}` : ""}`;
