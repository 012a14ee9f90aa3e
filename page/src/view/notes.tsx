/** What a reader has to know now: faults, a draft, an engine in trouble. */
import { pathOf, rowsOf } from "../model/facts";
import type { CellPlace } from "../model/scenario";
import { fieldWords } from "./changes";
import type { Page } from "./page";

const MOST_FAULTS = 12;

/** "地块 X01/P2 面积" */
function placeWords(page: Page, cell: CellPlace): string {
  const { filed, facts } = page.state;
  const table = filed?.tables.find((one) => one.id === cell.table);
  const row = facts && rowsOf(facts, cell.table).find((one) => one.id === cell.row);
  const path = filed && facts && table && row ? pathOf(filed.tables, facts, table, row) : "";
  const field = fieldWords(page, { table: cell.table, row: "", id: cell.row, field: cell.field, was: null, now: null, kind: "cell" });
  return [page.title(table?.title), path, field].filter(Boolean).join(" ");
}

export function Notes({ page }: { readonly page: Page }) {
  const { state, session } = page;
  const draft = state.stage === "ready" ? session.draft() : null;
  return (
    <>
      {state.trouble !== "" && <p class="note warn" role="alert">{page.t("引擎出错：", "The engine failed: ")}{state.trouble}</p>}
      {draft && (
        <p class="note">
          {page.t(`这台电脑上有 ${draft.saved} 未保存的草稿。`, `There is a draft of ${draft.saved} on this computer. `)}
          <button type="button" onClick={draft.restore}>{page.t("恢复", "Restore it")}</button> <button type="button" onClick={draft.drop}>{page.t("丢弃", "Drop it")}</button>
        </p>
      )}
      {state.faults.length > 0 && (
        <section class="faults" role="alert" aria-label={page.t("错误", "Faults")}>
          <b>{state.report ? page.t(`有 ${state.faults.length} 处错误，数字仍是改动前的`, `${state.faults.length} faults; the figures are those before the change`) : page.t(`有 ${state.faults.length} 处错误，尚未计算`, `${state.faults.length} faults; nothing is worked out yet`)}</b>
          <ul>
            {state.faults.slice(0, MOST_FAULTS).map((fault, at) => {
              const { diagnostic, cell } = fault;
              const filed = diagnostic.cell ? `${diagnostic.file}!${diagnostic.cell}` : diagnostic.file ? `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}` : "";
              const place = cell ? placeWords(page, cell) : filed;
              return (
                <li key={at}>
                  {cell ? <button type="button" class="link" onClick={() => page.showCell(cell)}>{place}</button> : <code>{place}</code>}{cell && diagnostic.cell && <small>（{filed}）</small>}：{diagnostic.message}{diagnostic.mend && <span class="mend">{diagnostic.mend}</span>}
                  {diagnostic.more > 0 && <small>{page.t(`（同类另有 ${diagnostic.more} 处）`, ` (and ${diagnostic.more} more)`)}</small>}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
