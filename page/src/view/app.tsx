/** The page: head, parts, and a drawer for derivations. */
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { CarryPanel, PairsPanel, WaterfallPanel, YearPanel } from "../chart/panels";
import { changesBetween } from "../model/facts";
import { readFile } from "../model/files";
import type { FileContent, Language } from "../engine/protocol";
import type { Titles, View } from "../model/report";
import { CARRIES } from "../chart/drawings";
import type { CellPlace } from "../model/scenario";
import type { Session } from "../model/session";
import { PrintDialog } from "../print/dialog";
import { About } from "./about";
import { Changes } from "./changes";
import { Derivation } from "./derivation";
import { FactsView } from "./facts";
import { LawView } from "./law";
import { PolicyView } from "./policies";
import { Checks, Parties, Postings } from "./lists";
import { Overview } from "./overview";
import { type Page, PageContext, useSession, viewsInOrder, words } from "./page";
import { saveArchive, saveFiled, saveReport, saveScenario } from "./save";
import { ViewNote, ViewSheet, ViewTable } from "./table";
import { Notes } from "./notes";

type Theme = "auto" | "light" | "dark";

export function App({ session }: { readonly session: Session }) {
  const state = useSession(session);
  const [language, setLanguage] = useState<Language>(session.language);
  const [wan, setWan] = useState(false);
  const [theme, setTheme] = useState<Theme>("auto");
  const [place, setPlace] = useState("view:");
  const [trail, setTrail] = useState<readonly string[]>([]);
  const [target, setTarget] = useState<CellPlace | null>(null);
  const [said, say] = useSaid();
  const [printing, setPrinting] = useState(false);
  const systemDark = useDark();
  const dark = theme === "dark" || (theme === "auto" && systemDark);

  // With the redraw itself: an ordinary effect comes after the next picture, in the old colours and language.
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }, [dark]);
  useLayoutEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const rules = useMemo(() => new Map(session.law.rules.map((rule) => [rule.id, rule])), [session.law]);
  const page: Page = {
    session, state, language, wan, dark, place, target,
    go: (to) => {
      setPlace(to);
      say("");
      setTrail([]);
      document.getElementById("main")?.scrollTo(0, 0);
    },
    explain: (figure) => setTrail([...trail, figure]),
    showCell: (cell) => {
      setPlace(`facts:${cell.table}`);
      setTarget({ ...cell });
    },
    say,
    ...words(language),
    ruleTitle: (rule): Titles | null => rules.get(rule)?.title ?? null,
    ruleTable: (rule) => rules.get(rule)?.table ?? "",
    parameterTitle: (parameter) => session.law.parameters.find((one) => one.id === parameter)?.title ?? null,
  };
  useDropped(page);
  useUndoKeys(page);
  useEffect(() => {
    const title = state.filed ? page.title(state.filed.scenario.title) || state.filed.scenario.id : "方田";
    document.title = `${session.isChanged() ? "● " : ""}${title} — 方田`;
  }, [state.filed, state.facts, language]);

  const choose = (to: Language): void => {
    setLanguage(to);
    void session.setLanguage(to);
  };
  return (
    <PageContext.Provider value={page}>
      <a class="skip" href="#main">{page.t("跳到正文", "Skip to the content")}</a>
      <Head page={page} theme={theme} setTheme={setTheme} setLanguage={choose} setWan={setWan} print={() => setPrinting(true)} />
      {state.stage === "ready" ? <Parts page={page} trail={trail} setTrail={setTrail} /> : <Closed page={page} />}
      <div class="said" role="status" aria-live="polite">{said}</div>
      {printing && state.report && <PrintDialog close={() => setPrinting(false)} />}
    </PageContext.Provider>
  );
}

const SAID_MS = 8000;

/** What was said last; it goes by itself, and covers nothing for long. */
function useSaid(): readonly [string, (text: string) => void] {
  const [said, say] = useState("");
  useEffect(() => {
    if (said === "") return;
    const gone = setTimeout(() => say(""), SAID_MS);
    return () => clearTimeout(gone);
  }, [said]);
  return [said, say];
}

function useDark(): boolean {
  const query = useMemo(() => matchMedia("(prefers-color-scheme: dark)"), []);
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = (): void => setDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [query]);
  return dark;
}

/** Ctrl+Z and Ctrl+Y wherever nothing is being typed: a browser would undo in a field that has no focus. */
function useUndoKeys(page: Page): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const key = event.key.toLowerCase();
      const target = event.target as Element | null;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y") || target?.closest("input, textarea, select, dialog, .print-options")) return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) page.session.redo();
      else page.session.undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [page.session]);
}

