import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparisons, meets } from "#core/domain";

describe("an expectation", () => {
  test.for([
    ["<", 80, "61", true],
    ["<", 80, "80", false],
    ["<=", 80, 80, true],
    [">", 95, "97.5", true],
    [">=", 95, "94", false],
    ["==", 200, "200", true],
    ["!=", 200, 503, true],
    ["==", "ok", "ok", true],
    ["!=", "ok", "ok", false],
  ] as const)("%s %s of %j is %s", ([comparison, wanted, value, holds]) => {
    expect(meets(value, { comparison, value: wanted })).toBe(holds);
  });

  test("of a number is never met by text that is none, but by being different", () => {
    const none = fc.constantFrom("", " ", "many", "1 2", "12px", "NaN");
    fc.assert(
      fc.property(none, fc.constantFrom(...comparisons), fc.integer(), (value, comparison, wanted) => {
        expect(meets(value, { comparison, value: wanted })).toBe(comparison === "!=");
      }),
    );
  });
});
