/** A view whose rows stand below each other, and one that shows each row by itself. */
import { useState } from "preact/hooks";
import type { Line, View } from "../model/report";
import { CellFigure, Figure, isNegative, openText, unitShown, valueText } from "./figure";
import { type Page, usePage } from "./page";
import { rove } from "./roving";

const head = (page: Page, line: Line): string => page.title(line.title);
export const figureName = (view: View, line: string, row: string): string => `${view.id}.${line}${row === "" ? "" : `@${row}`}`;

/** What is said below a view's figures. */
export function ViewNote({ view }: { readonly view: View }) {
  const page = usePage();
  return view.note ? <p class="note">{page.t("注：", "note: ")}{page.title(view.note)}</p> : null;
}

export function ViewTable({ view }: { readonly view: View }) {
  const page = usePage();
  const rest = view.lines.some((line) => line.total && isSomething(view.rest[line.id]));
  const totals = view.lines.some((line) => line.total);
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={page.title(view.title)}>
      <table class="data" onKeyDown={rove}>
        <caption class="sr">{page.title(view.title)}</caption>
        <thead>
          <tr>
            <th scope="col" class="name">{rowHead(page, view)}</th>
            {view.lines.map((line) => (
              <th scope="col" key={line.id} class={line.unit === null ? "text" : "number"}>
                {head(page, line)}
                {unitShown(page, line.unit) && <small>（{unitShown(page, line.unit)}）</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, r) => (
            <tr key={row.row}>
              <th scope="row" class="name">{row.title}</th>
              {row.cells.map((cell, c) => {
                const line = view.lines[c] as Line;
                return (
                  <td key={line.id} class={line.unit === null ? "text" : "number"}>
                    <CellFigure cell={cell} line={line} name={figureName(view, line.id, row.row)} label={`${row.title} ${head(page, line)}`} first={r === 0 && c === 0} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {totals && (
          <tfoot>
            {rest && <SumRow view={view} sums={view.rest} title={page.t("不属于以上各行", "outside these rows")} total={false} />}
            <SumRow view={view} sums={view.total} title={page.t("合计", "Total")} total />
          </tfoot>
        )}
      </table>
    </div>
  );
}

const isSomething = (text: string | null | undefined): boolean => text === null || (typeof text === "string" && /[1-9]/.test(text));

function rowHead(page: Page, view: View): string {
  const table = page.state.filed?.tables.find((other) => other.id === view.of);
  return table ? page.title(table.title) : "";
}

function SumRow({ view, sums, title, total }: { readonly view: View; readonly sums: View["total"]; readonly title: string; readonly total: boolean }) {
  const page = usePage();
  return (
    <tr class={total ? "total" : "rest"}>
      <th scope="row" class="name">{title}</th>
      {view.lines.map((line) => {
        const sum = sums[line.id];
        const text = typeof sum === "string" ? valueText(page, sum, line) : sum === null ? openText(page, total ? view.total_known?.[line.id] : null, line) : "";
        return (
          <td key={line.id} class="number">
            {text === "" ? "" : total ? (
              <Figure name={figureName(view, line.id, "")} label={`${title} ${head(page, line)} ${text}`} negative={isNegative(sum ?? null)}>{text}</Figure>
            ) : text}
          </td>
        );
      })}
    </tr>
  );
}

/** Rows as columns beside each other, or one of them with what stands behind each line. */
export function ViewSheet({ view }: { readonly view: View }) {
  const page = usePage();
  const [chosen, choose] = useState<string>(view.rows.length > 6 ? view.rows[0]?.row ?? "" : "*");
  const one = view.rows.length === 1 ? view.rows[0] : view.rows.find((row) => row.row === chosen);
  return (
    <>
      {view.rows.length > 1 && (
        <p class="tools">
          <label>
            {rowHead(page, view)}：
            <select value={one ? one.row : "*"} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="*">{page.t("全部并列", "all, side by side")}</option>
              {view.rows.map((row) => <option key={row.row} value={row.row}>{row.title}</option>)}
            </select>
          </label>
        </p>
      )}
      {one ? <OneSheet view={view} row={one} /> : <SideBySide view={view} />}
    </>
  );
}

export function OneSheet({ view, row }: { readonly view: View; readonly row: View["rows"][number] }) {
  const page = usePage();
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={page.title(view.title)}>
      <table class="data sheet" onKeyDown={rove}>
        <caption class="sr">{`${page.title(view.title)} ${row.title}`}</caption>
        <thead>
          <tr>
            <th scope="col" class="name">{page.t("项目", "item")}</th>
            <th scope="col" class="number">{page.t("金额或数量", "amount")}</th>
            <th scope="col" class="unit">{page.t("单位", "unit")}</th>
            {view.per && <th scope="col" class="number">{page.title(view.per.title)}<small>（{view.per.unit}）</small></th>}
            <th scope="col" class="source">{page.t("依据", "article")}</th>
          </tr>
        </thead>
        <tbody>
          {row.cells.map((cell, at) => {
            const line = view.lines[at] as Line;
            return (
              <tr key={line.id} class={line.total ? "total" : `level${Math.min(line.level, 3)}`}>
                <th scope="row" class="name">{head(page, line)}</th>
                <td class="number"><CellFigure cell={cell} line={line} name={figureName(view, line.id, row.row)} label={head(page, line)} first={at === 0} /></td>
                <td class="unit">{unitShown(page, line.unit)}</td>
                {view.per && <td class="number">{cell.per ? valueText(page, cell.per, { unit: view.per.unit, step: { size: "0.01", mode: "half_up", decimals: 2 } }) : ""}</td>}
                <td class="source">{cell.state === "value" ? cell.source : cell.reason ? <span class="why" title={page.title(cell.reason)}>{page.title(cell.reason)}</span> : ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function SideBySide({ view }: { readonly view: View }) {
  const page = usePage();
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={page.title(view.title)}>
      <table class="data sheet" onKeyDown={rove}>
        <caption class="sr">{page.title(view.title)}</caption>
        <thead>
          <tr>
            <th scope="col" class="name">{page.t("项目", "item")}</th>
            {view.rows.map((row) => <th scope="col" key={row.row} class="number">{row.title}</th>)}
          </tr>
        </thead>
        <tbody>
          {view.lines.map((line, at) => (
            <tr key={line.id} class={line.total ? "total" : `level${Math.min(line.level, 3)}`}>
              <th scope="row" class="name">
                {head(page, line)}
                {unitShown(page, line.unit) && <small>（{unitShown(page, line.unit)}）</small>}
              </th>
              {view.rows.map((row, c) => {
                const cell = row.cells[at];
                return (
                  <td key={row.row} class="number">
                    {cell && <CellFigure cell={cell} line={line} name={figureName(view, line.id, row.row)} label={`${row.title} ${head(page, line)}`} first={at === 0 && c === 0} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