/** A file dropped anywhere is opened here and never takes the page's place. */
function useDropped(page: Page): void {
  useEffect(() => {
    const hold = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      void openFiles(page, Array.from(event.dataTransfer?.files ?? []));
    };
    const leave = (event: BeforeUnloadEvent): void => {
      if (page.session.isUnsaved()) {
        event.preventDefault();
        event.returnValue = "";
      }
    };
    window.addEventListener("dragover", hold);
    window.addEventListener("drop", drop);
    window.addEventListener("beforeunload", leave);
    return () => {
      window.removeEventListener("dragover", hold);
      window.removeEventListener("drop", drop);
      window.removeEventListener("beforeunload", leave);
    };
  });
}

const MOST_BYTES = 64 * 1024 * 1024;

/** A workbook or a scenario with its tables; tables alone take the place of those that are open. */
export async function openFiles(page: Page, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  if (files.reduce((all, file) => all + file.size, 0) > MOST_BYTES) return page.say(page.t("文件超过 64 MB：请用 fangtian serve 打开", "More than 64 MB: open it with fangtian serve"));
  const read: Record<string, FileContent> = {};
  for (const file of files) read[file.name] = await readFile(file);
  const scenario = Object.keys(read).find((name) => /\.cfg$/i.test(name)) ?? Object.keys(read).find((name) => /\.xlsx$/i.test(name));
  const open = page.state.opened;
  if (!scenario && !open) return page.say(page.t("请选择 .xlsx 工作簿，或 .cfg 情景文件和它的 CSV 表", "Choose a workbook (.xlsx), or a scenario (.cfg) with its CSV tables"));
  if (page.session.isUnsaved() && !confirm(page.t("现在的改动尚未保存。仍要打开别的文件吗？", "What was changed is not saved. Open other files all the same?"))) return;
  const opened = scenario ? { scenario, files: read } : { scenario: open?.scenario ?? "", files: { ...open?.files, ...read } };
  const good = await page.session.open(opened);
  if (good) page.say(page.t(`已打开 ${scenario ?? Object.keys(read).join("、")}`, `Opened ${scenario ?? Object.keys(read).join(", ")}`));
}

interface HeadProps {
  readonly page: Page;
  readonly theme: Theme;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
  setWan(wan: boolean): void;
  print(): void;
}

function Head({ page, theme, setTheme, setLanguage, setWan, print }: HeadProps) {
  const { session, state } = page;
  const report = state.report;
  const held = session.heldAtFirst;
  const from = session.about.from ?? held;
  const other = state.opened && state.opened.scenario !== held ? state.opened.scenario : "";
  return (
    <header class="head">
      <div class="brand"><b>方田</b><small>fangtian {report?.fangtian ?? session.about.version}</small></div>
      <div class="what">
        <h1>{state.filed ? page.title(state.filed.scenario.title) || state.filed.scenario.id : page.t("土地价值与补助精确计算", "Exact land values and subsidies")}</h1>
        {report && (
          <p>
            {page.t("基准日", "in force on")} {report.scenario.as_of}　{page.t("政策", "law")} <code>{report.policy.digest.slice(0, 12)}</code>　{page.t("情景", "facts")} <code>{report.scenario.digest.slice(0, 12)}</code>
            {other && <>　{page.t("打开的文件", "file")} {other}</>}
            {session.about.made && <>　{page.t("本页制成", "page made")} {session.about.made.slice(0, 16).replace("T", " ")} UTC{from && page.t(`，来自 ${from}`, ` from ${from}`)}</>}
          </p>
        )}
      </div>
      <div class="actions">
        {state.busy && <button type="button" class="busy" onClick={() => session.cancel()} title={page.t("停止计算", "Stop")}>{page.t("计算中… 停止", "working… stop")}</button>}
        <OpenButton page={page} />
        <SaveMenu page={page} />
        <button type="button" disabled={!report} onClick={print}>{page.t("打印附表…", "Print…")}</button>
        <span class="switches">
          <button type="button" aria-pressed={page.wan} onClick={() => setWan(!page.wan)} title={page.t("金额单位", "unit of money")}>{page.wan ? page.t("万元", "10⁴ yuan") : page.t("元", "yuan")}</button>
          <button type="button" onClick={() => setLanguage(page.language === "zh" ? "en" : "zh")} lang={page.language === "zh" ? "en" : "zh-CN"}>{page.language === "zh" ? "English" : "中文"}</button>
          <button type="button" onClick={() => setTheme(page.dark ? "light" : theme === "light" ? "dark" : "dark")}>{page.dark ? page.t("日间", "day") : page.t("夜间", "night")}</button>
        </span>
      </div>
    </header>
  );
}

