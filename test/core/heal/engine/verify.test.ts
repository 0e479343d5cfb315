import { describe, expect, test } from "vitest";
import { verify } from "#core/heal";
import type { Assertion } from "#core/domain";
import { handClock } from "../../../support/hand-clock.ts";

const health: Assertion = {
  kind: "http",
  url: "http://127.0.0.1/healthz",
  part: "status",
  expect: { comparison: "==", value: 200 },
};
const within = { withinMs: 60_000, everyMs: 5_000, holdMs: 0, assertions: [health] };

/** Verifies while the world says, at each look, what `says` gives: true, false, or null for no answer. */
async function see(how: Partial<typeof within>, says: (look: number, atMs: number) => boolean | null) {
  const clock = handClock();
  const startMs = clock.nowMs();
  const stop = new AbortController();
  let looks = 0;
  const verifying = verify(
    { ...within, ...how },
    {
      clock,
      signal: stop.signal,
      seen: async () => {},
      measure: async () => {
        const holds = says(looks++, clock.nowMs() - startMs);
        return {
          name: "health",
          value: holds === null ? null : 1,
          holds,
          trouble: null,
          atMs: clock.nowMs(),
        };
      },
    },
  );
  const over = new AbortController();
  const done = verifying.finally(() => {
    over.abort();
  });
  for (let wound = 0; !over.signal.aborted && wound < 200_000; wound += 500) await clock.wind(500);
  const { verdict, reason } = await done;
  return { verdict, reason, looks, tookMs: clock.nowMs() - startMs };
}

describe("a verification", () => {
  test("is healed at the first look that holds where no hold is asked", async () => {
    expect(await see({}, (look) => look >= 2)).toMatchObject({ verdict: "healed", looks: 3 });
  });

  test("is healed only when it has held for as long as is asked", async () => {
    const found = await see({ holdMs: 20_000 }, () => true);
    expect(found).toMatchObject({ verdict: "healed", looks: 5 });
    expect(found.tookMs).toBeGreaterThanOrEqual(20_000);
  });

  test("begins the hold anew when a look fails", async () => {
    expect(await see({ holdMs: 20_000 }, (look) => look !== 3)).toMatchObject({
      verdict: "healed",
      looks: 9,
    });
  });

  test("is not healed when it flaps faster than the hold", async () => {
    expect(await see({ holdMs: 20_000 }, (look) => look % 3 !== 0)).toMatchObject({ verdict: "not-healed" });
  });

  test("is not healed where it does not hold until the end, with a last look at the very end", async () => {
    const found = await see({ withinMs: 12_000 }, () => false);
    expect(found).toMatchObject({ verdict: "not-healed", reason: "health: got 1", looks: 4 });
  });

  test("is unknown where the value could not be had at the end", async () => {
    expect(await see({}, () => null)).toMatchObject({ verdict: "unknown" });
  });

  test("is not healed, never healed, where the hold did not fit into what was left", async () => {
    const found = await see({ holdMs: 30_000 }, (_, atMs) => atMs > 40_000);
    expect(found).toMatchObject({
      verdict: "not-healed",
      reason: "it held at the end, but not yet for 30 s",
    });
  });
});
