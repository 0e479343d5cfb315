import { afterEach, describe, expect, test } from "vitest";
import { quickClock } from "../../support/quick-clock.ts";
import { cardIn, openStage, type Stage, until } from "./stage.ts";

let stage: Stage;

afterEach(() => stage[Symbol.asyncDispose]());

/** What somebody is told when they ask who they are. */
async function whoami(id: string, channel?: string): Promise<string> {
  const person = stage.person(id);
  const before = person.ephemerals().length;
  await person.command("/fettle whoami", channel);
  await until(() => person.ephemerals().length > before);
  return JSON.stringify(person.ephemerals().at(-1)?.blocks);
}

describe("nothing is done for", () => {
  test.each([
    ["a guest", "U0GUEST", "general", "Fettle does nothing for guests"],
    ["a guest of one channel", "U0SINGLE", "general", "Fettle does nothing for guests"],
    [
      "somebody of another workspace",
      "U0OUT",
      "partners",
      "Fettle does nothing for people of other workspaces",
    ],
  ] as const)("%s, whatever the policies permit", async (_, id, channel, told) => {
    stage = await openStage({ policies: `permit (principal, action, resource);` });
    expect(await whoami(id, channel)).toContain(told);
  });

  test("whoever Slack does not tell of", async () => {
    stage = await openStage();
    stage.workspace.faults.method("users.info", { error: "fatal_error", times: 9 });
    expect(await whoami("U0GRACE")).toContain("Slack refused users.info: fatal_error");
    stage.workspace.faults.clear();
    expect(await whoami("U0GRACE")).toContain("oncall");
  });

  test("anybody while Slack does not tell who is in a group: a policy may forbid by it", async () => {
    stage = await openStage();
    stage.workspace.faults.method("usergroups.users.list", { error: "missing_scope", times: 9 });
    const card = await stage.see().then(() => cardIn(stage.person("U0GRACE"), "#ops-alerts"));
    await stage.person("U0GRACE").click({ message: card, action: "incident.acknowledge" });
    await until(() => stage.person("U0GRACE").ephemerals().length > 0);
    expect(stage.person("U0GRACE").ephemerals()[0]?.text).toContain("Slack refused usergroups.users.list");
    expect(await stage.audit()).toEqual([]);
  });
});

describe("what Slack knows of somebody", () => {
  test("is asked anew when Slack says that it changed, and counts at once", async () => {
    stage = await openStage();
    const grace = stage.person("U0GRACE");
    expect(await whoami("U0GRACE")).toContain("incident.acknowledge");
    await stage.workspace.events.emit({
      type: "subteam_members_changed",
      group: "S0ONCALL",
      users: ["U0RADIA"],
    });
    expect(await whoami("U0GRACE")).not.toContain("incident.acknowledge");
    await stage.see();
    await grace.click({ message: await cardIn(grace, "#ops-alerts"), action: "incident.acknowledge" });
    await until(() => grace.ephemerals("#ops-alerts").length > 0);
    expect(grace.ephemerals("#ops-alerts")[0]?.text).toContain("You are in no group.");
    expect(await stage.audit()).toEqual(["U0GRACE incident.acknowledge denied"]);
  });

  test("of a member who became a guest counts from the moment that Slack tells", async () => {
    stage = await openStage();
    const grace = stage.person("U0GRACE");
    await whoami("U0GRACE");
    await stage.see();
    const card = await cardIn(grace, "#ops-alerts");
    await stage.workspace.events.emit({ type: "user_change", user: "U0GRACE", changes: { kind: "guest" } });
    await grace.click({ message: card, action: "incident.acknowledge" });
    await until(() => grace.ephemerals("#ops-alerts").length > 0);
    expect(grace.ephemerals("#ops-alerts")[0]?.text).toContain("Fettle does nothing for guests");
    expect(await stage.audit()).toEqual([]);
  });

  test("is not asked for again within a minute", async () => {
    const clock = quickClock(10);
    stage = await openStage({ clock });
    await whoami("U0ADA");
    await whoami("U0ADA");
    expect(stage.workspace.calls.of("users.info")).toHaveLength(1);
    clock.skip(61_000);
    await whoami("U0ADA");
    expect(stage.workspace.calls.of("users.info")).toHaveLength(2);
  });
});
