import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addTime, type Frequency, isTimes } from "../../../../core/inspect/memory/times.ts";

/** Whether some `count` of `times` that include one at `atMs` lie within the window: every choice is tried. */
function anyWindow(times: readonly number[], atMs: number, { count, withinMs }: Frequency): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.some((start, from) => {
    const end = sorted[from + count - 1];
    return end !== undefined && start <= atMs && atMs <= end && end - start <= withinMs;
  });
}

const frequency = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  withinMs: fc.integer({ min: 0, max: 20 }),
});
const times = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 40 });

test("hits that come in order of time hold exactly when some window over all of them does", () => {
  fc.assert(
    fc.property(frequency, times, (wish, all) => {
      const kept: number[] = [];
      const inOrder = all.toSorted((a, b) => a - b);
      for (const [index, atMs] of inOrder.entries()) {
        const seen = inOrder.slice(0, index + 1);
        expect(addTime(kept, atMs, wish)).toBe(anyWindow(seen, atMs, wish));
      }
    }),
  );
});

test("a late hit holds exactly when some window over it and the latest `count` does, so never by mistake", () => {
  fc.assert(
    fc.property(frequency, times, (wish, all) => {
      const kept: number[] = [];
      for (const [index, atMs] of all.entries()) {
        const earlier = all.slice(0, index).toSorted((a, b) => a - b);
        const latest = earlier.slice(-wish.count);
        const holds = addTime(kept, atMs, wish);
        expect(holds).toBe(anyWindow([...latest, atMs], atMs, wish));
        if (holds) expect(anyWindow(all.slice(0, index + 1), atMs, wish)).toBe(true);
      }
    }),
  );
});

test("what is kept are the latest `count` times in order, however they come", () => {
  fc.assert(
    fc.property(frequency, times, (wish, all) => {
      const kept: number[] = [];
      for (const atMs of all) addTime(kept, atMs, wish);
      expect(kept).toEqual(all.toSorted((a, b) => a - b).slice(-wish.count));
      expect(isTimes(kept, wish)).toBe(true);
    }),
  );
});

test.each([
  ["no list", { length: 0 }],
  ["a text", ["1"]],
  ["no number", [Number.NaN]],
  ["an endless one", [Infinity]],
  ["times out of order", [2, 1]],
  ["more than are kept", [1, 2, 3]],
])("%s is nothing that was stored of a window", (_, value) => {
  expect(isTimes(value, { count: 2, withinMs: 10 })).toBe(false);
});
