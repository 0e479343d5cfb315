import { afterEach, beforeEach, expect, test } from "vitest";
import { type Core, openCore } from "#core";
import { openAccess, personOf } from "#core/access";
import type { Consumer } from "#core/bus";
import { formatFileFault } from "#core/domain";
import { readCard } from "#core/incidents";
import { loadRules } from "#core/inspect";
import { emptyShelf } from "#core/heal";
import { noRepairs } from "../support/no-repairs.ts";
import { openRedactor } from "#core/redact";
import { openMetrics } from "#core/runtime";
import { handClock, type HandClock } from "../support/hand-clock.ts";
import { type HandSource, handSource } from "../support/hand-source.ts";
import { hearLog } from "../support/heard-log.ts";
import { type TemporaryStore, temporaryStore } from "../support/temporary-store.ts";

const minuteMs = 60_000;
const ann = personOf({ kind: "local", uid: 1000 });
const rules = `
rules:
  - id: disk-full
    event: disk_full
    pattern: 'disk (?<mount>/\\S*) at (?<used>\\d+)%'
    when: used >= 90
    severity: 'used >= 98 ? 5 : 3'
    by: [mount]
    alert: '{{ mount }} is {{ used }} % full'
    resolveAfter: 61m
`;
const policy = `@id("dev-acknowledges")
permit (principal == Fettle::Actor::"local:1000", action == Fettle::Action::"incident.acknowledge", resource);`;

let clock: HandClock;
let kept: TemporaryStore;
let core: Core;
let source: HandSource;
let told: string[];

/** Notes what an incident's card would say, at the minute in which it is told. */
const teller: Consumer = {
  name: "teller",
  types: ["fettle.incident."],
  from: "start",
  handle: async ({ type, subject }, repositories) => {
    const { incident, firing } = await readCard(repositories, subject);
    const minute = Math.floor(clock.monotonicMs() / minuteMs);
    told.push(
      `${minute}m ${type.slice("fettle.incident.".length)} ${subject} SEV${incident.severity} ${firing} firing`,
    );
  },
};

beforeEach(async () => {
  clock = handClock();
  kept = await temporaryStore(clock);
  source = handSource("shop");
  told = [];
  await start();
});

afterEach(async () => {
  await core[Symbol.asyncDispose]();
  await kept[Symbol.asyncDispose]();
});

async function start(): Promise<void> {
  const loaded = loadRules([{ file: "rules.yml", text: rules }]);
  if (!loaded.ok) throw new Error(loaded.faults.map(formatFileFault).join("\n"));
  const opened = await openAccess({ policies: [{ name: "p", file: "p.cedar", text: policy }], groups: {} });
  if (!opened.ok) throw new Error(opened.faults.map(formatFileFault).join("\n"));
  core = await openCore({
    store: kept.store,
    clock,
    log: hearLog().log,
    metrics: openMetrics({ defaults: false }),
    consumers: [teller],
    access: opened.access,
    drills: [],
    routes: () => [],
    shelf: emptyShelf,
    repairs: noRepairs,
    openSource: () => source,
    inspect: {
      rules: loaded.rules,
      sources: [{ id: "shop", globs: [], labels: { env: "prod" }, from: "start", format: "auto" }],
      checks: [],
      redactor: openRedactor({ key: Buffer.alloc(32, 1) }),
      subject: (_, id) => id,
    },
  });
  await clock.wind(0);
}

/** The program writes, and Fettle has read it and done with it. */
async function write(...lines: readonly string[]): Promise<void> {
  source.push(...lines);
  await clock.wind(1_000);
}

function hear(): string[] {
  return told.splice(0);
}

const alerts = async () =>
  (await kept.store.read((r) => r.alerts.listFiring(10))).map(
    ({ summary, count, severity }) => `SEV${severity} ${summary} ×${count}`,
  );

test("the life of an incident: gathering, open, joined, worse, acknowledged, lapsed, resolved", async () => {
  await write("disk /data at 42%", "disk /data at 91%");
  expect(await alerts()).toEqual(["SEV3 /data is 91 % full ×1"]);
  await clock.wind(7_000);
  expect(hear()).toEqual([]);
  await clock.wind(4_000);
  expect(hear()).toEqual(["0m opened inc-1 SEV3 1 firing"]);

  // The same trouble counts on the same alert, and tells nobody.
  await write("disk /data at 92%", "disk /data at 93%");
  expect(await alerts()).toEqual(["SEV3 /data is 91 % full ×3"]);
  expect(hear()).toEqual([]);

  // Another key of the rule is another alert of the same incident.
  await write("disk /var at 95%");
  expect(hear()).toEqual(["0m changed inc-1 SEV3 2 firing"]);

  await write("disk /data at 99%");
  expect(await alerts()).toEqual(["SEV5 /data is 99 % full ×4", "SEV3 /var is 95 % full ×1"]);
  expect(hear()).toEqual(["0m changed inc-1 SEV5 2 firing"]);

  await core.desk.acknowledge(ann, "inc-1", { over: false });
  await clock.wind(500);
  expect(hear()).toEqual(["0m acknowledged inc-1 SEV5 2 firing"]);
  expect(await kept.store.read((r) => r.audit.list({ afterSeq: 0, limit: 10 }))).toMatchObject([
    {
      actor: "local:1000",
      action: "incident.acknowledge",
      resource: "incident:inc-1",
      outcome: "done",
      policies: ["dev-acknowledges"],
    },
  ]);

  await clock.wind(60 * minuteMs);
  expect(hear()).toEqual(["50m asked inc-1 SEV5 2 firing", "60m lapsed inc-1 SEV5 2 firing"]);

  // The last line came in minute 0; the rule waits an hour and a minute.
  await clock.wind(2 * minuteMs);
  expect(hear()).toEqual(["61m changed inc-1 SEV5 1 firing", "61m resolved inc-1 SEV5 0 firing"]);
  expect(await alerts()).toEqual([]);
});

test.each([
  ["within half an hour goes on with its incident", 29, "90m reopened inc-1 SEV3 1 firing"],
  ["later is a new incident", 31, "92m opened inc-2 SEV3 1 firing"],
])("what comes back %s", async (_, minutes, expected) => {
  await write("disk /data at 91%");
  await clock.wind(61.5 * minuteMs);
  expect(hear()).toEqual(["0m opened inc-1 SEV3 1 firing", "61m resolved inc-1 SEV3 0 firing"]);
  await clock.wind(minutes * minuteMs - 30_000);
  await write("disk /data at 94%");
  await clock.wind(12_000);
  expect(hear()).toEqual([expected]);
  expect(await alerts()).toEqual(["SEV3 /data is 94 % full ×1"]);
});

test("a reload goes over to other policies", async () => {
  await write("disk /data at 91%");
  await clock.wind(12_000);
  const none = await openAccess({ policies: [], groups: {} });
  if (!none.ok) throw new Error("no access");
  const inspect = {
    rules: [],
    sources: [],
    checks: [],
    redactor: openRedactor({ key: Buffer.alloc(32) }),
    subject: () => "",
  };
  await core.reload({ access: none.access, inspect, drills: [], shelf: emptyShelf });
  const asked = core.desk.acknowledge(ann, "inc-1", { over: false });
  await expect(asked).rejects.toMatchObject({ kind: "denied" });
});
