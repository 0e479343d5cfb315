import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "#core/domain";
import type { Engine, Rule } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { openMetrics } from "#core/runtime";
import { type Inspector, openInspector } from "../../../core/inspect/inspector.ts";
import { openLineEngine } from "../../../core/inspect/line-engine.ts";
import { inspectMetrics } from "../../../core/inspect/metrics.ts";
import { parserFor } from "../../../core/inspect/parse/parser.ts";
import { type FaultyStore, faultyStore } from "../../support/faulty-store.ts";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { chunkOf, type HandSource, handSource } from "../../support/hand-source.ts";
import { hearLog } from "../../support/heard-log.ts";
import { rulesOf } from "../../support/rules.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

let clock: HandClock;
let kept: TemporaryStore;
let store: FaultyStore;

beforeEach(async () => {
  clock = handClock();
  kept = await temporaryStore(clock);
  store = faultyStore(kept.store);
});

afterEach(() => kept[Symbol.asyncDispose]());

const seen = rulesOf({ id: "seen", pattern: "boom", alert: "boom" });
const thrice = rulesOf({
  id: "thrice",
  pattern: "boom",
  frequency: { count: 3, within: "1m" },
  alert: "boom",
});

async function inspect(source: HandSource, rules: readonly Rule[] = seen, engine?: Engine) {
  const metrics = openMetrics({ defaults: false });
  const heard = hearLog();
  const inspector = await openInspector({
    store,
    clock,
    log: heard.log,
    metrics: inspectMetrics(metrics),
    sources: [source],
    rules,
    engine:
      engine ??
      openLineEngine({
        rules,
        redactor: openRedactor({ key: Buffer.alloc(32, 1) }),
        source: () => ({ parse: parserFor("auto"), labels: {} }),
      }),
    subject: (_, id) => id,
  });
  return { inspector, lines: heard.lines, metrics };
}

const firing = () => store.read((r) => r.alerts.listFiring(10));
const counts = async () => (await firing()).map(({ count }) => count);
const events = async () => (await store.read((r) => r.events.after(0, 100))).map(({ event }) => event.type);
const positions = async () =>
  (await store.read((r) => r.checkpoints.list("app"))).map(({ position }) => position);

async function close(inspector: Inspector): Promise<void> {
  await inspector[Symbol.asyncDispose]();
}

test("a line becomes an alert, and the place behind it is kept in the same breath", async () => {
  const source = handSource();
  source.push("boom", "quiet", "boom");
  source.end();
  const { inspector, metrics } = await inspect(source);
  await inspector.drained;
  expect(await counts()).toEqual([2]);
  expect(await events()).toEqual(["fettle.alert.firing"]);
  expect(await positions()).toEqual([{ offset: 16 }]);
  const { text } = await metrics.expose();
  expect(text).toContain('fettle_inspect_lines_total{source="app"} 3\n');
  expect(text).toContain('fettle_inspect_matched_total{source="app"} 2\n');
  expect(text).toContain('fettle_inspect_bytes_total{source="app"} 16\n');
  await close(inspector);
  expect(source.disposed).toBe(true);
});

test("a window counts its hits when it fires, and one for each line after that", async () => {
  const source = handSource();
  const { inspector } = await inspect(source, thrice);
  for (const expected of [[], [], [3], [4], [5]]) {
    source.push("boom");
    await clock.wind(0);
    expect(await counts()).toEqual(expected);
  }
  await close(inspector);
});

test("lines that claim to be from the future cannot keep a window from filling", async () => {
  const source = handSource();
  const { inspector } = await inspect(source, thrice);
  source.push("2099-01-01T00:00:00Z boom", "2099-01-01T00:00:01Z boom");
  await clock.wind(120_000);
  source.push("boom");
  await clock.wind(1_000);
  source.push("boom");
  await clock.wind(1_000);
  expect(await counts()).toEqual([]);
  source.push("boom");
  await clock.wind(0);
  expect(await counts()).toEqual([3]);
  await close(inspector);
});

test("a stream that is over is forgotten, and one that cannot be resumed is never kept", async () => {
  const source = handSource();
  const { inspector } = await inspect(source);
  source.push("quiet");
  source.pushChunk({ ...chunkOf(["boom"], { stream: "pipe" }), position: undefined });
  await clock.wind(0);
  expect(await positions()).toEqual([{ offset: 6 }]);
  source.pushChunk({ ...chunkOf([], { offset: 6 }), position: null });
  await clock.wind(0);
  expect(await positions()).toEqual([]);
  await close(inspector);
});

