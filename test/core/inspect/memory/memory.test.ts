import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KeyState, Memory, Remembers, Sight, Told } from "../../../../core/inspect/memory/memory.ts";
import { mostTerms } from "../../../../core/inspect/memory/new-term.ts";
import { openMemory } from "../../../../core/inspect/memory/open-memory.ts";
import { partsOfWindow } from "../../../../core/inspect/memory/spike.ts";

/** A hit with its time. */
type Seen = Sight & { readonly atMs: number };

function take(state: KeyState, { atMs, ...sight }: Seen): Told | undefined {
  return state.take(sight, atMs);
}

/** What each hit gives, one after the other. */
function all(memory: Memory, sights: readonly Seen[]): (Told | undefined)[] {
  const state = memory.fresh();
  return sights.map((sight) => take(state, sight));
}

const terms = fc.constantFrom("", "a", "b", "c", "d", "e");
const plain = { leg: 0, said: {}, term: "" };
const sight = fc.record({
  atMs: fc.integer({ min: 0, max: 200 }),
  term: terms,
  leg: fc.constantFrom(0, 1, 2, 3),
  said: fc.record({ n: fc.nat(9) }),
});
const sights = fc.array(sight, { maxLength: 40 });

describe("change", () => {
  const memory = openMemory({ kind: "change", of: "version" });

  test("holds where the latest value so far is another one, and tells which it was", () => {
    fc.assert(
      fc.property(sights, (some) => {
        const expected = some.map(({ atMs, term }, index) => {
          // Of those that were not late themselves, the one before.
          const before = some
            .slice(0, index)
            .filter(
              (one, at) =>
                one.term !== "" &&
                some.slice(0, at).every((earlier) => earlier.term === "" || earlier.atMs <= one.atMs),
            )
            .at(-1);
          const counts = term !== "" && before !== undefined && atMs >= before.atMs && term !== before.term;
          return counts ? { before: before.term } : undefined;
        });
        expect(all(memory, some)).toEqual(expected);
      }),
    );
  });
});

describe("new_term", () => {
  const remembers = (withinMs: number, learnMs: number): Remembers => ({
    kind: "new_term",
    of: "x",
    withinMs,
    learnMs,
  });

  test("holds where no hit of the same value lies within the time before, once the key was learned", () => {
    fc.assert(
      fc.property(sights, fc.nat(100), fc.nat(100), (some, withinMs, learnMs) => {
        const since = some.find(({ term }) => term !== "")?.atMs ?? 0;
        const expected = some.map(({ atMs, term }, index) => {
          const before = some
            .slice(0, index)
            .filter((one) => one.term === term)
            .map((one) => one.atMs);
          const isKnown = before.length > 0 && atMs - Math.max(...before) <= withinMs;
          return term === "" || isKnown || atMs - since < learnMs ? undefined : {};
        });
        expect(all(openMemory(remembers(withinMs, learnMs)), some)).toEqual(expected);
      }),
    );
  });

  test("remembers so many values, and forgets the one that was not seen for longest", () => {
    const state = openMemory(remembers(1e9, 0)).fresh();
    const holds = (term: string): boolean => take(state, { ...plain, atMs: 1, term }) !== undefined;
    for (let at = 0; at < mostTerms; at++) expect(holds(`v${at}`)).toBe(true);
    expect(holds("v0")).toBe(false);
    expect(holds("more")).toBe(true);
    expect([holds("v0"), holds("v2"), holds("v1")]).toEqual([false, false, true]);
    expect(JSON.stringify(state.json()).length).toBeLessThan(40 * mostTerms);
  });
});

test("new_term stores a key where a value is new, or was not stored as seen for long", () => {
  const memory = openMemory({ kind: "new_term", of: "x", withinMs: 100_000, learnMs: 0 });
  let state = memory.fresh();
  const see = (atMs: number, term: string): boolean | undefined => {
    state = state.copy();
    take(state, { ...plain, atMs, term });
    return state.isNews;
  };
  expect([see(0, "a"), see(1, "a"), see(2, "b"), see(99, "a"), see(101, "a"), see(150, "a")]).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});

describe("cardinality", () => {
  test("holds exactly while more values than that lie within the window up to the latest hit", () => {
    fc.assert(
      fc.property(sights, fc.integer({ min: 1, max: 4 }), fc.nat(80), (some, moreThan, withinMs) => {
        const expected = some.map(({ atMs, term }, index) => {
          const seen = some.slice(0, index + 1).filter((one) => one.term !== "");
          const latestMs = Math.max(...seen.map((one) => one.atMs));
          if (term === "" || latestMs - atMs > withinMs) return undefined;
          const values = new Set(
            seen.filter((one) => latestMs - one.atMs <= withinMs).map((one) => one.term),
          );
          return values.size > moreThan ? {} : undefined;
        });
        expect(all(openMemory({ kind: "cardinality", of: "x", moreThan, withinMs }), some)).toEqual(expected);
      }),
    );
  });

  test("keeps one value more than it must tell apart, whatever comes", () => {
    const state = openMemory({ kind: "cardinality", of: "x", moreThan: 50, withinMs: 1e9 }).fresh();
    for (let at = 0; at < 10_000; at++) take(state, { ...plain, atMs: at, term: `v${at}` });
    expect(state.json()).toHaveLength(51);
  });
});

