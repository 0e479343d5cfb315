import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sight } from "#core/incidents";
import { type Ending, openAbsence } from "../../../core/inspect/absence.ts";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

let clock: HandClock;
let kept: TemporaryStore;
let reading: boolean;
let causes: number;

beforeEach(async () => {
  clock = handClock();
  kept = await temporaryStore(clock);
  reading = true;
  causes = 0;
});

afterEach(() => kept[Symbol.asyncDispose]());

const endings: Readonly<Record<string, Ending>> = {
  disk: { kind: "absent", afterMs: 60_000 },
  slow: { kind: "absent", afterMs: 120_000 },
  "check:shop": { kind: "recovered" },
};

function start(): AsyncDisposable {
  return openAbsence({
    store: kept.store,
    clock,
    log: hearLog().log,
    ending: (rule) => endings[rule] ?? { kind: "withdrawn" },
    reading: () => reading,
  });
}

async function see(rule: string, subject = "web-01"): Promise<void> {
  const sighting = {
    rule,
    event: rule,
    severity: 3,
    subject,
    by: {},
    labels: {},
    semantics: [],
    times: 1,
    earlier: 0,
    atMs: clock.nowMs(),
    cause: `c${++causes}`,
    summary: () => "",
  } as const;
  await kept.store.write((r) => sight(r, sighting, clock.nowMs()));
}

const firing = async () =>
  (await kept.store.read((r) => r.alerts.listFiring(2_000))).map(({ rule }) => rule).toSorted();
const reasonOf = async (id: string) => (await kept.store.read((r) => r.alerts.byId(id)))?.state;

test("an alert ends when it was not seen for its rule's time, and one that is seen goes on", async () => {
  await see("disk");
  await see("slow");
  const absence = start();
  await clock.wind(50_000);
  await see("disk");
  await clock.wind(60_000);
  expect(await firing()).toEqual(["disk", "slow"]);
  await clock.wind(2_000);
  expect(await firing()).toEqual(["slow"]);
  expect(await reasonOf("alert-c1")).toMatchObject({ kind: "resolved", reason: "absent" });
  await clock.wind(10_000);
  expect(await firing()).toEqual([]);
  await absence[Symbol.asyncDispose]();
});

test("an alert of a rule that is gone ends at once, and one of a probe is left to its probe", async () => {
  await see("gone");
  await see("check:shop");
  const absence = start();
  await clock.wind(0);
  expect(await firing()).toEqual(["check:shop"]);
  expect(await reasonOf("alert-c1")).toMatchObject({ reason: "withdrawn" });
  await clock.wind(3_600_000);
  expect(await firing()).toEqual(["check:shop"]);
  await absence[Symbol.asyncDispose]();
});

describe("time in which nobody looked does not count:", () => {
  test("Fettle did not run", async () => {
    await see("disk");
    await clock.wind(24 * 3_600_000);
    const absence = start();
    await clock.wind(58_000);
    expect(await firing()).toEqual(["disk"]);
    await clock.wind(3_000);
    expect(await firing()).toEqual([]);
    await absence[Symbol.asyncDispose]();
  });

  test("lines waited", async () => {
    await see("disk");
    const absence = start();
    reading = false;
    await clock.wind(600_000);
    expect(await firing()).toEqual(["disk"]);
    reading = true;
    await clock.wind(58_000);
    expect(await firing()).toEqual(["disk"]);
    await clock.wind(3_000);
    expect(await firing()).toEqual([]);
    await absence[Symbol.asyncDispose]();
  });
});

describe("a clock that is set", () => {
  test("forward ends no alert: in the time between nobody looked", async () => {
    await see("disk");
    const absence = start();
    await clock.wind(5_000);
    clock.jump(3_600_000);
    await clock.wind(58_000);
    expect(await firing()).toEqual(["disk"]);
    await clock.wind(5_000);
    expect(await firing()).toEqual([]);
    await absence[Symbol.asyncDispose]();
  });

  test("back holds an alert up for no longer than its rule's time anew", async () => {
    const absence = start();
    await clock.wind(5_000);
    clock.jump(-3_600_000);
    await clock.wind(5_000);
    await see("disk");
    await clock.wind(70_000);
    expect(await firing()).toEqual([]);
    await absence[Symbol.asyncDispose]();
  });
});

test("a damaged row keeps up the alerts of its own rule only", async () => {
  await see("disk");
  await see("gone");
  using database = new DatabaseSync(join(kept.folder, "state", "fettle.db"));
  database.exec("update alerts set document = '{}' where rule = 'disk'");
  const absence = start();
  await clock.wind(70_000);
  expect(await kept.store.read((r) => r.alerts.firingRules())).toEqual(["disk"]);
  await see("gone");
  await clock.wind(5_000);
  expect(await kept.store.read((r) => r.alerts.firingRules())).toEqual(["disk"]);
  await absence[Symbol.asyncDispose]();
});

test("however many end at once, all end, a part at a time", async () => {
  for (let i = 0; i < 510; i++) await see("gone", `web-${i}`);
  const absence = start();
  await clock.wind(0);
  expect(await firing()).toHaveLength(10);
  await clock.wind(1_000);
  expect(await firing()).toEqual([]);
  await absence[Symbol.asyncDispose]();
});
