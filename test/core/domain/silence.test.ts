import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSilence, silencePhase, type Silence } from "#core/domain";
import { timeMs } from "./arbitraries.ts";

const silence: Silence = {
  id: "s-1",
  matchers: [{ label: "env", value: "staging", negate: false }],
  reason: "disk swap",
  by: "slack:T1/ann",
  startsMs: 100,
  endsMs: 200,
  upTo: 3,
  endedMs: null,
};

describe("a silence", () => {
  test.for([
    [99, "pending"],
    [100, "active"],
    [199, "active"],
    [200, "ended"],
  ] as const)("is at %i ms %s: its start is in it and its end is not", ([nowMs, phase]) => {
    expect(silencePhase(silence, nowMs)).toBe(phase);
  });

  test("that somebody ends early is over at once, even before it began", () => {
    expect(silencePhase({ ...silence, endedMs: 150 }, 149)).toBe("active");
    expect(silencePhase({ ...silence, endedMs: 150 }, 150)).toBe("ended");
    expect(silencePhase({ ...silence, endedMs: 50 }, 60)).toBe("ended");
  });

  test("never goes back to an earlier phase as time goes on", () => {
    const order = ["pending", "active", "ended"];
    const times = fc.tuple(timeMs, timeMs, fc.option(timeMs), fc.array(timeMs));
    fc.assert(
      fc.property(times, ([startsMs, endsMs, endedMs, moments]) => {
        const phases = moments
          .toSorted((a, b) => a - b)
          .map((nowMs) => order.indexOf(silencePhase({ ...silence, startsMs, endsMs, endedMs }, nowMs)));
        expect(phases).toEqual(phases.toSorted((a, b) => a - b));
      }),
    );
  });

  test("that would mute all, for no reason or for no time, is refused with what it lacks", () => {
    expect(() => checkSilence(silence)).not.toThrow();
    expect(() => checkSilence({ ...silence, matchers: [] })).toThrow("at least one matcher");
    expect(() => checkSilence({ ...silence, reason: " \t" })).toThrow("needs a reason");
    expect(() => checkSilence({ ...silence, endsMs: 100 })).toThrow("must end after it starts");
    expect(() => checkSilence({ ...silence, endsMs: Number.NaN })).toThrow("must end after it starts");
  });
});