describe("while the store faults", () => {
  test("the same batch is tried again: nothing is lost, and nothing counts twice", async () => {
    const source = handSource();
    const { inspector, lines, metrics } = await inspect(source, thrice);
    source.push("boom");
    await clock.wind(0);
    store.failWrites(3);
    source.push("boom");
    await clock.wind(2_900);
    expect(inspector.trouble).toBe("the disk is full");
    expect(await positions()).toEqual([{ offset: 5 }]);
    await clock.wind(200);
    expect(inspector.trouble).toBeUndefined();
    expect(await positions()).toEqual([{ offset: 10 }]);
    expect(await counts()).toEqual([]);
    source.push("boom");
    await clock.wind(0);
    expect(await counts()).toEqual([3]);
    expect(await events()).toEqual(["fettle.alert.firing"]);
    expect(await positions()).toEqual([{ offset: 15 }]);
    expect((await metrics.expose()).text).toContain('fettle_inspect_lines_total{source="app"} 3\n');
    expect(lines.filter(({ level }) => level === "error")).toHaveLength(1);
    await close(inspector);
  });

  test("the source waits: no more is read than what is judged, what is queued, and one", async () => {
    const source = handSource();
    const { inspector } = await inspect(source);
    store.failWrites(5);
    for (let i = 0; i < 50; i++) source.push("boom");
    await clock.wind(4_500);
    const judged = 1;
    expect(source.pulled).toBe(judged + 8 + 1);
    expect(inspector.behind).toBe(true);
    source.end();
    await clock.wind(1_000);
    await inspector.drained;
    expect(source.pulled).toBe(50);
    expect(await counts()).toEqual([50]);
    expect(inspector.behind).toBe(false);
    await close(inspector);
  });

  test("disposal does not wait for it, and what was not durable comes again", async () => {
    const first = handSource();
    const before = await inspect(first);
    store.failWrites(1_000);
    first.push("boom");
    await clock.wind(1_500);
    await close(before.inspector);
    expect(clock.pending).toBe(0);
    expect(await positions()).toEqual([]);

    store.failWrites(0);
    const again = handSource();
    again.push("boom");
    again.end();
    const after = await inspect(again);
    await after.inspector.drained;
    expect(await counts()).toEqual([1]);
    await close(after.inspector);
  });
});

describe("keys without end", () => {
  const byUser = rulesOf({ id: "seen", pattern: "boom (?<user>\\w+)", by: ["user"], alert: "boom" });
  const users = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `boom u${from + index}`);
  const all = () => store.read((r) => r.alerts.listFiring(10_000));

  test.each([
    ["in one chunk", [users(0, 1_200)]],
    ["in one after the other", [users(0, 600), users(600, 1_200)]],
  ])("%s make a thousand alerts, and one for all others", async (_, chunks) => {
    const source = handSource();
    const { inspector } = await inspect(source, byUser);
    for (const lines of chunks) {
      source.push(...lines);
      await clock.wind(0);
    }
    source.push("boom u1100", "boom u5");
    source.end();
    await inspector.drained;
    const alerts = await all();
    expect(alerts).toHaveLength(1_001);
    const others = alerts.filter(({ by }) => by["user"] === "(others)");
    expect(others.map(({ count }) => count)).toEqual([201]);
    expect(alerts.find(({ by }) => by["user"] === "u5")?.count).toBe(2);
    await close(inspector);
  });
});

test("a batch of more hits than memory should hold is made durable a part at a time", async () => {
  const source = handSource();
  for (let i = 0; i < 4; i++) source.push(...Array.from({ length: 3_000 }, () => "boom"));
  source.end();
  const { inspector } = await inspect(source);
  const opening = store.writes;
  await inspector.drained;
  expect(store.writes - opening).toBeGreaterThanOrEqual(3);
  expect(await counts()).toEqual([12_000]);
  expect(await positions()).toEqual([{ offset: 60_000 }]);
  await close(inspector);
});

test("lines that are too long for one piece are counted, and the log tells of the first", async () => {
  const source = handSource();
  const { inspector, lines, metrics } = await inspect(source);
  for (const offset of [0, 65_536]) {
    const bytes = Buffer.alloc(65_536, "x");
    source.pushChunk({ source: "app", stream: "t", offset, bytes, cut: true, long: 1, position: { offset } });
    await clock.wind(0);
  }
  expect((await metrics.expose()).text).toContain('fettle_inspect_long_lines_total{source="app"} 2\n');
  expect(lines.filter(({ level }) => level === "warn")).toMatchObject([{ source: "app", offset: 0 }]);
  await close(inspector);
});

test("a damaged row costs its own alert, which is logged and counted, and not the lines behind it", async () => {
  const source = handSource();
  const rules = rulesOf(
    { id: "seen", pattern: "boom", alert: "boom" },
    { id: "other", pattern: "bang", alert: "bang" },
  );
  const { inspector, lines, metrics } = await inspect(source, rules);
  source.push("boom");
  await clock.wind(0);
  using database = new DatabaseSync(join(kept.folder, "state", "fettle.db"));
  database.exec("update alerts set document = '{}'");
  source.push("boom", "bang");
  source.push("bang");
  await clock.wind(0);
  expect(inspector.trouble).toBeUndefined();
  expect(await positions()).toEqual([{ offset: 20 }]);
  const other = await store.read((r) => r.alerts.firingOf("other", clock.nowMs() + 1, 10));
  expect(other.map(({ count }) => count)).toEqual([2]);
  const told = lines.filter(({ level }) => level === "error");
  expect(told).toMatchObject([{ sightings: 1, rule: "seen", thrown: { fault: "invalid" } }]);
  expect((await metrics.expose()).text).toContain("fettle_inspect_refused_total 1\n");
  await close(inspector);
});

