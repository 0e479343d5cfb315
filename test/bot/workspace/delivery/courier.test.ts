import { describe, expect, test } from "vitest";
import type { Outcome, Outgoing } from "../../../../bot/workspace/delivery/carrier.ts";
import { acked, openTestStage } from "../stage.ts";

const event: Outgoing = {
  type: "events_api",
  name: "user_change",
  payload: { event: {} },
  takesAnswer: false,
  eventId: "Ev1",
};
const click: Outgoing = { ...event, type: "interactive", name: "ack", eventId: null };

describe("an event", () => {
  test("that is not acknowledged comes again at once, after one minute, and after five", async () => {
    const { courier, carried, clock, world } = openTestStage({ app: () => ({ kind: "timeout" }) });
    expect(await courier.deliverEvent(event)).toEqual({ kind: "timeout" });
    await clock.wind(0);
    const attempts = () => carried.map(({ attempt }) => [attempt.retry, attempt.reason]);
    expect(attempts()).toEqual([
      [0, ""],
      [1, "timeout"],
    ]);
    await clock.wind(59_999);
    expect(carried).toHaveLength(2);
    await clock.wind(1);
    expect(carried).toHaveLength(3);
    await clock.wind(299_999);
    expect(carried).toHaveLength(3);
    await clock.wind(1);
    expect(attempts().at(-1)).toEqual([3, "timeout"]);
    await clock.wind(3_600_000);
    expect(carried).toHaveLength(4);
    expect(world.calls.deliveries).toMatchObject([{ eventId: "Ev1", attempts: 4, acked: false, id: "e4" }]);
  });

  test("that is acknowledged at last does not come again", async () => {
    const outcomes: Outcome[] = [
      { kind: "unreachable" },
      { kind: "status", status: 500, noRetry: false },
      acked,
    ];
    const { courier, carried, clock, world } = openTestStage({ app: () => outcomes.shift() ?? acked });
    await courier.deliverEvent(event);
    await clock.wind(3_600_000);
    expect(carried.map(({ attempt }) => attempt.reason)).toEqual(["", "connection_failed", "http_error"]);
    expect(world.calls.deliveries).toMatchObject([{ attempts: 3, acked: true, ackMs: 5 }]);
  });

  test("does not come again to an app that wants no more of it", async () => {
    const { courier, carried, clock } = openTestStage({
      app: () => ({ kind: "status", status: 500, noRetry: true }),
    });
    await courier.deliverEvent(event);
    await clock.wind(3_600_000);
    expect(carried).toHaveLength(1);
  });

  test("does not come again after the workspace closed", async () => {
    const { courier, carried, clock } = openTestStage({ app: () => ({ kind: "timeout" }) });
    await courier.deliverEvent(event);
    await clock.wind(0);
    await courier[Symbol.asyncDispose]();
    await clock.wind(3_600_000);
    expect(carried).toHaveLength(2);
  });
});

test("a click comes once, whatever comes of it, and twice only on order", async () => {
  const { courier, carried, clock } = openTestStage({ app: () => ({ kind: "timeout" }) });
  await courier.deliver(click);
  await clock.wind(3_600_000);
  expect(carried).toHaveLength(1);
  courier.doubleNext();
  await courier.deliver({ ...click, type: "slash_commands" });
  expect(carried).toHaveLength(2);
  await courier.deliver(click);
  expect(carried).toHaveLength(4);
  expect(carried[2]?.outgoing).toBe(carried[3]?.outgoing);
  await courier.deliver(click);
  expect(carried).toHaveLength(5);
});

test("the last delivery can come once more, as it was", async () => {
  const { courier, carried } = openTestStage();
  expect(await courier.redeliver()).toBeUndefined();
  await courier.deliverEvent(event);
  await courier.redeliver();
  expect(carried.map(({ outgoing, attempt }) => [outgoing, attempt.retry])).toEqual([
    [event, 0],
    [event, 0],
  ]);
});
