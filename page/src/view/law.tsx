/** The parameters with their history and articles; each cell of one can be tried with another value. */
import { useState } from "preact/hooks";
import { type LawParameter, type TrialValue, splitPath, trialsOn } from "../model/law";
import { withUnit } from "../model/facts";
import { shown } from "../model/number";
import { choiceTitle } from "./figure";
import { type Page, usePage } from "./page";

export function LawView() {
  const page = usePage();
  const [search, setSearch] = useState("");
  const [only, setOnly] = useState(true);
  const asOf = page.state.facts?.asOf ?? "";
  const used = new Set(page.state.report?.illustrative.map((note) => note.parameter));
  const wanted = (parameter: LawParameter): boolean =>
    search === "" ? !only || used.has(parameter.id) || parameter.values.some((value) => value.illustrative) : `${page.title(parameter.title)} ${parameter.id} ${parameter.policy}`.includes(search);
  const found = page.session.law.parameters.filter(wanted);
  return (
    <>
      <p class="tools">
        <label>{page.t("查找：", "search: ")}<input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></label>
        <label><input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} /> {page.t("只列示意参数（须由当地确定）", "only illustrative ones (the place has to set them)")}</label>
        <span>{page.t(`基准日 ${asOf}。试算值只用于比较，列在“改动与比较”里。`, `In force on ${asOf}. A value on trial is for comparison and stands under “Changes”.`)}</span>
      </p>
      <div class="scroller" tabIndex={0} role="region" aria-label={page.t("参数", "Parameters")}>
        <table class="data">
          <thead><tr><th scope="col" class="name">{page.t("参数", "parameter")}</th><th scope="col">{page.t("起", "from")}</th><th scope="col">{page.t("至", "until")}</th><th scope="col" class="number">{page.t("取值", "value")}</th><th scope="col" class="source">{page.t("依据", "article")}</th><th scope="col">{page.t("试算", "on trial")}</th></tr></thead>
          <tbody>{found.map((parameter) => <ParameterRows key={`${parameter.policy} ${parameter.id}`} parameter={parameter} asOf={asOf} />)}</tbody>
        </table>
      </div>
    </>
  );
}

function ParameterRows({ parameter, asOf }: { readonly parameter: LawParameter; readonly asOf: string }) {
  const page = usePage();
  const tried = Object.keys(page.state.facts?.parameters ?? {}).some((path) => splitPath(path).id === parameter.id);
  const [open, setOpen] = useState(tried);
  const cells = trialsOn(page.session.trials.find((trial) => trial.id === parameter.id), asOf);
  const [first] = cells;
  return (
    <>
      {parameter.values.map((value, at) => {
        const holds = value.from <= asOf && (value.to === null || asOf < value.to);
        return (
          <tr key={value.from} class={holds ? "on" : ""}>
            <th scope="row" class="name">{at === 0 ? page.title(parameter.title) : ""}{at === 0 && <small> {parameter.id}</small>}</th>
            <td class="date">{value.from}</td><td class="date">{value.to ?? "—"}</td>
            <LawValue text={value.value} />
            <td class="source">{value.source}{value.illustrative && <span class="tag warn">{page.t("示意", "illustrative")}</span>}{value.unverified && <span class="tag warn">{page.t("待核实", "unverified")}</span>} <span class="place">{value.place}</span></td>
            <td>
              {holds && first && (first.path === parameter.id
                ? <TrialField cell={first} truth={isTruth(page, parameter.id)} title={page.title(parameter.title)} />
                : <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? page.t("收起", "close") : page.t(`逐项（${cells.length}）`, `cells (${cells.length})`)}</button>)}
            </td>
          </tr>
        );
      })}
      {open && first && first.path !== parameter.id && cells.map((cell) => (
        <tr key={cell.path} class="cell">
          <th scope="row" class="name">{cellWords(page, cell.path)}</th>
          <td colSpan={3} class="number">{trialText(page, cell)}</td>
          <td />
          <td><TrialField cell={cell} truth={isTruth(page, parameter.id)} title={`${page.title(parameter.title)} ${cellWords(page, cell.path)}`} /></td>
        </tr>
      ))}
    </>
  );
}

const isTruth = (page: Page, id: string): boolean => page.session.trials.find((trial) => trial.id === id)?.type === "truth";

/** What stands behind a parameter's id, in words: "城区/工业改工业/框架", "第 2 级：比率"; "" of one that is a single value. */
export function cellWords(page: Page, path: string): string {
  const { cell } = splitPath(path);
  const step = /^(?:(.+)\.)?(\d+)\.(\w+)$/.exec(cell);
  if (!step) return memberWords(page, cell);
  const [, keys, number, part] = step;
  const isBorder = part !== "rate" && part !== "value";
  const words = page.t(`第 ${number} 级：${isBorder ? "起点" : "取值"}`, `step ${number}: ${isBorder ? "border" : "value"}`);
  return keys === undefined ? words : `${memberWords(page, keys)} ${words}`;
}
const memberWords = (page: Page, members: string): string => members.split(".").filter(Boolean).map((member) => choiceTitle(page, member)).join("/");

function trialText(page: Page, cell: TrialValue): string {
  if (cell.unit === null) return cell.value === "true" ? page.t("是", "yes") : cell.value === "false" ? page.t("否", "no") : choiceTitle(page, cell.value);
  return `${shown(cell.value, null, false)}${cell.unit === "%" || cell.unit === "" ? cell.unit : ` ${cell.unit}`}`;
}

const MOST_ENTRIES = 4;

/** A figure, or a table's entries below each other. */
function LawValue({ text }: { readonly text: string }) {
  const entries = text.split("; ");
  if (entries.length === 1) return <td class={/\d/.test(text) ? "number" : "text"}>{text}</td>;
  return (
    <td class="entries">
      {entries.length <= MOST_ENTRIES ? entries.map((entry) => <div key={entry}>{entry}</div>) : (
        <details><summary>{entries[0]} … {entries.length}</summary>{entries.map((entry) => <div key={entry}>{entry}</div>)}</details>
      )}
    </td>
  );
}

function TrialField({ cell, truth, title }: { readonly cell: TrialValue; readonly truth: boolean; readonly title: string }) {
  const page = usePage();
  const { path, unit } = cell;
  const value = page.state.facts?.parameters[path] ?? "";
  const fault = page.state.faults.find((one) => one.diagnostic.path === path || (one.diagnostic.path === "" && one.diagnostic.message.includes(path)));
  const label = page.t(`${title} 试算值`, `${title} on trial`);
  const commit = (text: string): void => {
    const facts = page.state.facts;
    if (!facts || value === text.trim()) return;
    const parameters = { ...facts.parameters };
    if (text.trim() === "") delete parameters[path];
    else parameters[path] = withUnit(text, unit);
    page.session.change({ ...facts, parameters });
  };
  return (
    <>
      {truth ? (
        <select class="trial" aria-label={label} value={value} onChange={(event) => commit(event.currentTarget.value)}>
          <option value="">{page.t("不试", "as it is")}</option><option value="是">{page.t("是", "yes")}</option><option value="否">{page.t("否", "no")}</option>
        </select>
      ) : (
        <input class="trial" aria-label={label} defaultValue={value} key={value} aria-invalid={fault ? "true" : undefined}
          onKeyDown={(event) => event.key === "Enter" && !event.isComposing && commit(event.currentTarget.value)} onBlur={(event) => commit(event.currentTarget.value)} />
      )}
      {fault && <div class="fault">{fault.diagnostic.message} {fault.diagnostic.mend}</div>}
    </>
  );
}
