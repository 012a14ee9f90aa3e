/** Where the engine runs: a worker, the page's own thread, or the command behind a served page. */
import { type Answer, Cancelled, type Engine, type Files } from "./protocol";
import { Driver } from "./driver";

export interface About {
  readonly made: string | null;
  readonly from?: string; // of an archive copy: the file that it was made from, and how many changes it holds
  readonly version: string;
  readonly serve: { readonly call: string; readonly token: string } | null;
}

/** The text of one of the page's data blocks. */
export const block = (name: string): string => document.getElementById(`fangtian-${name}`)?.textContent ?? "";

export const hasEngine = (): boolean => block("engine").trim() !== "";

/** What the page's two threads say to each other. */
export interface ToWorker {
  readonly id: number;
  readonly start?: { readonly engine: string; readonly files: Files };
  readonly request?: string;
}
export interface FromWorker {
  readonly id: number;
  readonly answer?: string;
  readonly fault?: string;
}

interface Waiting {
  readonly resolve: (answer: string) => void;
  readonly reject: (fault: Error) => void;
}

class WorkerEngine implements Engine {
  private worker: Worker | null = null;
  private waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly files: Files) {}

  async call<T>(name: string, args: object): Promise<Answer<T>> {
    if (!this.worker) await this.start();
    return JSON.parse(await this.send({ request: JSON.stringify({ call: name, ...args }) })) as Answer<T>;
  }

  cancel(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const waiting of this.waiting.values()) waiting.reject(new Cancelled());
    this.waiting.clear();
  }

  private async start(): Promise<void> {
    const url = URL.createObjectURL(new Blob([block("worker")], { type: "text/javascript" }));
    try {
      this.worker = new Worker(url);
    } finally {
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    }
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.take(event.data);
    this.worker.onerror = (event) => this.fail(new Error(event.message || "worker"));
    await this.send({ start: { engine: block("engine"), files: this.files } });
  }

  private send(message: Omit<ToWorker, "id">): Promise<string> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage({ id, ...message } satisfies ToWorker);
    });
  }

  private take(message: FromWorker): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.fault === undefined) return waiting?.resolve(message.answer ?? "");
    waiting?.reject(new Error(message.fault));
    this.cancel(); // what trapped holds nothing that can be trusted: the next call starts another
  }

  private fail(fault: Error): void {
    this.worker?.terminate();
    this.worker = null;
    for (const waiting of this.waiting.values()) waiting.reject(fault);
    this.waiting.clear();
  }
}

/** In the page's own thread: where a browser refuses workers. Nothing can end a call there. */
class OwnEngine implements Engine {
  private driver: Promise<Driver> | null = null;

  constructor(private readonly files: Files) {}

  async call<T>(name: string, args: object): Promise<Answer<T>> {
    this.driver ??= Driver.start(block("engine"), this.files);
    const driver = await this.driver;
    await new Promise((resolve) => setTimeout(resolve, 0)); // what the page shows comes first
    try {
      return JSON.parse(driver.call(JSON.stringify({ call: name, ...args }))) as Answer<T>;
    } catch (fault) {
      this.driver = null; // what trapped holds nothing that can be trusted: the next call starts another
      throw fault;
    }
  }

  cancel(): void {
    this.driver = null;
  }
}

/** The command on this computer, behind the page that it serves. */
class ServedEngine implements Engine {
  private ending = new AbortController();

  constructor(private readonly serve: { readonly call: string; readonly token: string }) {}

  async call<T>(name: string, args: object): Promise<Answer<T>> {
    const ending = this.ending;
    try {
      const response = await fetch(this.serve.call, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Fangtian-Token": this.serve.token },
        body: JSON.stringify({ call: name, ...args }),
        signal: ending.signal,
      });
      return (await response.json()) as Answer<T>;
    } catch (fault) {
      throw ending.signal.aborted ? new Cancelled() : fault;
    }
  }

  cancel(): void {
    this.ending.abort();
    this.ending = new AbortController();
  }
}

/** A worker where one starts; else the page's own thread. */
export async function openEngine(about: About, files: Files): Promise<Engine> {
  if (about.serve) return new ServedEngine(about.serve);
  const worker = new WorkerEngine(files);
  try {
    await worker.call("version", {});
    return worker;
  } catch {
    worker.cancel();
    const own = new OwnEngine(files);
    await own.call("version", {});
    return own;
  }
}
