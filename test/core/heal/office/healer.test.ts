import { describe, expect, test } from "vitest";
import { aPlanContent } from "../../../support/repairs.ts";
import { ann, ben, dev, openHealRoom } from "./room.ts";

const check = aPlanContent().verify.assertions[0] ?? null;
const two = { approvals: { needed: 2, group: null, withinMs: 900_000 } };

describe("choosing a repair", () => {
  test("shows what would run and runs nothing; whoever chose it is not its proposer", async () => {
    await using room = await openHealRoom();
    expect((await room.healer.fitting(ann, "inc-1")).map(({ name }) => name)).toEqual(["free the disk"]);
    const { plan, missing } = await room.propose(ann);
    expect(plan).toMatchObject({ state: { kind: "proposed" }, proposer: "fettle:runbook free the disk" });
    expect(missing).toBe(1);
    await room.clock.wind(5_000);
    expect(room.hands.done).toEqual([]);
  });

  test("is refused to somebody without the right, with an audit entry, and offered nothing", async () => {
    await using room = await openHealRoom();
    expect(await room.healer.fitting(dev, "inc-1")).toEqual([]);
    await expect(room.propose(dev)).rejects.toMatchObject({ kind: "denied" });
    expect(await room.audit()).toContain("slack:T1/DEV plan.propose denied");
  });

  test("again gives the same plan; once the runbook has changed, another that takes its place", async () => {
    await using room = await openHealRoom();
    const first = await room.propose(ann);
    expect((await room.propose(ben)).plan.id).toBe(first.plan.id);
    room.runbook.content = aPlanContent({ runbook: "free the disk", brakes: { cooldownMs: 1, limit: null } });
    const second = await room.propose(ben);
    expect(second.plan.id).not.toBe(first.plan.id);
    expect((await room.healer.repair(ann, first.plan.id)).plan.state.kind).toBe("superseded");
  });

  test("without an incident again gives the same plan, as long as it is open", async () => {
    await using room = await openHealRoom();
    const request = { runbook: "free the disk", incident: undefined };
    const first = await room.healer.propose(ann, request);
    expect((await room.healer.propose(ben, request)).plan.id).toBe(first.plan.id);
    await room.healer.deny(ann, first.plan.id, "no");
    expect((await room.healer.propose(ben, request)).plan.id).not.toBe(first.plan.id);
  });

  test("says that there is nothing to repair where the check says so", async () => {
    await using room = await openHealRoom({ check });
    room.hands.holding = () => false;
    await expect(room.propose(ann)).rejects.toMatchObject({ kind: "conflict" });
    await expect(room.propose(ann)).rejects.toThrow(/nothing to repair/);
  });

  test("names what is near to a runbook that is not there", async () => {
    await using room = await openHealRoom();
    const asked = room.healer.propose(ann, { runbook: "free the disc", incident: "inc-1" });
    await expect(asked).rejects.toThrow('did you mean "free the disk"?');
  });
});

describe("an approval", () => {
  test("lets the plan run, which is verified and remembered", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await room.healer.approve(ann, plan.id, plan.hash);
    await room.clock.wind(2_000);
    const { run } = await room.healer.repair(dev, plan.id);
    expect(run?.receipt).toMatchObject({ verdict: "healed", approvers: ["slack:T1/ANN"] });
    const again = await room.propose(ann);
    expect(again.history).toMatchObject({ runs: 1, healed: 1 });
    const rows = await room.store.read((r) => r.audit.list({ afterSeq: 0, limit: 100 }));
    const vote = rows.find(({ action }) => action === "plan.approve");
    expect(vote).toMatchObject({ actor: "slack:T1/ANN", outcome: "done", detail: { hash: plan.hash } });
  });

  test("by somebody without the right is refused, audited, and counts nothing", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await expect(room.healer.approve(dev, plan.id)).rejects.toMatchObject({ kind: "denied" });
    expect((await room.healer.repair(ann, plan.id)).missing).toBe(1);
    expect(await room.audit()).toContain("slack:T1/DEV plan.approve denied");
  });

  test("is needed of two people where the runbook says so; the same one twice is one", async () => {
    await using room = await openHealRoom(two);
    const { plan } = await room.propose(ann);
    expect((await room.healer.approve(ann, plan.id)).missing).toBe(1);
    await expect(room.healer.approve(ann, plan.id)).rejects.toThrow(/approved plan-1 already/);
    await room.clock.wind(2_000);
    expect(room.hands.done).toEqual([]);
    expect((await room.healer.approve(ben, plan.id)).plan.state.kind).toBe("approved");
  });

  test("of two people in the same moment counts both", async () => {
    await using room = await openHealRoom(two);
    const { plan } = await room.propose(ann);
    await Promise.all([room.healer.approve(ann, plan.id), room.healer.approve(ben, plan.id)]);
    const { plan: now } = await room.healer.repair(ann, plan.id);
    expect(now.votes.map(({ by }) => by).toSorted()).toEqual(["slack:T1/ANN", "slack:T1/BEN"]);
    expect(now.state.kind).not.toBe("proposed");
  });

  test("for another hash than the plan has by now is refused", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await expect(room.healer.approve(ann, plan.id, "other")).rejects.toThrow(/not what you were shown/);
  });

  test("is asked of the group that the runbook names, whatever the policies allow beside it", async () => {
    await using room = await openHealRoom({ approvals: { needed: 1, group: "dba", withinMs: 900_000 } });
    const { plan } = await room.propose(ann);
    await expect(room.healer.approve(ann, plan.id)).rejects.toThrow(
      'needs an approver in "dba"; you are in oncall',
    );
    expect(await room.healer.waiting(ann)).toEqual([]);
  });

  test("of a plan that no longer applies is refused, and so is the plan, for good", async () => {
    await using room = await openHealRoom({ check });
    const { plan } = await room.propose(ann);
    room.hands.holding = () => false;
    await expect(room.healer.approve(ann, plan.id)).rejects.toThrow(/the plan no longer applies/);
    expect((await room.healer.repair(ann, plan.id)).plan.state.kind).toBe("refused");
  });

  test("whose check cannot be had is refused for now, and the plan stays", async () => {
    await using room = await openHealRoom({ check });
    const { plan } = await room.propose(ann);
    room.hands.holding = () => null;
    await expect(room.healer.approve(ann, plan.id)).rejects.toMatchObject({ kind: "unavailable" });
    room.hands.holding = () => true;
    expect((await room.healer.approve(ann, plan.id)).plan.state.kind).toBe("approved");
  });

  test("of a runbook that was changed meanwhile is refused with what differs", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    room.runbook.content = { ...room.runbook.content, brakes: { cooldownMs: 5, limit: null } };
    await expect(room.healer.approve(ann, plan.id)).rejects.toThrow("brakes.cooldownMs");
  });

  test("does not outlive the person: deactivated before it runs, it runs nothing", async () => {
    await using room = await openHealRoom();
    const pausing = { scope: null, reason: "wait", hard: false };
    await room.healer.pause(ben, pausing);
    const { plan } = await room.propose(ann);
    await room.healer.approve(ann, plan.id);
    room.people.delete("slack:T1/ANN");
    await room.healer.resume(ben, null);
    await room.clock.wind(2_000);
    const { plan: now } = await room.healer.repair(ben, plan.id);
    expect(now.state).toMatchObject({ kind: "refused" });
    expect(room.hands.done).toEqual([]);
  });

  test("comes too late when the plan has expired", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await room.clock.wind(900_000);
    await expect(room.healer.approve(ann, plan.id)).rejects.toThrow(/expired/);
  });
});

