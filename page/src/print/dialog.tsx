/** What to print, and the pages as they will come out. */
import { init } from "echarts/core";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { CARRIES, BY_YEAR, carriesOf, drawCarries, drawFlows, drawWaterfall, drawYears, flowsBetween, partyKinds, stepsOf, waterfall, yearsOf } from "../chart/drawings";
import { DAY, type Drawing } from "../chart/chart";
import { amountWords } from "../chart/panels";
import { changesBetween } from "../model/facts";
import { type Page, usePage, viewsInOrder } from "../view/page";
import { useOutstanding } from "../view/pending";
import { type AnnexOptions, buildAnnex } from "./annex";

const CHART_WIDTH = 580; // pixels of 156 mm, with a margin

/** A drawing as SVG of the paper's width, drawn at once. */
function svgOf(drawing: Drawing): Element | null {
  const box = document.createElement("div");
  const chart = init(box, null, { renderer: "svg", width: CHART_WIDTH, height: drawing.height });
  chart.setOption({ animation: false, textStyle: { fontFamily: '"仿宋","FangSong","SimSun","Noto Serif CJK SC",serif' }, ...drawing.option });
  const svg = box.querySelector("svg")?.cloneNode(true) as SVGElement | undefined;
  chart.dispose();
  svg?.setAttribute("style", "display:block");
  return svg ?? null;
}

function chartsOf(page: Page): AnnexOptions["charts"] {
  const report = page.state.report;
  if (!report) return [];
  const words = amountWords(page);
  const unit = page.t(page.wan ? "（万元）" : "（元）", page.wan ? " (10⁴ yuan)" : " (yuan)");
  const charts: { title: string; svg: () => Element | null }[] = [];
  for (const view of report.views) {
    const carries = CARRIES[view.id] ? carriesOf(view) : [];
    if (carries.length > 0) charts.push({ title: `${page.title(view.title)}${unit}`, svg: () => svgOf(drawCarries(carries, DAY, words)) });
    if (BY_YEAR[view.id] && view.rows.length > 1) charts.push({ title: `${page.title(view.title)}${unit}`, svg: () => svgOf(drawYears(yearsOf(view), DAY, words)) });
    for (const row of stepsOf(view) ? view.rows : []) {
      const bars = waterfall(view, row, (line) => page.title(view.lines.find((one) => one.id === line)?.title), page.t("其余", "the rest"));
      if (bars && view.rows.length <= 8) charts.push({ title: `${row.title}：${page.title(view.title)}${unit}`, svg: () => svgOf(drawWaterfall(bars, DAY, words)) });
    }
  }
  const flows = flowsBetween(report.items, "cash");
  if (flows.length > 0) charts.push({ title: page.t(`各方现金往来${unit}`, `Cash between the parties${unit}`), svg: () => svgOf(drawFlows(flows, partyKinds(report.parties, (party) => page.title(party.title)), DAY, words)) });
  return charts;
}

export function PrintDialog({ close }: { readonly close: () => void }) {
  const page = usePage();
  const report = page.state.report;
  const views = viewsInOrder(page);
  const [chosen, choose] = useState<readonly string[]>(views.filter((view) => view.leads).map((view) => view.id));
  const [number, setNumber] = useState("");
  const [author, setAuthor] = useState("");
  const [firstPage, setFirstPage] = useState(1);
  const [pending, setPending] = useState(true);
  const outstanding = useOutstanding(page, report?.pending);
  const [notes, setNotes] = useState(true);
  const [charts, setCharts] = useState(false);
  const [pages, setPages] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the pages are measured: what is not displayed has no width.
  useLayoutEffect(() => {
    heading.current?.focus();
    document.body.classList.add("previewing");
    return () => {
      document.body.classList.remove("previewing");
      const paper = document.getElementById("print");
      if (paper) paper.textContent = "";
    };
  }, []);
  // With the redraw itself: what is printed is never what stood before.
  useLayoutEffect(() => {
    const paper = document.getElementById("print");
    const { filed, was, facts } = page.state;
    if (!paper || !report || !filed || !was || !facts) return;
    const order = views.filter((view) => chosen.includes(view.id)).map((view) => view.id);
    setPages(buildAnnex(page, report, changesBetween(filed.tables, was, facts), { number, author, firstPage, views: order, pending: pending ? outstanding : null, notes, charts: charts ? chartsOf(page) : [] }, paper));
  }, [report, chosen, number, author, firstPage, pending, outstanding, notes, charts, page.wan, page.language]);
  if (!report) return null;
  return (
    <div class="print-options" role="dialog" aria-modal="true" aria-label={page.t("打印附表", "Print an annex")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <h2 ref={heading} tabIndex={-1}>{page.t("打印附表", "Print an annex")}</h2>
      <fieldset>
        <legend>{page.t("内容", "contents")}</legend>
        {views.map((view) => (
          <label key={view.id}><input type="checkbox" checked={chosen.includes(view.id)} onChange={(event) => choose(event.currentTarget.checked ? [...chosen, view.id] : chosen.filter((id) => id !== view.id))} /> {page.title(view.title)}</label>
        ))}
        <label><input type="checkbox" checked={charts} onChange={(event) => setCharts(event.currentTarget.checked)} /> {page.t("附图", "charts")}</label>
        <label><input type="checkbox" checked={pending} onChange={(event) => setPending(event.currentTarget.checked)} /> {page.t("待决事项", "what is to be settled before signing")}</label>
        <label><input type="checkbox" checked={notes} onChange={(event) => setNotes(event.currentTarget.checked)} /> {page.t("条件、示意参数和依据", "conditions, illustrative parameters, articles")}</label>
      </fieldset>
      <label>{page.t("表号", "form")}<input value={number} onInput={(event) => setNumber(event.currentTarget.value)} /></label>
      <label>{page.t("编制单位", "made by")}<input value={author} onInput={(event) => setAuthor(event.currentTarget.value)} /></label>
      <label>{page.t("起始页码", "first page")}<input type="number" min={1} max={9999} value={firstPage} onInput={(event) => setFirstPage(Math.max(1, Number(event.currentTarget.value) || 1))} /></label>
      <p class="note" role="status">{page.t(`共 ${pages} 页，A4，版心 156 × 225 毫米。打印时请选“实际大小”，不要页眉页脚。`, `${pages} pages of A4. Print at actual size, without the browser's headers.`)}</p>
      {page.state.stale && <p class="note warn">{page.t("有错误的改动尚未算入。", "A change at fault is not counted.")}</p>}
      <p class="tools"><button type="button" class="main" onClick={() => window.print()}>{page.t("打印", "Print")}</button><button type="button" onClick={close}>{page.t("关闭", "Close")}</button></p>
    </div>
  );
}
