import { expect, test, vi } from "vitest";
import { openLimiter } from "#core/runtime";

test("no more than `atOnce` run at the same time, and all get their turn", async () => {
  await using limiter = openLimiter({ name: "calls", atOnce: 2, waiting: 10 });
  let running = 0;
  let most = 0;
  const pair = Promise.withResolvers<void>();
  const results = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      limiter.run(async () => {
        running += 1;
        most = Math.max(most, running);
        if (running === 2) pair.resolve();
        await pair.promise;
        running -= 1;
        return n * 10;
      }),
    ),
  );
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

test("one more than may wait is refused at once; those who wait are not harmed", async () => {
  await using limiter = openLimiter({ name: "calls", atOnce: 1, waiting: 1 });
  const gate = Promise.withResolvers<string>();
  const running = limiter.run(() => gate.promise);
  const waiting = limiter.run(async () => "second");
  await expect(limiter.run(async () => "third")).rejects.toMatchObject({
    name: "Fault",
    kind: "unavailable",
    message: "too much at once: calls has 1 waiting",
  });
  gate.resolve("first");
  expect(await Promise.all([running, waiting])).toEqual(["first", "second"]);
});

test("what the work throws comes out unchanged, and its place is free again", async () => {
  await using limiter = openLimiter({ name: "calls", atOnce: 1, waiting: 1 });
  const bug = new TypeError("a bug");
  await expect(limiter.run(() => Promise.reject(bug))).rejects.toBe(bug);
  expect(await limiter.run(async () => "next")).toBe("next");
});

test("closing waits for what runs, refuses what waits and what comes later, and may be repeated", async () => {
  const limiter = openLimiter({ name: "calls", atOnce: 1, waiting: 5 });
  const gate = Promise.withResolvers<string>();
  const started = Promise.withResolvers<void>();
  const running = limiter.run(() => {
    started.resolve();
    return gate.promise;
  });
  const waiting = limiter.run(async () => "never").catch((thrown: unknown) => thrown);
  await started.promise;
  let closed = false;
  const closing = limiter[Symbol.asyncDispose]().then(() => (closed = true));
  expect(await waiting).toMatchObject({ kind: "unavailable", message: "calls is closed" });
  expect(closed).toBe(false);
  gate.resolve("finished");
  expect(await running).toBe("finished");
  await closing;
  await limiter[Symbol.asyncDispose]();
  await expect(limiter.run(async () => "late")).rejects.toMatchObject({ kind: "unavailable" });
});

test("of those who wait, a person goes first, and a summary last", async () => {
  await using limiter = openLimiter({ name: "calls", atOnce: 1, waiting: 10 });
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const running = limiter.run(() => gate.promise);
  const waiting = (["summary", "alert", "interactive", "approval"] as const).map((priority) =>
    limiter.run(async () => void done.push(priority), priority),
  );
  await vi.waitFor(() => expect(limiter.waiting).toBe(4));
  gate.resolve();
  await Promise.all([running, ...waiting]);
  expect(done).toEqual(["interactive", "approval", "alert", "summary"]);
  expect(limiter.waiting).toBe(0);
});

test("after a burst, starts keep the pace of the rate", async () => {
  await using limiter = openLimiter({
    name: "calls",
    atOnce: 5,
    waiting: 10,
    rate: { perMinute: 120, burst: 2 },
  });
  const startedMs = performance.now();
  const after = await Promise.all(
    [1, 2, 3].map(() => limiter.run(async () => performance.now() - startedMs)),
  );
  expect(after[1]).toBeLessThan(200);
  expect(after[2]).toBeGreaterThan(240);
});
