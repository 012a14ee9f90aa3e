/** What each policy changed: the scenario worked out again without it, exactly. */
import { useState } from "preact/hooks";
import { kindOfParty, partyKinds } from "../chart/drawings";
import { kindTitle } from "../chart/panels";
import { exact, plain, sign, sum } from "../model/number";
import type { PolicyChange, Titles } from "../model/report";
import { rowWords } from "./derivation";
import { moneyText, unitShown, valueText } from "./figure";
import { type Page, usePage } from "./page";

const MONEY = "cash";

export function PolicyView() {
  const page = usePage();
  const [told, tell] = useState("");
  const [chosen, choose] = useState<string | null>(null);
  const known = page.session.knownPolicyChanges();
  const find = async (): Promise<void> => {
    const faults = await page.session.findPolicyChanges();
    tell(faults === null ? page.t("已停止。", "Stopped.") : faults.map((fault) => `${fault.message} ${fault.mend}`).join("\n"));
  };
  return (
    <>
      <p class="tools">
        <button type="button" class="main" disabled={page.state.busy || known !== null} onClick={() => void find()}>{page.t("逐项测算", "Work it out")}</button>
        <span>{page.t("每次去掉一项政策，把全部项目重新精确计算一遍；各项政策互相影响，差额不能相加。", "Each policy is left out in turn and everything is worked out again. Policies bear on one another: the differences do not add up.")}</span>
      </p>
      {told !== "" && known === null && <p class="note warn">{told}</p>}
      {known && known.changes.length === 0 && <p class="note">{page.t("没有哪一项政策单独改变结果。", "No policy changes anything by itself.")}</p>}
      {known && known.changes.length > 0 && <Matrix changes={known.changes} chosen={chosen} choose={choose} />}
      {known?.changes.filter((change) => change.policy === chosen).map((change) => <OnePolicy key={change.policy} change={change} />)}
    </>
  );
}

/** Of a difference with its sign: "+12.00". */
function signed(page: Page, text: string | null, unit: string): string {
  if (text === null) return page.t("待定", "undetermined");
  const value = exact(text);
  return `${value && sign(value) > 0 ? "+" : ""}${moneyText(page, text, unit)}`;
}
const negative = (text: string | null): string => {
  const value = exact(text);
  return value && sign(value) < 0 ? " negative" : "";
};

/** A policy a row, a kind of party a column: what it adds to their net cash. */
function Matrix({ changes, chosen, choose }: { readonly changes: readonly PolicyChange[]; readonly chosen: string | null; choose(policy: string | null): void }) {
  const page = usePage();
  const titles = partyKinds(page.state.report?.parties ?? [], (party) => page.title(party.title));
  const inCash = (change: PolicyChange) => change.parties.filter((party) => party.kind === MONEY);
  const kinds = [...new Set(changes.flatMap((change) => inCash(change).map((party) => kindOfParty(party.id))))];
  /** The sum over the parties of a kind; undefined: none differs; null: one is undetermined. */
  const differenceOf = (change: PolicyChange, kind: string): string | null | undefined => {
    const parties = inCash(change).filter((party) => kindOfParty(party.id) === kind);
    const amounts = parties.map((party) => exact(party.difference));
    return parties.length === 0 ? undefined : amounts.every((amount) => amount !== null) ? plain(sum(amounts), false) : null;
  };
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={page.t("各项政策的影响", "What each policy changes")}>
      <table class="data">
        <caption>{page.t(`各方现金净额：有该政策减无该政策（${page.wan ? "万元" : "元"}）；点政策名看全部差额`, `Net cash of the parties: with the policy less without it (${page.wan ? "10⁴ yuan" : "yuan"}); a policy's name opens all its differences`)}</caption>
        <thead><tr><th scope="col" class="name">{page.t("政策", "policy")}</th>{kinds.map((kind) => <th scope="col" key={kind} class="number">{titles.get(kind) ?? kind}</th>)}</tr></thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.policy} class={change.policy === chosen ? "on" : ""}>
              <th scope="row" class="name"><button type="button" class="link" aria-expanded={change.policy === chosen} onClick={() => choose(change.policy === chosen ? null : change.policy)}>{page.title(change.title)}</button></th>
              {kinds.map((kind) => {
                const difference = differenceOf(change, kind);
                return <td key={kind} class={`number${negative(difference ?? null)}`}>{difference === undefined ? "" : signed(page, difference, "元")}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All that differs with one policy and without it. */
function OnePolicy({ change }: { readonly change: PolicyChange }) {
  const page = usePage();
  const views = page.state.report?.views ?? [];
  /** A side or the difference that is null does not apply, or, where a reason says what is lacking, is undetermined. */
  const side = (text: string | null, figure: PolicyChange["figures"][number], step: Parameters<typeof valueText>[2]["step"]): string =>
    text !== null ? valueText(page, text, { unit: figure.unit, step }) : figure.reason ? page.t("待定", "undetermined") : "—";
  const lacking = (reason: Titles | null) => reason && <span class="note">{`（${page.title(reason)}）`}</span>;
  const decimals = { size: "0.01", mode: "half_up", decimals: 2 } as const;
  return (
    <section>
      <h2>{page.title(change.title)}</h2>
      <p class="note">{change.source}</p>
      <table class="data">
        <thead><tr><th scope="col" class="name">{page.t("数", "figure")}</th><th scope="col">{page.t("单位", "unit")}</th><th scope="col" class="number">{page.t("有该政策", "with it")}</th><th scope="col" class="number">{page.t("没有该政策", "without it")}</th><th scope="col" class="number">{page.t("差额", "difference")}</th></tr></thead>
        <tbody>
          {change.parties.map((party) => (
            <tr key={`${party.id} ${party.kind}`}>
              <th scope="row" class="name">{page.title(party.title)}：{kindTitle(page, party.kind)}{lacking(party.reason)}</th>
              <td class="unit">{unitShown(page, party.unit)}</td>
              <td class="number">{moneyText(page, party.with, party.unit)}</td><td class="number">{moneyText(page, party.without, party.unit)}</td>
              <td class={`number${negative(party.difference)}`}>{signed(page, party.difference, party.unit)}</td>
            </tr>
          ))}
          {change.figures.map((figure) => {
            const view = views.find((one) => one.id === figure.view);
            const step = view?.lines.find((line) => line.id === figure.line)?.step ?? decimals;
            return (
              <tr key={`${figure.view} ${figure.line} ${figure.row}`}>
                <th scope="row" class="name">{page.title(figure.title)}{figure.row && `：${view ? rowWords(page, view.of, figure.row) : figure.row}`}{lacking(figure.reason)}</th>
                <td class="unit">{unitShown(page, figure.unit)}</td>
                <td class="number">{side(figure.with, figure, step)}</td><td class="number">{side(figure.without, figure, step)}</td>
                <td class={`number${negative(figure.difference)}`}>{side(figure.difference, figure, step)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
