import type { Language } from "../engine/protocol";
import type { Titles } from "./report";

/** A title in the language, else in the other one. */
export const titled = (titles: Titles | null | undefined, language: Language): string =>
  (language === "zh" ? titles?.zh ?? titles?.en : titles?.en ?? titles?.zh) ?? "";
