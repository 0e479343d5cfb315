import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personOf } from "#core/access";
import { isStorm, readCard, wayOf } from "#core/incidents";
import { type Room, openRoom } from "./room.ts";

const minuteMs = 60_000;
const ann = personOf({ kind: "local", uid: 1000 });
const permit = `@id("team") permit (principal in Fettle::Group::"team", action, resource);`;
const notProd = `@id("not-prod") forbid (principal, action, resource) when { resource has env && resource.env == "prod" };`;

let room: Room;

beforeEach(async () => {
  room = await openRoom();
});

afterEach(() => room[Symbol.asyncDispose]());

/** Alerts of so many rules; their ids. */
async function trouble(count: number, change: Parameters<Room["see"]>[0] = {}, from = 1): Promise<string[]> {
  const alerts: string[] = [];
  for (let i = from; i < from + count; i++)
    alerts.push(await room.see({ rule: `r${i}`, event: `e${i}`, ...change }));
  return alerts;
}

describe("four incidents at once", () => {
  test("are four, each with its own card", async () => {
    await trouble(4);
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual(["inc-1 opened @", "inc-2 opened @", "inc-3 opened @", "inc-4 opened @"]);
  });

  test("and a fifth within five minutes are one storm, which calls people once", async () => {
    await trouble(4);
    await room.clock.wind(2 * minuteMs);
    room.hear();
    await trouble(1, { severity: 4 }, 5);
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual([
      "inc-6 opened @",
      "inc-1 changed",
      "inc-2 changed",
      "inc-3 changed",
      "inc-4 changed",
      "inc-5 opened",
    ]);
    expect(await room.incident("inc-6")).toMatchObject({
      title: "storm",
      severity: 4,
      labels: { env: "prod" },
    });
    expect(await room.incident("inc-1")).toMatchObject({ parent: "inc-6" });
  });

  test("and a fifth after that are five", async () => {
    await trouble(4);
    await room.clock.wind(6 * minuteMs);
    room.hear();
    await trouble(1, {}, 5);
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual(["inc-5 opened @"]);
  });
});

describe("incidents that go to different people", () => {
  const toTwo = {
    routes: [
      { match: { labels: { team: "shop" } }, channel: "#shop", mention: "shop" },
      { match: { labels: { team: "pay" } }, channel: "#pay" },
    ],
  };
  const shop = { labels: { team: "shop" } };
  const pay = { labels: { team: "pay" } };

  test("are never one storm: each way has its own, and neither names what the other must not know", async () => {
    await using two = await openRoom(toTwo);
    for (let i = 1; i <= 10; i++)
      await two.see({ rule: `r${i}`, event: `e${i}`, ...(i % 2 === 0 ? pay : shop) });
    await two.clock.wind(11_000);
    const storms = await two.store.read((r) => r.incidents.listOpen(20));
    const ways = new Set(storms.map((storm) => wayOf(storm, toTwo.routes)?.channel));
    expect([storms.length, ways]).toEqual([2, new Set(["#pay", "#shop"])]);
    for (const storm of storms) {
      const { storm: parts } = await two.store.read((r) => readCard(r, storm.id));
      const channels = new Set(parts?.parts.map((part) => wayOf(part, toTwo.routes)?.channel));
      expect([...channels]).toEqual([wayOf(storm, toTwo.routes)?.channel]);
    }
  });

  test("are a storm that is told although its parts have no label in common", async () => {
    await using two = await openRoom({
      routes: [{ match: { severity: { operator: ">=", level: 3 } }, channel: "#a" }],
    });
    for (let i = 1; i <= 5; i++) await two.see({ rule: `r${i}`, event: `e${i}`, labels: { n: `${i}` } });
    await two.clock.wind(11_000);
    const [storm] = await two.store.read((r) => r.incidents.listOpen(20));
    expect(storm === undefined ? undefined : wayOf(storm, [])).toEqual({ channel: "#a" });
  });

  test("stand alone where nobody wants to know of them", async () => {
    await using two = await openRoom({ routes: [] });
    for (let i = 1; i <= 6; i++) await two.see({ rule: `r${i}`, event: `e${i}` });
    await two.clock.wind(11_000);
    expect(await two.store.read((r) => r.incidents.listOpen(20))).toHaveLength(6);
  });
});

