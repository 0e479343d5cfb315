import { describe, expect, test } from "vitest";
import { systemClock } from "#core/runtime";
import { sight, type Sighting } from "#core/incidents";
import { openStage, type Stage, until } from "../bot/slack/stage.ts";

const alerts = 10_000;
const batch = 250;
const withinMs = 60_000;

/** So many alerts of so many rules within a minute, each on its own host. */
async function storm(stage: Stage, rules: number): Promise<void> {
  const startedMs = systemClock.monotonicMs();
  for (let sent = 0; sent < alerts; sent += batch) {
    await stage.store.write(async (r) => {
      for (let i = sent; i < sent + batch; i++) await sight(r, sightingOf(i, rules), stage.clock.nowMs());
    });
    const dueMs = startedMs + ((sent + batch) / alerts) * (withinMs / 2);
    await systemClock.sleep(Math.max(0, dueMs - systemClock.monotonicMs()));
  }
  expect(systemClock.monotonicMs() - startedMs).toBeLessThan(withinMs);
}

function sightingOf(i: number, rules: number): Sighting {
  return {
    rule: `rule-${i % rules}`,
    event: `trouble_${i % rules}`,
    severity: i % 1_000 === 999 ? 5 : 4,
    subject: `host-${i}`,
    by: {},
    labels: { env: "prod" },
    semantics: [],
    times: 1,
    earlier: 0,
    atMs: systemClock.nowMs(),
    cause: `storm-${i}`,
    summary: () => `disk of host-${i} is full`,
  };
}

/** Nothing is to be taken from the bus, and nothing to be shown. */
async function isQuiet(stage: Stage): Promise<boolean> {
  return stage.store.read(async (r) => {
    const last = await r.events.lastSeq();
    const offsets = [await r.events.offset("incidents"), await r.events.offset("slack")];
    return offsets.every((offset) => offset === last) && (await r.posts.countWaiting()) === 0;
  });
}

describe("ten thousand alerts in a minute", () => {
  test.each([
    ["of forty rules fold into one card", 40],
    ["of one rule are one card", 1],
  ])("%s, edited at a pace that Slack bears; none is lost", { timeout: 240_000 }, async (_, rules) => {
    await using stage = await openStage({ clock: systemClock });
    const { workspace } = stage;
    await storm(stage, rules);
    const stormMs = systemClock.monotonicMs();
    while (!(await isQuiet(stage))) await systemClock.sleep(250);
    const settledMs = systemClock.monotonicMs() - stormMs;

    const tops = workspace.calls.of("chat.postMessage").filter(({ args }) => !hasThread(args));
    const edits = workspace.calls.of("chat.update");
    const refused = workspace.calls.api.filter(({ status }) => status === 429);
    const tree = await stage.store.read(async (r) => {
      const open = await r.incidents.listOpen(10);
      return { open, counts: await r.incidents.countAlerts(open[0]?.id ?? "") };
    });
    process.stdout.write(
      `${rules} rules: ${tops.length} messages, ${edits.length} edits, ${refused.length} refused as too many; quiet ${Math.round(settledMs)} ms after the last alert\n`,
    );
    expect(refused).toEqual([]);
    expect(tops.length).toBeLessThanOrEqual(rules === 1 ? 1 : 6);
    expect(tree.counts).toEqual({ firing: alerts, all: alerts });
    expect(gapsOf(edits).every((gap) => gap >= 1_400)).toBe(true);

    const grace = stage.person("U0GRACE");
    const [first] = grace.messages("#ops-alerts");
    expect(JSON.stringify(first?.blocks)).toContain(`${alerts} of ${alerts} alerts firing`);
    expect(first?.text).toContain("SEV5");
    await grace.command("/fettle whoami");
    await until(() => grace.ephemerals().length > 0);
  });
});

function hasThread(args: unknown): boolean {
  return typeof args === "object" && args !== null && "thread_ts" in args;
}

/** Time between two edits of the same message. */
function gapsOf(edits: Stage["workspace"]["calls"]["api"]): number[] {
  const byMessage = Map.groupBy(edits, ({ args }) =>
    typeof args === "object" && args !== null && "ts" in args ? String(args["ts"]) : "",
  );
  return [...byMessage.values()].flatMap((calls) =>
    calls.slice(1).map(({ atMs }, i) => atMs - (calls[i]?.atMs ?? 0)),
  );
}
