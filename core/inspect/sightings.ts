import { fingerprint, shortHash, type Sighting } from "#core/incidents";
import { sortedPairs } from "#core/domain";
import type { Chunk } from "./sources/source.ts";
import type { Hit } from "./engine.ts";
import { othersBy } from "./others.ts";
import type { Rule } from "./rules/rule.ts";
import type { Stage } from "./windows.ts";

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
export function foldSightings(heard: Iterable<Heard>, stage: Stage, options: SightingOptions): Sighting[] {
  const folded: Sighting[] = [];
  const byRule = new Map<string, Map<string, Folded | undefined>>();

  function take({ chunk, hits }: Heard, hit: Hit, index: number): void {
    const rule = options.rule(hit.rule);
    const atMs = (): number => options.atMs(hit, index, hits);
    if (rule === undefined || (rule.frequency !== undefined && !stage.holds(hit, atMs()))) return;
    let known = byRule.get(hit.rule);
    if (known === undefined) byRule.set(hit.rule, (known = new Map<string, Folded | undefined>()));
    const subject = options.subject(hit, chunk.source);
    let { by } = hit;
    let key = rule.by.length === 0 ? subject : keyOf(subject, by);
    if (!known.has(key) && known.size >= (options.mostKeys ?? Infinity)) {
      by = othersBy(by);
      key = keyOf(subject, by);
    }
    const before = known.get(key);
    if (before !== undefined) {
      before.times += 1;
      if (hit.severity > before.severity) before.severity = hit.severity;
      return;
    }
    if (known.has(key) || options.isNews?.(rule.id, key) === false) {
      known.set(key, undefined);
      return;
    }
    const cause = shortHash([
      chunk.source,
      chunk.stream,
      hit.offset,
      rule.id,
      fingerprint(rule.id, subject, by),
    ]);
    const sighting = { ...sightingOf(rule, hit), subject, by, atMs: atMs(), cause };
    known.set(key, sighting);
    folded.push(sighting);
  }

  for (const one of heard) for (const [index, hit] of one.hits.entries()) take(one, hit, index);
  return folded;
}

function sightingOf(rule: Rule, hit: Hit): Omit<Sighting, "subject" | "by" | "atMs" | "cause"> {
  return {
    rule: rule.id,
    event: rule.event,
    severity: hit.severity,
    labels: hit.labels,
    semantics: rule.semantics,
    times: 1,
    // A window that fills with this hit was filled by all that are in it.
    earlier: (rule.frequency?.count ?? 1) - 1,
    summary: () => hit.summary(),
  };
}

/** Tells the sightings of one rule apart, as a fingerprint does, without a hash. */
function keyOf(subject: string, by: Hit["by"]): string {
  return JSON.stringify([subject, sortedPairs(by)]);
}
