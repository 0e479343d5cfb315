import type { Fault } from "#core/domain";
import { openFileSource } from "../../../../core/inspect/sources/file-source.ts";
import { linesOf, textOf } from "../../../../core/inspect/sources/lines.ts";
import type { KnownPosition } from "../../../../core/inspect/sources/roster.ts";
import type { Chunk } from "../../../../core/inspect/sources/source.ts";
import { handClock } from "../../../support/hand-clock.ts";

/** What a store would keep: positions by stream. It goes from one reading to the next. */
export type Kept = Map<string, unknown>;

/** A file source that is read on a hand-wound clock, each chunk kept as the engine would. */
export interface Reading extends AsyncDisposable {
  readonly chunks: Chunk[];
  readonly troubles: Fault[];
  readonly kept: Kept;
  /** Texts of all lines so far, in the order in which they came. */
  lines(): string[];
  /** Winds the clock poll by poll until `condition` holds; fails after 10 real seconds. */
  until(condition: () => boolean): Promise<void>;
  /** Until these lines, and no others, have come. */
  untilLines(expected: readonly string[]): Promise<void>;
  /** Lets `ms` of clock time pass, with all reading that is due in it. */
  pass(ms: number): Promise<void>;
}

const pollMs = 200;

export function startReading(
  globs: readonly string[],
  options: { from?: "start" | "end"; kept?: Kept } = {},
): Reading {
  const clock = handClock();
  const kept = options.kept ?? new Map<string, unknown>();
  const chunks: Chunk[] = [];
  const troubles: Fault[] = [];
  const source = openFileSource({
    id: "app",
    globs,
    labels: {},
    from: options.from ?? "start",
    checkpoints: asCheckpoints(kept),
    clock,
    onTrouble: (fault) => troubles.push(fault),
    pollMs,
  });
  const ending = new AbortController();
  const done = consume();

  async function consume(): Promise<void> {
    for await (const chunk of source.chunks(ending.signal)) {
      chunks.push(chunk);
      keep(kept, chunk);
    }
  }

  const reading: Reading = {
    chunks,
    troubles,
    kept,
    lines: () => chunks.flatMap((chunk) => [...linesOf(chunk)].map((line) => textOf(chunk, line))),
    async until(condition) {
      const deadline = performance.now() + 10_000;
      while (!condition()) {
        if (performance.now() > deadline) {
          throw new Error(`still not so; lines: ${JSON.stringify(reading.lines().slice(-20))}`);
        }
        await tick();
      }
    },
    async untilLines(expected) {
      await reading.until(() => reading.lines().length >= expected.length);
      await reading.pass(2 * pollMs);
      const lines = reading.lines();
      if (JSON.stringify(lines) !== JSON.stringify(expected)) {
        throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(lines)}`);
      }
    },
    async pass(ms) {
      const endMs = clock.monotonicMs() + ms;
      while (clock.monotonicMs() < endMs || clock.pending === 0) await tick();
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await source[Symbol.asyncDispose]();
      await done;
    },
  };

  /** Time goes on only while the source sleeps, so that the disk has all the time it needs. */
  async function tick(): Promise<void> {
    if (clock.pending > 0) return await clock.wind(pollMs);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return reading;
}

export function keep(kept: Kept, chunk: Chunk): void {
  if (chunk.position === null) kept.delete(chunk.stream);
  // As a store does: what is kept is JSON.
  else kept.set(chunk.stream, JSON.parse(JSON.stringify(chunk.position)));
}

export function asCheckpoints(kept: Kept): KnownPosition[] {
  return [...kept].map(([stream, position]) => ({ stream, position }));
}
