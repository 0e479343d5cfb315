import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Guard, personOf } from "#core/access";
import type { Desk } from "#core/incidents";
import { type Room, openRoom } from "./room.ts";

const ann = personOf({ kind: "local", uid: 1000 });
const bob = personOf({ kind: "local", uid: 1001 });
const guest = personOf({ kind: "local", uid: 9 });
const text = `@id("team") permit (principal in Fettle::Group::"team", action == Fettle::Action::"incident.acknowledge", resource)
when { resource.severity < 5 };`;

let room: Room;
let desk: Desk;

beforeEach(async () => {
  room = await openRoom();
  desk = await room.desk(text);
  await room.see();
  await room.clock.wind(11_000);
  room.hear();
});

afterEach(() => room[Symbol.asyncDispose]());

const audit = async () =>
  (await room.store.read((r) => r.audit.list({ afterSeq: 0, limit: 10 }))).map(
    ({ actor, outcome, policies }) => `${actor} ${outcome} ${policies.join()}`,
  );

async function state() {
  return (await room.incident("inc-1")).state;
}

test("whoever may takes an incident on, and audit and event say who", async () => {
  await desk.acknowledge(ann, "inc-1", { over: false });
  await room.clock.wind(0);
  expect(await state()).toMatchObject({ kind: "acknowledged", by: "local:1000" });
  expect(room.hear()).toEqual(["inc-1 acknowledged"]);
  expect(await audit()).toEqual(["local:1000 done team"]);
});

test("a second person has it only if they want to take it over", async () => {
  await desk.acknowledge(ann, "inc-1", { over: false });
  await room.clock.wind(1_000);
  await expect(desk.acknowledge(bob, "inc-1", { over: false })).rejects.toMatchObject({
    kind: "conflict",
    message: "inc-1 is taken already, by local:1000; take it over if they know",
  });
  await desk.acknowledge(bob, "inc-1", { over: true });
  await room.clock.wind(0);
  expect(await state()).toMatchObject({ by: "local:1001", atMs: room.clock.nowMs() });
  expect(room.hear()).toEqual(["inc-1 acknowledged", "inc-1 acknowledged"]);
});

test("whoever gives it back leaves it open", async () => {
  await desk.acknowledge(ann, "inc-1", { over: false });
  await desk.unacknowledge(bob, "inc-1");
  await room.clock.wind(0);
  expect(await state()).toMatchObject({ kind: "open" });
  expect(room.hear()).toEqual(["inc-1 acknowledged", "inc-1 returned"]);
});

describe("an acknowledgement", () => {
  test("lapses after its hour, ten minutes after its person was asked, and people are called", async () => {
    await desk.acknowledge(ann, "inc-1", { over: false });
    await room.clock.wind(49 * 60_000);
    expect(room.hear()).toEqual(["inc-1 acknowledged"]);
    await room.clock.wind(61_000);
    expect(room.hear()).toEqual(["inc-1 asked"]);
    await room.clock.wind(9 * 60_000);
    expect(room.hear()).toEqual([]);
    await room.clock.wind(60_000);
    expect(room.hear()).toEqual(["inc-1 lapsed @"]);
    expect(await state()).toMatchObject({ kind: "open" });
  });

  test("is asked for again after whoever has it said that they go on", async () => {
    await desk.acknowledge(ann, "inc-1", { over: false });
    await room.clock.wind(50.5 * 60_000);
    await desk.acknowledge(ann, "inc-1", { over: false });
    await room.clock.wind(50.5 * 60_000);
    expect(room.hear()).toEqual(["inc-1 acknowledged", "inc-1 asked", "inc-1 changed", "inc-1 asked"]);
  });

  test("holds an hour from when it was given last", async () => {
    await desk.acknowledge(ann, "inc-1", { over: false });
    await room.clock.wind(50 * 60_000);
    await desk.acknowledge(ann, "inc-1", { over: false });
    await room.clock.wind(50 * 60_000);
    expect(await state()).toMatchObject({ kind: "acknowledged" });
  });
});

describe("nothing changes, and nobody is told,", () => {
  /** How it was refused, and what was told and written down nevertheless. */
  async function refusalOf(refused: () => Promise<unknown>) {
    const fault: unknown = await refused().catch((thrown: unknown) => thrown);
    await room.clock.wind(0);
    const told = room.hear().filter((line) => / acknowledged| returned/.test(line));
    return { fault, told, written: await audit() };
  }

  test("for one who has not the right, which is audited", async () => {
    const message =
      'local:9 needs "incident.acknowledge" on inc-1; granted to: team (policy "team"); ask one of them or add a policy';
    expect(await refusalOf(() => desk.acknowledge(guest, "inc-1", { over: false }))).toMatchObject({
      fault: { kind: "denied", message },
      told: [],
      written: ["local:9 denied "],
    });
    expect(await state()).toMatchObject({ kind: "open" });
  });

  const unwritten = { told: [], written: [] };

  test("for an incident that is not there", async () => {
    expect(await refusalOf(() => desk.acknowledge(ann, "inc-7", { over: false }))).toMatchObject({
      fault: { kind: "missing", message: 'there is no incident "inc-7"' },
      ...unwritten,
    });
  });

  test("for one that is resolved", async () => {
    await room.settle("alert-c1");
    expect(await refusalOf(() => desk.acknowledge(ann, "inc-1", { over: false }))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
    expect(await state()).toMatchObject({ kind: "resolved" });
  });

  test("for one that still gathers", async () => {
    await room.see({ rule: "net" });
    expect(await refusalOf(() => desk.acknowledge(ann, "inc-2", { over: false }))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
  });

  test("for one that nobody has, when it is given back", async () => {
    expect(await refusalOf(() => desk.unacknowledge(ann, "inc-1"))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
  });

  test("when its severity rises past the right while the right is looked up", async () => {
    const slow = await room.desk(text, (guard: Guard) => ({
      ...guard,
      inStore: async (asked, work) => {
        await room.see({ severity: 5 });
        return guard.inStore(asked, work);
      },
    }));
    expect(await refusalOf(() => slow.acknowledge(ann, "inc-1", { over: false }))).toMatchObject({
      fault: { kind: "conflict", message: "inc-1 has changed meanwhile; look at it and try again" },
      ...unwritten,
    });
    expect(await state()).toMatchObject({ kind: "open" });
  });
});
