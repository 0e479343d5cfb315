import { describe, expect, test } from "vitest";
import { openTill } from "../../examples/local/shop-till.ts";
import { visitOf } from "../../examples/local/shop-traffic.ts";

describe("the till", () => {
  test("serves one after the other, in the order in which they came", async () => {
    const till = openTill();
    const seen: string[] = [];
    const visit = (name: string) =>
      till.use(async () => {
        seen.push(`${name} comes`);
        await Promise.resolve();
        seen.push(`${name} goes`);
      });
    await Promise.all([visit("ada"), visit("bob"), visit("cleo")]);
    expect(seen).toEqual(["ada comes", "ada goes", "bob comes", "bob goes", "cleo comes", "cleo goes"]);
  });

  test("goes on after somebody who failed", async () => {
    const till = openTill();
    const failing = till.use(() => {
      throw new Error("no money");
    });
    await expect(failing).rejects.toThrow("no money");
    expect(await till.use(() => "paid")).toBe("paid");
  });

  test("forgets whoever leaves the queue, and nobody else", async () => {
    const till = openTill();
    const leaving = new AbortController();
    const { promise: paying, resolve: paid } = Promise.withResolvers<void>();
    const first = till.use(() => paying);
    const second = till.use(() => "served", leaving.signal);
    const third = till.use(() => "served");
    leaving.abort();
    await expect(second).rejects.toThrow("left the queue");
    paid();
    await first;
    expect(await third).toBe("served");
  });

  test("is stuck for everybody when its owner asks for it once more", async () => {
    const till = openTill();
    const leaving = new AbortController();
    const within = till.use(() => till.use(() => "counted", leaving.signal));
    const behind = till.use(() => "served", leaving.signal);
    leaving.abort();
    await expect(behind).rejects.toThrow("left the queue");
    await expect(within).rejects.toThrow("left the queue");
  });
});

describe("the shop's own traffic", () => {
  const visits = Array.from({ length: 10_000 }, (_, i) => visitOf(i + 1));

  test("is the same each time, and mostly orders", () => {
    expect(visits.map((_, i) => visitOf(i + 1))).toEqual(visits);
    expect(visits.filter(({ kind }) => kind === "order").length).toBeGreaterThan(9_000);
  });

  test("has nobody mistype a password three times within a minute, at fifty visits a second", () => {
    const failures = visits.flatMap((visit, n) =>
      visit.kind === "login" && !visit.isRight ? [{ user: visit.user, n }] : [],
    );
    const users = Map.groupBy(failures, ({ user }) => user);
    expect(users.size).toBeGreaterThan(10);
    for (const of of users.values()) {
      for (const [i, { n }] of of.entries()) expect((of[i + 2]?.n ?? Infinity) - n).toBeGreaterThan(60 * 50);
    }
  });
});
