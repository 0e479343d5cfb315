import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../../bot/workspace/index.ts";
import { cardIn, openStage, type Stage, until, type Way } from "./stage.ts";

describe.each<Way>(["socket", "http"])("a click that comes by %s", (way) => {
  let stage: Stage;
  let grace: Person;
  let radia: Person;

  beforeEach(async () => {
    stage = await openStage({ way });
    grace = stage.person("U0GRACE");
    radia = stage.person("U0RADIA");
    await stage.see();
  });

  afterEach(() => stage[Symbol.asyncDispose]());

  const acknowledge = async (person: Person) =>
    person.click({ message: await cardIn(person, "#ops-alerts"), action: "incident.acknowledge" });

  test("does what it says, is audited, and shows on the card", async () => {
    expect(await acknowledge(grace)).toMatchObject({ ok: true });
    await until(() => grace.messages("#ops-alerts")[0]?.text.includes("Grace Hopper is on it"));
    expect(grace.messages("#ops-alerts")).toHaveLength(1);
    expect(await stage.audit()).toEqual(["U0GRACE incident.acknowledge done"]);
    // Whoever clicks is told by the card: nobody mentions them for it.
    const card = await cardIn(grace, "#ops-alerts");
    await until(() => grace.thread("#ops-alerts", card.ts).length === 3);
    expect(JSON.stringify(grace.thread("#ops-alerts", card.ts))).not.toContain("<@U0GRACE>");
  });

  test("and comes again, has one effect", async () => {
    await acknowledge(grace);
    await stage.workspace.faults.redeliverLast();
    stage.workspace.faults.doubleNext();
    const card = await cardIn(grace, "#ops-alerts");
    await until(() => grace.messages("#ops-alerts")[0]?.text.includes("is on it"));
    await grace.click({ message: card, action: "incident.return" });
    await until(async () => (await stage.incident("inc-1")).state.kind === "open");
    expect(await stage.audit()).toEqual([
      "U0GRACE incident.acknowledge done",
      "U0GRACE incident.acknowledge done",
    ]);
    // Over HTTP a copy of the same second has the same signature, and goes no further than that.
    const seenBefore = [
      ...(await stage.metric('fettle_slack_deliveries_total{outcome="duplicate"}')),
      ...(await stage.metric('fettle_slack_requests_total{outcome="replayed"}')),
    ].map((line) => Number(line.split(" ").at(-1)));
    expect(seenBefore.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test("of two people at once is one's, and the other is told whose", async () => {
    await cardIn(grace, "#ops-alerts");
    await Promise.all([acknowledge(grace), acknowledge(radia)]);
    await until(() => [...grace.ephemerals(), ...radia.ephemerals()].length > 0);
    expect([...grace.ephemerals(), ...radia.ephemerals()]).toHaveLength(1);
    expect([...grace.ephemerals(), ...radia.ephemerals()][0]?.text).toContain("is taken already");
    expect((await stage.audit()).filter((line) => line.endsWith("done"))).toHaveLength(1);
  });

  test("on a card that is over says so, and changes nothing", async () => {
    const card = await cardIn(grace, "#ops-alerts");
    await stage.settle("alert-c1");
    await until(async () => (await stage.incident("inc-1")).state.kind === "resolved");
    await grace.click({ message: card, action: "incident.acknowledge" }).catch(() => undefined);
    // Its button is gone with the next edit; another client may still show it.
    await grace.command("/fettle ack inc-1");
    await until(() => grace.ephemerals().length > 0);
    expect(grace.ephemerals().at(-1)?.text).toContain("cannot acknowledge an incident that is resolved");
    expect(await stage.audit()).toEqual([]);
  });

  test("of somebody without the right is refused to them alone, audited, and says whom to ask", async () => {
    const ada = stage.person("U0ADA");
    expect(await acknowledge(ada)).toMatchObject({ ok: true });
    await until(() => ada.ephemerals("#ops-alerts").length > 0);
    expect(ada.ephemerals("#ops-alerts")[0]?.text).toBe(
      "🚫 You need `incident.acknowledge` on inc-1. You are in *dev*. Ask *oncall* (policy `oncall-works-on-incidents`).",
    );
    expect(grace.ephemerals()).toEqual([]);
    expect(await stage.audit()).toEqual(["U0ADA incident.acknowledge denied"]);
    expect(grace.messages("#ops-alerts")[0]?.text).not.toContain("is on it");
  });
});
