/** The parameters with their history and articles; those that the engine lets a user try can be changed. */
import { useEffect, useState } from "preact/hooks";
import type { LawBook } from "../model/law";
import { withUnit } from "../model/facts";
import { usePage } from "./page";

export function LawView() {
  const page = usePage();
  const [book, setBook] = useState<LawBook | null>(null);
  const [search, setSearch] = useState("");
  const [only, setOnly] = useState(true);
  useEffect(() => {
    let here = true;
    void page.session.ask<LawBook>("parameters", { format: "json", language: page.language }).then((answer) => here && setBook(answer.result)).catch(() => undefined);
    return () => {
      here = false;
    };
  }, [page.language]);
  if (!book) return <p class="note">…</p>;
  const asOf = page.state.facts?.asOf ?? "";
  const used = new Set(page.state.report?.illustrative.map((note) => note.parameter));
  const found = book.parameters.filter((parameter) => (search === "" ? !only || used.has(parameter.id) || parameter.values.some((value) => value.illustrative) : `${page.title(parameter.title)} ${parameter.id} ${parameter.policy}`.includes(search)));
  const trial = page.state.facts?.parameters ?? {};
  return (
    <>
      <p class="tools">
        <label>{page.t("查找：", "search: ")}<input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></label>
        <label><input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} /> {page.t("只列示意参数（须由当地确定）", "only illustrative ones (the place has to set them)")}</label>
        <span>{page.t(`基准日 ${asOf}。试算值只用于比较，列在“改动”里。`, `In force on ${asOf}. A value on trial is for comparison and stands under “Changes”.`)}</span>
      </p>
      <div class="scroller" tabIndex={0} role="region" aria-label={page.t("参数", "Parameters")}>
        <table class="data">
          <thead><tr><th scope="col" class="name">{page.t("参数", "parameter")}</th><th scope="col">{page.t("起", "from")}</th><th scope="col">{page.t("至", "until")}</th><th scope="col" class="number">{page.t("取值", "value")}</th><th scope="col" class="source">{page.t("依据", "article")}</th><th scope="col">{page.t("试算", "on trial")}</th></tr></thead>
          <tbody>
            {found.flatMap((parameter) => parameter.values.map((value, at) => {
              const holds = value.from <= asOf && (value.to === null || asOf < value.to);
              return (
                <tr key={`${parameter.policy} ${parameter.id} ${value.from}`} class={holds ? "on" : ""}>
                  <th scope="row" class="name">{at === 0 ? page.title(parameter.title) : ""}{at === 0 && <small> {parameter.id}</small>}</th>
                  <td class="date">{value.from}</td><td class="date">{value.to ?? "—"}</td>
                  <LawValue text={value.value} />
                  <td class="source">{value.source}{value.illustrative && <span class="tag warn">{page.t("示意", "illustrative")}</span>}{value.unverified && <span class="tag warn">{page.t("未见原文", "text not seen")}</span>} <span class="place">{value.place}</span></td>
                  <td>{holds && /^-?[\d,.]+ ?\S{0,12}$/.test(value.value) && <TrialField id={parameter.id} unit={parameter.unit} title={page.title(parameter.title)} value={trial[parameter.id] ?? ""} />}</td>
                </tr>
              );
            }))}
          </tbody>
        </table>
      </div>
    </>
  );
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

function TrialField({ id, unit, title, value }: { readonly id: string; readonly unit: string; readonly title: string; readonly value: string }) {
  const page = usePage();
  const fault = page.state.faults.find((one) => one.diagnostic.path === id || (one.diagnostic.path === "" && one.diagnostic.message.includes(id)));
  const commit = (text: string): void => {
    const facts = page.state.facts;
    if (!facts || (facts.parameters[id] ?? "") === text.trim()) return;
    const parameters = { ...facts.parameters };
    if (text.trim() === "") delete parameters[id];
    else parameters[id] = withUnit(text, unit);
    page.session.change({ ...facts, parameters });
  };
  return (
    <>
      <input class="trial" aria-label={page.t(`${title} 试算值`, `${title} on trial`)} defaultValue={value} key={value} aria-invalid={fault ? "true" : undefined}
        onKeyDown={(event) => event.key === "Enter" && !event.isComposing && commit(event.currentTarget.value)} onBlur={(event) => commit(event.currentTarget.value)} />
      {fault && <div class="fault">{fault.diagnostic.message}</div>}
    </>
  );
}
