import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { systemClock } from "#core/runtime";
import { handClock } from "../../support/hand-clock.ts";

describe("every clock", () => {
  for (const [name, clock] of [
    ["system", systemClock],
    ["hand", handClock()],
  ] as const) {
    test(`${name}: a sleep whose signal is aborted already resolves at once`, async () => {
      await expect(clock.sleep(3_600_000, AbortSignal.abort())).resolves.toBeUndefined();
    });

    test(`${name}: aborting the signal ends the sleep, and no listener stays`, async () => {
      const stop = new AbortController();
      const slept = clock.sleep(3_600_000, stop.signal);
      expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
      stop.abort();
      await slept;
      expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
    });
  }
});

describe("the system clock", () => {
  test("a sleep lasts at least as long as asked, and leaves no listener", async () => {
    const stop = new AbortController();
    const beforeMs = systemClock.monotonicMs();
    await systemClock.sleep(15, stop.signal);
    expect(systemClock.monotonicMs() - beforeMs).toBeGreaterThanOrEqual(14);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  test("a sleep of 30 days, more than a timer of Node holds, does not end at once", async () => {
    const stop = new AbortController();
    let over = false;
    const slept = systemClock.sleep(30 * 86_400_000, stop.signal).then(() => (over = true));
    await systemClock.sleep(10);
    expect(over).toBe(false);
    stop.abort();
    await slept;
  });

  test("a deadline takes fractions, as differences of monotonic times have them", async () => {
    const signal = systemClock.deadline(1.5);
    await systemClock.sleep(3_600_000, signal);
    expect(signal.aborted).toBe(true);
  });

  test.each([0, -5])("a deadline of %d ms has passed by the next sleep", async (ms) => {
    const signal = systemClock.deadline(ms);
    await systemClock.sleep(20, signal);
    expect(signal.aborted).toBe(true);
  });
});

describe("the hand clock", () => {
  test("sleeps end in order of time, also those that start on the way", async () => {
    const clock = handClock();
    const ended: string[] = [];
    void clock.sleep(20).then(() => ended.push("20"));
    void (async () => {
      await clock.sleep(10);
      ended.push("10");
      await clock.sleep(5);
      ended.push("15");
    })();
    await clock.wind(30);
    expect(ended).toEqual(["10", "15", "20"]);
    expect(clock.pending).toBe(0);
  });

  test("a deadline aborts when its time has come, not before", async () => {
    const clock = handClock();
    const signal = clock.deadline(10);
    await clock.wind(9);
    expect(signal.aborted).toBe(false);
    await clock.wind(1);
    expect(signal.aborted).toBe(true);
  });
});