describe("a storm", () => {
  let alerts: string[];

  beforeEach(async () => {
    alerts = [...(await trouble(3)), ...(await trouble(3, { labels: { env: "stage" } }, 4))];
    await room.clock.wind(11_000);
  });

  const storm = () => room.incident("inc-7");

  test("begins before any of its parts has a card, when they come at once", async () => {
    expect(room.hear()).toEqual([
      "inc-7 opened @",
      ...[1, 2, 3, 4, 5, 6].map((part) => `inc-${part} opened`),
    ]);
    const card = await room.store.read((r) => readCard(r, "inc-7"));
    expect(isStorm(card.incident)).toBe(true);
    expect(card).toMatchObject({ firing: 6, all: 6, storm: { open: 6, all: 6 }, incident: { labels: {} } });
    expect(await room.store.read((r) => r.incidents.listOpen(10))).toEqual([card.incident]);
  });

  test("takes in what opens while it rages, without calling again", async () => {
    room.hear();
    await room.clock.wind(4 * minuteMs);
    await trouble(1, {}, 8);
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual(["inc-7 changed", "inc-8 opened"]);
    await room.clock.wind(6 * minuteMs);
    await trouble(1, {}, 9);
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual(["inc-9 opened @"]);
  });

  test("calls again when one of its parts gets worse than it is, and not when another does", async () => {
    room.hear();
    await room.see({ rule: "r2", event: "e2", severity: 5 });
    expect(room.hear()).toEqual(["inc-2 changed @", "inc-7 changed @"]);
    expect(await storm()).toMatchObject({ severity: 5 });
    await room.see({ rule: "r3", event: "e3", severity: 4 });
    expect(room.hear()).toEqual(["inc-3 changed @"]);
  });

  test("is over when all its parts are, and back when one of them is", async () => {
    room.hear();
    for (const alert of alerts) await room.settle(alert);
    expect(room.hear().at(-1)).toBe("inc-7 resolved");
    await room.clock.wind(6 * minuteMs);
    await room.see({ rule: "r1", event: "e1" });
    expect(room.hear()).toEqual(["inc-1 reopened @", "inc-7 reopened @"]);
    expect(await storm()).toMatchObject({ state: { kind: "open" } });
  });

  test("that is over leaves what opens again to the one that rages then", async () => {
    for (const alert of alerts) await room.settle(alert);
    await room.clock.wind(6 * minuteMs);
    await trouble(5, {}, 11);
    await room.clock.wind(11_000);
    expect(await room.incident("inc-13")).toMatchObject({ title: "storm" });
    await room.see({ rule: "r1", event: "e1" });
    expect(await room.incident("inc-1")).toMatchObject({ parent: "inc-13", state: { kind: "open" } });
    expect(await storm()).toMatchObject({ state: { kind: "resolved" } });
  });

  test("leaves alone what somebody has taken on", async () => {
    await room[Symbol.asyncDispose]();
    room = await openRoom();
    await trouble(4);
    await room.clock.wind(11_000);
    const desk = await room.desk(permit);
    await desk.acknowledge(ann, "inc-1", { over: false });
    await trouble(1, {}, 5);
    await room.clock.wind(11_000);
    expect(await room.incident("inc-1")).toMatchObject({ parent: null });
    expect(await room.incident("inc-2")).toMatchObject({ parent: "inc-6" });
  });

  test("is taken on as one, by who may take on each of its parts", async () => {
    const open = await room.desk(permit);
    await open.acknowledge(ann, "inc-7", { over: false });
    expect(await storm()).toMatchObject({ state: { kind: "acknowledged" } });
    expect(await room.incident("inc-1")).toMatchObject({ state: { kind: "open" } });

    const guarded = await room.desk(permit + notProd);
    await expect(guarded.acknowledge(ann, "inc-7", { over: false })).rejects.toThrow(
      /may not "incident.acknowledge" on inc-[123]: forbidden by policy "not-prod"/,
    );
    await guarded.acknowledge(ann, "inc-4", { over: false });
  });

  test("is resolved as one, with all its alerts", async () => {
    const desk = await room.desk(permit);
    await desk.resolve(ann, "inc-7", "the switch is back");
    await room.clock.wind(0);
    expect(await room.store.read((r) => r.alerts.listFiring(10))).toEqual([]);
    for (const id of ["inc-1", "inc-6", "inc-7"]) {
      expect(await room.incident(id)).toMatchObject({
        state: { kind: "resolved", by: "local:1000", note: "the switch is back" },
      });
    }
    expect(room.hear().filter((line) => line.startsWith("inc-7"))).toEqual([
      "inc-7 opened @",
      "inc-7 resolved",
    ]);
  });
});

test("a storm whose parts somebody ends one by one is over with the last of them", async () => {
  await trouble(5);
  await room.clock.wind(11_000);
  const desk = await room.desk(permit);
  for (let part = 1; part <= 5; part++) {
    expect(await room.incident("inc-6")).toMatchObject({ state: { kind: "open" } });
    await desk.resolve(ann, `inc-${part}`, "done");
  }
  expect(await room.incident("inc-6")).toMatchObject({ state: { kind: "resolved" } });
});

test("an acknowledgement that lapses in the moment of a storm leaves its incident a part of it", async () => {
  const desk = await room.desk(permit);
  await trouble(1);
  await room.clock.wind(11_000);
  await desk.acknowledge(ann, "inc-1", { over: false });
  await room.clock.wind(60 * minuteMs - 5_000);
  await trouble(5, {}, 2);
  await room.clock.wind(11_000);
  const parts = await room.store.read((r) => r.incidents.childrenOf("inc-7", 10));
  const lapsed = await room.incident("inc-1");
  expect(parts).toHaveLength(5);
  expect(lapsed.state.kind).toBe("open");
});
