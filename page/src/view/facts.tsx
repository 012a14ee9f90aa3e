/** The facts, a grid a table. */
import { Grid } from "../grid/grid";
import { rowsOf } from "../model/facts";
import { usePage } from "./page";

export function FactsView({ table: id }: { readonly table: string }) {
  const page = usePage();
  const { filed, facts } = page.state;
  if (!filed || !facts) return null;
  const tables = filed.tables.filter((table) => !table.made);
  const table = tables.find((one) => one.id === id) ?? tables[0];
  if (!table) return null;
  const wrong = (one: string): number => page.state.faults.filter((fault) => fault.cell?.table === one).length;
  return (
    <>
      <nav class="tabs" aria-label={page.t("表", "tables")}>
        {tables.map((one) => (
          <button type="button" key={one.id} class={`tab${one === table ? " on" : ""}`} aria-current={one === table ? "page" : undefined} onClick={() => page.go(`facts:${one.id}`)}>
            {page.title(one.title)} <small>{one.key ? rowsOf(facts, one.id).length : ""}</small>{wrong(one.id) > 0 && <b class="count">{wrong(one.id)}</b>}
          </button>
        ))}
      </nav>
      {table.above === null && (
        <p class="tools">
          <label>{page.t("基准日：", "date in force: ")}
            <input type="text" key={facts.asOf} defaultValue={facts.asOf} size={12} aria-label={page.t("基准日", "date in force")}
              onKeyDown={(event) => event.key === "Enter" && !event.isComposing && event.currentTarget.blur()}
              onBlur={(event) => { const asOf = event.currentTarget.value.normalize("NFKC").trim(); if (asOf !== "" && asOf !== facts.asOf) page.session.change({ ...facts, asOf }); }} />
          </label>
          <span>{page.t("政策包：", "packs: ")}{filed.scenario.packs.join("、")}</span>
        </p>
      )}
      <Grid key={table.id} table={table} />
    </>
  );
}
