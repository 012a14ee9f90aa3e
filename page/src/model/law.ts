/** The law as the engine's `parameters` tells it. */
import type { Titles } from "./report";

export interface LawParameter {
  readonly id: string;
  readonly policy: string;
  readonly title: Titles;
  readonly unit: string;
  readonly values: readonly { readonly from: string; readonly to: string | null; readonly published: string | null; readonly value: string; readonly source: string; readonly illustrative: boolean; readonly unverified: boolean; readonly place: string }[];
}
export interface LawRule {
  readonly id: string;
  readonly policy: string;
  readonly table: string;
  readonly title: Titles;
  readonly source: string;
}
export interface LawBook {
  readonly parameters: readonly LawParameter[];
  readonly rules: readonly LawRule[];
}
/** What may be tried of a parameter: the engine's `trials`. */
export interface TrialValue {
  readonly path: string; // "lat_rebate_rate", "rank_quota.first", "lat_rates.2.rate"
  readonly value: string; // exact
  readonly unit: string | null; // null: no number
}
export interface Trial {
  readonly id: string;
  readonly type: "number" | "truth" | "date" | "choice" | "text";
  readonly versions: readonly { readonly from: string; readonly until: string | null; readonly values: readonly TrialValue[] }[];
}

/** The cells that hold on a day; none where the law has no value then. */
export const trialsOn = (trial: Trial | undefined, day: string): readonly TrialValue[] =>
  trial?.versions.find((version) => version.from <= day && (version.until === null || day < version.until))?.values ?? [];

/** A path's parameter and what stands behind its id: "rank_quota", "first". */
export function splitPath(path: string): { readonly id: string; readonly cell: string } {
  const dot = path.indexOf(".");
  return dot < 0 ? { id: path, cell: "" } : { id: path.slice(0, dot), cell: path.slice(dot + 1) };
}
