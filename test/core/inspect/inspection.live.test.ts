import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type InspectParts, type Inspection, openInspection, type Rule } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { openMetrics } from "#core/runtime";
import { type FaultyStore, faultyStore } from "../../support/faulty-store.ts";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { readToEnd } from "../../support/read-to-end.ts";
import { rulesOf } from "../../support/rules.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

let clock: HandClock;
let kept: TemporaryStore;
let store: FaultyStore;
let file: string;
let inspection: Inspection;

const boom = rulesOf({ id: "boom", pattern: "boom", alert: "boom", resolveAfter: "1h" });
const thrice = rulesOf({ id: "thrice", pattern: "boom", alert: "b", frequency: { count: 3, within: "1h" } });

beforeEach(async () => {
  clock = handClock();
  kept = await temporaryStore(clock);
  store = faultyStore(kept.store);
  file = join(kept.folder, "app.log");
  writeFileSync(file, "");
});

afterEach(async () => {
  await inspection[Symbol.asyncDispose]();
  await kept[Symbol.asyncDispose]();
});

function parts(rules: readonly Rule[]): InspectParts {
  return {
    rules,
    sources: [{ id: "app", globs: [file], labels: {}, from: "start", format: "auto" }],
    checks: [],
    redactor: openRedactor({ key: Buffer.alloc(32, 1) }),
    subject: (_, source) => source,
  };
}

async function open(rules: readonly Rule[]): Promise<void> {
  const metrics = openMetrics({ defaults: false });
  inspection = await openInspection({ store, clock, log: hearLog().log, metrics, parts: parts(rules) });
}

async function write(text: string): Promise<void> {
  appendFileSync(file, text);
  await readToEnd(store, clock, { source: "app", file });
}

const firing = async () =>
  (await store.read((r) => r.alerts.listFiring(10))).map(({ rule, count }) => `${rule} ${count}`);

describe("a reload", () => {
  test("goes on at the line where it was, with the windows of the rules that stay", async () => {
    await open([...boom, ...thrice]);
    await write("boom\nboom\n");
    expect(await firing()).toEqual(["boom 2"]);
    await inspection.reload(parts([...boom, ...thrice]));
    await write("boom\n");
    expect((await firing()).toSorted()).toEqual(["boom 3", "thrice 3"]);
  });

  test("ends the alerts of rules that are gone", async () => {
    await open(boom);
    await write("boom\n");
    await inspection.reload(parts(thrice));
    await clock.wind(2_000);
    expect(await firing()).toEqual([]);
  });

  test("that the store refuses leaves the rules before at work", async () => {
    await open(boom);
    store.failWrites(1);
    await expect(inspection.reload(parts(thrice))).rejects.toMatchObject({ kind: "unavailable" });
    expect(inspection.trouble).toBeUndefined();
    await write("boom\n");
    expect(await firing()).toEqual(["boom 1"]);
  });

  test("after which nothing is inspected is a trouble, and the next one mends it", async () => {
    await open(boom);
    store.failWrites(2);
    await expect(inspection.reload(parts(thrice))).rejects.toMatchObject({ kind: "unavailable" });
    expect(inspection.trouble).toMatch(/^nothing is inspected/);
    await inspection.reload(parts(boom));
    expect(inspection.trouble).toBeUndefined();
  });

  test("after which nothing is inspected needs nobody: the rules before go on when the store does", async () => {
    await open(boom);
    store.failWrites(4);
    await expect(inspection.reload(parts(thrice))).rejects.toMatchObject({ kind: "unavailable" });
    for (let i = 0; i < 10 && inspection.trouble !== undefined; i++) await clock.wind(1_000);
    expect(inspection.trouble).toBeUndefined();
    await write("boom\n");
    expect(await firing()).toEqual(["boom 1"]);
  });

  test("under way when it closes is waited for, and closed too", async () => {
    await open(boom);
    const reloaded = inspection.reload(parts(thrice));
    await inspection[Symbol.asyncDispose]();
    await reloaded;
    expect(clock.pending).toBe(0);
  });
});
