/**
 * The engine's WebAssembly: a request of bytes in, an answer of bytes out (wasm/exports.c). It opens no
 * files and asks nothing of a system: it imports nothing.
 */
import { fromBase64 } from "../model/files";
import type { Answer, Files } from "./protocol";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize?(): void;
  fangtian_room(length: number): number;
  fangtian_call(): number;
  fangtian_answer(): number;
}

export class Driver {
  private constructor(private readonly exports: Exports) {}

  /** Unpacks and compiles the engine, and gives it the policies. Compiling is never done at once: older kernels refuse that above 4 KB outside a worker. */
  static async start(engine: string, files: Files): Promise<Driver> {
    const packed = fromBase64(engine.trim());
    const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    const module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
    const instance = await WebAssembly.instantiate(module, {});
    const exports = instance.exports as unknown as Exports;
    exports._initialize?.();
    const driver = new Driver(exports);
    const read = JSON.parse(driver.call(JSON.stringify({ call: "policies", files }))) as Answer;
    if (read.status !== "ok") throw new Error(read.diagnostics.map((diagnostic) => diagnostic.message).join("; "));
    return driver;
  }

  /** One request, one answer. Views of the memory are taken anew each time: it may have grown. */
  call(request: string): string {
    const bytes = new TextEncoder().encode(request);
    const room = this.exports.fangtian_room(bytes.length);
    if (room === 0) throw new Error(OUT_OF_MEMORY);
    new Uint8Array(this.exports.memory.buffer, room, bytes.length).set(bytes);
    const length = this.exports.fangtian_call();
    if (length === 0) throw new Error(OUT_OF_MEMORY);
    return new TextDecoder().decode(new Uint8Array(this.exports.memory.buffer, this.exports.fangtian_answer(), length));
  }
}

const OUT_OF_MEMORY = "内存不足，请关闭其他程序后重新打开本页 (out of memory: open the page again)";
