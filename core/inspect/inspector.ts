import { isFault } from "#core/domain";
import { type BoundedQueue, type Clock, type Log, openQueue } from "#core/runtime";
import type { Store } from "#core/store";
import { commitBatch, type Judged } from "./batch.ts";
import type { Engine, Hit } from "./engine.ts";
import type { InspectMetrics } from "./metrics.ts";
import { withBefore } from "./records/with-before.ts";
import type { Rule } from "./rules/rule.ts";
import type { Chunk, Source } from "./sources/source.ts";
import { openWindows, type Windows } from "./windows.ts";

export interface InspectorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: InspectMetrics;
  readonly sources: readonly Source[];
  readonly rules: readonly Rule[];
  readonly engine: Engine;
  /** Name of the target that a hit speaks of, or the source's id. */
  readonly subject: (hit: Hit, source: string) => string;
}

export interface Inspector extends AsyncDisposable {
  /** Why it stands still, while it does. */
  readonly trouble: string | undefined;
  /** True while more lines wait than it takes at a time: what they say is not known yet. */
  readonly behind: boolean;
  /** Resolves when every source has come to its end (those that follow files never do); rejects with a bug. */
  readonly drained: Promise<void>;
}

/** Chunks that wait for their turn (2 MiB at the most); then the sources wait. */
const queued = 8;
/** Hits that wait for their transaction, beyond those of one chunk: each holds its record. */
const mostHits = 5_000;
const retryMs = 1_000;
const maxKeysPerRule = 10_000;

/**
 * The way of a line: sources → queue → engine → windows → one transaction that holds alerts, events,
 * rule state and checkpoints. When the store faults, the same batch is tried again and the sources wait:
 * nothing is lost, and nothing is half done. Opening it starts it; a reload closes it and opens another.
 */
export async function openInspector(options: InspectorOptions): Promise<Inspector> {
  const { store, clock, log, rules, engine } = options;
  const windows = await restoredWindows(store, rules);
  const stop = new AbortController();
  const queue = openQueue<Chunk>(queued);
  const byId = new Map(rules.map((one) => [one.id, one]));
  const rule = (id: string): Rule | undefined => byId.get(id);
  const work = { ...options, windows, rule, long: longTeller(options) };
  let trouble: string | undefined;

  async function inspect(batch: readonly Chunk[]): Promise<void> {
    const measured = options.metrics.batch.startTimer();
    let [judged, hits]: [Judged[], number] = [[], 0];
    for (const [index, chunk] of batch.entries()) {
      const verdict = engine.judge(chunk);
      judged.push({ chunk, verdict });
      hits += verdict.hits.length;
      // Health checks and signals must not wait for a backlog.
      await clock.breathe();
      if (hits < mostHits && index < batch.length - 1) continue;
      await commit(judged);
      [judged, hits] = [[], 0];
    }
    measured();
  }

  async function commit(judged: readonly Judged[]): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await commitBatch(work, judged, clock.nowMs());
        trouble = undefined;
        break;
      } catch (thrown) {
        if (!isFault(thrown)) throw thrown;
        if (trouble === undefined) log.error("log lines wait because the store faults", { thrown });
        trouble = thrown.message;
        await clock.sleep(retryMs, stop.signal);
      }
    }
  }

  async function readSources(): Promise<void> {
    try {
      await Promise.all(options.sources.map((source) => pump(source, queue, stop.signal)));
    } finally {
      queue.close();
    }
  }

  async function inspectAll(): Promise<void> {
    for (;;) {
      const batch = await queue.take(queued, stop.signal);
      if (batch.length === 0) return;
      await inspect(batch);
    }
  }

  const both = [readSources(), inspectAll()];
  const drained = Promise.all(both).then(() => undefined);

  return {
    get trouble() {
      return trouble;
    },
    get behind() {
      return queue.size >= queued;
    },
    drained,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.allSettled(both);
      await Promise.all(options.sources.map((source) => source[Symbol.asyncDispose]()));
      await drained;
    },
  };
}

/** Counts lines that were too long for one piece; the log tells the first of each source. */
function longTeller({ log, metrics }: Pick<InspectorOptions, "log" | "metrics">) {
  const told = new Set<string>();
  return ({ source, stream, offset }: Chunk, lines: number): void => {
    metrics.long.inc({ source }, lines);
    if (told.has(source)) return;
    told.add(source);
    log.warn("a line is longer than 64 KiB: such lines are judged in pieces", { source, stream, offset });
  };
}

/** What the rules knew before a restart or reload; what belonged to rules that are gone or changed is dropped. */
async function restoredWindows(store: Store, rules: readonly Rule[]): Promise<Windows> {
  const windows = openWindows(rules, { maxKeys: maxKeysPerRule });
  const present = rules.map(({ id, hash }) => ({ rule: id, hash }));
  const states = await store.write(async (r) => {
    await r.ruleStates.keepOnly(present);
    return (await Promise.all(present.map(({ rule, hash }) => r.ruleStates.list(rule, hash)))).flat();
  });
  windows.restore(states);
  return windows;
}

/** Carries chunks into the queue until the source ends or the signal aborts. */
async function pump(source: Source, queue: BoundedQueue<Chunk>, signal: AbortSignal): Promise<void> {
  for await (const chunk of withBefore(source.chunks(signal))) {
    if (!(await queue.put(chunk, signal))) return;
  }
}
