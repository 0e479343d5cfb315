import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { OpenStoreUnderTest } from "../contract.ts";

export function ruleStateContract(open: OpenStoreUnderTest): void {
  test("states are kept a rule, hash and key, and replaced", async () => {
    await using under = await open();
    const state = (hash: string, key: string, value: unknown) => ({ rule: "r", hash, key, state: value });
    await under.store.write(async ({ ruleStates }) => {
      await ruleStates.put([state("h1", "a", 1), state("h1", "b", { n: [2] }), state("h2", "a", 3)]);
      await ruleStates.put([state("h1", "a", null)]);
      expect(await ruleStates.list("r", "h1")).toEqual([
        state("h1", "a", null),
        state("h1", "b", { n: [2] }),
      ]);
      expect(await ruleStates.list("r", "h3")).toEqual([]);
      await ruleStates.remove("r", "h1", ["a", "never there"]);
      expect(await ruleStates.list("r", "h1")).toEqual([state("h1", "b", { n: [2] })]);
      expect(await ruleStates.list("r", "h2")).toEqual([state("h2", "a", 3)]);
    });
  });

  test("keys come from log lines: any string is its own key", async () => {
    await using under = await open();
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 20 }), async (keys) => {
        const odd = [...keys, "\ud83d", "\ude00", "\0"];
        const states = [...new Set(odd)].map((key, i) => ({ rule: "r", hash: "h", key, state: i }));
        await under.store.write(async ({ ruleStates }) => {
          await ruleStates.keepOnly([]);
          await ruleStates.put(states);
          const found = await ruleStates.list("r", "h");
          expect(new Map(found.map((s) => [s.key, s.state]))).toEqual(
            new Map(states.map((s) => [s.key, s.state])),
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  test("keepOnly forgets every rule and hash that is not named", async () => {
    await using under = await open();
    await under.store.write(async ({ ruleStates }) => {
      for (const rule of ["a", "b"]) {
        for (const hash of ["1", "2"]) await ruleStates.put([{ rule, hash, key: "k", state: 0 }]);
      }
      await ruleStates.keepOnly([
        { rule: "a", hash: "1" },
        { rule: "b", hash: "3" },
      ]);
      const left = [];
      for (const rule of ["a", "b"]) {
        for (const hash of ["1", "2"]) {
          if ((await ruleStates.list(rule, hash)).length > 0) left.push(rule + hash);
        }
      }
      expect(left).toEqual(["a1"]);
    });
  });
}
