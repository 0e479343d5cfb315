import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Consumer, openBus } from "#core/bus";
import { cloudEvent, Fault } from "#core/domain";
import { openMetrics } from "#core/runtime";
import { type FaultyStore, faultyStore } from "../../support/faulty-store.ts";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

let clock: HandClock;
let kept: TemporaryStore;
let store: FaultyStore;

beforeEach(async () => {
  clock = handClock();
  kept = await temporaryStore(clock);
  store = faultyStore(kept.store);
});

afterEach(() => kept[Symbol.asyncDispose]());

function start(...consumers: readonly Consumer[]) {
  const metrics = openMetrics({ defaults: false });
  const heard = hearLog();
  const bus = openBus({ store, clock, log: heard.log, metrics, consumers });
  return { metrics, lines: heard.lines, stop: () => bus[Symbol.asyncDispose]() };
}

async function append(...ids: readonly string[]): Promise<void> {
  await store.write(async (r) => {
    for (const id of ids) {
      const type = id.startsWith("other") ? "other" : "fettle.test";
      await r.events.append(cloudEvent({ id, source: "/test", type, subject: id, atMs: 0, data: {} }));
    }
  });
}

/** A consumer that notes what it is handed; `act` may fault. */
function noting(name: string, act: (id: string) => Promise<void> | void = () => {}) {
  const seen: string[] = [];
  const consumer: Consumer = {
    name,
    types: ["fettle."],
    from: "start",
    handle: async ({ id }) => {
      seen.push(id);
      await act(id);
    },
  };
  return { consumer, seen };
}

const offset = (name: string) => store.read((r) => r.events.offset(name));

test("events are handed out as soon as they are durable, in order, to those who want their type", async () => {
  const { consumer, seen } = noting("a");
  const { stop } = start(consumer);
  await clock.wind(0);
  await append("1", "other-2", "3");
  await clock.wind(0);
  expect(seen).toEqual(["1", "3"]);
  await append("other-4");
  await clock.wind(0);
  expect(await offset("a")).toBe(4);
  await stop();
});

test("more events than one batch are handed out without a pause", async () => {
  const { consumer, seen } = noting("a");
  const ids = Array.from({ length: 450 }, (_, i) => String(i));
  await append(...ids);
  const { stop } = start(consumer);
  await clock.wind(0);
  for (let i = 0; i < 200 && seen.length < ids.length; i++) await clock.wind(0);
  expect(seen).toEqual(ids);
  await stop();
});

test("a consumer goes on after the last event that it had before a restart", async () => {
  await append("1", "2");
  const first = noting("a");
  const before = start(first.consumer);
  await clock.wind(0);
  await before.stop();
  await append("3");
  const second = noting("a");
  const after = start(second.consumer);
  await clock.wind(0);
  expect([first.seen, second.seen]).toEqual([["1", "2"], ["3"]]);
  await after.stop();
});

describe("a new consumer", () => {
  test("from the start is handed all that is there", async () => {
    await append("1");
    const { consumer, seen } = noting("a");
    const { stop } = start(consumer);
    await clock.wind(0);
    expect(seen).toEqual(["1"]);
    await stop();
  });

  test("from the end is handed only what comes after it, also when nothing was there before", async () => {
    const early = noting("early");
    const first = start({ ...early.consumer, from: "end" });
    await clock.wind(0);
    await append("1");
    await clock.wind(0);
    await first.stop();
    const late = noting("late");
    const second = start({ ...early.consumer, from: "end" }, { ...late.consumer, from: "end" });
    await clock.wind(0);
    await append("2");
    await clock.wind(0);
    expect([early.seen, late.seen]).toEqual([["1", "2"], ["2"]]);
    await second.stop();
  });
});

test("consumers do not wait for each other", async () => {
  let hanging = true;
  const slow = noting("slow", () => {
    if (hanging) throw new Fault("unavailable", "no answer");
  });
  const quick = noting("quick");
  const { stop } = start(slow.consumer, quick.consumer);
  await append("1", "2");
  await clock.wind(3_500);
  expect(quick.seen).toEqual(["1", "2"]);
  expect(new Set(slow.seen)).toEqual(new Set(["1"]));
  hanging = false;
  await clock.wind(1_000);
  expect(slow.seen.slice(-2)).toEqual(["1", "2"]);
  await stop();
});

