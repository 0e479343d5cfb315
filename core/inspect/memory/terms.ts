import { isList, isTime } from "./memory.ts";

/** Values, each with the latest time at which it was seen; the one that came longest ago stands first. */
export type Terms = Map<string, number>;

/** Notes that a value was seen; gives when it was seen before, if it was. */
export function see(terms: Terms, value: string, atMs: number): number | undefined {
  const before = terms.get(value);
  terms.delete(value);
  terms.set(value, Math.max(before ?? atMs, atMs));
  return before;
}

/** As they were stored; undefined for what no terms are. */
export function readTerms(json: unknown, most: number): Terms | undefined {
  if (!isList(json) || json.length > most) return undefined;
  const terms: Terms = new Map();
  for (const entry of json) {
    if (!isList(entry)) return undefined;
    const [value, atMs] = entry;
    if (typeof value !== "string" || !isTime(atMs)) return undefined;
    terms.set(value, atMs);
  }
  return terms;
}
