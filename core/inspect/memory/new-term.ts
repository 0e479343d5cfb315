import { isList, isTime, type KeyState, type Memory } from "./memory.ts";
import { readTerms, see, type Terms } from "./terms.ts";

/** Values that are remembered of one key; the one that was not seen for longest goes first, and is new again. */
export const mostTerms = 1_000;

export interface NewTermOptions {
  /** A value that was not seen for longer is new again. */
  readonly withinMs: number;
  /** So long after the first hit of its key nothing is new. */
  readonly learnMs: number;
}

/** Holds where a value was not seen before. */
export function newTerm({ withinMs, learnMs }: NewTermOptions): Memory {
  // That a value was seen again is stored when that moves its time by a thousandth: else a key would be stored with each line.
  const staleMs = withinMs / 1_000;
  const of = (begin: number | undefined, terms: Terms, storedMs = new Map(terms)): KeyState => {
    let sinceMs = begin;
    let isNews = false;
    return {
      take: ({ term }, atMs) => {
        if (term === "") return undefined;
        sinceMs ??= atMs;
        const before = see(terms, term, atMs);
        isNews ||= atMs - (storedMs.get(term) ?? -Infinity) >= staleMs;
        const [oldest] = terms.keys();
        if (terms.size > mostTerms && oldest !== undefined) terms.delete(oldest);
        const isKnown = before !== undefined && atMs - before <= withinMs;
        return isKnown || atMs - sinceMs < learnMs ? undefined : {};
      },
      copy: () => of(sinceMs, new Map(terms), isNews ? new Map(terms) : storedMs),
      json: () => (sinceMs === undefined ? [] : [sinceMs, [...terms]]),
      get isNews() {
        return isNews;
      },
    };
  };
  return {
    mostKeys: 500,
    fresh: () => of(undefined, new Map()),
    restore: (json) => {
      if (!isList(json)) return undefined;
      const [sinceMs, stored] = json;
      const terms = readTerms(stored, mostTerms);
      return isTime(sinceMs) && terms !== undefined ? of(sinceMs, terms) : undefined;
    },
  };
}