describe("after a restart", () => {
  test.each([
    ["the same rule's window goes on where it was", "boom", [3]],
    ["a changed rule begins anew", "other words", []],
  ])("%s", async (_, alert, expected) => {
    const source = handSource();
    const { inspector } = await inspect(source, thrice);
    source.push("boom", "boom");
    await clock.wind(0);
    await close(inspector);

    const next = handSource("app", 10);
    const frequency = { count: 3, within: "1m" };
    const second = await inspect(next, rulesOf({ id: "thrice", pattern: "boom", frequency, alert }));
    next.push("boom");
    await clock.wind(0);
    expect(await counts()).toEqual(expected);
    await close(second.inspector);
  });

  test.for([
    [
      "a line goes on with those before it",
      { context: { before: "deployed (?<version>\\S+)", within: "1h" } },
      ["deployed v7"],
      "v7 boom",
    ],
    [
      "a value is new that was not seen, and another is known",
      { new_term: { of: "who", learn: "1ms" } },
      ["boom ann", "boom bob"],
      "new eve",
    ],
  ] as const)("%s", async ([, memory, before, expected]) => {
    const rules = rulesOf({
      id: "remembers",
      pattern: "boom (?<who>\\S+)",
      ...memory,
      alert: "context" in memory ? "{{ version }} boom" : "new {{ who }}",
    });
    const source = handSource();
    const { inspector } = await inspect(source, rules);
    source.push(...before);
    await clock.wind(10);
    expect(await firing()).toEqual([]);
    await close(inspector);

    const next = handSource("app", 100);
    const second = await inspect(next, rules);
    if ("new_term" in memory) next.push("boom ann");
    next.push("boom eve");
    await clock.wind(10);
    expect((await firing()).map(({ summary }) => summary)).toEqual([expected]);
    await close(second.inspector);
  });

  test("what belongs to no present rule is forgotten", async () => {
    const source = handSource();
    const { inspector } = await inspect(source, thrice);
    source.push("boom");
    await clock.wind(0);
    await close(inspector);
    await close((await inspect(handSource(), seen)).inspector);
    const [rule] = thrice;
    expect(await store.read((r) => r.ruleStates.list("thrice", rule?.hash ?? ""))).toEqual([]);
  });

  test("a chunk that comes again has no second effect, even when its alert is over", async () => {
    const source = handSource();
    const { inspector } = await inspect(source);
    const chunk = { ...chunkOf(["boom"]), position: undefined };
    source.pushChunk(chunk);
    await clock.wind(0);
    const [alert] = await firing();
    if (alert === undefined) throw new Error("no alert");
    await store.write((r) =>
      r.alerts.put({ ...alert, state: { kind: "resolved", sinceMs: 0, atMs: 1, reason: "absent" } }),
    );
    source.pushChunk(chunk);
    await clock.wind(0);
    expect(await firing()).toEqual([]);
    expect(await events()).toEqual(["fettle.alert.firing"]);
    source.pushChunk({ ...chunk, offset: 5 });
    await clock.wind(0);
    expect(await counts()).toEqual([1]);
    await close(inspector);
  });
});

describe("a bug surfaces", () => {
  test("from the engine", async () => {
    const source = handSource();
    const engine: Engine = {
      judge: () => {
        throw new TypeError("a bug");
      },
    };
    const { inspector } = await inspect(source, seen, engine);
    source.push("boom");
    await expect(inspector.drained).rejects.toThrow("a bug");
    await expect(close(inspector)).rejects.toThrow("a bug");
    expect(source.disposed).toBe(true);
  });

  test("from a source, at once and not at the end", async () => {
    const source = handSource();
    const { inspector } = await inspect(source);
    source.fail(new TypeError("a bug"));
    await expect(inspector.drained).rejects.toThrow("a bug");
    await expect(close(inspector)).rejects.toThrow("a bug");
  });

  test("from the store, without being tried again", async () => {
    const source = handSource();
    const { inspector } = await inspect(source);
    store.failWrites(1, new TypeError("a bug"));
    source.push("boom");
    await expect(inspector.drained).rejects.toThrow("a bug");
    await expect(close(inspector)).rejects.toThrow("a bug");
  });
});

test("a store that does not serve at the start is a fault of the opening", async () => {
  store.failWrites(1);
  await expect(inspect(handSource())).rejects.toThrow(Fault);
});
