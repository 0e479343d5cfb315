import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstDisorder } from "#core/domain";

const at = (...times: number[]) => times.map((atMs) => ({ atMs, value: 1 }));

describe("samples", () => {
  test("are in order when each is later than the one before", () => {
    expect(firstDisorder([])).toBe(-1);
    expect(firstDisorder(at(5))).toBe(-1);
    expect(firstDisorder(at(1, 2, 3))).toBe(-1);
  });

  test("are out of order at the first that is earlier, at the same time, or at no time", () => {
    expect(firstDisorder(at(1, 3, 2, 1))).toBe(2);
    expect(firstDisorder(at(1, 2, 2))).toBe(2);
    expect(firstDisorder(at(1, Number.NaN, 3))).toBe(1);
  });

  test("are judged as a sorted list without twins would be", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }), (times) => {
        const index = firstDisorder(at(...times));
        const strictlyRising = (upTo: number) =>
          times.slice(0, upTo).every((time, i) => i === 0 || time > (times[i - 1] ?? 0));
        expect(strictlyRising(index === -1 ? times.length : index)).toBe(true);
        if (index !== -1) expect(strictlyRising(index + 1)).toBe(false);
      }),
    );
  });
});
