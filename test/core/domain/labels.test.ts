import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameLabels, sortedPairs, type Labels } from "#core/domain";
import { labels } from "./arbitraries.ts";

/** The same labels, put in another order. */
const shuffled = labels.chain((pairs) =>
  fc
    .shuffledSubarray(Object.entries(pairs), { minLength: Object.keys(pairs).length })
    .map((entries): readonly [Labels, Labels] => [pairs, Object.fromEntries(entries)]),
);

describe("labels", () => {
  test("have the same pairs in the same order, however they were put together", () => {
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(sortedPairs(b)).toEqual(sortedPairs(a));
        expect(sameLabels(a, b)).toBe(true);
      }),
    );
  });

  test("lose nothing by sorting, and rise by key", () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const sorted = sortedPairs(pairs);
        expect(new Map(sorted)).toEqual(new Map(Object.entries(pairs)));
        sorted.slice(1).forEach(([key], i) => expect(key > (sorted[i]?.[0] ?? "")).toBe(true));
      }),
    );
  });

  test("are the same exactly when their pairs are", () => {
    const small = fc.dictionary(
      fc.constantFrom("a", "b", "toString", "constructor"),
      fc.constantFrom("1", "2"),
    );
    fc.assert(
      fc.property(small, small, (a, b) => {
        const equal = JSON.stringify(sortedPairs(a)) === JSON.stringify(sortedPairs(b));
        expect(sameLabels(a, b)).toBe(equal);
        expect(sameLabels(b, a)).toBe(equal);
      }),
      { numRuns: 1000 },
    );
  });
});
