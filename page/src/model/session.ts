/**
 * What the page holds: the files, the facts as they were filed and as they stand, and what the engine
 * made of them. Changes are values; the engine follows the newest and skips those in between.
 */
import { block, hasEngine, openEngine, type About } from "../engine/engine";
import { type Answer, Cancelled, type Diagnostic, type Engine, type FileContent, type Files, type Language } from "../engine/protocol";
import { findDraft, keepDraft } from "./draft";
import { type Facts, type Filed, type Table, asSettings, changesBetween, factsOf, pathOf, rowsOf } from "./facts";
import { minuteOf } from "./names";
import type { LawBook, Trial } from "./law";
import type { PolicyChanges, Report } from "./report";
import { type CellPlace, writeScenario } from "./scenario";

export interface Opened {
  readonly scenario: string;
  readonly files: Files;
}
export interface Fault {
  readonly diagnostic: Diagnostic;
  readonly cell: CellPlace | null;
}
export interface State {
  readonly stage: "starting" | "empty" | "ready" | "refused";
  readonly busy: boolean;
  readonly opened: Opened | null;
  readonly filed: Filed | null; // as the file was
  readonly was: Facts | null;
  readonly facts: Facts | null;
  readonly report: Report | null;
  readonly stale: boolean; // the figures are those before the last change, which is at fault
  readonly faults: readonly Fault[];
  readonly trouble: string; // the engine itself failed
  readonly undoable: number;
  readonly redoable: number;
  readonly elapsed: number; // of the last run, in ms
}

const REWRITTEN = "fangtian-edited.cfg";
const MOST_UNDO = 200;

export class Session {
  state: State = {
    stage: "starting", busy: true, opened: null, filed: null, was: null, facts: null, report: null, stale: false, faults: [], trouble: "",
    undoable: 0, redoable: 0, elapsed: 0,
  };
  readonly about: About;
  private engine: Engine | null = null;
  private readonly policies: Files;
  private listeners = new Set<() => void>();
  private past: Facts[] = [];
  private future: Facts[] = [];
  private saved: Facts | null = null;
  heldAtFirst: string | null = null; // the scenario that the page came with
  law: LawBook = { parameters: [], rules: [] }; // as filed, whatever is on trial
  trials: readonly Trial[] = [];
  private lawLanguage: Language | null = null;
  private filedIsSound = true; // a file at fault cannot be mended by settings: it is written anew
  private filedFigures: Report | null = null;
  private policyChanges: { readonly of: Report; readonly changes: PolicyChanges } | null = null;
  private loaded: "none" | "filed" | "rewritten" = "none"; // which files the engine's run is over
  private held: Facts | null = null; // what that run was worked out of; null: it is at fault, or there is none
  private good: Facts | null = null; // what the report was worked out of
  private lines: ReadonlyMap<number, CellPlace> = new Map();
  private running = false;
  private opening = false; // changes wait until what is opened was read
  private wanted = false;

