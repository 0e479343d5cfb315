import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Plan, PlanContent } from "#core/domain";
import { aPlanContent, mutantsOf } from "../../../support/repairs.ts";
import { ann, ben, openHealRoom } from "./room.ts";

/** With each kind of field that a plan can have. */
const whole: PlanContent = aPlanContent({
  runbook: "free the disk",
  check: {
    kind: "exec",
    command: "df /data",
    grants: [{ kind: "read", path: "/data" }],
    parse: "([0-9]+)%",
    expect: { comparison: ">", value: 95 },
  },
  steps: [
    {
      kind: "exec",
      command: "clean",
      grants: [{ kind: "read", path: "/etc" }, { kind: "write", path: "/data" }, { kind: "net" }],
      deadlineMs: 5_000,
    },
    { kind: "action", action: "rotate_logs", arguments: { glob: "/l/*.log", keep: 7 }, deadlineMs: 6_000 },
    { kind: "action", action: "http_request", arguments: { url: "http://h/", insist: true }, deadlineMs: 7 },
  ],
  verify: {
    withinMs: 60_000,
    everyMs: 5_000,
    holdMs: 1_000,
    assertions: [
      {
        kind: "exec",
        command: "true",
        grants: [{ kind: "net" }],
        parse: null,
        expect: { comparison: "==", value: 0 },
      },
      { kind: "http", url: "http://h/", part: "body", expect: { comparison: "!=", value: "down" } },
      { kind: "metric", query: "up", expect: { comparison: ">=", value: 1 } },
    ],
  },
  brakes: { cooldownMs: 60_000, limit: { count: 3, perMs: 3_600_000 } },
  approvals: { needed: 2, group: "oncall", withinMs: 900_000 },
});

/** One field a mutant, and lists that are longer or shorter; the last ones have the shape of a content, too. */
const mutants: readonly { readonly path: string; readonly content: PlanContent }[] = [
  ...mutantsOf(whole),
  { path: "steps[2]", content: { ...whole, steps: whole.steps.slice(0, 2) } },
  { path: "steps[3]", content: { ...whole, steps: [...whole.steps, ...aPlanContent().steps] } },
  { path: "steps[0]", content: { ...whole, steps: whole.steps.toReversed() } },
  { path: "check", content: { ...whole, check: null } },
  { path: "brakes.limit", content: { ...whole, brakes: { ...whole.brakes, limit: null } } },
  { path: "verify.assertions", content: { ...whole, verify: { ...whole.verify, assertions: [] } } },
];

type Room = Awaited<ReturnType<typeof openHealRoom>>;
const pausing = { scope: null, reason: "wait", hard: false };

/** Approved by two people, and held up by a pause, so that nothing has begun. */
async function approved(room: Room): Promise<Plan> {
  await room.healer.pause(ann, pausing);
  const { plan } = await room.propose(ann);
  await room.healer.approve(ann, plan.id, plan.hash);
  return (await room.healer.approve(ben, plan.id, plan.hash)).plan;
}

async function nothingRan(room: Room): Promise<void> {
  expect(room.hands.done.filter((done) => done.startsWith("act"))).toEqual([]);
  expect(await room.store.read((r) => r.runs.list(10))).toEqual([]);
}

test("an approved plan whose runbook says anything else by now runs nothing, and is refused by that field", async () => {
  await using room = await openHealRoom(whole);
  for (const { path, content } of mutants) {
    const plan = await approved(room);
    expect([path, plan.state.kind]).toEqual([path, "approved"]);
    room.runbook.content = content;
    await room.healer.resume(ann, null);
    await room.clock.wind(2_000);
    await nothingRan(room);
    const { plan: now } = await room.healer.repair(ann, plan.id);
    expect([path, now.state.kind]).toEqual([path, "refused"]);
    expect([path, ...driftOf(now)].join("\n")).toContain(`\n${path}`);
    room.runbook.content = whole;
  }
  expect(mutants.length).toBeGreaterThan(50);
  await expectThatItRuns(room);
});

test("an approved plan that somebody has changed in the database runs nothing, although its hash was kept", async () => {
  await using room = await openHealRoom(whole);
  let refused = 0;
  for (const { path, content } of mutants) {
    const plan = await approved(room);
    const tampered = tamper(room, plan.id, content);
    await room.healer.resume(ann, null);
    await room.clock.wind(2_000);
    await nothingRan(room);
    const now = await readable(room, plan.id);
    if (now === undefined) {
      // No content at all any more: the store refuses the row. It is put back, and must not run behind our back.
      await room.healer.pause(ann, pausing);
      tampered.undo();
      await room.healer.deny(ann, plan.id, "put back");
      await room.healer.resume(ann, null);
      continue;
    }
    refused += 1;
    expect([path, now.state.kind]).toEqual([path, "refused"]);
    // Of another runbook's name there is nothing to compare with.
    if (path !== "runbook") expect([path, ...driftOf(now)].join("\n")).toContain(`\n${path}`);
  }
  expect(refused).toBeGreaterThan(30);
  await expectThatItRuns(room);
});

test("a plan that somebody changes in the database before the last vote is not approved", async () => {
  await using room = await openHealRoom(whole);
  const { plan } = await room.propose(ann);
  await room.healer.approve(ann, plan.id, plan.hash);
  tamper(room, plan.id, { ...whole, approvals: { ...whole.approvals, needed: 1 } });
  await expect(room.healer.approve(ben, plan.id, plan.hash)).rejects.toThrow("approvals.needed");
  expect((await room.healer.repair(ann, plan.id)).plan.state.kind).toBe("refused");
  await room.clock.wind(2_000);
  await nothingRan(room);
});

/** What was refused was refused for its difference only: the plan as it was approved does run. */
async function expectThatItRuns(room: Room): Promise<void> {
  const plan = await approved(room);
  await room.healer.resume(ann, null);
  await room.clock.wind(10_000);
  expect((await room.healer.repair(ann, plan.id)).run?.receipt?.verdict).toBe("healed");
}

function driftOf({ state }: Plan): readonly string[] {
  return state.kind === "refused" ? state.drift.map(({ path }) => path) : [];
}

/** The plan, unless its row is damaged. */
async function readable(room: Room, id: string): Promise<Plan | undefined> {
  try {
    return (await room.healer.repair(ann, id)).plan;
  } catch (thrown) {
    expect(thrown).toMatchObject({ kind: "invalid" });
    expect(String(thrown)).toContain("is damaged");
    return undefined;
  }
}

/** Writes another content into the plan's row, past the store, as somebody with an editor would. */
function tamper(room: Room, id: string, content: PlanContent): { readonly undo: () => void } {
  const set = (json: string): void => {
    using database = new DatabaseSync(join(room.folder, "state", "fettle.db"));
    const { changes } = database
      .prepare("update plans set document = json_set(document, '$.content', json(?)) where id = ?")
      .run(json, id);
    expect(changes).toBe(1);
  };
  set(JSON.stringify(content));
  return { undo: () => set(JSON.stringify(whole)) };
}
