import { describe, expect, test } from "vitest";
import { openRates, perMinute } from "../../../../bot/workspace/api/rates.ts";
import { handClock } from "../../../support/hand-clock.ts";
import { openTestStage } from "../stage.ts";

describe("the pace of a method", () => {
  test("is what its tier promises in any minute, and not one call more", async () => {
    const clock = handClock();
    const rates = openRates(clock);
    const takes = Array.from({ length: perMinute("users.list") }, () => rates.take("users.list", ""));
    expect(takes).toEqual(Array.from({ length: 20 }, () => undefined));
    await clock.wind(20_000);
    expect(rates.take("users.list", "")).toBe(40);
    await clock.wind(40_000);
    expect(rates.take("users.list", "")).toBeUndefined();
  });

  test("is counted apart from that of others", () => {
    const rates = openRates(handClock());
    for (let i = 0; i < 20; i++) rates.take("users.list", "");
    expect(rates.take("users.list", "")).toBe(60);
    expect(rates.take("usergroups.list", "")).toBeUndefined();
  });

  test("of posts is one a second in a channel after a short burst, and others are not held up", async () => {
    const clock = handClock();
    const rates = openRates(clock);
    const post = (channel = "C1"): number | undefined => rates.take("chat.postMessage", channel);
    expect([post(), post(), post(), post()]).toEqual([undefined, undefined, undefined, 1]);
    expect(post("C2")).toBeUndefined();
    await clock.wind(1_000);
    expect([post(), post()]).toEqual([undefined, 1]);
    await clock.wind(600_000);
    expect([post(), post(), post(), post()]).toEqual([undefined, undefined, undefined, 1]);
  });
});

test("too many calls are answered with 429 and the seconds to wait", async () => {
  const { api } = openTestStage();
  const post = (channel: string) =>
    api.answer({ method: "chat.postMessage", args: { channel, text: "x" }, token: "xoxb-test" });
  for (const name of ["C0ALERTS", "#ops-alerts", "ops-alerts"]) expect((await post(name)).status).toBe(200);
  expect(await post("#ops-alerts")).toEqual({
    status: 429,
    body: { ok: false, error: "ratelimited" },
    headers: { "retry-after": "1" },
  });
});
