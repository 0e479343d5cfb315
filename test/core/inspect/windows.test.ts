import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hit } from "#core/inspect";
import {
  keyOf,
  openWindows,
  type Stage,
  type WindowRule,
  type Windows,
} from "../../../core/inspect/windows.ts";

const often: WindowRule = {
  id: "often",
  hash: "h1",
  remembers: { kind: "frequency", count: 2, withinMs: 100 },
};
const keysInUse = ["a", "b", "c", "d", "e", "f", "g", "h"];
const once: WindowRule = { id: "once", hash: "h1", remembers: undefined };

function hit(key: string, rule = "often"): Hit {
  const summary = (): string => "";
  return {
    rule,
    offset: 0,
    timeMs: null,
    severity: 3,
    by: { host: key },
    labels: {},
    term: "",
    leg: 0,
    said: {},
    summary,
  };
}

function holds(stage: Stage, one: Hit, atMs: number): boolean {
  return stage.take(one, atMs, keyOf(one.by)) !== undefined;
}

function see(windows: Windows, ...keys: readonly string[]): boolean[] {
  const stage = windows.stage();
  const held = keys.map((key, index) => holds(stage, hit(key), index));
  stage.commit();
  return held;
}

test("each key fills a window of its own, and a rule without a frequency holds at once", () => {
  const windows = openWindows([often, once], { maxKeys: 10 });
  expect(see(windows, "a", "b", "a", "b")).toEqual([false, false, true, true]);
  expect(holds(windows.stage(), hit("a", "once"), 0)).toBe(true);
});

describe("a stage", () => {
  test("that is not committed leaves nothing behind, so that the same batch can be tried again", () => {
    const windows = openWindows([{ ...often, remembers: { kind: "frequency", count: 3, withinMs: 100 } }], {
      maxKeys: 10,
    });
    see(windows, "a");
    for (let attempt = 0; attempt < 3; attempt++) {
      const failed = windows.stage();
      expect([holds(failed, hit("a"), 1), holds(failed, hit("b"), 1)]).toEqual([false, false]);
    }
    expect(see(windows, "b", "a", "a", "b")).toEqual([false, false, true, false]);
  });

  test("tells what must be stored of it: the keys that were hit, and no others", () => {
    const windows = openWindows([often], { maxKeys: 10 });
    see(windows, "a");
    const stage = windows.stage();
    holds(stage, hit("b"), 7);
    expect(stage.changes()).toEqual({
      put: [{ rule: "often", hash: "h1", key: '[["host","b"]]', state: [7] }],
      drop: [],
    });
  });
});

describe("too many keys", () => {
  test("make the one that was not hit for longest go, from memory and from the store, and are counted", () => {
    const windows = openWindows([often], { maxKeys: 2 });
    see(windows, "a", "b");
    see(windows, "a");
    const stage = windows.stage();
    holds(stage, hit("c"), 1);
    expect(stage.changes().drop).toEqual([{ rule: "often", hash: "h1", keys: ['[["host","b"]]'] }]);
    stage.commit();
    expect(windows.evicted).toBe(1);
    expect(see(windows, "a", "b")).toEqual([true, false]);
  });

  test("leave the same in the store as in memory, whatever comes", () => {
    const batches = fc.array(fc.array(fc.constantFrom(...keysInUse), { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 5 }), (all, maxKeys) => {
        const windows = openWindows([often], { maxKeys });
        const stored = new Map<string, unknown>();
        for (const keys of all) {
          const stage = windows.stage();
          for (const [index, key] of keys.entries()) holds(stage, hit(key), index);
          const { put, drop } = stage.changes();
          for (const { key, state } of put) stored.set(key, structuredClone(state));
          for (const key of drop.flatMap((gone) => gone.keys)) stored.delete(key);
          stage.commit();
          expect(stored.size).toBeLessThanOrEqual(maxKeys);
        }
        const restored = openWindows([often], { maxKeys: 100 });
        restored.restore(
          [...stored].map(([key, state]) => ({
            rule: "often",
            hash: "h1",
            key,
            state: structuredClone(state),
          })),
        );
        for (const key of keysInUse) {
          expect(holds(windows.stage(), hit(key), 50)).toBe(holds(restored.stage(), hit(key), 50));
        }
      }),
    );
  });
});

test("only state of a present rule with the same hash is taken back, and only what it could have stored", () => {
  const windows = openWindows([often, once], { maxKeys: 10 });
  const key = '[["host","a"]]';
  for (const foreign of [
    { rule: "gone", hash: "h1", key, state: [1] },
    { rule: "often", hash: "h0", key, state: [1] },
    { rule: "once", hash: "h1", key, state: [1] },
    { rule: "often", hash: "h1", key, state: "1" },
    { rule: "often", hash: "h1", key, state: [3, 2] },
  ]) {
    windows.restore([foreign]);
    expect(holds(windows.stage(), hit("a"), 2)).toBe(false);
  }
  windows.restore([{ rule: "often", hash: "h1", key, state: [1] }]);
  expect(holds(windows.stage(), hit("a"), 2)).toBe(true);
});

test("what is remembered at once is what a stage remembers that is committed, and as bounded", () => {
  const hits = fc.array(fc.tuple(fc.constantFrom(...keysInUse), fc.nat(200)), { maxLength: 40 });
  fc.assert(
    fc.property(hits, fc.integer({ min: 1, max: 5 }), (all, maxKeys) => {
      const [live, staged] = [openWindows([often], { maxKeys }), openWindows([often], { maxKeys })];
      for (const [key, atMs] of all) {
        const one = hit(key);
        const stage = staged.stage();
        expect(live.live.take(one, atMs, keyOf(one.by))).toEqual(stage.take(one, atMs, keyOf(one.by)));
        stage.commit();
      }
      expect(live.evicted).toBe(staged.evicted);
    }),
  );
});

test("a key is what its sorted names and values are as JSON, however many there are", () => {
  for (const by of [{}, { host: "a" }, { host: 'a"\n é' }, { b: "1", a: "2" }])
    expect(keyOf(by)).toBe(
      JSON.stringify(Object.entries(by).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    );
});
