import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openQueue } from "#core/runtime";

/** Lets promises that are settled run their consequences. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** What became of a promise so far. */
function watch<T>(promise: Promise<T>): { value: T | undefined } {
  const seen: { value: T | undefined } = { value: undefined };
  void promise.then((value) => (seen.value = value));
  return seen;
}

test("a full queue makes putters wait, and lets them in one by one, in the order they came", async () => {
  const queue = openQueue<number>(1);
  const puts = [0, 1, 2].map((n) => watch(queue.put(n)));
  await settle();
  expect(puts.map((put) => put.value)).toEqual([true, undefined, undefined]);
  expect(queue.size).toBe(1);
  expect(await queue.take(1)).toEqual([0]);
  await settle();
  expect(puts.map((put) => put.value)).toEqual([true, true, undefined]);
  expect(await queue.take(9)).toEqual([1]);
  expect(await queue.take(9)).toEqual([2]);
});

test("two takers who wait get different items, and neither comes back with nothing", async () => {
  const queue = openQueue<string>(5);
  const takes = [queue.take(1), queue.take(1)];
  await queue.put("a");
  await queue.put("b");
  expect(await Promise.all(takes)).toEqual([["a"], ["b"]]);
});

test("closing refuses waiting putters, frees waiting takers, and leaves what is in", async () => {
  const queue = openQueue<number>(1);
  await queue.put(1);
  const late = queue.put(2);
  queue.close();
  expect(await late).toBe(false);
  expect(await queue.put(3)).toBe(false);
  expect(await queue.take(5)).toEqual([1]);
  expect(await queue.take(5)).toEqual([]);

  const empty = openQueue<number>(1);
  const take = empty.take(1);
  empty.close();
  expect(await take).toEqual([]);
});

test("an aborted wait puts nothing in, takes nothing out, and leaves no listener", async () => {
  const queue = openQueue<number>(1);
  const stop = new AbortController();
  const take = queue.take(1, stop.signal);
  stop.abort();
  expect(await take).toEqual([]);
  await queue.put(1);
  const again = new AbortController();
  const put = queue.put(2, again.signal);
  expect(getEventListeners(again.signal, "abort")).toHaveLength(1);
  again.abort();
  expect(await put).toBe(false);
  expect(await queue.put(3, again.signal)).toBe(false);
  expect(await queue.take(9)).toEqual([1]);
  expect(getEventListeners(again.signal, "abort")).toHaveLength(0);
});

test("a wait that was served leaves no listener on its signal", async () => {
  const queue = openQueue<number>(1);
  const { signal } = new AbortController();
  const take = queue.take(1, signal);
  await Promise.all([queue.put(1, signal), take, queue.put(2, signal), queue.put(3, signal), queue.take(1)]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

type Move =
  | { readonly kind: "put"; readonly abort: boolean }
  | { readonly kind: "take"; readonly max: number }
  | { readonly kind: "close" };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("put" as const), abort: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("take" as const), max: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close" as const) }) },
);

test("whatever is done to it: never over capacity, and what was let in comes out once, in order", async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(move, { maxLength: 60 }), play), {
    numRuns: 300,
  });
});

async function play(capacity: number, moves: readonly Move[]): Promise<void> {
  const queue = openQueue<number>(capacity);
  const admitted: number[] = [];
  const out: number[] = [];
  const answers: Promise<void>[] = [];
  let next = 0;
  let closed = false;

  async function put(abort: boolean): Promise<void> {
    const n = next++;
    const stop = new AbortController();
    const answer = queue.put(n, stop.signal);
    if (abort) stop.abort();
    if (await answer) admitted.push(n);
    else expect(abort || closed).toBe(true);
  }
  async function take(max: number): Promise<void> {
    const items = await queue.take(max);
    expect(items.length).toBeLessThanOrEqual(max);
    out.push(...items);
  }

  for (const one of moves) {
    if (one.kind === "close") {
      closed = true;
      queue.close();
    } else answers.push(one.kind === "put" ? put(one.abort) : take(one.max));
    expect(queue.size).toBeLessThanOrEqual(capacity);
    if (next % 3 === 0) await settle();
  }
  closed = true;
  queue.close();
  await Promise.all(answers);
  while (queue.size > 0) await take(100);
  expect(out).toEqual(admitted);
  expect(out).toEqual(out.toSorted((a, b) => a - b));
}
