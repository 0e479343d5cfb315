import { beforeAll, describe, expect, test } from "vitest";
import { type Access, type Action, type Person, personOf } from "#core/access";
import { accessOf, actions, ann, dev, examples, exampleFile, guest, root, stranger } from "./support.ts";

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
      ["incident.read", "incident.acknowledge"],
    ],
    [
      "somebody on call works on all of them",
      personOf(ann),
      ["incident.read", "incident.acknowledge", "incident.resolve"],
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
    for (const actor of [root, ann, dev, guest, stranger]) {
      for (const action of ["incident.read", "incident.acknowledge", "incident.resolve"] as const) {
        for (const severity of [1, 3, 5] as const) {
          for (const env of ["prod", "stage"]) {
            const attributes = { severity, labels: { env } };
            const asked = { actor, action, resource: { type: "Incident", id: "inc-1", attributes } } as const;
            if (access.can(asked))
              expect([actor, action, access.mayEver(personOf(actor), action)]).toEqual([actor, action, true]);
          }
        }
      }
    }
  });

  test("without a policy is nothing", async () => {
    const none = await accessOf([]);
    expect(actions.filter((action) => none.mayEver(personOf(root), action))).toEqual([]);
    expect(exampleFile("starter").text).toContain("permit");
  });
});
