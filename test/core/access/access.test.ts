import { array, asyncProperty, assert, constantFrom, property, shuffledSubarray, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { openAccess, type Action } from "#core/access";
import { Fault, type Actor } from "#core/domain";
import {
  accessOf,
  actions,
  ann,
  ask,
  dev,
  exampleFile,
  examples,
  groups,
  guest,
  root,
  stranger,
} from "./support.ts";

const access = await accessOf(examples);

describe("the example policies", () => {
  test.each<[Action, Actor, string]>([
    ["incident.acknowledge", ann, "oncall-works-on-incidents"],
    ["store.backup", root, "owner-keeps-house"],
    ["store.restore", root, "owner-keeps-house"],
  ])("allow %s to those they name, and say by which policy", (action, actor, policy) => {
    expect(access.decide(ask(actor, action))).toEqual({ allowed: true, policies: [policy] });
  });

  test.each<[Action, Actor, string[]]>([
    ["incident.acknowledge", stranger, ["oncall", "dev"]],
    ["store.backup", ann, ["local:0"]],
    ["store.restore", dev, ["local:0"]],
    ["store.backup", { kind: "fettle", part: "rules" }, ["local:0"]],
  ])("deny %s to others, and say whom it is granted to", (action, actor, grantedTo) => {
    const decision = access.decide(ask(actor, action));
    expect(decision).toMatchObject({ allowed: false, policies: [], missing: action });
    expect(decision.allowed ? [] : decision.grantedBy.map(({ to }) => to)).toEqual(grantedTo);
  });

  test.each(actions)("forbid %s to guests", (action) => {
    expect(access.decide(ask(guest, action))).toMatchObject({
      allowed: false,
      policies: ["guests-change-nothing"],
      reason: 'forbidden by policy "guests-change-nothing"',
    });
  });

  test("judge an incident by its severity and labels", () => {
    const staging = { severity: 3, labels: { env: "staging" } } as const;
    expect(access.can(ask(dev, "incident.acknowledge", staging))).toBe(true);
    expect(access.can(ask(dev, "incident.acknowledge", { ...staging, severity: 4 }))).toBe(false);
    expect(access.can(ask(dev, "incident.acknowledge", { labels: { env: "prod" } }))).toBe(false);
    expect(access.can(ask(dev, "incident.acknowledge"))).toBe(false);
  });
});

test("without policies everything is denied", async () => {
  const none = await accessOf([]);
  for (const action of actions) {
    expect(none.decide(ask(root, action))).toMatchObject({ allowed: false, reason: "no policy permits it" });
  }
});

test("any label can be asked for as a tag", async () => {
  const text = `permit (principal, action, resource is Fettle::Incident)
    when { resource.hasTag("team") && resource.getTag("team") == "shop" };`;
  const byTeam = await accessOf([{ name: "teams", file: "teams.cedar", text }]);
  const decision = byTeam.decide(
    ask(dev, "incident.acknowledge", { labels: { team: "shop", __entity: "x" } }),
  );
  expect(decision).toEqual({ allowed: true, policies: ["teams:policy0"] });
  expect(byTeam.can(ask(dev, "incident.acknowledge", { labels: { team: "search" } }))).toBe(false);
});

test("a policy that fails while it is judged denies, even where another one permits", async () => {
  const text = `@id("all") permit (principal, action, resource);
    @id("overflows") forbid (principal, action, resource is Fettle::Incident)
    when { resource.severity * 9223372036854775807 > 0 && principal.kind == "slack" };`;
  const failing = await accessOf([{ name: "x", file: "x.cedar", text }]);
  const decision = failing.decide(ask(root, "incident.acknowledge"));
  expect(decision).toMatchObject({ allowed: false });
  expect(decision.allowed ? "" : decision.reason).toMatch(/^policy "overflows" failed: .*overflow/);
  expect(failing.can(ask(root, "store.backup"))).toBe(true);
});

test("an action that does not fit its resource is denied", () => {
  const decision = access.decide({ ...ask(ann, "incident.acknowledge"), action: "store.backup" });
  expect(decision.allowed ? "allowed" : decision.reason).toContain("not valid for");
});

test("a Slack user of another team is somebody else", () => {
  expect(access.groupsOf({ actor: ann, groups: [] })).toEqual(["oncall"]);
  expect(access.groupsOf({ actor: { kind: "slack", team: "T2", user: "U1" }, groups: [] })).toEqual([]);
  expect(access.can(ask({ kind: "slack", team: "T2", user: "U1" }, "incident.acknowledge"))).toBe(false);
});

test("a Slack user without any team is refused at open, with what to write instead", async () => {
  const opening = openAccess({ policies: [], groups });
  await expect(opening).rejects.toThrow(
    new Fault("invalid", "group oncall: expected slack:TEAM/U1, because no Slack team is known; got U1"),
  );
});

test("a set of policies opened later leaves the earlier one as it is", async () => {
  await accessOf([exampleFile("guests")]);
  expect(access.can(ask(root, "store.backup"))).toBe(true);
});

describe("whatever the policies", () => {
  const permits = [
    `permit (principal in Fettle::Group::"guests", action, resource);`,
    `permit (principal == Fettle::Actor::"slack:T1/U9", action == Fettle::Action::"store.restore", resource);`,
    `permit (principal is Fettle::Actor in Fettle::Group::"oncall", action, resource);`,
    `permit (principal, action, resource is Fettle::Incident) when { resource.severity > 1 };`,
    `permit (principal, action, resource) unless { principal.kind == "local" };`,
  ].map((text, i) => ({ name: `p${i}`, file: `p${i}.cedar`, text }));

  const everything = { name: "all", file: "all.cedar", text: "permit (principal, action, resource);" };

  test("a forbid is never turned into an allow", async () => {
    await assert(
      asyncProperty(shuffledSubarray(permits), constantFrom(...actions), async (subset, action) => {
        const open = await accessOf([everything, ...subset]);
        const some = await accessOf([everything, ...subset, exampleFile("guests")]);
        expect([open.can(ask(guest, action)), some.can(ask(guest, action))]).toEqual([true, false]);
      }),
      { numRuns: 50 },
    );
  });

  test("an actor that none of them names is never allowed", () => {
    const part = string({ unit: "binary" });
    assert(
      property(part, part, array(part), constantFrom(...actions), (team, user, labels, action) => {
        const incident = { labels: Object.fromEntries(labels.map((label) => [label, label])) };
        expect(access.can(ask({ kind: "slack", team, user: `${user}?` }, action, incident))).toBe(false);
        expect(access.can(ask({ kind: "fettle", part: team }, action, incident))).toBe(false);
      }),
    );
  });
});

describe("any id is only ever an id", () => {
  const hostile = [`"`, `\\`, `"); permit(principal, action, resource); //`, "\n", "\0", "\u202e", "{}", "é"];
  const id = string({ unit: "binary" }).filter((text) => text.isWellFormed());

  test("of a resource: the decision is the same", () => {
    const check = (text: string): void => {
      expect(access.can(ask(ann, "incident.acknowledge", { id: text }))).toBe(true);
      expect(access.can(ask(stranger, "incident.acknowledge", { id: text }))).toBe(false);
    };
    hostile.forEach(check);
    assert(property(id, check));
  });

  test("of half a character: denied, because it could be taken for another", () => {
    const decision = access.decide(ask(ann, "incident.acknowledge", { id: "\ud800" }));
    expect(decision).toMatchObject({ allowed: false, reason: "expected ids of well-formed Unicode" });
  });
});