  /** `pristine`: the page's text before anything was drawn; an archive copy is made from it. */
  constructor(
    public language: Language,
    readonly pristine: string,
  ) {
    this.about = json<About>("about") ?? { made: null, version: "", serve: null };
    this.policies = json<{ files: Files }>("policies")?.files ?? {};
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(change: Partial<State>): void {
    this.state = { ...this.state, ...change, undoable: this.past.length, redoable: this.future.length };
    for (const listener of this.listeners) listener();
  }

  /** Starts the engine, then opens the scenario that the page holds. */
  async start(): Promise<void> {
    try {
      if (!this.about.serve && !hasEngine()) throw new Error("no engine");
      this.engine = await openEngine(this.about, this.policies);
      const held = json<{ scenario: string | null; files: Files }>("scenario");
      this.heldAtFirst = held?.scenario ?? null;
      if (held?.scenario) await this.open({ scenario: held.scenario, files: held.files });
      else this.put({ stage: "empty", busy: false });
    } catch (fault) {
      this.put({ stage: "refused", busy: false, trouble: fault instanceof Error ? fault.message : String(fault) });
    }
  }

  /** A call that needs no run, or makes one. */
  ask<T>(name: string, args: object = {}): Promise<Answer<T>> {
    if (!this.engine) return Promise.reject(new Error("no engine"));
    return this.engine.call<T>(name, args);
  }

  /** A call about the figures that are shown: where the engine holds others (a fault, a run that was ended), it is given those first. */
  async askRun<T>(name: string, args: object = {}): Promise<Answer<T>> {
    if (this.good && this.held !== this.good && !this.running && !this.opening) await this.hold(this.good);
    const answer = await this.ask<T>(name, args);
    if (!this.good || this.running || this.opening || !isLost(answer)) return answer;
    await this.hold(this.good);
    return this.ask<T>(name, args);
  }

  /** The same with what takes long: it can be ended. Null: it was. */
  private async work<T>(name: string, args: object): Promise<Answer<T> | null> {
    this.put({ busy: true });
    try {
      const answer = await this.askRun<T>(name, args);
      if (answer.status === "refused") this.forget();
      return answer;
    } catch (fault) {
      this.fail(fault);
      return null;
    } finally {
      this.put({ busy: this.running });
    }
  }

  /** What the engine's run holds is gone. */
  private forget(): void {
    this.loaded = "none";
    this.held = null;
  }

  /** What each policy changed of the figures that are shown, once it was asked for. */
  knownPolicyChanges(): PolicyChanges | null {
    return this.policyChanges && this.policyChanges.of === this.state.report ? this.policyChanges.changes : null;
  }
  /** Works that out. The faults where it cannot be told; null: it was ended. */
  async findPolicyChanges(): Promise<readonly Diagnostic[] | null> {
    const of = this.state.report;
    const answer = await this.work<PolicyChanges>("changes", { format: "json" });
    if (of && answer?.result) this.policyChanges = { of, changes: answer.result };
    this.put({});
    return answer && answer.diagnostics;
  }

  /** Opens files in place of those that are open. Where they are at fault, the faults are shown and what stood stays. */
  async open(opened: Opened): Promise<boolean> {
    this.opening = true;
    const good = await this.openFiles(opened);
    this.opening = false;
    if (this.wanted && !this.running) void this.run();
    else this.put({ busy: this.running });
    return good;
  }

  private async openFiles(opened: Opened): Promise<boolean> {
    this.put({ busy: true, trouble: "" });
    try {
      const answer = await this.ask("load", { ...opened, language: this.language });
      const filed = await this.ask<Filed>("tables");
      const readable = filed.status === "ok" && filed.result?.tables.some((table) => table.rows !== null);
      if (answer.status !== "ok" && (this.state.report || !readable || !filed.result)) {
        this.forget();
        this.put({ stage: this.state.report ? "ready" : "empty", faults: placed(answer.diagnostics, () => null) });
        return false;
      }
      if (!filed.result) return false;
      const facts = factsOf(filed.result);
      this.lawLanguage = null;
      this.filedFigures = null;
      this.past = [];
      this.future = [];
      this.wanted = false;
      this.loaded = "filed";
      this.filedIsSound = answer.status === "ok";
      this.held = this.good = answer.status === "ok" ? facts : null;
      this.put({ stage: "ready", opened, filed: filed.result, was: facts, facts, stale: answer.status !== "ok", faults: placed(answer.diagnostics, placeOf(filed.result, facts)) });
      if (answer.status === "ok") await this.readReport();
      return answer.status === "ok";
    } catch (fault) {
      this.fail(fault);
      return false;
    }
  }

  private async readReport(): Promise<void> {
    const answer = await this.ask<Report>("report", { format: "json", grouped: true });
    this.filedFigures = answer.result;
    if (answer.result) this.put({ report: answer.result });
    await this.readLaw();
  }

  /** The law before anything is tried: a trial would stand in its place. */
  private async readLaw(): Promise<void> {
    this.lawLanguage = this.language;
    const law = await this.ask<LawBook>("parameters", { format: "json" });
    if (law.result) this.law = law.result;
    const trials = await this.ask<readonly Trial[]>("trials");
    if (trials.result) this.trials = trials.result;
  }

  /** The report of the file as it was, before any change. */
  filedReport(): Report | null {
    return this.filedFigures;
  }

  private fail(fault: unknown): void {
    this.forget();
    this.put({ busy: false, stage: this.state.report ? "ready" : "empty", trouble: fault instanceof Cancelled ? "" : fault instanceof Error ? fault.message : String(fault) });
  }

  /** Makes a change that can be undone. */
  change(facts: Facts): void {
    if (!this.state.facts || facts === this.state.facts) return;
    this.past.push(this.state.facts);
    if (this.past.length > MOST_UNDO) this.past.shift();
    this.future = [];
    this.follow(facts);
  }

  undo(): void {
    this.undoSteps(1);
  }

  redo(): void {
    const facts = this.future.pop();
    if (!facts || !this.state.facts) return;
    this.past.push(this.state.facts);
    this.follow(facts);
  }

  reset(): void {
    if (this.state.was) this.change(this.state.was);
  }

  /** The steps that can be undone, the first of them first: what stood before each, and behind it. */
  history(): readonly (readonly [Facts, Facts])[] {
    const { facts } = this.state;
    const all = facts ? [...this.past, facts] : [];
    return this.past.map((before, at) => [before, all[at + 1] ?? before]);
  }

  /** Undoes so many steps at once. */
  undoSteps(count: number): void {
    const { facts } = this.state;
    if (!facts || count < 1 || count > this.past.length) return;
    const undone = [...this.past.splice(this.past.length - count), facts];
    this.future.push(...undone.slice(1).reverse());
    this.follow(undone[0] as Facts);
  }

  private follow(facts: Facts): void {
    this.put({ facts });
    this.keepDraft();
    this.wanted = true;
    if (!this.running && !this.opening) void this.run();
  }

  /** Ends what is being worked out and keeps the figures that stood. */
  cancel(): void {
    this.engine?.cancel();
    this.forget();
    this.wanted = false;
    if (this.running) this.put({ stale: true });
  }

  async setLanguage(language: Language): Promise<void> {
    this.language = language;
    this.forget();
    this.wanted = true;
    if (!this.running && this.state.facts) await this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    this.put({ busy: true });
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.runOnce();
      }
      this.put({ busy: false });
    } catch (fault) {
      this.fail(fault);
    } finally {
      this.running = false;
    }
  }

  private async runOnce(): Promise<void> {
    const { filed, facts } = this.state;
    if (!filed || !facts) return;
    const begun = performance.now();
    const answer = await this.hold(facts);
    if (answer.status === "ok") {
      const report = await this.ask<Report>("report", { format: "json", grouped: true });
      this.good = facts;
      if (report.result) this.put({ report: report.result, stale: false, trouble: "", faults: [], elapsed: performance.now() - begun });
    } else {
      const place = this.loaded === "rewritten" ? (diagnostic: Diagnostic) => this.lines.get(diagnostic.line) ?? null : placeOf(filed, facts);
      this.put({ stale: true, trouble: "", faults: placed(answer.diagnostics, place), elapsed: performance.now() - begun });
    }
  }

  /** Lets the engine work these facts out. A set at fault leaves its run as it was. */
  private async hold(facts: Facts): Promise<Answer<unknown>> {
    const { filed, was, opened } = this.state;
    if (!filed || !was || !opened) throw new Error("nothing is open");
    const settings = this.filedIsSound ? asSettings(filed.tables, was, facts) : null;
    if (this.lawLanguage !== this.language) await this.loadFiled(opened);
    if (settings && this.loaded === "filed" && facts.asOf === was.asOf) {
      const answer = await this.ask("set", { settings });
      if (answer.status === "ok") this.held = facts;
      if (!isLost(answer)) return answer;
      this.forget();
    }
    const asOf = facts.asOf === was.asOf ? {} : { as_of: facts.asOf };
    const answer = settings ? await this.ask("load", { ...opened, language: this.language, settings, ...asOf }) : await this.loadRewritten(filed, facts);
    const sound = answer.status === "ok";
    this.loaded = !settings ? "rewritten" : sound && facts.asOf === was.asOf ? "filed" : "none";
    this.held = sound ? facts : null;
    return answer;
  }

  /** The files without any change, for the law in another language. */
  private async loadFiled(opened: Opened): Promise<void> {
    const answer = await this.ask("load", { ...opened, language: this.language });
    this.loaded = answer.status === "ok" ? "filed" : "none";
    await this.readLaw();
  }

  private loadRewritten(filed: Filed, facts: Facts): Promise<Answer<unknown>> {
    const written = writeScenario(filed, facts);
    this.lines = written.cells;
    const settings = Object.entries(facts.parameters).map(([path, value]) => ({ path, value }));
    return this.ask("load", { scenario: REWRITTEN, files: { [REWRITTEN]: written.text }, language: this.language, settings });
  }

  /** The cell that a place of the rewritten scenario means. */
  cellAt(place: string): CellPlace | null {
    if (!place.startsWith(`${REWRITTEN}:`)) return null;
    return this.lines.get(Number(place.slice(REWRITTEN.length + 1).split(":")[0])) ?? null;
  }

  /** The scenario as it stands, as a file. */
  scenarioText(): string {
    const { filed, facts } = this.state;
    return filed && facts ? writeScenario(filed, facts).text : "";
  }

  /** The files as they stand: those that were opened, or one that says what was changed. */
  standing(): Opened | null {
    const { opened, was, facts } = this.state;
    if (!opened || !was || !facts || was === facts) return opened;
    return { scenario: REWRITTEN, files: { [REWRITTEN]: this.scenarioText() } };
  }

  /** The facts as they stand were saved: nothing is lost with the page. */
  markSaved(): void {
    this.saved = this.state.facts;
  }
  isUnsaved(): boolean {
    return this.saved !== this.state.facts && this.isChanged();
  }

  isChanged(): boolean {
    const { filed, was, facts } = this.state;
    return !!filed && !!was && !!facts && was !== facts && changesBetween(filed.tables, was, facts).length > 0;
  }

  // ---- the draft

  private draftKey(): string {
    return this.state.filed?.scenario.digest ?? "";
  }

  private keepDraft(): void {
    const { filed, was, facts } = this.state;
    if (!filed || !was || !facts) return;
    const settings = asSettings(filed.tables, was, facts);
    const edits = settings && settings.length > 0 ? { settings } : this.isChanged() ? { scenario: this.scenarioText() } : null;
    keepDraft(this.draftKey(), edits && { saved: minuteOf(new Date()), edits });
  }

  draft(): { saved: string; restore: () => void; drop: () => void } | null {
    const found = this.state.filed && !this.isChanged() ? findDraft(this.draftKey()) : null;
    if (!found) return null;
    return { saved: found.saved, restore: () => this.restore(found.edits), drop: () => (keepDraft(this.draftKey(), null), this.put({})) };
  }

  /** A draft comes from a storage that any local page can write: it passes the engine like any other input, and no more. */
  private restore(edits: unknown): void {
    const { filed, facts } = this.state;
    if (!filed || !facts || typeof edits !== "object" || edits === null) return;
    const { settings, scenario } = edits as Record<string, unknown>;
    if (typeof scenario === "string") {
      void this.open({ scenario: REWRITTEN, files: { [REWRITTEN]: scenario } satisfies Record<string, FileContent> });
      return;
    }
    if (!Array.isArray(settings)) return;
    let next = facts;
    for (const setting of settings as readonly unknown[]) {
      const { path, value } = (setting ?? {}) as Record<string, unknown>;
      const cell = typeof path === "string" ? cellOf(filed.tables, facts, path) : null;
      if (cell && typeof value === "string") next = { ...next, rows: { ...next.rows, [cell.table]: rowsOf(next, cell.table).map((row) => (row.id === cell.row ? { ...row, cells: { ...row.cells, [cell.field]: value } } : row)) } };
    }
    this.change(next);
  }
}

