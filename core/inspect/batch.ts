import type { Log } from "#core/runtime";
import type { CheckpointRepository, Store } from "#core/store";
import type { ChunkVerdict, Hit } from "./engine.ts";
import type { InspectMetrics } from "./metrics.ts";
import type { Rule } from "./rules/rule.ts";
import { foldSightings } from "./sightings.ts";
import type { Chunk } from "./sources/source.ts";
import { mostFiring } from "./others.ts";
import { type Refused, tellSightings } from "./tell-sightings.ts";
import type { Windows } from "./windows.ts";

/** A chunk and what the engine said of it. */
export interface Judged {
  readonly chunk: Chunk;
  readonly verdict: ChunkVerdict;
}

export interface BatchWork {
  readonly store: Store;
  readonly log: Log;
  readonly windows: Windows;
  readonly metrics: InspectMetrics;
  readonly rule: (id: string) => Rule | undefined;
  readonly subject: (hit: Hit, source: string) => string;
  /** Told of lines longer than the limit. */
  readonly long: (chunk: Chunk, lines: number) => void;
}

/**
 * Makes a batch's effects durable: alerts, events, rule state and checkpoints in one transaction. When it
 * throws, nothing has changed, in the store or in memory, and the same batch can be tried again. A sighting
 * that could never be stored must not stop all lines behind it: it is logged, counted and left out.
 */
export async function commitBatch(work: BatchWork, batch: readonly Judged[], nowMs: number): Promise<void> {
  const stage = work.windows.stage();
  const heard = batch.map(({ chunk, verdict }) => ({ chunk, hits: verdict.hits }));
  // Nothing has happened after now. Times to come would be the latest of their window for ever, and keep it
  // from filling: whoever can write a line could silence its rule.
  const atMs = (hit: Hit): number => Math.min(hit.timeMs ?? nowMs, nowMs);
  const sightings = foldSightings(heard, stage, { ...work, atMs, mostKeys: mostFiring });
  const { put, drop } = stage.changes();
  const refused = await work.store.write(async (r) => {
    const untold = await tellSightings(r, sightings, nowMs);
    await r.ruleStates.put(put);
    for (const { rule, hash, keys } of drop) await r.ruleStates.remove(rule, hash, keys);
    for (const { chunk } of batch) await checkpoint(r.checkpoints, chunk, nowMs);
    return untold;
  });
  stage.commit();
  tellRefused(work, refused);
  for (const judged of batch) count(work, judged);
}

/** One line a batch, of the first: a damaged row may be met by each. */
function tellRefused({ log, metrics }: BatchWork, refused: readonly Refused[]): void {
  const [first] = refused;
  if (first === undefined) return;
  metrics.refused.inc(refused.length);
  const { rule, subject, by } = first.sighting;
  const sightings = refused.length;
  log.error("sightings could not be stored: nobody is told of them", {
    sightings,
    rule,
    subject,
    by,
    thrown: first.fault,
  });
}

async function checkpoint(checkpoints: CheckpointRepository, chunk: Chunk, atMs: number): Promise<void> {
  const { source, stream, position } = chunk;
  if (position === undefined) return;
  if (position === null) await checkpoints.remove(source, stream);
  else await checkpoints.put({ source, stream, position, atMs });
}

function count({ metrics, windows, long }: BatchWork, { chunk, verdict }: Judged): void {
  const { source, bytes } = chunk;
  if (chunk.long !== undefined && chunk.long > 0) long(chunk, chunk.long);
  metrics.lines.inc({ source }, verdict.lines);
  metrics.bytes.inc({ source }, bytes.length);
  metrics.matched.inc({ source }, verdict.matched);
  metrics.unconverted.inc(verdict.unconverted);
  metrics.evicted.set(windows.evicted);
}
