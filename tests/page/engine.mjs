// The engine's WebAssembly under node, as a page drives it.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const moduleBytes = (path) => gunzipSync(readFileSync(path));

export class Engine {
  static async open(path) {
    const { instance } = await WebAssembly.instantiate(moduleBytes(path), {});
    instance.exports._initialize();
    return new Engine(instance.exports);
  }

  constructor(exports) {
    this.exports = exports;
  }

  /** The answer to a request that is a text already. */
  send(text) {
    const bytes = new TextEncoder().encode(text);
    const room = this.exports.fangtian_room(bytes.length);
    if (room === 0) throw new Error("out of memory");
    new Uint8Array(this.exports.memory.buffer, room, bytes.length).set(bytes);
    const length = this.exports.fangtian_call();
    if (length === 0) throw new Error("out of memory");
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      new Uint8Array(this.exports.memory.buffer, this.exports.fangtian_answer(), length)));
  }

  call(name, args = {}) {
    return this.send(JSON.stringify({ call: name, ...args }));
  }

  good(name, args) {
    const answer = this.call(name, args);
    if (answer.status !== "ok") throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.diagnostics)}`);
    return answer.result;
  }
}

/** Every file that the engine reads below a folder, by `named` and its path there. */
export function filesBelow(folder, named = "", found = {}) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) filesBelow(path, `${named}${name}/`, found);
    else if (/\.(cfg|csv|inc)$/.test(name)) {
      const bytes = readFileSync(path);
      const text = bytes.toString("utf8");
      found[named + name] = Buffer.from(text, "utf8").equals(bytes) ? text : { base64: bytes.toString("base64") };
    }
  }
  return found;
}
