/** The engine's one call, as CALL.md describes it: JSON in, JSON out. */
export interface Diagnostic {
  readonly id: string;
  readonly file: string;
  readonly path: string; // of a setting at fault
  readonly line: number;
  readonly column: number;
  readonly end_column: number;
  readonly cell: string;
  readonly message: string;
  readonly mend: string;
  readonly excerpt: string;
  readonly more: number;
}
export interface Answer<T = unknown> {
  readonly status: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly result: T | null;
}
/** A file's text, or its bytes. */
export type FileContent = string | { readonly base64: string };
export type Files = Readonly<Record<string, FileContent>>;
export interface Setting {
  readonly path: string;
  readonly value: string;
}
export type Language = "zh" | "en";

/** Who answers calls: one at a time, in order. */
export interface Engine {
  call<T>(name: string, args: object): Promise<Answer<T>>;
  /** Ends what is being worked out; the engine starts again with the next call. */
  cancel(): void;
}
export class Cancelled extends Error {}
