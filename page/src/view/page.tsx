/** What every part of the page shares: the session, the language, the unit of money, and where a reader is. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Language } from "../engine/protocol";
import { titled } from "../model/language";
import type { Titles, View } from "../model/report";
import type { Session, State } from "../model/session";
import type { CellPlace } from "../model/scenario";

export interface Page {
  readonly session: Session;
  readonly state: State;
  readonly language: Language;
  readonly wan: boolean; // money in 万元
  readonly dark: boolean;
  readonly place: string; // which part is shown: "view:county", "facts:projects", "changes" …
  go(place: string): void;
  /** Opens the derivation of a figure: "premium@A1", "projects.prices". */
  explain(figure: string): void;
  /** Shows a cell in its grid. */
  showCell(cell: CellPlace): void;
  readonly target: CellPlace | null;
  say(text: string): void;
  t(zh: string, en: string): string;
  title(titles: Titles | null | undefined): string;
  ruleTitle(rule: string): Titles | null;
  ruleTable(rule: string): string;
  parameterTitle(parameter: string): Titles | null;
}

export const PageContext = createContext<Page | null>(null);
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("outside the page");
  return page;
}

export function useSession(session: Session): State {
  const [state, setState] = useState(session.state);
  useEffect(() => {
    setState(session.state); // it may have changed before anyone listened
    return session.subscribe(() => setState(session.state));
  }, [session]);
  return state;
}

export const words = (language: Language) => ({
  t: (zh: string, en: string): string => (language === "zh" ? zh : en),
  title: (titles: Titles | null | undefined): string => titled(titles, language),
});

/** The view of the whole first, then those that lead, then the others. */
export function viewsInOrder(page: Page): View[] {
  const views = page.state.report?.views ?? [];
  const whole = page.state.filed?.tables[0]?.id;
  const rank = (view: View): number => (view.of === whole && view.leads ? 0 : view.leads ? 1 : 2);
  return [...views].sort((a, b) => rank(a) - rank(b)); // a stable sort
}
