/** What a report's head says: read from the report where it bears a verdict, else from its own lists. */
import type { Check, Report, Titles } from "../model/report";

export interface Open {
  readonly title: Titles;
  readonly row: string;
  readonly reason: Titles | null;
}
export interface Verdict {
  readonly failed: readonly Check[];
  readonly undetermined: readonly Open[];
  readonly undeterminedCount: number;
}

export function verdictOf(report: Report): Verdict {
  const listed = (report.undetermined ?? []).map((one) => ({ title: one.title, row: one.row, reason: one.reason }));
  const seen = report.views.flatMap((view) =>
    view.rows.flatMap((row) =>
      row.cells.flatMap((cell, at) => (cell.state === "undetermined" ? [{ title: view.lines[at]?.title ?? { zh: null, en: null }, row: row.title, reason: cell.reason }] : [])),
    ),
  );
  const undetermined = listed.length > 0 ? listed : seen;
  return { failed: report.checks.filter((check) => !check.holds), undetermined, undeterminedCount: undetermined.length };
}
