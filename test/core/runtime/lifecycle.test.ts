import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openLifecycle, type Phase } from "#core/runtime";

const phases: readonly Phase[] = ["INIT", "RUNNING", "RELOADING", "SHUTDOWN"];
const allowed = new Set([
  "INIT RUNNING",
  "INIT SHUTDOWN",
  "RUNNING RELOADING",
  "RUNNING SHUTDOWN",
  "RELOADING RUNNING",
  "RELOADING SHUTDOWN",
]);

test("any wishes lead only along the allowed moves; a refused wish changes nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...phases), { maxLength: 12 }), (wishes) => {
      const lifecycle = openLifecycle();
      for (const wish of wishes) {
        const before = lifecycle.phase;
        if (allowed.has(`${before} ${wish}`)) {
          lifecycle.enter(wish);
          expect(lifecycle.phase).toBe(wish);
        } else {
          expect(() => lifecycle.enter(wish)).toThrow(`cannot go from ${before} to ${wish}`);
          expect(lifecycle.phase).toBe(before);
        }
        expect(lifecycle.ending.aborted).toBe(lifecycle.phase === "SHUTDOWN");
      }
    }),
  );
});

test("those who wait for the end hear of it when the phase is SHUTDOWN already", () => {
  const lifecycle = openLifecycle();
  let heard: Phase | undefined;
  lifecycle.ending.addEventListener("abort", () => (heard = lifecycle.phase));
  lifecycle.enter("SHUTDOWN");
  expect(heard).toBe("SHUTDOWN");
});
