import { afterEach, beforeEach, expect, test } from "vitest";
import { personOf } from "#core/access";
import type { Desk } from "#core/incidents";
import { type Room, openRoom } from "./room.ts";

const ann = personOf({ kind: "local", uid: 1000 });
const guest = personOf({ kind: "local", uid: 9 });
/** Somebody of whom only Slack knows the group. */
const cid = { actor: { kind: "slack", team: "T1", user: "U1" }, groups: ["team"] } as const;
const text = `
@id("team-works") permit (principal in Fettle::Group::"team", action, resource);
@id("all-read-stage") permit (principal, action == Fettle::Action::"incident.read", resource) when { resource.env == "stage" };
`.replace("when { resource.env", "when { resource has env && resource.env");

let room: Room;
let desk: Desk;

beforeEach(async () => {
  room = await openRoom();
  desk = await room.desk(text);
  await room.see({ severity: 4 });
  await room.see({ rule: "net", labels: { env: "stage" } });
  await room.clock.wind(11_000);
  await room.see({ rule: "gathers", labels: { env: "stage" } });
  room.hear();
});

afterEach(() => room[Symbol.asyncDispose]());

test("everybody sees what they may read, and how much else there is; nobody what still gathers", async () => {
  const seenBy = async (person: typeof ann) => {
    const { cards, hidden } = await desk.list(person);
    return [cards.map(({ incident }) => incident.id), hidden];
  };
  expect(await seenBy(ann)).toEqual([["inc-1", "inc-2"], 0]);
  expect(await seenBy(cid)).toEqual([["inc-1", "inc-2"], 0]);
  expect(await seenBy(guest)).toEqual([["inc-2"], 1]);
  expect((await desk.card(guest, "inc-2")).alerts).toHaveLength(1);
  await expect(desk.card(guest, "inc-1")).rejects.toMatchObject({
    kind: "denied",
    refusal: { missing: "incident.read", resource: "inc-1" },
  });
  await expect(desk.card(ann, "inc-9")).rejects.toMatchObject({ kind: "missing" });
});

test("looking on is not audited, and neither is being refused it", async () => {
  await desk.card(ann, "inc-1");
  await desk.card(guest, "inc-1").catch(() => undefined);
  expect(await room.store.read((r) => r.audit.list({ afterSeq: 0, limit: 10 }))).toEqual([]);
});

test("whoever says that it is over ends its alerts, with a note; when it is seen again it opens again", async () => {
  await desk.resolve(cid, "inc-1", "restarted it");
  await room.clock.wind(0);
  expect(await room.incident("inc-1")).toMatchObject({
    state: { kind: "resolved", by: "slack:T1/U1", note: "restarted it" },
  });
  expect((await desk.card(ann, "inc-1")).alerts[0]?.state).toMatchObject({
    kind: "resolved",
    reason: "declared",
  });
  // Its alert's own end must not tell of it once more, without the note.
  expect(room.hear()).toEqual(["inc-1 resolved"]);
  await expect(desk.resolve(ann, "inc-1", "once more")).rejects.toMatchObject({ kind: "conflict" });
  await room.see();
  // Whoever said so was wrong, and must know at once.
  expect(room.hear()).toEqual(["inc-1 reopened @"]);
});

test("what is said goes without the secrets in it", async () => {
  const said = "it is hunter2";
  await desk.acknowledge(ann, "inc-1", { over: false, note: said });
  await desk.note(ann, "inc-1", said);
  await desk.resolve(ann, "inc-1", said);
  const events = await room.store.read((r) => r.events.after(0, 100));
  const told = JSON.stringify([events, await room.incident("inc-1")]);
  expect(told.match(/it is <secret>/g)?.length ?? 0).toBeGreaterThanOrEqual(4);
  expect(told).not.toContain("hunter2");
});

test("a note travels with the event, and so does who it was", async () => {
  await desk.acknowledge(ann, "inc-1", { over: false, note: "looking at the disks" });
  const events = await room.store.read((r) => r.events.after(0, 100));
  expect(events.at(-1)?.event).toMatchObject({
    type: "fettle.incident.acknowledged",
    data: { by: "local:1000", note: "looking at the disks", mention: false },
  });
});

test("one who may only look on changes nothing", async () => {
  await expect(desk.resolve(guest, "inc-2", "I say so")).rejects.toMatchObject({ kind: "denied" });
  await expect(desk.acknowledge(guest, "inc-2", { over: false })).rejects.toMatchObject({ kind: "denied" });
  expect(await room.incident("inc-2")).toMatchObject({ state: { kind: "open" } });
});
