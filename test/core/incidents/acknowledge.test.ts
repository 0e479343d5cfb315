import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Guard, openAccess, openGuard } from "#core/access";
import { type Actor, formatFileFault } from "#core/domain";
import { acknowledge, unacknowledge } from "#core/incidents";
import { type Desk, openDesk } from "./desk.ts";

const ann: Actor = { kind: "local", uid: 1000 };
const bob: Actor = { kind: "local", uid: 1001 };
const guest: Actor = { kind: "local", uid: 9 };
const text = `@id("team") permit (principal in Fettle::Group::"team", action == Fettle::Action::"incident.acknowledge", resource)
when { resource.severity < 5 };`;

let desk: Desk;
let guard: Guard;

beforeEach(async () => {
  desk = await openDesk();
  const opened = await openAccess({
    policies: [{ name: "p", file: "p.cedar", text }],
    groups: { team: { users: ["local:1000", "local:1001"] } },
  });
  if (!opened.ok) throw new Error(opened.faults.map(formatFileFault).join("\n"));
  const { access } = opened;
  guard = openGuard({ store: desk.store, clock: desk.clock, access: () => access });
  await desk.see();
  await desk.clock.wind(11_000);
  desk.hear();
});

afterEach(() => desk[Symbol.asyncDispose]());

function request(actor: Actor, id = "inc-1") {
  return { store: desk.store, guard, actor, id, nowMs: desk.clock.nowMs() };
}

const audit = async () =>
  (await desk.store.read((r) => r.audit.list({ afterSeq: 0, limit: 10 }))).map(
    ({ actor, outcome, policies }) => `${actor} ${outcome} ${policies.join()}`,
  );

async function state() {
  return (await desk.incident("inc-1")).state;
}

test("whoever may takes an incident on, and audit and event say who", async () => {
  await acknowledge(request(ann));
  await desk.clock.wind(0);
  expect(await state()).toMatchObject({ kind: "acknowledged", by: "local:1000" });
  expect(desk.hear()).toEqual(["inc-1 acknowledged"]);
  expect(await audit()).toEqual(["local:1000 done team"]);
});

test("a second person takes it over", async () => {
  await acknowledge(request(ann));
  await desk.clock.wind(1_000);
  await acknowledge(request(bob));
  await desk.clock.wind(0);
  expect(await state()).toMatchObject({ by: "local:1001", atMs: desk.clock.nowMs() });
  expect(desk.hear()).toEqual(["inc-1 acknowledged", "inc-1 acknowledged"]);
});

test("whoever gives it back leaves it open", async () => {
  await acknowledge(request(ann));
  await unacknowledge(request(bob));
  await desk.clock.wind(0);
  expect(await state()).toMatchObject({ kind: "open" });
  expect(desk.hear()).toEqual(["inc-1 acknowledged", "inc-1 changed"]);
});

describe("an acknowledgement", () => {
  test("lapses after its hour, and people are called", async () => {
    await acknowledge(request(ann));
    await desk.clock.wind(59 * 60_000);
    expect(desk.hear()).toEqual(["inc-1 acknowledged"]);
    await desk.clock.wind(61_000);
    expect(desk.hear()).toEqual(["inc-1 lapsed @"]);
    expect(await state()).toMatchObject({ kind: "open" });
  });

  test("holds an hour from when it was given last", async () => {
    await acknowledge(request(ann));
    await desk.clock.wind(50 * 60_000);
    await acknowledge(request(ann));
    await desk.clock.wind(50 * 60_000);
    expect(await state()).toMatchObject({ kind: "acknowledged" });
  });
});

describe("nothing changes, and nobody is told,", () => {
  /** How it was refused, and what was told and written down nevertheless. */
  async function refusalOf(refused: () => Promise<unknown>) {
    const fault: unknown = await refused().catch((thrown: unknown) => thrown);
    await desk.clock.wind(0);
    const told = desk.hear().filter((line) => / acknowledged| changed$/.test(line));
    return { fault, told, written: await audit() };
  }

  test("for one who has not the right, which is audited", async () => {
    const message =
      'local:9 needs "incident.acknowledge" on inc-1; granted to: team (policy "team"); ask one of them or add a policy';
    expect(await refusalOf(() => acknowledge(request(guest)))).toMatchObject({
      fault: { kind: "denied", message },
      told: [],
      written: ["local:9 denied "],
    });
    expect(await state()).toMatchObject({ kind: "open" });
  });

  const unwritten = { told: [], written: [] };

  test("for an incident that is not there", async () => {
    expect(await refusalOf(() => acknowledge(request(ann, "inc-7")))).toMatchObject({
      fault: { kind: "missing", message: 'there is no incident "inc-7"' },
      ...unwritten,
    });
  });

  test("for one that is resolved", async () => {
    await desk.settle("alert-c1");
    expect(await refusalOf(() => acknowledge(request(ann)))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
    expect(await state()).toMatchObject({ kind: "resolved" });
  });

  test("for one that still gathers", async () => {
    await desk.see({ rule: "net" });
    expect(await refusalOf(() => acknowledge(request(ann, "inc-2")))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
  });

  test("for one that nobody has, when it is given back", async () => {
    expect(await refusalOf(() => unacknowledge(request(ann)))).toMatchObject({
      fault: { kind: "conflict" },
      ...unwritten,
    });
  });

  test("when its severity rises past the right while the right is looked up", async () => {
    const slow: Guard = {
      ...guard,
      inStore: async (asked, work) => {
        await desk.see({ severity: 5 });
        return guard.inStore(asked, work);
      },
    };
    expect(await refusalOf(() => acknowledge({ ...request(ann), guard: slow }))).toMatchObject({
      fault: { kind: "conflict", message: "inc-1 has severity 5 now, not 3; try again" },
      ...unwritten,
    });
    expect(await state()).toMatchObject({ kind: "open" });
  });
});
