import { fingerprint, shortHash, type Sighting } from "#core/incidents";
import type { Chunk } from "./sources/source.ts";
import type { Hit } from "./engine.ts";
import type { Told } from "./memory/memory.ts";
import { othersBy } from "./others.ts";
import type { Rule } from "./rules/rule.ts";
import { keyOf, type Stage } from "./windows.ts";

export interface SightingOptions {
  readonly rule: (id: string) => Rule | undefined;
  /** The target that a hit speaks of; its source where none is known. */
  readonly subject: (hit: Hit, source: string) => string;
  /** When a hit was, in ms since the epoch; only asked of those that count by time or make a sighting. */
  readonly atMs: (hit: Hit, index: number, hits: readonly Hit[]) => number;
  /** Fingerprints of one rule; hits with others beyond them become one. No limit unless given. */
  readonly mostKeys?: number;
  /** Asked once a rule, subject and keys: false, and the hit is left out. */
  readonly isNews?: (rule: string, key: string) => boolean;
}

/** Hits of one chunk. */
interface Heard {
  readonly chunk: Pick<Chunk, "source" | "stream">;
  readonly hits: readonly Hit[];
}

type Folded = { -readonly [key in keyof Sighting]: Sighting[key] };

/**
 * Folds the hits of one batch into sightings, one a fingerprint: a storm of a million equal lines costs
 * one row, and after the first each line moves a counter only. Hits that only fill a window are kept by the stage and
 * make no sighting.
 */
export function foldSightings(
  heard: Iterable<Heard>,
  stage: Pick<Stage, "take">,
  options: SightingOptions,
): Sighting[] {
  const folded: Folded[] = [];
  /** By rule and key; null for those that are left out. */
  const known = new Map<string, Map<string, Folded | null>>();

  function take({ chunk, hits }: Heard, hit: Hit, index: number): void {
    const rule = options.rule(hit.rule);
    if (rule === undefined) return;
    const own = rule.by.length === 0 ? "[]" : keyOf(hit.by);
    const told =
      rule.remembers === undefined ? undefined : stage.take(hit, options.atMs(hit, index, hits), own);
    if (rule.remembers !== undefined && told === undefined) return;
    let ofRule = known.get(hit.rule);
    if (ofRule === undefined) known.set(hit.rule, (ofRule = new Map<string, Folded | null>()));
    const subject = options.subject(hit, chunk.source);
    const key = rule.by.length === 0 ? subject : `${own}${subject}`;
    const before = ofRule.get(key);
    if (before !== undefined) countIn(before, hit);
    else begin({ rule, hit, told, subject, key, chunk, ofRule }, () => options.atMs(hit, index, hits));
  }

  function begin(first: First, atMs: () => number): void {
    const { rule, hit, ofRule, subject } = first;
    let { by } = hit;
    let { key } = first;
    if (ofRule.size >= (options.mostKeys ?? Infinity)) {
      by = othersBy(by);
      key = `${keyOf(by)}${subject}`;
      const others = ofRule.get(key);
      if (others !== undefined) return countIn(others, hit);
    }
    const isNews = options.isNews?.(rule.id, key) !== false;
    const sighting = isNews ? sightingOf(first, by, atMs()) : null;
    ofRule.set(key, sighting);
    if (sighting !== null) folded.push(sighting);
  }

  for (const one of heard) for (const [index, hit] of one.hits.entries()) take(one, hit, index);
  return folded;
}

function countIn(known: Folded | null, { severity }: Hit): void {
  if (known === null) return;
  known.times += 1;
  if (severity > known.severity) known.severity = severity;
}

/** The first hit of its key. */
interface First {
  readonly rule: Rule;
  readonly hit: Hit;
  readonly told: Told | undefined;
  readonly subject: string;
  readonly key: string;
  readonly chunk: Heard["chunk"];
  readonly ofRule: Map<string, Folded | null>;
}

function sightingOf({ rule, hit, told, subject, chunk }: First, by: Hit["by"], atMs: number): Folded {
  const print = fingerprint(rule.id, subject, by);
  return {
    rule: rule.id,
    event: rule.event,
    severity: hit.severity,
    subject,
    by,
    labels: hit.labels,
    semantics: rule.semantics,
    times: 1,
    // A window that fills with this hit was filled by all that are in it.
    earlier: rule.remembers?.kind === "frequency" ? rule.remembers.count - 1 : 0,
    atMs,
    cause: shortHash([chunk.source, chunk.stream, hit.offset, rule.id, print]),
    summary: () => hit.summary(told),
  };
}
