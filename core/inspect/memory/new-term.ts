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
  const of = (begin: number | undefined, terms: Terms): KeyState => {
    let sinceMs = begin;
    return {
      take: ({ term, atMs }) => {
        if (term === "") return undefined;
        sinceMs ??= atMs;
        const before = see(terms, term, atMs);
        const [oldest] = terms.keys();
        if (terms.size > mostTerms && oldest !== undefined) terms.delete(oldest);
        const isKnown = before !== undefined && atMs - before <= withinMs;
        return isKnown || atMs - sinceMs < learnMs ? undefined : {};
      },
      copy: () => of(sinceMs, new Map(terms)),
      json: () => (sinceMs === undefined ? [] : [sinceMs, [...terms]]),
    };
  };
  return {
    fresh: () => of(undefined, new Map()),
    restore: (json) => {
      if (!isList(json)) return undefined;
      const [sinceMs, stored] = json;
      const terms = readTerms(stored, mostTerms);
      return isTime(sinceMs) && terms !== undefined ? of(sinceMs, terms) : undefined;
    },
  };
}
