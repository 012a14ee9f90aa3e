/** The engine in a thread of its own. */
import { Driver } from "./driver";
import type { FromWorker, ToWorker } from "./engine";

let driver: Driver | null = null;
const answer = (message: FromWorker): void => (self as unknown as { postMessage(message: FromWorker): void }).postMessage(message);

self.onmessage = async (event: MessageEvent<ToWorker>) => {
  const { id, start, request } = event.data;
  try {
    if (start) driver = await Driver.start(start.engine, start.files);
    answer({ id, answer: request !== undefined && driver ? driver.call(request) : "" });
  } catch (fault) {
    answer({ id, fault: fault instanceof Error ? fault.message : String(fault) });
  }
};
