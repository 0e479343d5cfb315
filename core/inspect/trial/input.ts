import type { HandClock } from "#core/runtime";
import type { SourceTraits } from "../line-engine.ts";
import type { Chunk } from "../sources/source.ts";
import type { RuleTestSource } from "./schema.ts";

/** Stands in a line for the time at which it is read. */
const timeHole = /\{\{ *time *\}\}/g;

/** When a test begins, in ms since the epoch: when its first line says that it was written; undefined where none tells. */
export function beginOf(
  { input, source, labels }: RuleTestSource,
  { parse }: SourceTraits,
): number | undefined {
  for (const { line } of input) {
    const { timeMs } = parse(line.replaceAll(timeHole, ""), source, labels);
    if (timeMs !== null) return timeMs;
  }
  return undefined;
}

export interface ReadOptions {
  readonly traits: SourceTraits;
  readonly clock: HandClock;
  /** Winds the clock on to this time; for one that is over already it does nothing. */
  readonly windTo: (atMs: number) => Promise<void>;
}

/**
 * The lines of a test as a source gives them, one a chunk, each when its time has come: at `at`; else when it says itself
 * that it was written, where that is later than the line before; else at once.
 */
export async function* readInput(test: RuleTestSource, options: ReadOptions): AsyncGenerator<Chunk, void> {
  const { traits, clock, windTo } = options;
  const startMs = clock.nowMs();
  let offset = 0;
  for (const { line, at, repeat, every = 0 } of test.input) {
    for (let count = 0; count < repeat; count++) {
      if (count > 0) await windTo(clock.nowMs() + every);
      else if (at !== undefined) await windTo(startMs + at);
      else await windTo(traits.parse(line, test.source, test.labels).timeMs ?? 0);
      const text = line.replaceAll(timeHole, new Date(clock.nowMs()).toISOString());
      const bytes = Buffer.from(`${text}\n`);
      yield { source: test.source, stream: test.source, offset, bytes, cut: false, position: undefined };
      offset += bytes.length;
    }
  }
}
