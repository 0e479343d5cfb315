import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault, isFiring, resolveAlert, seeAgain } from "#core/domain";
import { firingAlert, sighting, timeMs } from "./arbitraries.ts";

describe("an alert", () => {
  test("counts each sighting, and keeps its worst severity and its latest time, while it fires", () => {
    fc.assert(
      fc.property(firingAlert, fc.array(sighting), (alert, sightings) => {
        const seen = sightings.reduce(seeAgain, alert);
        expect(seen.count).toBe(alert.count + sightings.reduce((sum, { times }) => sum + times, 0));
        expect(seen.severity).toBe(Math.max(alert.severity, ...sightings.map((s) => s.severity)));
        expect(seen.seenMs).toBe(Math.max(alert.seenMs, ...sightings.map((s) => s.seenMs)));
        expect(isFiring(seen)).toBe(true);
      }),
    );
  });

  test("changes in nothing else when it is seen again", () => {
    fc.assert(
      fc.property(firingAlert, sighting, (alert, again) => {
        const { count, seenMs, severity } = seeAgain(alert, again);
        expect(seeAgain(alert, again)).toEqual({ ...alert, count, seenMs, severity });
      }),
    );
  });

  test("remembers since when it fired once it is resolved, and fires no more", () => {
    fc.assert(
      fc.property(firingAlert, timeMs, (alert, atMs) => {
        const resolved = resolveAlert(alert, atMs, "recovered");
        const { sinceMs } = alert.state;
        expect(resolved).toEqual({
          ...alert,
          state: { kind: "resolved", sinceMs, atMs, reason: "recovered" },
        });
        expect(isFiring(resolved)).toBe(false);
      }),
    );
  });

  test("that is resolved refuses a second end and every sighting, for its return is a new alert", () => {
    fc.assert(
      fc.property(firingAlert, sighting, (alert, again) => {
        const resolved = resolveAlert(alert, 7, "absent");
        expect(() => resolveAlert(resolved, 8, "withdrawn")).toThrow(`alert ${alert.id} is resolved already`);
        expect(() => seeAgain(resolved, again)).toThrow("its return is a new alert");
        expect(refusal(() => seeAgain(resolved, again))).toBe(true);
      }),
    );
  });
});

function refusal(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (thrown) {
    return isFault(thrown, "conflict");
  }
}
