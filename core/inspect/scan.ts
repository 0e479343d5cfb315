import type { Alert } from "#core/domain";
import { fingerprint, type Sighting } from "#core/incidents";
import type { Redactor } from "#core/redact";
import type { Clock } from "#core/runtime";
import type { Judged } from "./batch.ts";
import type { Crew } from "./crew/crew.ts";
import { alone, judgeInOrder } from "./crew/in-order.ts";
import type { Hit } from "./engine.ts";
import { openFilteredEngine } from "./filtered-engine.ts";
import type { SourceTraits } from "./line-engine.ts";
import { withBefore } from "./records/with-before.ts";
import type { Rule } from "./rules/rule.ts";
import type { Chunk, Source } from "./sources/source.ts";
import { foldSightings } from "./sightings.ts";
import { openWindows } from "./windows.ts";

/** One fingerprint, when it starts to fire. Its text is redacted. */
export interface ScanLine extends Pick<
  Alert,
  "fingerprint" | "rule" | "event" | "severity" | "subject" | "by" | "labels" | "summary"
> {
  /** Event time, RFC 3339; null where no line has told the time yet. */
  readonly at: string | null;
}

export interface ScanSummary {
  readonly lines: number;
  /** Distinct lines on which at least one rule's pattern matched. */
  readonly matched: number;
  readonly alerts: number;
  /** Lines longer than 64 KiB, which were judged in pieces. */
  readonly longLines: number;
  readonly seconds: number;
}

export interface ScanOptions {
  /** Finite ones, read one after the other. */
  readonly sources: readonly Source[];
  readonly rules: readonly Rule[];
  readonly traits: SourceTraits;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly onAlert: (line: ScanLine) => void;
  /** Threads that judge by the same rules, traits and redactor; this thread alone where there are none. */
  readonly crew?: Crew;
}

/** Fingerprints that are remembered so that each is told once; the ones beyond are told again. */
const maxFingerprints = 1_000_000;
const maxKeysPerRule = 100_000;

/**
 * Judges finite sources once, in constant memory, without a store: each fingerprint is told when it first
 * fires. Time is event time; a line that names none has that of the last line that did.
 */
export async function scan(options: ScanOptions, signal: AbortSignal): Promise<ScanSummary> {
  const { sources, rules, clock, redactor, traits } = options;
  const startedMs = clock.monotonicMs();
  const judges = options.crew ?? alone(openFilteredEngine({ rules, redactor, source: () => traits }));
  const windows = openWindows(rules, { maxKeys: maxKeysPerRule });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const isNews = openNews();
  const sum = { lines: 0, matched: 0, alerts: 0, longLines: 0 };
  let lastMs = 0;
  const rule = (id: string) => byId.get(id);
  const subject = (_: unknown, id: string): string => id;
  const atMs = (_: unknown, index: number, hits: readonly Hit[]): number => timeUpTo(hits, index) ?? lastMs;

  function take({ chunk, verdict }: Judged): void {
    sum.lines += verdict.lines;
    sum.matched += verdict.matched;
    sum.longLines += chunk.long ?? 0;
    const { hits } = verdict;
    for (const sighting of foldSightings([{ chunk, hits }], windows.live, { rule, subject, atMs, isNews })) {
      sum.alerts++;
      options.onAlert(lineOf(sighting));
    }
    lastMs = timeUpTo(hits, hits.length - 1) ?? lastMs;
    chunk.release?.();
  }

  for await (const judged of judgeInOrder(chunksOf(sources, signal), judges)) take(judged);
  return { ...sum, seconds: (clock.monotonicMs() - startedMs) / 1_000 };
}

/** True the first time for each rule and key, and always for those that there is no room to remember. */
function openNews(): (rule: string, key: string) => boolean {
  const told = new Map<string, Set<string>>();
  let count = 0;
  return (rule, key) => {
    let keys = told.get(rule);
    if (keys === undefined) told.set(rule, (keys = new Set()));
    if (keys.has(key)) return false;
    if (count < maxFingerprints) {
      keys.add(key);
      count++;
    }
    return true;
  };
}

/** The time of a hit, or of the last one before it in its chunk that names one. */
function timeUpTo(hits: readonly Hit[], index: number): number | undefined {
  for (let at = index; at >= 0; at--) {
    const timeMs = hits[at]?.timeMs;
    if (typeof timeMs === "number") return timeMs;
  }
  return undefined;
}

function lineOf({ rule, event, severity, subject, by, labels, atMs, summary }: Sighting): ScanLine {
  const at = atMs === 0 ? null : new Date(atMs).toISOString();
  const print = fingerprint(rule, subject, by);
  return { fingerprint: print, rule, event, severity, subject, by, labels, at, summary: summary() };
}

async function* chunksOf(sources: readonly Source[], signal: AbortSignal): AsyncGenerator<Chunk, void> {
  for (const source of sources) yield* withBefore(source.chunks(signal));
}