describe("spike", () => {
  // One part of a window is one ms, so that the reference can count times.
  const remembers = (times: number, atLeast: number): Remembers => ({
    kind: "spike",
    times,
    atLeast,
    withinMs: partsOfWindow,
  });

  test("holds where this window has so many times the hits of the one before, once both were seen", () => {
    fc.assert(
      fc.property(
        sights,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (some, times, atLeast) => {
          const kept: number[] = [];
          const expected = some.map(({ atMs }) => {
            const latest = Math.max(atMs, ...kept);
            if (atMs <= latest - 2 * partsOfWindow) return undefined;
            kept.push(atMs);
            const now = kept.filter((one) => one > latest - partsOfWindow).length;
            const usual = kept.filter(
              (one) => one <= latest - partsOfWindow && one > latest - 2 * partsOfWindow,
            ).length;
            const isSeen = Math.min(...kept) <= latest - 2 * partsOfWindow;
            return isSeen && now >= atLeast && now >= times * usual ? { now, usual } : undefined;
          });
          expect(all(openMemory(remembers(times, atLeast)), some)).toEqual(expected);
        },
      ),
    );
  });

  test("keeps no more than its two windows", () => {
    const state = openMemory(remembers(2, 1)).fresh();
    for (let at = 0; at < 10_000; at++) take(state, { ...plain, atMs: at, term: "" });
    expect(JSON.stringify(state.json()).length).toBeLessThan(20 * 2 * partsOfWindow);
  });
});

describe("context", () => {
  const remembers = (steps: number, withinMs: number): Remembers => ({ kind: "context", steps, withinMs });

  test("holds where some row of lines, in their order and in time, stands before the line", () => {
    fc.assert(
      fc.property(sights, fc.integer({ min: 1, max: 2 }), fc.nat(120), (some, steps, withinMs) => {
        const inOrder = some.toSorted((a, b) => a.atMs - b.atMs);
        const expected = inOrder.map(({ leg, atMs }, index) => {
          const before = inOrder.slice(0, index);
          const unwanted = before.some((one) => one.leg > steps && atMs - one.atMs <= withinMs);
          // Every choice of one line a step is tried.
          const rows = before.flatMap((first, at) => {
            if (first.leg !== 1 || atMs - first.atMs > withinMs) return [];
            if (steps === 1) return [true];
            return before
              .slice(at + 1)
              .filter((second) => second.leg === 2)
              .map(() => true);
          });
          return leg === 0 && !unwanted && rows.length > 0;
        });
        const got = all(openMemory(remembers(steps, withinMs)), inOrder).map((one) => one !== undefined);
        expect(got).toEqual(expected);
      }),
    );
  });

  test("tells what the lines of the row said, the later ones last", () => {
    const state = openMemory(remembers(2, 100)).fresh();
    const see = (atMs: number, leg: number, said: Told = {}) => take(state, { ...plain, atMs, leg, said });
    expect([see(0, 1, { a: "1", b: "1" }), see(5, 2, { b: "2" }), see(9, 0)]).toEqual([
      undefined,
      undefined,
      { a: "1", b: "2" },
    ]);
  });

  test("says by late lines neither more nor less than is so", () => {
    const state = openMemory(remembers(1, 10)).fresh();
    const see = (atMs: number, leg: number) => take(state, { ...plain, atMs, leg });
    expect(see(50, 1)).toBe(undefined);
    // Too early to come behind it, and another row that is late does not hide the one that is there.
    expect(see(49, 0)).toBe(undefined);
    expect(see(20, 1)).toBe(undefined);
    expect(see(60, 0)).toEqual({});
  });
});

describe("every memory", () => {
  const memories: readonly Remembers[] = [
    { kind: "frequency", count: 3, withinMs: 20 },
    { kind: "change", of: "x" },
    { kind: "new_term", of: "x", withinMs: 40, learnMs: 10 },
    { kind: "cardinality", of: "x", moreThan: 2, withinMs: 30 },
    { kind: "spike", times: 2, atLeast: 2, withinMs: 30 },
    { kind: "context", steps: 2, withinMs: 60 },
  ];

  test.for(memories)(
    "$kind says the same after a restart, and a copy leaves what it is a copy of as it was",
    (remembers) => {
      const memory = openMemory(remembers);
      fc.assert(
        fc.property(sights, sights, (before, after) => {
          const state = memory.fresh();
          for (const one of before) take(state, one);
          const stored: unknown = JSON.parse(JSON.stringify(state.json()));
          const restored: KeyState = memory.restore(stored) ?? memory.fresh();
          const copy = state.copy();
          const expected = after.map((one) => take(state, one));
          expect(after.map((one) => take(restored, one))).toEqual(expected);
          expect(after.map((one) => take(copy, one))).toEqual(expected);
        }),
      );
    },
  );

  test.for(memories)("$kind takes back nothing that it cannot have stored", (remembers) => {
    const memory = openMemory(remembers);
    for (const foreign of [null, "x", 7, { a: 1 }, [["a"]], [1, [["a", "b"]]], [Number.NaN, []], [[1, 2], 3]])
      expect([foreign, memory.restore(foreign)]).toEqual([foreign, undefined]);
  });
});
