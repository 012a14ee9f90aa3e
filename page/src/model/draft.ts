/**
 * A draft for the case that the window closes: all local pages of a browser share one storage, so it is
 * kept by the page's own digest, taken for untrusted on reading, and never the only copy.
 */
const PREFIX = "fangtian-draft-1:";
const MOST_CHARACTERS = 1_000_000;

export interface Draft {
  readonly saved: string; // when, as text
  readonly edits: unknown;
}

export function keepDraft(key: string, draft: Draft | null): boolean {
  try {
    if (!draft) {
      localStorage.removeItem(PREFIX + key);
      return true;
    }
    const text = JSON.stringify(draft);
    if (text.length > MOST_CHARACTERS) return false;
    localStorage.setItem(PREFIX + key, text);
    return true;
  } catch {
    return false;
  }
}

export function findDraft(key: string): Draft | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    if (typeof draft !== "object" || draft === null) return null;
    const { saved, edits } = draft as Record<string, unknown>;
    return typeof saved === "string" ? { saved: saved.slice(0, 40), edits } : null;
  } catch {
    return null;
  }
}
