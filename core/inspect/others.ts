import type { Labels } from "#core/domain";
import { fingerprint, type Sighting } from "#core/incidents";

/**
 * Alerts of one rule that fire at a time, and keys that one batch may bring it. Who writes lines can make up
 * keys without end: beyond this, one more alert stands for all others.
 */
export const mostFiring = 1_000;

/** The keys of that alert. */
export function othersBy(by: Labels): Labels {
  return Object.fromEntries(Object.keys(by).map((name) => [name, "(others)"]));
}

/** Adds a sighting, under the keys of the others, to those of its rule and subject. */
export function amongOthers(others: Map<string, Sighting>, sighting: Sighting): void {
  const by = othersBy(sighting.by);
  const print = fingerprint(sighting.rule, sighting.subject, by);
  const known = others.get(print);
  if (known === undefined) {
    others.set(print, { ...sighting, by });
    return;
  }
  const severity = sighting.severity > known.severity ? sighting.severity : known.severity;
  others.set(print, { ...known, severity, times: known.times + sighting.times });
}
