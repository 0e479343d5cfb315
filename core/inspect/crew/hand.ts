import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { messageOf } from "#core/domain";
import type { Chunk } from "../sources/source.ts";
import { blockSender } from "./blocks.ts";
import { type CrewJob, isReport, type Order, type Report } from "./job.ts";

/** Another thread that judges chunks, one after the other. */
export interface Hand extends AsyncDisposable {
  /** Chunks that it has and has not reported yet; Infinity until it has begun, which takes a while. */
  readonly load: number;
  /** What it has died of; undefined while it lives. */
  readonly broken: Error | undefined;
  /** Rejects when the thread has died, which is a bug. */
  judge(chunk: Chunk): Promise<Report>;
  /** Takes what it has said by now, without waiting for the event loop's turn. */
  hear(): void;
}

interface Asked {
  readonly resolve: (report: Report) => void;
  readonly reject: (thrown: unknown) => void;
}

export function openHand(job: CrewJob): Hand {
  const { port1: port, port2: its } = new MessageChannel();
  const resourceLimits = { maxYoungGenerationSizeMb: 64 };
  // With code from the cache V8 ended, in five of eight runs, with code a fifth slower in two threads; without it, in one.
  const env = { NODE_DISABLE_COMPILE_CACHE: "1" };
  const data = { workerData: { job, port: its }, transferList: [its], resourceLimits, env };
  const worker = new Worker(new URL("worker.ts", import.meta.url), data);
  const asked = new Map<number, Asked>();
  const send = blockSender();
  let number = 0;
  let isReady = false;
  let broken: Error | undefined;

  function take(report: unknown): void {
    if (!isReport(report)) {
      isReady = true;
      return;
    }
    asked.get(report.number)?.resolve(report);
    asked.delete(report.number);
  }

  function fail(why: string, cause?: unknown): void {
    broken ??= new Error(`a thread that judges lines ${why}`, { cause });
    for (const { reject } of asked.values()) reject(broken);
    asked.clear();
  }

  port.on("message", take);
  worker.on("error", (thrown) => fail(`has died: ${messageOf(thrown)}`, thrown));
  worker.on("exit", (code) => fail(`has ended with ${code}`));

  return {
    get load() {
      return isReady ? asked.size : Infinity;
    },
    get broken() {
      return broken;
    },
    judge: async ({ bytes, ...chunk }) => {
      const report = new Promise<Report>((resolve, reject) => {
        asked.set(++number, { resolve, reject });
      });
      const { source, stream, offset, cut, before } = chunk;
      const order = { number, source, stream, offset, cut, bytes: send(bytes) };
      port.postMessage((before === undefined ? order : { ...order, before }) satisfies Order);
      return report;
    },
    hear: () => {
      for (let heard = next(port); heard !== undefined; heard = next(port)) take(heard.message);
    },
    [Symbol.asyncDispose]: async () => {
      port.close();
      await worker.terminate();
    },
  };
}

function next(port: MessagePort): { readonly message: unknown } | undefined {
  return receiveMessageOnPort(port);
}
