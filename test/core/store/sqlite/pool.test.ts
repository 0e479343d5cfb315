import { expect, test } from "vitest";
import { longestWaitMs } from "../../../../core/store/sqlite/line.ts";
import { openPool } from "../../../../core/store/sqlite/pool.ts";
import { handClock } from "../../../support/hand-clock.ts";

function things(most: number) {
  const clock = handClock();
  const closed: number[] = [];
  let opened = 0;
  const pool = openPool({
    most,
    clock,
    open: () => {
      const id = opened++;
      return { id, [Symbol.dispose]: () => void closed.push(id) };
    },
  });
  return { pool, clock, closed, opened: () => opened };
}

test("those who wait are served in the order they came, by no more things than allowed", async () => {
  const { pool, opened } = things(2);
  const order: number[] = [];
  let atOnce = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      pool.lend(async () => {
        order.push(i);
        most = Math.max(most, ++atOnce);
        await Promise.resolve();
        atOnce--;
      }),
    ),
  );
  expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect([most, opened()]).toEqual([2, 2]);
});

test("what throws gives its thing back", async () => {
  const { pool } = things(1);
  await expect(pool.lend(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await pool.lend(({ id }) => Promise.resolve(id))).toBe(0);
});

test("whoever waits too long gets a timeout, leaves the line, and no timer stays behind", async () => {
  const { pool, clock } = things(1);
  const first = Promise.withResolvers<void>();
  const holding = pool.lend(() => first.promise);
  const late = pool.lend(() => Promise.resolve("never")).catch((thrown: unknown) => thrown);
  await clock.wind(longestWaitMs);
  expect(await late).toMatchObject({ kind: "timeout" });
  const next = pool.lend(() => Promise.resolve("served"));
  first.resolve();
  await holding;
  expect(await next).toBe("served");
  await clock.wind(0);
  expect(clock.pending).toBe(0);
});

test("a line of ten thousand is full", async () => {
  const { pool, clock } = things(1);
  const first = Promise.withResolvers<void>();
  const holding = pool.lend(() => first.promise);
  const waiting = Array.from({ length: 10_000 }, () => pool.lend(() => Promise.resolve()));
  await clock.wind(0);
  await expect(pool.lend(() => Promise.resolve())).rejects.toMatchObject({ kind: "unavailable" });
  first.resolve();
  await Promise.all([holding, ...waiting]);
});

test("closing waits for those at work and in line, then closes each thing once", async () => {
  const { pool, closed } = things(1);
  const first = Promise.withResolvers<void>();
  const holding = pool.lend(() => first.promise);
  const second = pool.lend(() => Promise.resolve("second"));
  const closing = pool[Symbol.asyncDispose]();
  await expect(pool.lend(() => Promise.resolve())).rejects.toThrow(/closed/);
  expect(closed).toEqual([]);
  first.resolve();
  await holding;
  expect(await second).toBe("second");
  await closing;
  await pool[Symbol.asyncDispose]();
  expect(closed).toEqual([0]);
});
