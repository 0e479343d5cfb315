import { expect, test } from "vitest";
import { Fault } from "#core/domain";
import { openLoop, type LoopOptions } from "#core/runtime";
import { handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";

/** A loop of 100 ms whose ticks note when they start. */
function setUp(tick: (n: number, signal: AbortSignal) => Promise<void>, more: Partial<LoopOptions> = {}) {
  const clock = handClock();
  const heard = hearLog();
  const starts: number[] = [];
  const loop = openLoop({
    name: "test",
    everyMs: 100,
    clock,
    log: heard.log,
    tick: (signal) => {
      starts.push(clock.monotonicMs());
      return tick(starts.length, signal);
    },
    ...more,
  });
  return { clock, loop, starts, lines: heard.lines };
}

test("the first tick comes at once, the others at the pace, counted from start to start", async () => {
  const { clock, loop, starts } = setUp(() => clock.sleep(30));
  await clock.wind(350);
  expect(starts).toEqual([0, 100, 200, 300]);
  await Promise.all([loop[Symbol.asyncDispose](), clock.wind(30)]);
});

test("the first tick may use the loop that it belongs to", async () => {
  const { clock, loop, starts } = setUp(async (n) => {
    if (n === 1) loop.wake();
  });
  await clock.wind(0);
  expect(starts).toEqual([0, 0]);
  await loop[Symbol.asyncDispose]();
});

test("a tick longer than the pace is followed at once by the next, and never overlaps it", async () => {
  let running = 0;
  let most = 0;
  const { clock, loop, starts } = setUp(async () => {
    running += 1;
    most = Math.max(most, running);
    await clock.sleep(250);
    running -= 1;
  });
  await clock.wind(50);
  loop.wake();
  await clock.wind(500);
  expect(starts).toEqual([0, 250, 500]);
  expect(most).toBe(1);
  await Promise.all([loop[Symbol.asyncDispose](), clock.wind(250)]);
});

test("waking ends the wait, and many wakes make one tick", async () => {
  const { clock, loop, starts } = setUp(async () => {});
  await clock.wind(40);
  loop.wake();
  loop.wake();
  loop.wake();
  await clock.wind(59);
  expect(starts).toEqual([0, 40]);
  await clock.wind(41);
  expect(starts).toEqual([0, 40, 140]);
  await loop[Symbol.asyncDispose]();
});

test("a wake in mid-tick makes one more tick right after it", async () => {
  const { clock, loop, starts } = setUp(async (n) => {
    if (n === 1) await clock.sleep(20);
  });
  await clock.wind(10);
  loop.wake();
  loop.wake();
  await clock.wind(50);
  expect(starts).toEqual([0, 20]);
  await loop[Symbol.asyncDispose]();
});

test("a tick that faults is logged, and waits its pace even when woken", async () => {
  const failure = new Fault("unavailable", "no answer");
  const { clock, loop, starts, lines } = setUp(async (n) => {
    if (n === 1) throw failure;
  });
  await clock.wind(10);
  loop.wake();
  await clock.wind(89);
  expect(starts).toEqual([0]);
  await clock.wind(1);
  expect(starts).toEqual([0, 100]);
  expect(lines).toMatchObject([
    { level: "warn", loop: "test", thrown: { message: "no answer" } },
    { level: "info", loop: "test", msg: "ticks succeed again" },
  ]);
  await loop[Symbol.asyncDispose]();
});

test("a tick that faults again and again is logged once", async () => {
  const { clock, loop, lines } = setUp(async () => {
    throw new Fault("unavailable", "no answer");
  });
  await clock.wind(1_000);
  expect(lines).toMatchObject([{ level: "warn", loop: "test" }]);
  await loop[Symbol.asyncDispose]();
});

test("a tick that failed late waits its pace again, so a broken part never spins", async () => {
  const { clock, loop, starts } = setUp(async () => {
    await clock.sleep(150);
    throw new Fault("timeout", "too slow");
  });
  await clock.wind(600);
  expect(starts).toEqual([0, 250, 500]);
  await Promise.all([loop[Symbol.asyncDispose](), clock.wind(150)]);
});

test("disposal in mid-tick aborts its signal, waits for its end, and starts no other", async () => {
  let ended = false;
  const { clock, loop, starts } = setUp(async (_, signal) => {
    await clock.sleep(1_000, signal);
    await clock.sleep(10);
    ended = true;
  });
  await clock.wind(20);
  let disposed = false;
  const disposal = loop[Symbol.asyncDispose]().then(() => (disposed = true));
  await clock.wind(5);
  expect({ ended, disposed }).toEqual({ ended: false, disposed: false });
  await clock.wind(5);
  await disposal;
  expect(ended).toBe(true);
  loop.wake();
  await clock.wind(1_000);
  expect(starts).toEqual([0]);
  expect(clock.pending).toBe(0);
});

test("what a tick throws because it was ended is no failure", async () => {
  const { clock, loop, lines } = setUp(async (_, signal) => {
    await clock.sleep(1_000, signal);
    signal.throwIfAborted();
  });
  await clock.wind(1);
  await loop[Symbol.asyncDispose]();
  expect(lines.filter((line) => line["level"] !== "debug")).toEqual([]);
});

test("disposal ends a wait at once, also the wait after a failure, and may be repeated", async () => {
  const { clock, loop } = setUp(async () => {
    throw new Fault("unavailable", "no answer");
  });
  await clock.wind(1);
  await loop[Symbol.asyncDispose]();
  await loop[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});