describe("saying no", () => {
  test("ends a plan for good, with the reason, redacted", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await room.healer.deny(ben, plan.id, "not now, hunter2");
    const { plan: now } = await room.healer.repair(ann, plan.id);
    expect(now.state).toMatchObject({ kind: "denied", reason: "not now, <secret>", by: "slack:T1/BEN" });
    await expect(room.healer.approve(ann, plan.id)).rejects.toMatchObject({ kind: "conflict" });
  });

  test("is for those who may approve", async () => {
    await using room = await openHealRoom();
    const { plan } = await room.propose(ann);
    await expect(room.healer.deny(dev, plan.id, "no")).rejects.toMatchObject({ kind: "denied" });
  });
});

describe("a pause", () => {
  test("is for those who may, is listed, and ends once", async () => {
    await using room = await openHealRoom();
    const all = { scope: null, reason: "freeze", hard: false };
    await expect(room.healer.pause(dev, all)).rejects.toMatchObject({ kind: "denied" });
    await room.healer.pause(ann, all);
    expect(await room.healer.pauses()).toMatchObject([{ reason: "freeze", by: "slack:T1/ANN" }]);
    await room.healer.resume(ann, null);
    await expect(room.healer.resume(ann, null)).rejects.toMatchObject({ kind: "conflict" });
  });

  test("that is hard ends what goes on", async () => {
    await using room = await openHealRoom();
    room.hands.holding = () => false;
    const { plan } = await room.propose(ann);
    await room.healer.approve(ann, plan.id);
    await room.clock.wind(3_000);
    await room.healer.pause(ben, { scope: null, reason: "stop it all", hard: true });
    await room.clock.wind(2_000);
    const { run } = await room.healer.repair(ann, plan.id);
    expect(run?.state).toMatchObject({ kind: "aborted", by: "slack:T1/BEN" });
  });
});

describe("what waits for somebody", () => {
  test("is what they may approve and have not", async () => {
    await using room = await openHealRoom(two);
    const { plan } = await room.propose(ann);
    const ids = async (person: typeof ann) => (await room.healer.waiting(person)).map((one) => one.plan.id);
    expect(await ids(ann)).toEqual([plan.id]);
    expect(await ids(dev)).toEqual([]);
    await room.healer.approve(ann, plan.id);
    expect([await ids(ann), await ids(ben)]).toEqual([[], [plan.id]]);
  });

  test("an aborted run says who ended it", async () => {
    await using room = await openHealRoom();
    room.hands.holding = () => false;
    const { plan } = await room.propose(ann);
    await room.healer.approve(ann, plan.id);
    await room.clock.wind(3_000);
    await expect(room.healer.abort(dev, plan.id, "x")).rejects.toMatchObject({ kind: "denied" });
    await room.healer.abort(ann, plan.id, "wrong host");
    await room.clock.wind(2_000);
    const { run } = await room.healer.repair(ann, plan.id);
    expect(run?.receipt?.reason).toBe("stopped: wrong host");
    await expect(room.healer.abort(ann, plan.id, "again")).rejects.toMatchObject({ kind: "conflict" });
    expect((await room.healer.runs(dev)).map((one) => one.run?.id)).toEqual([run?.id]);
  });
});