function OpenButton({ page }: { readonly page: Page }) {
  return (
    <label class="button">
      {page.t("打开…", "Open…")}
      <input class="sr" type="file" multiple accept=".xlsx,.cfg,.csv,.inc" onChange={(event) => {
        const input = event.currentTarget;
        const files = Array.from(input.files ?? []);
        input.value = ""; // the same file can be chosen again
        void openFiles(page, files);
      }} />
    </label>
  );
}

function SaveMenu({ page }: { readonly page: Page }) {
  const ready = page.state.report !== null;
  const view = page.place.startsWith("view:") ? page.place.slice("view:".length) : "";
  const act = (name: string): void => {
    if (name === "scenario") void saveScenario(page);
    else if (name === "archive") void saveArchive(page);
    else if (name === "text") void saveReport(page, "text");
    else if (name === "filed") void saveFiled(page);
    else if (name === "xlsx") void saveReport(page, "xlsx");
    else if (name === "csv") void saveReport(page, "csv");
    else if (name === "view") void saveReport(page, "csv", view);
  };
  return (
    <select class="button" aria-label={page.t("保存", "Save")} disabled={!ready} value="" onChange={(event) => { act(event.currentTarget.value); event.currentTarget.value = ""; }}>
      <option value="">{page.t("保存…", "Save…")}</option>
      <option value="xlsx">{page.t("结果工作簿（.xlsx，每个数都是公式）", "workbook of results (.xlsx, every figure a formula)")}</option>
      <option value="filed">{page.t("填报工作簿（.xlsx，含改动）", "workbook of the facts (.xlsx, with the changes)")}</option>
      <option value="scenario">{page.t("情景文件（.cfg，含改动）", "scenario (.cfg, with the changes)")}</option>
      {view !== "" && <option value="view">{page.t("本表（.csv）", "this view (.csv)")}</option>}
      <option value="csv">{page.t("往来明细（.csv）", "all postings (.csv)")}</option>
      <option value="text">{page.t("全部报表（.txt）", "the whole report (.txt)")}</option>
      {!page.session.about.serve && <option value="archive">{page.t("存档副本（.html，可复算）", "archive copy of this page (.html)")}</option>}
    </select>
  );
}

/** Nothing is open yet: how to begin, or why the engine does not run. */
function Closed({ page }: { readonly page: Page }) {
  const { state } = page;
  if (state.stage === "starting") return <main id="main" class="closed"><p>{page.t("正在打开…", "Opening…")}</p></main>;
  if (state.stage === "refused")
    return (
      <main id="main" class="closed">
        <h2>{page.t("计算引擎没有启动", "The engine did not start")}</h2>
        <p class="note warn">{state.trouble}</p>
        <p>{page.t("如果浏览器开启了“增强安全性”，请把本文件加入例外，或换用其他浏览器打开。", "If the browser's enhanced security is on, make an exception for this file, or open it in another browser.")}</p>
      </main>
    );
  return (
    <main id="main" class="closed">
      <h2>{page.t("打开填好的工作簿，或把它拖到这里", "Open a filled workbook, or drop it here")}</h2>
      <p><OpenButton page={page} /> <button type="button" onClick={() => void saveTemplate(page)}>{page.t("取一份空白工作簿（.xlsx）", "An empty workbook to fill in (.xlsx)")}</button></p>
      <p class="note">{page.t("也可以打开 .cfg 情景文件和它的 CSV 表。所有计算都在这台电脑上，什么也不发送出去。", "A scenario (.cfg) with its CSV tables will do as well. Everything is worked out on this computer; nothing leaves it.")}</p>
      <Notes page={page} />
    </main>
  );
}

