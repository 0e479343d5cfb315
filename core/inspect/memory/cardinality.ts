import type { KeyState, Memory } from "./memory.ts";
import { readTerms, see, type Terms } from "./terms.ts";

export interface CardinalityOptions {
  readonly moreThan: number;
  readonly withinMs: number;
}

/**
 * Holds while one key has more than `moreThan` values within `withinMs` of its latest hit. Remembers one value more than that, the latest
 * seen: whether there are too many never depends on more.
 */
export function cardinality({ moreThan, withinMs }: CardinalityOptions): Memory {
  const of = (terms: Terms): KeyState => ({
    take: ({ term }, atMs) => {
      const latestMs = Math.max(atMs, ...terms.values());
      if (term === "" || latestMs - atMs > withinMs) return undefined;
      see(terms, term, atMs);
      for (const [value, seenMs] of terms) if (latestMs - seenMs > withinMs) terms.delete(value);
      if (terms.size > moreThan + 1) terms.delete(leastRecent(terms));
      return terms.size > moreThan ? {} : undefined;
    },
    copy: () => of(new Map(terms)),
    json: () => [...terms],
  });
  return {
    mostKeys: Math.ceil(200_000 / (moreThan + 1)),
    fresh: () => of(new Map()),
    restore: (json) => {
      const terms = readTerms(json, moreThan + 1);
      return terms === undefined ? undefined : of(terms);
    },
  };
}

function leastRecent(terms: Terms): string {
  let [least, leastMs] = ["", Infinity];
  for (const [value, atMs] of terms) if (atMs < leastMs) [least, leastMs] = [value, atMs];
  return least;
}
