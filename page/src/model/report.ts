/** What the engine's JSON holds, as far as the page reads it; engine/report/README.md names every key. */
import type { Step } from "./number";

export interface Titles {
  readonly zh: string | null;
  readonly en: string | null;
}
export type Value = string | boolean | null;
/** `undetermined`: never a zero; `none`: a fact that the user stated as 无. */
export type State = "value" | "not_applicable" | "absent" | "undetermined" | "none" | "error";

export interface Changed {
  readonly option: string;
  readonly path: string;
  readonly value: string;
  readonly was: string | null;
}
export interface Line {
  readonly id: string;
  readonly title: Titles;
  readonly unit: string | null;
  readonly step: Step | null;
  readonly level: number;
  readonly total: boolean;
  readonly chart?: "series" | "from" | "more" | "less" | "to" | "flows" | null;
  readonly choices?: readonly { readonly id: string; readonly title: Titles }[] | null; // of a line whose values are members
}
export interface ViewCell {
  readonly line: string;
  readonly state: State;
  readonly value: Value;
  readonly known?: string | null; // of an undetermined sum
  readonly per?: string | null;
  readonly source: string;
  readonly reason: Titles | null;
}
export interface ViewRow {
  readonly row: string;
  readonly title: string;
  readonly cells: readonly ViewCell[];
}
export interface View {
  readonly id: string;
  readonly title: Titles;
  readonly policy: string;
  readonly of: string;
  readonly layout: "table" | "sheet";
  readonly leads: boolean;
  readonly per: { readonly title: Titles; readonly unit: string } | null;
  readonly note: Titles | null; // what is said below its figures
  readonly lines: readonly Line[];
  readonly rows: readonly ViewRow[];
  readonly rest: Readonly<Record<string, string | null>>;
  readonly total: Readonly<Record<string, string | null>>; // null: undetermined
  readonly total_known?: Readonly<Record<string, string>>;
}
export interface Posting {
  readonly rule: string;
  readonly row: string;
  readonly project: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly kind: string;
  readonly state?: State;
  readonly amount: string | null; // null: undetermined
  readonly exact: string | null;
  readonly residue: string | null;
  readonly unit: string;
  readonly title: Titles;
  readonly case: string;
  readonly source: string;
}
export interface Check {
  readonly rule: string;
  readonly row: string;
  readonly holds: boolean;
  readonly source: string;
  readonly reason: Titles | null;
  readonly title?: Titles;
}
export interface NotApplicable {
  readonly rule: string;
  readonly row: string;
  readonly title: Titles;
  readonly source: string;
  readonly reason: Titles;
}
/** By kind of value; null: undetermined. */
export type Sums = Readonly<Record<string, string | null>>;
export interface Party {
  readonly id: string;
  readonly title: Titles;
  readonly received: Sums;
  readonly paid: Sums;
  readonly net: Sums;
  readonly known?: { readonly received?: Sums; readonly paid?: Sums; readonly net?: Sums };
}
export interface LawNote {
  readonly parameter: string;
  readonly title: Titles;
  readonly from: string;
  readonly source: string;
}
/** What may be concluded. */
export interface Conclusion {
  readonly complete: boolean;
  readonly undetermined: number;
  readonly facts: readonly { readonly kind: "fact" | "fault" | "way"; readonly table: string; readonly row: string; readonly field: string | null; readonly rule: string | null; readonly text: Titles; readonly figures: number }[];
  readonly failed: number;
  readonly fails: readonly { readonly rule: string; readonly title: Titles; readonly row: string; readonly rows: number; readonly source: string }[];
}
/** A fact that nobody wrote and figures rest on all the same, or one that was stated as none. */
export interface Taken {
  readonly table: string;
  readonly field: string;
  readonly title: Titles;
  readonly kind: "default" | "none" | "stated";
  readonly means: Titles;
  readonly given: number; // at how many rows of the table it is given
  readonly rows: readonly string[];
}
/** Whether a figure may be signed, the worst last: the engine's words, all of them. */
export const STANDINGS = ["good", "values", "conditions", "facts", "undetermined"] as const;
export type Standing = (typeof STANDINGS)[number];
/** What is to be settled before anyone signs. */
export interface Pending {
  readonly figures: readonly { readonly title: Titles; readonly standing: Standing; readonly view: string | null; readonly line: string | null; readonly row: string | null; readonly party: string | null; readonly kind: string | null }[];
  readonly undetermined_rows: readonly { readonly table: string; readonly row: string; readonly figures: number }[];
  readonly empty: readonly { readonly table: string; readonly above: string; readonly rows: readonly string[] }[];
  readonly paid: readonly { readonly table: string; readonly row: string; readonly checks: readonly string[]; readonly undetermined_checks: readonly string[]; readonly items: readonly { readonly rule: string; readonly title: Titles; readonly kind: string; readonly amount: string | null; readonly known: string | null }[] }[];
  readonly paid_total: Sums;
  readonly paid_total_known: Sums;
  readonly values: readonly { readonly parameter: string; readonly title: Titles; readonly status: "unverified" | "illustrative"; readonly payments: number; readonly paid: Sums; readonly paid_known: Sums; readonly payments_all: number; readonly paid_all: Sums; readonly paid_all_known: Sums }[];
  readonly unlike: readonly { readonly table: string; readonly above: string; readonly key: string; readonly rows: readonly string[]; readonly given: number }[];
  readonly unchecked: readonly { readonly table: string; readonly field: string; readonly title: Titles; readonly price: boolean; readonly rows: number; readonly row: string; readonly largest: string }[];
  readonly outstanding: readonly { readonly rule: string; readonly title: Titles; readonly row: string; readonly state: State; readonly value: Value; readonly words: Titles | null }[];
}
/** Who carries whom: what a party that passes money on gets from one and pays on to another; null: undetermined. */
export interface Carried {
  readonly party: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: string | null;
}
/** A rule that cites a plan which no longer holds. */
export interface Lapsed {
  readonly rule: string;
  readonly title: Titles;
  readonly plan: string;
  readonly lapsed: string;
  readonly in_force: string | null;
}
export interface Report {
  readonly fangtian: string;
  readonly scenario: {
    readonly id: string;
    readonly title: Titles;
    readonly as_of: string;
    readonly known_at: string | null;
    readonly digest: string;
    readonly changed: readonly Changed[];
  };
  readonly policy: { readonly digest: string; readonly files: readonly { readonly id: string; readonly title: Titles; readonly source: string }[] };
  readonly inputs: readonly { readonly file: string; readonly sha256: string | null }[];
  readonly views: readonly View[];
  readonly carried: readonly Carried[];
  readonly items: readonly Posting[];
  readonly memos: readonly Posting[];
  readonly checks: readonly Check[];
  readonly not_applicable: readonly (Omit<NotApplicable, "row"> & { readonly rows: readonly string[] })[]; // asked for grouped
  readonly undetermined: readonly NotApplicable[];
  readonly verdict: Conclusion;
  readonly pending: Pending;
  readonly taken: readonly Taken[];
  readonly parties: readonly Party[];
  readonly rounding: Sums;
  readonly totals: Sums;
  readonly lapsed: readonly Lapsed[];
  readonly unverified: readonly LawNote[];
  readonly illustrative: readonly LawNote[];
  readonly unproven: readonly LawNote[];
}

