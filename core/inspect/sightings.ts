import { fingerprint, shortHash, type Sighting } from "#core/incidents";
import type { Chunk } from "./sources/source.ts";
import type { Hit } from "./engine.ts";
import { othersBy } from "./others.ts";
import type { Rule } from "./rules/rule.ts";
import type { Stage } from "./windows.ts";

export interface SightingOptions {
  readonly rule: (id: string) => Rule | undefined;
  /** The target that a hit speaks of; its source where none is known. */
  readonly subject: (hit: Hit, source: string) => string;
  /** Fingerprints of one rule; hits with others beyond them become one. No limit unless given. */
  readonly mostKeys?: number;
}

/**
 * Folds the hits of one batch into sightings, one a fingerprint: a storm of a million equal lines costs
 * one row. Hits that only fill a window are kept by the stage and make no sighting.
 */
export function foldSightings(
  hits: Iterable<{ readonly chunk: Chunk; readonly hit: Hit; readonly atMs: number }>,
  stage: Stage,
  options: SightingOptions,
): Sighting[] {
  const folded = new Map<string, Sighting>();
  const keys = new Map<string, number>();
  for (const { chunk, hit, atMs } of hits) {
    const rule = options.rule(hit.rule);
    if (rule === undefined || !stage.holds(hit, atMs)) continue;
    const subject = options.subject(hit, chunk.source);
    let { by } = hit;
    let print = fingerprint(rule.id, subject, by);
    const count = keys.get(rule.id) ?? 0;
    if (!folded.has(print) && count >= (options.mostKeys ?? Infinity)) {
      by = othersBy(by);
      print = fingerprint(rule.id, subject, by);
    }
    const known = folded.get(print);
    if (known === undefined) {
      keys.set(rule.id, count + 1);
      folded.set(print, {
        rule: rule.id,
        event: rule.event,
        severity: hit.severity,
        subject,
        by,
        labels: hit.labels,
        semantics: rule.semantics,
        times: 1,
        // A window that fills with this hit was filled by all that are in it.
        earlier: (rule.frequency?.count ?? 1) - 1,
        atMs,
        cause: shortHash([chunk.source, chunk.stream, hit.offset, rule.id, print]),
        summary: hit.summary,
      });
    } else {
      const severity = hit.severity > known.severity ? hit.severity : known.severity;
      folded.set(print, { ...known, severity, times: known.times + 1 });
    }
  }
  return [...folded.values()];
}
