import { afterEach, beforeEach, expect, test } from "vitest";
import { openAccess, openGuard, type Person } from "#core/access";
import { type Drills, type DrillSetting, openDrills } from "#core/heal";
import type { Http } from "#core/reach";
import type { Alert, Incident } from "#core/domain";
import { handClock } from "../../support/hand-clock.ts";
import { aPlan } from "../../support/repairs.ts";
import { temporaryStore, type TemporaryStore } from "../../support/temporary-store.ts";

/* Which incident is told as a drill's, and which one is real. */

const name = "break";
const me: Person = { actor: { kind: "local", uid: 1 }, groups: [] };
const hourMs = 3_600_000;
const http: Http = {
  request: async () => ({
    status: 200,
    body: "broken now",
    headers: {},
    bodyBytes: 10,
    truncated: false,
    ms: 1,
  }),
  [Symbol.asyncDispose]: async () => {},
};
const clock = handClock();
let room: TemporaryStore;
let drills: Drills;

beforeEach(async () => {
  room = await temporaryStore(clock);
  const opened = await openAccess({
    policies: [{ name: "p", file: "p", text: "permit (principal, action, resource);" }],
    groups: {},
  });
  if (!opened.ok) throw new Error("no policy");
  const access = () => opened.access;
  const setting: DrillSetting = {
    name,
    expect: "broken",
    break: { http: { url: "http://x/", method: "POST" } },
  };
  drills = openDrills({
    store: room.store,
    clock,
    http,
    access,
    guard: openGuard({ store: room.store, clock, access }),
    redact: (text) => text,
    settings: () => [setting],
  });
});
afterEach(() => room[Symbol.asyncDispose]());

/** An incident with an alert that fires now. */
async function notice(): Promise<string> {
  return room.store.write(async (r) => {
    const nowMs = clock.nowMs();
    const id = await r.incidents.nextId();
    const common = { severity: 3, labels: {} } as const;
    const alert: Alert = {
      ...common,
      id: `alert-${id}`,
      fingerprint: id,
      rule: "broken",
      event: "broken",
      subject: "local",
      by: {},
      semantics: [],
      summary: "",
      count: 1,
      seenMs: nowMs,
      state: { kind: "firing", sinceMs: nowMs },
    };
    const incident: Incident = {
      ...common,
      id,
      groupKey: id,
      title: "broken",
      parent: null,
      openedMs: nowMs,
      changedMs: nowMs,
      state: { kind: "open", sinceMs: nowMs },
    };
    await r.alerts.put(alert);
    await r.incidents.put(incident);
    await r.incidents.attach(id, alert.id);
    return id;
  });
}

test("the first incident after a drill is its own, and what comes later is real", async () => {
  const before = await notice();
  clock.jump(1_000);
  await drills.start(me, name);
  clock.jump(2_000);
  const own = await notice();
  clock.jump(60_000);
  const later = await notice();
  expect((await drills.scoreOf(own))?.stages[0]).toEqual({ name: "noticed", afterMs: 2_000 });
  expect(await drills.scoreOf(before)).toBeUndefined();
  expect(await drills.scoreOf(later)).toBeUndefined();
  expect((await drills.score(me, name))?.incident).toBe(own);
});

test("a repair that was planned before a drill is none of its own", async () => {
  const incident = await notice();
  const subject = { kind: "incident", id: incident } as const;
  await room.store.write((r) => r.plans.insert(aPlan({ id: "plan-9", subject, createdMs: clock.nowMs() })));
  clock.jump(1_000);
  await drills.start(me, name);
  clock.jump(1_000);
  await room.store.write(async (r) => {
    const [alert] = await r.incidents.alertsOf(incident, 1);
    if (alert === undefined) throw new Error("no alert");
    await r.alerts.put({ ...alert, state: { kind: "firing", sinceMs: clock.nowMs() } });
  });
  expect(await drills.scoreOf(incident)).toMatchObject({ incident, plan: null, run: null });
});

test("an incident more than an hour after a drill that nothing noticed is none of it", async () => {
  await drills.start(me, name);
  clock.jump(hourMs + 1);
  const real = await notice();
  expect(await drills.scoreOf(real)).toBeUndefined();
  expect((await drills.score(me, name))?.incident).toBeNull();
});
