/** The law as the engine's `parameters` tells it. */
import type { Titles } from "./report";

export interface LawParameter {
  readonly id: string;
  readonly policy: string;
  readonly title: Titles;
  readonly unit: string;
  readonly values: readonly { readonly from: string; readonly to: string | null; readonly published: string; readonly value: string; readonly source: string; readonly illustrative: boolean; readonly unverified: boolean; readonly place: string }[];
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