describe("a handler that faults", () => {
  test.each(["unavailable", "timeout"] as const)(
    "with %s is asked again about the same event, at the pace",
    async (kind) => {
      let left = 4;
      const { consumer, seen } = noting("a", () => {
        if (left-- > 0) throw new Fault(kind, "not now");
      });
      const { stop, lines, metrics } = start(consumer);
      await append("1", "2");
      await clock.wind(3_900);
      expect(seen).toEqual(["1", "1", "1", "1"]);
      expect(await offset("a")).toBeUndefined();
      await clock.wind(200);
      expect(seen.slice(4)).toEqual(["1", "2"]);
      expect(lines.filter(({ level }) => level === "error")).toEqual([]);
      expect((await metrics.expose()).text).toContain('fettle_bus_parked_total{consumer="a"} 0\n');
      await stop();
    },
  );

  test.each(["invalid", "conflict", "missing", "denied"] as const)(
    "with %s would for ever: the event is passed over, said and counted, and has no effect",
    async (kind) => {
      const { consumer, seen } = noting("a", (id) => {
        if (id === "poison") throw new Fault(kind, "never");
      });
      const writing: Consumer = {
        ...consumer,
        handle: async (event, r) => {
          await r.ruleStates.put([{ rule: "effect", hash: "h", key: event.id, state: 1 }]);
          await consumer.handle(event, r);
        },
      };
      const { stop, lines, metrics } = start(writing);
      await append("1", "poison", "2");
      await clock.wind(0);
      // They came together first, which was undone; then each by itself.
      expect(seen).toEqual(["1", "poison", "1", "poison", "2"]);
      const effects = await store.read((r) => r.ruleStates.list("effect", "h"));
      expect(effects.map(({ key }) => key)).toEqual(["1", "2"]);
      expect(lines.filter(({ level }) => level === "error")).toMatchObject([
        { event: "poison", consumer: "a" },
      ]);
      expect((await metrics.expose()).text).toContain('fettle_bus_parked_total{consumer="a"} 1\n');
      await stop();
    },
  );

  test("while the store does too is parked once, when it is passed", async () => {
    const { consumer, seen } = noting("a", () => {
      store.failWrites(1);
      throw new Fault("invalid", "never");
    });
    let poisoned = 0;
    const twice: Consumer = {
      ...consumer,
      handle: async (event, r) => {
        if (poisoned++ > 1) throw new Fault("invalid", "never");
        await consumer.handle(event, r);
      },
    };
    const { stop, metrics } = start(twice);
    await append("poison");
    await clock.wind(5_000);
    expect(seen.length).toBe(2);
    expect((await metrics.expose()).text).toContain('fettle_bus_parked_total{consumer="a"} 1\n');
    await stop();
  });
});

test("an event is not passed over because another process holds the store for a while", async () => {
  const { consumer, seen } = noting("a");
  const { stop, lines } = start(consumer);
  await append("other");
  await clock.wind(0);
  // The event's own write, not the one that appends it.
  const event = cloudEvent({
    id: "1",
    source: "/test",
    type: "fettle.test",
    subject: "1",
    atMs: 0,
    data: {},
  });
  await kept.store.write((r) => r.events.append(event));
  store.failWrites(1, new Fault("conflict", "another process holds fettle.db"));
  await clock.wind(1_500);
  expect(seen).toEqual(["1", "1"]);
  expect(await offset("a")).toBe(2);
  expect(lines.map(({ level }) => level)).not.toContain("error");
  await stop();
});

test("disposal waits for the event under way and begins no other", async () => {
  const gate = Promise.withResolvers<void>();
  const { consumer, seen } = noting("a", () => gate.promise);
  const { stop } = start(consumer);
  await append("1", "2", "3");
  await clock.wind(0);
  expect(seen).toEqual(["1"]);
  const stopped = stop();
  gate.resolve();
  await stopped;
  expect(seen).toEqual(["1"]);
  expect(await offset("a")).toBe(1);
  expect(clock.pending).toBe(0);
});

test("events that all have had are dropped after a week, and no earlier", async () => {
  const dayMs = 24 * 3_600_000;
  const left: number[] = [];
  await append("1");
  for (const restMs of [0, 6.9 * dayMs, 0.2 * dayMs]) {
    await clock.wind(restMs);
    const { stop } = start(noting("a").consumer);
    await clock.wind(0);
    left.push((await store.read((r) => r.events.after(0, 10))).length);
    await stop();
  }
  expect(left).toEqual([1, 1, 0]);
});

test("an event whose row is damaged is passed over and counted, and those around it are taken", async () => {
  await append("1", "2", "3", "other-4", "5");
  {
    using database = new DatabaseSync(join(kept.folder, "state/fettle.db"));
    database.exec("update events set document = '{' where seq in (2, 4)");
  }
  const { consumer, seen } = noting("a");
  const { metrics, lines, stop } = start(consumer);
  await clock.wind(0);
  expect(seen).toEqual(["1", "3", "5"]);
  expect(lines.filter(({ msg }) => typeof msg === "string" && msg.includes("passed over"))).toMatchObject([
    { consumer: "a", seq: 2, level: "error" },
    { consumer: "a", seq: 4 },
  ]);
  expect((await metrics.expose()).text).toContain('fettle_bus_parked_total{consumer="a"} 2\n');
  expect(await offset("a")).toBe(5);
  await stop();
});
