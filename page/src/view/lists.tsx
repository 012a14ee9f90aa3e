/** Conditions, parties, postings and the law: lists of the report. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Party, Posting } from "../model/report";
import { kindTitle } from "../chart/panels";
import { partyWords, rowWords } from "./derivation";
import { Figure, decimalsOf, isKnownPart, isNegative, moneyText, moneyUnit, unitShown } from "./figure";
import { checkTitle } from "./overview";
import { type Page, usePage } from "./page";
import { rove } from "./roving";

export function Checks() {
  const page = usePage();
  const report = page.state.report;
  const [all, showAll] = useState(false);
  if (!report) return null;
  const failed = report.checks.filter((check) => !check.holds);
  const shown = all ? [...failed, ...report.checks.filter((check) => check.holds)] : failed;
  return (
    <>
      <p class="tools">
        {page.t(`适用 ${report.checks.length} 项，不符合 ${failed.length} 项。`, `${report.checks.length} apply, ${failed.length} fail. `)}
        <label><input type="checkbox" checked={all} onChange={(event) => showAll(event.currentTarget.checked)} /> {page.t("也列出符合的", "also those that hold")}</label>
      </p>
      <div class="scroller" tabIndex={0} role="region" aria-label={page.t("法定条件", "Statutory conditions")}>
        <table class="data" onKeyDown={rove}>
          <thead><tr><th scope="col">{page.t("结论", "verdict")}</th><th scope="col" class="name">{page.t("条件", "condition")}</th><th scope="col" class="name">{page.t("对象", "row")}</th><th scope="col" class="source">{page.t("原因", "reason")}</th><th scope="col" class="source">{page.t("依据", "article")}</th></tr></thead>
          <tbody>
            {shown.map((check, at) => (
              <tr key={`${check.rule}@${check.row}`} class={check.holds ? "" : "fails"}>
                <td class="text"><Figure name={check.row ? `${check.rule}@${check.row}` : check.rule} label={`${check.holds ? page.t("✓ 符合", "✓ holds") : page.t("✗ 不符合", "✗ fails")} ${checkTitle(page, check)} ${check.row}`} first={at === 0}>{check.holds ? page.t("✓ 符合", "✓ holds") : page.t("✗ 不符合", "✗ fails")}</Figure></td>
                <th scope="row" class="name">{checkTitle(page, check)}</th>
                <td class="text">{check.row ? rowWords(page, page.ruleTable(check.rule), check.row) : "—"}</td>
                <td class="source">{check.reason ? page.title(check.reason) : ""}</td>
                <td class="source">{check.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Undetermined />
      <TakenFacts />
      <NotApplicable />
    </>
  );
}

const MOST_LISTED = 400;

/** What could not be told, and what it lacks. */
function Undetermined() {
  const page = usePage();
  const all = page.state.report?.undetermined ?? [];
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{page.t(`待定（${all.length}）：补齐所缺的事实后即可判定`, `Undetermined (${all.length}): told once what is lacking is filed`)}</h2>
      <table class="data" onKeyDown={rove}>
        <thead><tr><th scope="col" class="name">{page.t("规则", "rule")}</th><th scope="col" class="name">{page.t("对象", "row")}</th><th scope="col" class="source">{page.t("缺什么", "what is lacking")}</th><th scope="col" class="source">{page.t("依据", "article")}</th></tr></thead>
        <tbody>
          {all.slice(0, MOST_LISTED).map((one, at) => (
            <tr key={`${one.rule}@${one.row}`}>
              <th scope="row" class="name"><Figure name={one.row ? `${one.rule}@${one.row}` : one.rule} label={`${page.title(one.title)} ${one.row}`} first={at === 0}>{page.title(one.title)}</Figure></th>
              <td class="text">{one.row ? rowWords(page, page.ruleTable(one.rule), one.row) : "—"}</td>
              <td class="source">{page.title(one.reason)}</td>
              <td class="source">{one.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What was taken for granted: defaults, what is none where nobody says otherwise, and what was stated as 无. */
function TakenFacts() {
  const page = usePage();
  const all = page.state.report?.taken ?? [];
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{page.t("没有填写、按下列取值计算的事实，和填报人写明“无”的", "Facts that nobody wrote and were taken so, and those stated as none")}</h2>
      <table class="data">
        <thead><tr><th scope="col" class="name">{page.t("填报项", "fact")}</th><th scope="col" class="source">{page.t("按什么计", "taken as")}</th><th scope="col" class="source">{page.t("对象", "rows")}</th></tr></thead>
        <tbody>{all.map((one) => <tr key={`${one.table} ${one.field} ${one.kind}`}><th scope="row" class="name">{page.title(one.title)}</th><td class="source">{page.title(one.means)}</td><td class="source">{one.rows.filter(Boolean).slice(0, 20).join("、")}{one.rows.length > 20 ? "…" : ""}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

function NotApplicable() {
  const page = usePage();
  const groups = page.state.report?.not_applicable ?? [];
  const [open, toggle] = useState(false);
  return (
    <section>
      <h2><button type="button" class="plain" aria-expanded={open} onClick={() => toggle(!open)}>{open ? "▾ " : "▸ "}{page.t(`不适用的规则（${groups.length}）`, `Rules that do not apply (${groups.length})`)}</button></h2>
      {open && (
        <table class="data">
          <thead><tr><th scope="col" class="name">{page.t("规则", "rule")}</th><th scope="col" class="source">{page.t("原因", "reason")}</th><th scope="col" class="source">{page.t("对象", "rows")}</th></tr></thead>
          <tbody>{groups.slice(0, MOST_LISTED).map((group, at) => <tr key={at}><th scope="row" class="name">{page.title(group.title)}</th><td class="source">{page.title(group.reason)}</td><td class="source">{group.rows.filter(Boolean).slice(0, 20).join("、")}{group.rows.length > 20 ? "…" : ""}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

/** What every party gets and pays; of the one that was chosen its postings. */
export function Parties({ party: chosen }: { readonly party: string }) {
  const page = usePage();
  const report = page.state.report;
  if (!report) return null;
  const lines = report.parties.flatMap((party) =>
    Object.keys(party.net).filter((kind) => [party.received[kind], party.paid[kind]].some((text) => text === null || /[1-9]/.test(text ?? ""))).map((kind) => ({ party, kind })),
  );
  const party = report.parties.find((other) => other.id === chosen);
  return (
    <>
      <div class="scroller" tabIndex={0} role="region" aria-label={page.t("各方收支", "The parties")}>
        <table class="data">
          <thead><tr><th scope="col" class="name">{page.t("当事方", "party")}</th><th scope="col">{page.t("类别", "kind")}</th><th scope="col" class="number">{page.t("收入", "received")}</th><th scope="col" class="number">{page.t("支出", "paid")}</th><th scope="col" class="number">{page.t("净额", "net")}</th></tr></thead>
          <tbody>
            {lines.map(({ party: one, kind }, at) => (
              <tr key={`${one.id} ${kind}`} class={one.id === chosen ? "on" : ""}>
                <th scope="row" class="name">{lines[at - 1]?.party === one ? "" : <button type="button" class="link" onClick={() => page.go(`parties:${one.id}`)}>{page.title(one.title)}</button>}</th>
                <td class="text">{kindTitle(page, kind)}{unitOf(page, kind)}</td>
                {(["received", "paid", "net"] as const).map((side) => <td key={side} class={`number${side === "net" && isNegative(one.net[kind] ?? null) ? " negative" : ""}`}>{amountOf(page, one, side, kind)}</td>)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr class="total"><th scope="row" class="name">{page.t("各方净额之和", "all nets")}</th><td colSpan={4} class="text">{Object.entries(report.totals).map(([kind, text]) => `${kindTitle(page, kind)} ${moneyText(page, text, moneyUnit(page, kind), decimalsOf(text))}`).join("；")}</td></tr>
          </tfoot>
        </table>
      </div>
      {party && <PartySheet party={party} />}
    </>
  );
}

const unitOf = (page: Page, kind: string): string => {
  const unit = moneyUnit(page, kind);
  return page.t(`（${unitShown(page, unit)}）`, ` (${unitShown(page, unit)})`);
};
function amountOf(page: Page, party: Party, side: "received" | "paid" | "net", kind: string): string {
  const text = moneyText(page, party[side][kind], moneyUnit(page, kind), decimalsOf(party[side][kind]));
  const known = party[side][kind] === null ? party.known?.[side]?.[kind] : undefined;
  return isKnownPart(known) ? page.t(`${text}（已定部分 ${moneyText(page, known, moneyUnit(page, kind), decimalsOf(known))}）`, `${text} (known: ${moneyText(page, known, moneyUnit(page, kind), decimalsOf(known))})`) : text;
}

/** One party's own sheet: each posting, by rule. */
function PartySheet({ party }: { readonly party: Party }) {
  const page = usePage();
  const report = page.state.report;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.scrollIntoView({ block: "start" }), [party.id]);
  const items = (report?.items ?? []).filter((item) => item.from === party.id || item.to === party.id);
  return (
    <section>
      <h2 ref={heading}>{page.title(party.title)}</h2>
      <PostingTable items={items} party={party.id} />
    </section>
  );
}

export function Postings() {
  const page = usePage();
  const [search, setSearch] = useState("");
  const items = page.state.report?.items ?? [];
  const found = search === "" ? items : items.filter((item) => `${page.title(item.title)} ${item.row} ${partyWords(page, item.from ?? "")} ${partyWords(page, item.to)}`.includes(search));
  return (
    <>
      <p class="tools"><label>{page.t("查找：", "search: ")}<input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></label> {page.t(`${found.length} 笔`, `${found.length} postings`)}</p>
      <PostingTable items={found} party={null} />
    </>
  );
}

const PAGE_OF_ROWS = 300;

function PostingTable({ items, party }: { readonly items: readonly Posting[]; readonly party: string | null }) {
  const page = usePage();
  const [most, setMost] = useState(PAGE_OF_ROWS);
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={page.t("往来明细", "Postings")}>
      <table class="data" onKeyDown={rove}>
        <thead>
          <tr>
            <th scope="col" class="name">{page.t("名称", "title")}</th><th scope="col" class="name">{page.t("对象", "row")}</th><th scope="col">{page.t("付方", "from")}</th><th scope="col">{page.t("收方", "to")}</th><th scope="col">{page.t("类别", "kind")}</th>
            <th scope="col" class="number">{party === null ? page.t("金额", "amount") : page.t("收入", "received")}</th>{party !== null && <th scope="col" class="number">{page.t("支出", "paid")}</th>}<th scope="col" class="source">{page.t("依据", "article")}</th>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, most).map((item, at) => {
            const amount = (
              <Figure name={item.row ? `${item.rule}@${item.row}` : item.rule} label={`${page.title(item.title)} ${item.row} ${moneyText(page, item.amount, item.unit, decimalsOf(item.amount))}`} first={at === 0} negative={isNegative(item.amount)}>
                {moneyText(page, item.amount, item.unit, decimalsOf(item.amount))}
              </Figure>
            );
            return (
              <tr key={at}>
                <th scope="row" class="name">{page.title(item.title)}</th>
                <td class="text">{rowWords(page, page.ruleTable(item.rule), item.row)}</td>
                <td class="text">{item.from ? partyWords(page, item.from) : "—"}</td>
                <td class="text">{partyWords(page, item.to)}</td>
                <td class="text">{kindTitle(page, item.kind)}{unitOf(page, item.kind)}</td>
                <td class="number">{party === null || item.to === party ? amount : ""}</td>
                {party !== null && <td class="number">{item.from === party ? amount : ""}</td>}
                <td class="source"><span class="why" title={item.source}>{item.source}</span></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {items.length > most && <p class="tools"><button type="button" onClick={() => setMost(most + PAGE_OF_ROWS)}>{page.t(`再列 ${PAGE_OF_ROWS} 笔（共 ${items.length} 笔）`, `${PAGE_OF_ROWS} more of ${items.length}`)}</button></p>}
    </div>
  );
}
