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

export const archiveName = (title: string, now: Date, digest: string, extension: string): string =>
  `${safeName(title)}_${dayOf(now).replace(/-/g, "")}_${digest.slice(0, 8)}.${extension}`;
