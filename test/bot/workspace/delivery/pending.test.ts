import { describe, expect, test } from "vitest";
import type { Carrying } from "../../../../bot/workspace/delivery/carrier.ts";
import { openPending } from "../../../../bot/workspace/delivery/pending.ts";
import { handClock } from "../../../support/hand-clock.ts";

function carrying(takesAnswer: boolean, onLate: (ms: number) => void = () => undefined): Carrying {
  const outgoing = { type: "interactive", name: "x", payload: {}, takesAnswer, eventId: null } as const;
  return { outgoing, attempt: { retry: 0, reason: "" }, onId: () => undefined, onLate };
}

describe("an envelope", () => {
  test("is acknowledged within three seconds, on the socket that brought it, once", async () => {
    const clock = handClock();
    const pending = openPending(clock);
    const outcome = pending.wait("e1", 1, carrying(true));
    await clock.wind(2_999);
    expect(pending.answer("e1", 2, {})).toBe(false);
    expect(pending.answer("e2", 1, {})).toBe(false);
    expect(pending.answer("e1", 1, { text: "hi" })).toBe(true);
    expect(pending.answer("e1", 1, {})).toBe(false);
    expect(await outcome).toEqual({ kind: "acked", ackMs: 2_999, answer: { text: "hi" } });
  });

  test("that takes no answer gives none", async () => {
    const pending = openPending(handClock());
    const outcome = pending.wait("e1", 1, carrying(false));
    pending.answer("e1", 1, { text: "hi" });
    expect(await outcome).toMatchObject({ kind: "acked", answer: undefined });
  });

  test("that is answered later is not acknowledged, and the answer is told", async () => {
    const clock = handClock();
    const late: number[] = [];
    const pending = openPending(clock);
    const outcome = pending.wait(
      "e1",
      1,
      carrying(true, (ms) => late.push(ms)),
    );
    await clock.wind(3_000);
    expect(await outcome).toEqual({ kind: "timeout" });
    await clock.wind(500);
    expect(pending.answer("e1", 1, {})).toBe(true);
    expect(late).toEqual([3_500]);
    expect(pending.answer("e1", 1, {})).toBe(false);
  });

  test("is given up when the workspace closes", async () => {
    const pending = openPending(handClock());
    const outcome = pending.wait("e1", 1, carrying(true));
    pending.close();
    expect(await outcome).toEqual({ kind: "timeout" });
  });
});