export interface StepSource {
  readonly parameter: string;
  readonly from: string;
  readonly to: string | null;
  readonly published: string | null;
  readonly source: string;
  readonly illustrative: boolean;
  readonly unverified: boolean;
  readonly place: string;
}
export interface TraceStep {
  readonly id: number;
  readonly formula: string;
  readonly op: string;
  readonly text: string;
  readonly table: string;
  readonly row: string;
  readonly operands: readonly (number | null)[];
  readonly where?: readonly (number | null)[] | null;
  readonly rows?: number;
  readonly state: State;
  readonly value: Value;
  readonly shown: string | null;
  readonly title: Titles | null;
  readonly source?: StepSource | null;
  readonly figure?: { readonly rule: string; readonly row: string };
  readonly place?: string;
}
export interface Derived {
  readonly rule: string;
  readonly title: Titles;
  readonly table: string;
  readonly row: string;
  readonly state: State;
  readonly value: Value;
  readonly shown: string | null;
  readonly source: string;
  readonly place: string;
  readonly date: string;
  readonly note: Titles | null;
  readonly sentence: string | null; // the rule in words
  readonly formulas: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, string>>; // the same by titles
  readonly cases: readonly { readonly label: string; readonly title: Titles; readonly holds: boolean; readonly overridden: boolean; readonly taken: boolean; readonly source: string }[];
  readonly steps: readonly TraceStep[];
  readonly postings: readonly { readonly from: string | null; readonly to: string; readonly kind: string; readonly exact: string | null; readonly amount: string | null; readonly residue: string | null }[];
}
export interface Certificate {
  readonly figures: readonly Derived[];
}

/** What each policy changed: `changes`. */
export interface PolicyChange {
  readonly policy: string;
  readonly title: Titles;
  readonly source: string;
  readonly parties: readonly { readonly id: string; readonly title: Titles; readonly kind: string; readonly unit: string; readonly with: string | null; readonly without: string | null; readonly difference: string | null; readonly reason: Titles | null }[];
  readonly figures: readonly { readonly view: string; readonly line: string; readonly title: Titles; readonly row: string; readonly unit: string; readonly with: string | null; readonly without: string | null; readonly difference: string | null; readonly reason: Titles | null }[];
}
export interface PolicyChanges {
  readonly changes: readonly PolicyChange[];
}

/** A figure as a value: `figures`. */
export interface FigureValue {
  readonly item: string;
  readonly table: string;
  readonly row: string;
  readonly title: string;
  readonly type: string;
  readonly state: State;
  readonly exact: string | null;
  readonly rounded: string | null;
  readonly unit: string | null;
  readonly shown: string;
  readonly reason: string | null;
  readonly facts: readonly string[];
  readonly source: string | null;
  readonly place: string | null;
}
