import type { Chunk, Source } from "#core/inspect";

export interface HandSource extends Source {
  /** Hands it lines of its stream. Line ends are added; `position` is the offset behind them. */
  push(...lines: readonly string[]): void;
  /** Hands it a chunk as it is. */
  pushChunk(chunk: Chunk): void;
  /** No more comes: the source ends when all was given. */
  end(): void;
  /** Makes the next pull throw. */
  fail(thrown: Error): void;
  /** Chunks that were given out. */
  readonly pulled: number;
  readonly disposed: boolean;
}

/** A source that gives what it is handed, one chunk whenever it is asked. */
export function handSource(id = "app", startOffset = 0): HandSource {
  const chunks: Chunk[] = [];
  let offset = startOffset;
  let ended = false;
  let failure: Error | undefined;
  let pulled = 0;
  let disposed = false;
  let news = Promise.withResolvers<void>();
  function tell(): void {
    news.resolve();
    news = Promise.withResolvers();
  }
  return {
    id,
    labels: {},
    async *chunks(signal) {
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      while (!signal.aborted) {
        if (failure !== undefined) throw failure;
        const chunk = chunks.shift();
        if (chunk === undefined) {
          if (ended) return;
          await Promise.race([news.promise, aborted]);
          continue;
        }
        pulled++;
        yield chunk;
      }
    },
    push: (...lines) => {
      const chunk = chunkOf(lines, { source: id, offset });
      offset += chunk.bytes.length;
      chunks.push(chunk);
      tell();
    },
    pushChunk: (chunk) => {
      chunks.push(chunk);
      tell();
    },
    end: () => {
      ended = true;
      tell();
    },
    fail: (thrown) => {
      failure = thrown;
      tell();
    },
    get pulled() {
      return pulled;
    },
    get disposed() {
      return disposed;
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
    },
  };
}

/** A chunk of whole lines. */
export function chunkOf(
  lines: readonly string[],
  { source = "app", stream = "one", offset = 0 }: { source?: string; stream?: string; offset?: number } = {},
): Chunk {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  return { source, stream, offset, bytes, cut: false, position: { offset: offset + bytes.length } };
}