async function saveTemplate(page: Page): Promise<void> {
  const { fromBase64, save } = await import("../model/files");
  const answer = await page.session.ask<{ base64: string }>("template", { language: page.language });
  if (!answer.result) return page.say(answer.diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  await save(page.t("方田填报表.xlsx", "fangtian.xlsx"), fromBase64(answer.result.base64));
}

interface PartsProps {
  readonly page: Page;
  readonly trail: readonly string[];
  setTrail(trail: readonly string[]): void;
}

function Parts({ page, trail, setTrail }: PartsProps) {
  const views = viewsInOrder(page);
  const leading = views[0];
  const { report } = page.state;
  const faulty = page.state.faults.find((fault) => fault.cell)?.cell?.table ?? "";
  // Where nothing could be worked out yet, the facts come first, with what is wrong in them.
  const place = page.place !== "view:" ? page.place : leading ? `view:${leading.id}` : report ? page.place : `facts:${faulty}`;
  const { filed, was, facts } = page.state;
  const changed = filed && was && facts ? changesBetween(filed.tables, was, facts).length : 0;
  const failed = page.state.report?.checks.filter((check) => !check.holds).length ?? 0;
  const isHere = (to: string): boolean => place === to || (!place.startsWith("view:") && place.split(":")[0] === to.split(":")[0]);
  const item = (to: string, text: string, count = 0) => (
    <li><button type="button" class={isHere(to) ? "on" : ""} aria-current={isHere(to) ? "page" : undefined} onClick={() => page.go(to)}>{text}{count > 0 && <b class="count">{count}</b>}</button></li>
  );
  return (
    <div class={`parts${trail.length > 0 ? " with-drawer" : ""}`}>
      <nav class="side" aria-label={page.t("各部分", "parts")}>
        {report && <h2>{page.t("看", "See")}</h2>}
        {report && <ul>
          {views.map((view) => item(`view:${view.id}`, page.title(view.title)))}
          {item("parties", page.t("各方收支", "Parties"))}
          {item("postings", page.t("往来明细", "Postings"))}
          {item("checks", page.t("法定条件", "Conditions"), failed)}
          {item("policies", page.t("各项政策的影响", "What policies change"))}
        </ul>}
        <h2>{page.t("改", "Change")}</h2>
        <ul>
          {item("facts:", page.t("填报事实", "Facts"), page.state.faults.length)}
          {item("law", page.t("参数", "Parameters"))}
          {item("changes", page.t("改动与比较", "Changes"), changed)}
        </ul>
        <ul class="last">{item("about", page.t("关于本页", "About"))}</ul>
      </nav>
      <main id="main" tabIndex={-1}>
        <Notes page={page} />
        <Part page={page} place={place} leading={leading} />
      </main>
      {trail.length > 0 && <Derivation trail={trail} back={() => setTrail(trail.slice(0, -1))} close={() => closeDrawer(trail, setTrail)} />}
    </div>
  );
}

function closeDrawer(trail: readonly string[], setTrail: (trail: readonly string[]) => void): void {
  setTrail([]);
  const from = Array.from(document.querySelectorAll<HTMLElement>("[data-figure]")).find((element) => element.dataset["figure"] === trail[0]);
  from?.focus();
}

function Part({ page, place, leading }: { readonly page: Page; readonly place: string; readonly leading: View | undefined }) {
  const colon = place.indexOf(":");
  const [part, of] = colon < 0 ? [place, ""] : [place.slice(0, colon), place.slice(colon + 1)];
  const shows = page.state.report !== null && part !== "facts" && part !== "law" && part !== "about";
  const heading = (text: string) => <h2 class="part">{text}<small>{page.state.stale && shows ? page.t("（改动前的数）", " (before the change at fault)") : ""}</small></h2>;
  switch (part) {
    case "parties":
      return <>{heading(page.t("各方收支", "The parties"))}<Parties party={of} /></>;
    case "postings":
      return <>{heading(page.t("往来明细", "Postings"))}<Postings /></>;
    case "checks":
      return <>{heading(page.t("法定条件", "Statutory conditions"))}<Checks /></>;
    case "facts":
      return <>{heading(page.t("填报事实", "The facts"))}<FactsView table={of} /></>;
    case "law":
      return <>{heading(page.t("参数", "Parameters"))}<LawView /></>;
    case "policies":
      return <>{heading(page.t("各项政策的影响", "What each policy changes"))}<PolicyView /></>;
    case "about":
      return <>{heading(page.t("关于本页：版本、文件和许可", "This page: version, files, licences"))}<About /></>;
    case "changes":
      return <>{heading(page.t("改动与比较", "Changes and what they do"))}<Changes /></>;
    default: {
      const view = page.state.report?.views.find((one) => one.id === of) ?? leading;
      if (!view) return null;
      return (
        <>
          {heading(page.title(view.title))}
          {view === leading ? <Overview view={view} /> : (
            <>
              {view.layout === "sheet" ? <ViewSheet key={view.id} view={view} /> : <ViewTable view={view} />}
              <ViewNote view={view} />
              <CarryPanel view={view} />
              {CARRIES[view.id] && <PairsPanel />}
              <WaterfallPanel view={view} />
              <YearPanel view={view} />
            </>
          )}
        </>
      );
    }
  }
}
