import type { Readable } from "node:stream";
import type { Labels } from "#core/domain";
import { newCutter } from "./cutter.ts";
import type { Chunk, Source } from "./source.ts";

export interface StreamSourceOptions {
  readonly id: string;
  readonly labels: Labels;
  /** Bytes, not decoded text: standard input, a pipe. */
  readonly stream: Readable;
}

/** Reads a stream to its end, once; it is read no faster than chunks are taken. It cannot be resumed. */
export function openStreamSource({ id, labels, stream }: StreamSourceOptions): Source {
  return {
    id,
    labels,
    async *chunks(signal) {
      const cutter = newCutter();
      const chunk = { source: id, stream: id, position: undefined };
      for await (const bytes of piecesOf(stream, signal)) {
        for (const part of cutter.push(bytes)) yield { ...chunk, ...part } satisfies Chunk;
      }
      if (signal.aborted) return;
      for (const part of cutter.end()) yield { ...chunk, ...part } satisfies Chunk;
    },
    async [Symbol.asyncDispose]() {
      stream.destroy();
    },
  };
}

/** Ends the wait for more when `signal` aborts, which an iterator of a silent stream would not. */
async function* piecesOf(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const stop = (): void => void stream.destroy();
  if (signal.aborted) return;
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const piece of stream) {
      yield bytesOf(piece);
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function bytesOf(piece: unknown): Buffer {
  if (Buffer.isBuffer(piece)) return piece;
  if (typeof piece === "string") return Buffer.from(piece);
  throw new TypeError("a stream source reads bytes; the stream gave objects");
}
