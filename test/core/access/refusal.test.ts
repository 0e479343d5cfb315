import { assert, asyncProperty, string } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accessSection,
  formatRefusal,
  openAccess,
  peopleSection,
  starterPolicy,
  type Action,
} from "#core/access";
import { type Actor } from "#core/domain";
import { accessOf, actions, ask, dev, examples, guest, root, stranger } from "./support.ts";

const access = await accessOf(examples);

describe("a refusal is one line that says who can help", () => {
  test.each<[Actor, Action, string]>([
    [
      stranger,
      "incident.acknowledge",
      'slack:T1/U404 needs "incident.acknowledge" on inc-7; granted to: oncall (policy "oncall-works-on-incidents"), ' +
        'dev (policy "dev-acknowledges-outside-production"); ask one of them or add a policy',
    ],
    [
      guest,
      "store.backup",
      'slack:T1/U9 may not "store.backup" on store: forbidden by policy "guests-change-nothing"',
    ],
  ])("%j %s", (actor, action, line) => {
    expect(refusal(actor, action, access)).toBe(line);
  });

  test("when nobody could", async () => {
    expect(refusal(dev, "store.restore", await accessOf([]))).toBe(
      'local:1000 needs "store.restore" on store; granted to nobody; add a policy',
    );
  });

  test("whatever an id holds", () => {
    const decision = access.decide(ask(stranger, "incident.acknowledge", { id: "a\nb\u2028c\u202ed" }));
    expect(decision.allowed ? "" : formatRefusal(decision, stranger)).toContain(" on a b c d; ");
  });

  function refusal(actor: Actor, action: Action, by: typeof access): string {
    const decision = by.decide(ask(actor, action));
    return decision.allowed ? "allowed" : formatRefusal(decision, actor);
  }
});

describe("the starter policy", () => {
  test("lets its actor do everything, and nobody else anything", async () => {
    const mine = await accessOf([{ name: "mine", file: "mine.cedar", text: starterPolicy(root) }]);
    for (const action of actions) {
      expect(mine.can(ask(root, action))).toBe(true);
      expect(mine.can(ask(dev, action))).toBe(false);
    }
  });

  test.each(["rules", 'a"', "\\", "é", '"); permit(principal, action, resource); //'])(
    "quotes %j",
    async (part) => {
      expect(await allows(part, part)).toBe(true);
      expect(await allows(part, `${part}x`)).toBe(false);
    },
  );

  test("is refused or lets in its actor alone, whatever the id", async () => {
    await assert(
      asyncProperty(string({ unit: "binary" }), async (part) => {
        expect(await allows(part, part)).not.toBe(!part.isWellFormed());
        expect(await allows(part, `${part}x`)).not.toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  /** Whether the policy made for one actor lets in another; undefined when Cedar refuses the id's letters. */
  async function allows(made: string, asking: string): Promise<boolean | undefined> {
    const text = starterPolicy({ kind: "fettle", part: made });
    const opening = await openAccess({ policies: [{ name: "x", file: "x", text }], groups: {} });
    return opening.ok ? opening.access.can(ask({ kind: "fettle", part: asking }, "store.backup")) : undefined;
  }
});

describe("fettle.yml", () => {
  test("takes one glob or several", () => {
    expect(accessSection.safeParse({ policies: "policies/*.cedar" }).success).toBe(true);
    expect(accessSection.safeParse({ policies: ["a.cedar", "b.cedar"] }).success).toBe(true);
    expect(accessSection.safeParse({ policies: [] }).success).toBe(false);
  });

  test.each([
    [{ oncall: { slackGroup: "S0123" }, dev: { users: ["U1", "local:1000", "slack:T1/U2"] } }, true],
    [{ oncall: {} }, false],
    [{ "On Call": { users: ["U1"] } }, false],
    [{ dev: { users: ["bob"] } }, false],
    [{ dev: { user: ["U1"] } }, false],
  ])("takes the groups %j: %s", (groups, ok) => {
    expect(peopleSection.safeParse({ groups }).success).toBe(ok);
  });
});
