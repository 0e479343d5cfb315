import { beforeAll, describe, expect, test } from "vitest";
import { type Access, type Action, type Person, personOf } from "#core/access";
import { accessOf, actions, ann, ask, dev, examples, exampleFile, guest, root, stranger } from "./support.ts";

let access: Access;

beforeAll(async () => {
  access = await accessOf(examples);
});

const rightsOf = (person: Person) => actions.filter((action) => access.mayEver(person, action));

describe("what somebody may do at all", () => {
  test.each<[string, Person, Action[]]>([
    ["root keeps the store", personOf(root), ["store.backup", "store.restore"]],
    [
      "a developer takes on some incidents: which ones is decided later",
      personOf(dev),
      ["incident.read", "incident.acknowledge", "plan.read"],
    ],
    [
      "somebody on call works on all of them, and on their repairs",
      personOf(ann),
      [
        "incident.read",
        "incident.acknowledge",
        "incident.resolve",
        "command.run",
        "plan.read",
        "plan.propose",
        "plan.approve",
        "run.abort",
        "heal.pause",
      ],
    ],
    ["a guest never anything, whatever other groups permit", personOf(guest), []],
    ["a stranger nothing", personOf(stranger), []],
  ])("%s", (_, person, rights) => {
    expect(rightsOf(person)).toEqual(rights);
  });

  test("depends on the groups that Slack vouches for", () => {
    expect(rightsOf({ actor: stranger, groups: ["oncall"] })).toEqual(rightsOf(personOf(ann)));
    expect(rightsOf({ actor: ann, groups: ["guests"] })).toEqual([]);
    expect(access.groupsOf({ actor: ann, groups: ["dev", "oncall"] })).toEqual(["dev", "oncall"]);
  });

  test("is nothing where what they are rules it out, whatever is asked about", async () => {
    const local = await accessOf([
      {
        name: "local",
        file: "local.cedar",
        text: `permit (principal, action, resource) when { principal.kind == "local" };`,
      },
    ]);
    expect(actions.filter((action) => local.mayEver(personOf(dev), action))).toEqual(actions);
    expect(actions.filter((action) => local.mayEver(personOf(ann), action))).toEqual([]);
  });

  test("never leaves out what a decision permits", () => {
    const asked = [root, ann, dev, guest, stranger].flatMap((actor) =>
      actions.flatMap((action) =>
        ([1, 3, 5] as const).flatMap((severity) =>
          ["prod", "stage"].map((env) => ask(actor, action, { severity, labels: { env } })),
        ),
      ),
    );
    const permitted = asked.filter((request) => access.can(request));
    expect(permitted.length).toBeGreaterThan(10);
    expect(permitted.filter(({ actor, action }) => !access.mayEver(personOf(actor), action))).toEqual([]);
  });

  test("without a policy is nothing", async () => {
    const none = await accessOf([]);
    expect(actions.filter((action) => none.mayEver(personOf(root), action))).toEqual([]);
    expect(exampleFile("starter").text).toContain("permit");
  });
});
