/** Files in and out, without a server. */
import type { FileContent } from "../engine/protocol";

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

/** As the engine is to read it: bytes, so that it sees what lay on the disk, whatever the encoding. */
export async function readFile(file: File): Promise<FileContent> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    /* another encoding, or no text: the engine decides */
  }
  return { base64: toBase64(bytes) };
}

export type Saved = "picked" | "downloaded" | "cancelled";
interface Picker {
  showSaveFilePicker?: (options: object) => Promise<{ createWritable(): Promise<{ write(data: Blob): Promise<void>; close(): Promise<void> }> }>;
}
const REVOKE_AFTER_MS = 60_000;

/** Saves under a name: by the browser's dialog where there is one and it works, else as a download. */
export async function save(name: string, content: Uint8Array | string): Promise<Saved> {
  const blob = new Blob([content as BlobPart], { type: "application/octet-stream" });
  const picker = (window as Picker).showSaveFilePicker;
  if (picker) {
    try {
      const handle = await picker.call(window, { suggestedName: name });
      const writable = await handle.createWritable();
      await writable.write(blob);
      await writable.close();
      return "picked";
    } catch (fault) {
      if (fault instanceof DOMException && fault.name === "AbortError") return "cancelled";
    }
  }
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  return "downloaded";
}
