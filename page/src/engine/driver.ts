/**
 * The engine's WebAssembly: a request of bytes in, an answer of bytes out (wasm/exports.c). It opens no
 * files and needs nothing of a system; what its C library imports all the same is refused.
 */
import { fromBase64 } from "../model/files";
import type { Files } from "./protocol";

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize?(): void;
  fangtian_room(length: number): number;
  fangtian_call(): number;
  fangtian_answer(): number;
}

const NOT_SUPPORTED = 58; // of WASI's error numbers
const NOT_OPEN = 8;

export class Driver {
  private constructor(private readonly exports: Exports) {}

  /** Unpacks and compiles the engine. Compiling is never done at once: older kernels refuse that above 4 KB outside a worker. */
  static async start(engine: string, files: Files): Promise<Driver> {
    const packed = fromBase64(engine.trim());
    const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    const module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
    let memory: WebAssembly.Memory | null = null;
    const instance = await WebAssembly.instantiate(module, importsOf(module, () => memory));
    const exports = instance.exports as unknown as Exports;
    memory = exports.memory;
    exports._initialize?.();
    const driver = new Driver(exports);
    if (Object.keys(files).length > 0) driver.call(JSON.stringify({ call: "policies", files }));
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

type Import = (...values: number[]) => number;

function importsOf(module: WebAssembly.Module, memory: () => WebAssembly.Memory | null): WebAssembly.Imports {
  const imports: Record<string, Record<string, Import>> = {};
  const put = (at: number | undefined, value: number): void => {
    const held = memory();
    if (held && at !== undefined) new DataView(held.buffer).setUint32(at, value, true);
  };
  const known: Readonly<Record<string, Import>> = {
    args_sizes_get: (count, size) => (put(count, 0), put(size, 0), 0),
    environ_sizes_get: (count, size) => (put(count, 0), put(size, 0), 0),
    fd_prestat_get: () => NOT_OPEN,
    fd_write: () => NOT_OPEN,
    clock_time_get: (_clock, _low, _high, at) => (put(at, 0), put(at === undefined ? at : at + 4, 0), 0),
    proc_exit: (status) => {
      throw new Error(`engine ended: ${status}`);
    },
  };
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== "function") throw new Error(`the engine asks for ${from}.${name}`);
    (imports[from] ??= {})[name] = known[name] ?? (() => NOT_SUPPORTED);
  }
  return imports;
}
