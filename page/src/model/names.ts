/** Names for files that are saved: legal on Windows, with the day and the digest. */
const LONGEST = 60; // 180 bytes where a file system counts those

export const safeName = (text: string): string =>
  Array.from(text.replace(/[\\/:*?"<>|\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e]/g, "_").replace(/^[.\s]+|[.\s]+$/g, ""))
    .slice(0, LONGEST)
    .join("") || "fangtian";

/** A day of the calendar where the reader is, as text. */
export const dayOf = (now: Date): string =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;

export const minuteOf = (now: Date): string =>
  `${dayOf(now)} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;

/** With the minute and the digest; never `own`, the name that the page itself lies under. */
export function archiveName(title: string, now: Date, digest: string, own: string): string {
  const name = `${safeName(title)}_${minuteOf(now).replace(/[-:]/g, "").replace(" ", "-")}_${digest.slice(0, 8)}`;
  return `${name}.html` === own ? `${name}_2.html` : `${name}.html`;
}
