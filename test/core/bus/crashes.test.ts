import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Consumer, openBus } from "#core/bus";
import { cloudEvent, Fault, isFault } from "#core/domain";
import { openMetrics } from "#core/runtime";
import type { Repositories } from "#core/store";
import { faultyStore } from "../../support/faulty-store.ts";
import { handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { temporaryStore } from "../../support/temporary-store.ts";

type Step =
  | { readonly kind: "append"; readonly count: number }
  /** The handlers of the next `times` events fault. */
  | { readonly kind: "fault"; readonly times: number; readonly where: "before" | "after" }
  /** The disk fails: the next writes are undone. */
  | { readonly kind: "disk"; readonly times: number }
  /** The bus ends in the midst, and a new one begins. */
  | { readonly kind: "restart" }
  | { readonly kind: "wait" };

const few = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), count: few }),
  fc.record({
    kind: fc.constant("fault" as const),
    times: few,
    where: fc.constantFrom("before" as const, "after" as const),
  }),
  fc.record({ kind: fc.constant("disk" as const), times: few }),
  fc.constant({ kind: "restart" as const }),
  fc.constant({ kind: "wait" as const }),
);

/** What a consumer has done so far, kept in the store: a list of the events in the order of their effects. */
async function effects(r: Repositories, consumer: string): Promise<string[]> {
  const [found] = await r.ruleStates.list(consumer, "effects");
  return Array.isArray(found?.state) ? found.state.map(String) : [];
}

test("whatever faults and crashes, each event has one effect a consumer, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const clock = handClock();
      await using kept = await temporaryStore(clock);
      const store = faultyStore(kept.store);
      let faults: { times: number; where: "before" | "after" } = { times: 0, where: "before" };

      function mayFault(where: "before" | "after"): void {
        if (faults.where !== where || faults.times === 0) return;
        faults.times--;
        throw new Fault("unavailable", "not now");
      }
      const consumers = ["a", "b"].map((name): Consumer => ({
        name,
        types: ["fettle.test"],
        from: "start",
        handle: async ({ id }, r) => {
          mayFault("before");
          const done = await effects(r, name);
          await r.ruleStates.put([{ rule: name, hash: "effects", key: "k", state: [...done, id] }]);
          mayFault("after");
        },
      }));
      const open = () =>
        openBus({ store, clock, log: hearLog().log, metrics: openMetrics({ defaults: false }), consumers });

      let bus = open();
      const ids: string[] = [];
      for (const taken of steps) {
        if (taken.kind === "append") {
          for (let i = 0; i < taken.count; i++) await append(`e${ids.length}`);
        } else if (taken.kind === "fault") faults = { ...taken };
        else if (taken.kind === "disk") store.failWrites(taken.times);
        else if (taken.kind === "wait") await clock.wind(1_000);
        else {
          await bus[Symbol.asyncDispose]();
          bus = open();
        }
      }
      faults = { times: 0, where: "before" };
      store.failWrites(0);
      await clock.wind(5_000);
      for (const { name } of consumers) {
        expect(await store.read((r) => effects(r, name))).toEqual(ids);
      }
      await bus[Symbol.asyncDispose]();

      async function append(id: string): Promise<void> {
        const event = cloudEvent({ id, source: "/t", type: "fettle.test", subject: id, atMs: 0, data: {} });
        try {
          await store.write((r) => r.events.append(event));
          ids.push(id);
        } catch (thrown) {
          if (!isFault(thrown, "unavailable")) throw thrown;
        }
      }
    }),
    { numRuns: 25 },
  );
});
