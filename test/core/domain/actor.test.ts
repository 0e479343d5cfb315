import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actorId, sameActor, type Actor } from "#core/domain";

const slackId = fc.stringMatching(/^[A-Z0-9]{1,4}$/);
const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.record({ kind: fc.constant("local" as const), uid: fc.nat() }),
  fc.record({ kind: fc.constant("slack" as const), team: slackId, user: slackId }),
  fc.record({ kind: fc.constant("fettle" as const), part: fc.constantFrom("rules", "0", "T1/U1") }),
);

describe("an actor", () => {
  test("is spelled as policies and audit entries have it", () => {
    expect(actorId({ kind: "local", uid: 0 })).toBe("local:0");
    expect(actorId({ kind: "slack", team: "T1", user: "U1" })).toBe("slack:T1/U1");
    expect(actorId({ kind: "fettle", part: "rules" })).toBe("fettle:rules");
  });

  test("shares its id with nobody else", () => {
    fc.assert(
      fc.property(actor, actor, (a, b) => {
        expect(sameActor(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 500 },
    );
  });
});
