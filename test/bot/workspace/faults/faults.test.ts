import { describe, expect, test } from "vitest";
import { control } from "../../../../bot/workspace/faults/control.ts";
import { type Faults, openMethodFaults } from "../../../../bot/workspace/faults/faults.ts";
import { strike } from "../../../../bot/workspace/faults/strike.ts";
import { handClock } from "../../../support/hand-clock.ts";

const fine = { status: 200, body: { ok: true }, headers: {} };

function struck(fault: Parameters<typeof strike>[0], clock = handClock()) {
  let calls = 0;
  const ending = new AbortController();
  const answer = async () => {
    calls += 1;
    return fine;
  };
  const result = strike(fault, { clock, ending: ending.signal }, answer);
  return { result, ending, calls: () => calls };
}

describe("a fault of a method", () => {
  test.for([
    [undefined, fine, 1],
    [{ error: "fatal_error" }, { status: 200, body: { ok: false, error: "fatal_error" }, headers: {} }, 0],
    [{ status: 503 }, { status: 503, body: { ok: false, error: "service_unavailable" }, headers: {} }, 0],
    [
      { status: 429, retryAfter: 5 },
      { status: 429, body: { ok: false, error: "ratelimited" }, headers: { "retry-after": "5" } },
      0,
    ],
    [{ drop: true }, "cut", 0],
    [{ after: "drop" }, "cut", 1],
    [{ after: "status" }, { status: 503, body: { ok: false, error: "service_unavailable" }, headers: {} }, 1],
  ] as const)("%j answers %j, having done the call %i times", async ([fault, answer, times]) => {
    const { result, calls } = struck(fault);
    expect(await result).toEqual(answer);
    expect(calls()).toBe(times);
  });

  test("may only delay, and no longer than the workspace lives", async () => {
    const clock = handClock();
    const { result, calls } = struck({ delayMs: 4_000 }, clock);
    await clock.wind(3_999);
    expect(calls()).toBe(0);
    await clock.wind(1);
    expect(await result).toEqual(fine);
    const other = struck({ delayMs: 4_000 });
    other.ending.abort();
    expect(await other.result).toEqual(fine);
  });

  test("strikes as often as it should, in the order of the orders", () => {
    const faults = openMethodFaults();
    faults.add("a", { error: "first", times: 2 });
    faults.add("a", { error: "second" });
    faults.add("b", { error: "other" });
    expect([1, 2, 3, 4].map(() => faults.take("a")?.error)).toEqual(["first", "first", "second", undefined]);
    faults.clear();
    expect(faults.take("b")).toBeUndefined();
  });
});

describe("an order over HTTP", () => {
  function listening(): { faults: Faults; heard: unknown[] } {
    const heard: unknown[] = [];
    const hear =
      (name: string) =>
      (...args: unknown[]): void =>
        void heard.push([name, ...args]);
    const faults: Faults = {
      method: hear("method"),
      clear: hear("clear"),
      disconnect: hear("disconnect"),
      killSockets: hear("kill"),
      redeliverLast: async () => hear("redeliver")(),
      doubleNext: hear("double"),
      sendFrame: hear("frame"),
      sendRateLimited: hear("rate-limited"),
    };
    return { faults, heard };
  }

  test.for([
    [
      { kind: "method", method: "chat.update", fault: { drop: true, times: 2 } },
      ["method", "chat.update", { drop: true, times: 2 }],
    ],
    [{ kind: "clear" }, ["clear"]],
    [{ kind: "disconnect", reason: "warning" }, ["disconnect", "warning", "all"]],
    [{ kind: "kill" }, ["kill"]],
    [{ kind: "redeliver" }, ["redeliver"]],
    [{ kind: "double" }, ["double"]],
    [{ kind: "frame", text: "null" }, ["frame", "null"]],
    [{ kind: "rate-limited" }, ["rate-limited"]],
  ] as const)("%j is done", async ([order, done]) => {
    const { faults, heard } = listening();
    expect(await control(faults, order)).toBe(true);
    expect(heard).toEqual([done]);
  });

  test.for([
    undefined,
    null,
    "kill",
    { kind: "shutdown" },
    { kind: "method", method: "a" },
    { kind: "method", method: "a", fault: { times: 0 } },
    { kind: "method", method: "a", fault: { status: 200 } },
    { kind: "clear", more: 1 },
  ])("%j is none", async (order) => {
    const { faults, heard } = listening();
    expect(await control(faults, order)).toBe(false);
    expect(heard).toEqual([]);
  });
});
