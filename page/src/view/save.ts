/** What can be saved: working copies, and an archive copy of the page itself. */
import { changesBetween } from "../model/facts";
import { fromBase64, save } from "../model/files";
import { archiveName, dayOf, safeName } from "../model/names";
import { titled } from "../model/language";
import type { Page } from "./page";

const title = (page: Page): string => titled(page.state.filed?.scenario.title, page.language) || page.state.filed?.scenario.id || "fangtian";
/** What is outstanding at a save: a file of facts holds the refused entries, a file of figures leaves them out. */
function faultWords(page: Page, held: boolean): string {
  const { faults } = page.state;
  if (faults.length === 0) return "";
  const words = faults.map(({ diagnostic }) => diagnostic.message).join(page.t("；", "; "));
  return held
    ? page.t(`注意：文件中有 ${faults.length} 处不能计算的填报（${words}）`, `Note: it holds ${faults.length} entries that cannot be computed (${words})`)
    : page.t(`注意：有 ${faults.length} 处不能计算的填报没有算入（${words}）`, `Note: ${faults.length} entries that cannot be computed are not in it (${words})`);
}
const told = (page: Page, saved: string, name: string, held: boolean): void =>
  page.say([saved === "cancelled" ? "" : faultWords(page, held), saved === "cancelled" ? page.t("没有保存", "Not saved") : saved === "downloaded" ? page.t(`已存到“下载”文件夹：${name}`, `In the folder for downloads: ${name}`) : page.t(`已保存（建议的文件名 ${name}）`, `Saved (suggested name: ${name})`)].filter(Boolean).join("\n"));

export async function saveScenario(page: Page): Promise<void> {
  const name = `${safeName(title(page))}_${dayOf(new Date()).replace(/-/g, "")}.cfg`;
  await keep(page, name, page.session.scenarioText(), true);
}

/** Keeps the facts as they stand: they are not lost with the page then. `held`: refused entries too. */
async function keep(page: Page, name: string, content: Uint8Array | string, held: boolean): Promise<void> {
  const saved = await save(name, content);
  if (saved !== "cancelled" && (held || page.state.faults.length === 0)) page.session.markSaved();
  told(page, saved, name, held);
}

/** The facts as they stand, as a workbook to go on with. */
export async function saveFiled(page: Page): Promise<void> {
  const name = `${safeName(title(page))}_${page.t("填报", "facts")}_${dayOf(new Date()).replace(/-/g, "")}.xlsx`;
  const answer = await page.session.askRun<{ base64: string }>("save", { name: "facts.xlsx", language: page.language });
  if (answer.result) await keep(page, name, fromBase64(answer.result.base64), false);
  else page.say(answer.diagnostics.map((diagnostic) => `${diagnostic.message} ${diagnostic.mend}`).join("\n"));
}

/** A report of the engine: CSV of a view or of all postings, text, a workbook. */
export async function saveReport(page: Page, format: "csv" | "text" | "xlsx", view?: string): Promise<void> {
  const of = page.state.report?.views.find((one) => one.id === view);
  const name = `${safeName(title(page))}${of ? `_${safeName(page.title(of.title))}` : ""}_${dayOf(new Date()).replace(/-/g, "")}.${format === "text" ? "txt" : format}`;
  const answer = await page.session.askRun<string | { base64: string }>("report", { format, unit: page.wan ? "wan_yuan" : "yuan", language: page.language, ...(view === undefined ? {} : { view }) });
  if (answer.result === null) {
    page.say(answer.diagnostics.map((diagnostic) => `${diagnostic.message} ${diagnostic.mend}`).join("\n"));
    return;
  }
  told(page, await save(name, typeof answer.result === "string" ? answer.result : fromBase64(answer.result.base64)), name, false);
}

/** JSON for a data block: no text in it can end the block. */
const inert = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");

/** A copy of this page with the facts as they stand, under a name of its own with the day and the digest. */
export async function saveArchive(page: Page): Promise<void> {
  const report = page.state.report;
  if (!report || !page.session.standing()) return;
  // An archive opens with its figures: one that cannot compute them is none.
  const { faults } = page.state;
  if (faults.length > 0) {
    page.say([page.t(`没有存档：有 ${faults.length} 处填报不能计算，请先改正或者撤销`, `Not archived: ${faults.length} entries cannot be computed; mend or undo them first`), ...faults.map(({ diagnostic }) => `${diagnostic.message} ${diagnostic.mend}`)].join("\n"));
    return;
  }
  if (page.state.busy) {
    page.say(page.t("没有存档：还在计算，请稍候再存", "Not archived: the figures are being worked out; save again then"));
    return;
  }
  const now = new Date();
  const name = archiveName(title(page), now, report.scenario.digest, decodeURIComponent(location.pathname.split("/").pop() ?? ""));
  await keep(page, name, archive(page, now), true);
}

/** What a copy is made from: the file, and how many changes it holds; of a copy's copy both. */
function origin(page: Page): string {
  const { filed, was, facts, opened } = page.state;
  const before = page.session.about.from && opened?.scenario === page.session.heldAtFirst ? page.session.about.from : opened?.scenario ?? "";
  const count = filed && was && facts ? changesBetween(filed.tables, was, facts).length : 0;
  return count === 0 ? before : page.t(`${before}，改动 ${count} 处`, `${before}, ${count} changes`);
}

/** The page as it was opened, with other data: what a browser or an extension did to it since stays out. */
export function archive(page: Page, now: Date): string {
  const about = { ...page.session.about, made: now.toISOString(), from: origin(page), serve: null };
  const blocks: Readonly<Record<string, string>> = { about: inert(about), scenario: inert(page.session.standing()) };
  let text = page.session.pristine;
  for (const [name, content] of Object.entries(blocks))
    text = text.replace(new RegExp(`(<script[^>]* id="fangtian-${name}">)[^]*?(</script>)`), (_, open: string, close: string) => open + content + close);
  return text.replace(/<title>[^<]*<\/title>/, () => `<title>${title(page).replace(/&/g, "&amp;").replace(/</g, "&lt;")}</title>`);
}