function json<T>(name: string): T | null {
  try {
    return JSON.parse(block(name)) as T;
  } catch {
    return null;
  }
}

/** The engine has no run: a served session gave way, or was ended. */
const isLost = (answer: Answer<unknown>): boolean => answer.diagnostics.some((diagnostic) => diagnostic.id === "nothing-loaded");

const placed = (diagnostics: readonly Diagnostic[], place: (diagnostic: Diagnostic) => CellPlace | null): Fault[] =>
  diagnostics.map((diagnostic) => ({ diagnostic, cell: place(diagnostic) }));

/** "buildings[A1/B3].area", "city": the cell that a path of `set` means. */
export function cellOf(tables: readonly Table[], facts: Facts, path: string): CellPlace | null {
  const found = /^(\w+)\[(.*)\]\.(\w+)$/.exec(path);
  const table = found ? tables.find((other) => other.id === found[1]) : tables[0];
  if (!table) return null;
  const row = found ? rowsOf(facts, table.id).find((other) => pathOf(tables, facts, table, other) === found[2]) : rowsOf(facts, table.id)[0];
  const field = found ? found[3] : path;
  return row && field !== undefined && table.fields.some((other) => other.id === field) ? { table: table.id, row: row.id, field } : null;
}

/** "parcels.csv:12:1" stands in "parcels.csv", "county.xlsx:地块!A5" in "county.xlsx:地块". */
const standsIn = (place: string, file: string): boolean => place.startsWith(`${file}:`) || place.startsWith(`${file}!`);

/** Does a fault's column lie in a cell that begins here? What was typed in quotes is at fault behind the quote. */
const standsWithin = (column: number, begin: number, typed: string | null | undefined): boolean => column === begin || (!!typed && column > begin && column <= begin + typed.length);

/** Where a fault's cell is: by the setting's path, or by the line and column that `tables` tells of. */
function placeOf(filed: Filed, facts: Facts): (diagnostic: Diagnostic) => CellPlace | null {
  return (diagnostic) => {
    if (diagnostic.path) return cellOf(filed.tables, facts, diagnostic.path);
    for (const table of filed.tables)
      for (const [at, row] of (table.rows ?? []).entries())
        for (const fault of row.faults ?? []) {
          const id = rowsOf(facts, table.id)[at]?.id;
          const typed = row.typed[table.fields.findIndex((field) => field.id === fault.field)];
          if (fault.line === diagnostic.line && standsWithin(diagnostic.column, fault.column, typed) && id !== undefined && standsIn(row.place, diagnostic.file))
            return { table: table.id, row: id, field: fault.field };
        }
    return null;
  };
}
