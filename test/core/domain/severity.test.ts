import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault, isSeverity, parseSeverity } from "#core/domain";

describe("a severity", () => {
  test.for([1, 2, 3, 4, 5])("%i is one", (value) => {
    expect(isSeverity(value)).toBe(true);
    expect(parseSeverity(value)).toBe(value);
  });

  test("is a whole number from 1 to 5 and nothing else; the refusal is a fault, whatever came", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        fc.pre(!isSeverity(value));
        const thrown = failureOf(() => parseSeverity(value));
        expect(isFault(thrown, "invalid")).toBe(true);
      }),
    );
    expect(() => parseSeverity("4")).toThrow('from 1 to 5, not "4"');
    expect(() => parseSeverity(6)).toThrow("from 1 to 5, not 6");
    expect(() => parseSeverity("x".repeat(10_000))).toThrow(/^.{0,100}$/);
  });

  test("that an expression gave as a 64-bit integer is refused as a fault, not as a bug", () => {
    expect(
      isFault(
        failureOf(() => parseSeverity(4n)),
        "invalid",
      ),
    ).toBe(true);
  });
});

function failureOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (thrown) {
    return thrown;
  }
}
