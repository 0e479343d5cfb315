import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settle, sight, type Sighting } from "#core/incidents";
import type { Alert } from "#core/domain";
import { handClock } from "../../support/hand-clock.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

let kept: TemporaryStore;

beforeEach(async () => {
  kept = await temporaryStore(handClock());
});

afterEach(() => kept[Symbol.asyncDispose]());

function sighting(change: Partial<Sighting> = {}): Sighting {
  return {
    rule: "disk",
    event: "disk_full",
    severity: 3,
    subject: "web-01",
    by: { mount: "/data" },
    labels: {},
    semantics: [],
    times: 1,
    earlier: 0,
    atMs: 500,
    cause: "c1",
    summary: () => "full",
    ...change,
  };
}

function see(change: Partial<Sighting> = {}, nowMs = 1_000): Promise<Alert | undefined> {
  return kept.store.write((r) => sight(r, sighting(change), nowMs));
}

async function told(): Promise<string[]> {
  const events = await kept.store.read((r) => r.events.after(0, 100));
  return events.map(({ event }) => `${event.type} ${event.subject}`);
}

async function resolve(alert: Alert | undefined, atMs = 2_000): Promise<void> {
  if (alert === undefined) throw new Error("no alert");
  await kept.store.write((r) => settle(r, alert, { atMs, reason: "absent" }));
}

test("the first sighting fires an alert that began when its line says", async () => {
  expect(await see({ earlier: 2 })).toMatchObject({
    id: "alert-c1",
    count: 3,
    seenMs: 1_000,
    state: { kind: "firing", sinceMs: 500 },
  });
  expect(await told()).toEqual(["fettle.alert.firing alert-c1"]);
});

test("more sightings count on it, without its window again, and tell nobody", async () => {
  await see({ earlier: 2 });
  expect(await see({ earlier: 2, times: 4, cause: "c2" }, 3_000)).toMatchObject({
    id: "alert-c1",
    count: 7,
    seenMs: 3_000,
  });
  expect(await told()).toHaveLength(1);
});

test("a text is only rendered for an alert that begins", async () => {
  await see();
  await see({
    summary: () => {
      throw new Error("rendered");
    },
  });
  expect(await told()).toHaveLength(1);
});

test("a worse sighting raises the alert and says so once; a milder one changes nothing", async () => {
  await see();
  await see({ severity: 5 });
  await see({ severity: 5 });
  expect(await see({ severity: 1 })).toMatchObject({ severity: 5, count: 4 });
  expect(await told()).toEqual(["fettle.alert.firing alert-c1", "fettle.alert.raised alert-c1"]);
});

describe("after it was resolved", () => {
  test("another sighting is another alert of the same fingerprint", async () => {
    const first = await see();
    await resolve(first);
    const second = await see({ cause: "c2" });
    expect(second).toMatchObject({ id: "alert-c2", fingerprint: first?.fingerprint, count: 1 });
    expect(await told()).toEqual([
      "fettle.alert.firing alert-c1",
      "fettle.alert.resolved alert-c1",
      "fettle.alert.firing alert-c2",
    ]);
  });

  test("the same sighting, delivered again, is nothing", async () => {
    await resolve(await see());
    expect(await see()).toBeUndefined();
    expect(await told()).toHaveLength(2);
    expect(await kept.store.read((r) => r.alerts.listFiring(10))).toEqual([]);
  });

  test("it cannot be resolved once more", async () => {
    await resolve(await see());
    const again = await kept.store.read((r) => r.alerts.byId("alert-c1"));
    await expect(resolve(again)).rejects.toMatchObject({ kind: "conflict" });
  });
});

test("another subject or key is another alert", async () => {
  await see();
  await see({ subject: "web-02", cause: "c2" });
  await see({ by: { mount: "/" }, cause: "c3" });
  expect(await kept.store.read((r) => r.alerts.listFiring(10))).toHaveLength(3);
});
