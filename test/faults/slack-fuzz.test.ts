import { createServer } from "node:http";
import { expect, test } from "vitest";
import { openStage, type Stage, until } from "../bot/slack/stage.ts";
import { mutate, openRandom, type Random } from "./fixtures/mutate.ts";

const seed = 20_261_125;
const frames = 10_000;
const atOnce = 400;

/** Whom the policies permit something; everybody else may have no effect, whatever a payload says. */
const entitled = new Set(["U0GRACE", "U0RADIA"]);

test("ten thousand mutated payloads: no effect without a right, no request that they steer, no crash", async () => {
  let canary = 0;
  const elsewhere = createServer((_, response) => {
    canary += 1;
    response.end();
  });
  await new Promise<void>((resolve) => {
    elsewhere.listen(0, "127.0.0.1", resolve);
  });
  const bound = elsewhere.address();
  const port = bound !== null && typeof bound === "object" ? bound.port : 0;

  let decided = 0;
  await using stage = await openStage({
    guard: (guard) => ({
      expect: (request) => {
        decided += 1;
        guard.expect(request);
      },
      demand: (request) => {
        decided += 1;
        return guard.demand(request);
      },
      inStore: (request, work) => {
        decided += 1;
        return guard.inStore(request, work);
      },
      outside: (request, work) => {
        decided += 1;
        return guard.outside(request, work);
      },
    }),
  });
  const recorded = await record(stage);
  expect(recorded.length).toBeGreaterThanOrEqual(10);
  const before = (await stage.audit()).length;
  decided = 0;

  const random = openRandom(seed);
  const words = [
    `http://127.0.0.1:${port}/steered`,
    "U0GUEST",
    "U0OUT",
    "U0ADA",
    "U0GRACE",
    "T0OTHER",
    "inc-1",
    "inc-2",
  ];
  for (let sent = 0; sent < frames; sent += atOnce) {
    for (let i = 0; i < atOnce; i++) {
      const { type, payload } = random.pick(recorded);
      const changed = mutate(anew(payload, `${sent + i}`, random), random, words);
      stage.workspace.faults.sendFrame(
        JSON.stringify({ type, envelope_id: `fuzz-${sent + i}`, payload: changed }),
      );
    }
    // Each frame comes over both connections: one of the two is a duplicate, if it has a name at all.
    await until(
      async () => (await numberOf(stage, "fettle_slack_deliveries_total")) >= 2 * (sent + atOnce),
      "frames",
    );
    await until(
      async () => (await numberOf(stage, "fettle_slack_handlers_running")) === 0,
      "the handlers to end",
    );
  }
  const audit = (await stage.audit()).slice(before);
  const effects = audit.filter((line) => line.endsWith("done") || line.endsWith("allowed"));
  for (const line of effects) expect(entitled.has(line.split(" ")[0] ?? "")).toBe(true);
  expect(decided).toBeGreaterThanOrEqual(500);
  expect(canary).toBe(0);
  // Whatever came: Fettle still does what it is asked.
  expect(await stage.person("U0GRACE").command("/fettle whoami")).toMatchObject({ ok: true });

  process.stdout.write(`${await histogram(stage, { decided, audit })}\n`);
  elsewhere.closeAllConnections();
  elsewhere.close();
}, 300_000);

/** Real payloads of everything that people do. */
async function record(stage: Stage) {
  const { workspace } = stage;
  const grace = stage.person("U0GRACE");
  await stage.see();
  await stage.see({ rule: "other", event: "other", severity: 3 });
  await until(() => grace.messages("#ops-alerts").length > 0);
  const message = grace.messages("#ops-alerts")[0];
  if (message === undefined) throw new Error("no card");
  await grace.command("/fettle ack inc-1 on it");
  await grace.command("/fettle alert inc-2");
  await grace.command("/fettle resolve inc-2 over");
  await grace.say("<@U0FETTLE> status", "#ops-alerts", message.ts);
  await grace.say("alerts", "dm");
  await grace.openHome();
  await until(() => grace.home() !== null);
  await grace.click({ message, action: "incident.more", value: "resolve:inc-1" });
  await until(() => grace.modal() !== null);
  await grace.submit(undefined, { note: { note: "over" } });
  await stage.see({ subject: "again" });
  await until(async () => (await stage.incident("inc-1")).state.kind === "open");
  await until(() =>
    JSON.stringify(grace.messages("#ops-alerts")[0]?.blocks).includes("incident.acknowledge"),
  );
  await grace.click({ message, action: "incident.acknowledge" });
  await until(() => JSON.stringify(grace.messages("#ops-alerts")[0]?.blocks).includes("incident.take_over"));
  await grace.click({ message, action: "incident.take_over" });
  await grace.click({ message, action: "incident.return" });
  await grace.shortcut("incidents.list");
  await until(() => grace.modal() !== null);
  await grace.close();
  await grace.shortcut("incident.acknowledge_here", { channel: "#ops-alerts", ts: message.ts });
  await grace.shortcut("incident.note", { channel: "#ops-alerts", ts: message.ts });
  await until(() => grace.modal() !== null);
  await grace.submit(undefined, { incident: { incident: "inc-1" }, note: { note: "noted" } });
  return workspace.calls.deliveries.map(({ type, payload }) => ({ type, payload }));
}

/**
 * The same, as if it were done once more, often by somebody else: most copies of an old delivery would go no further
 * than its name.
 */
function anew(recorded: unknown, id: string, random: Random): unknown {
  const who = random.pick(["U0GRACE", "U0RADIA", "U0ADA", "U0GUEST", "U0OUT", "U0NOBODY"]);
  const payload: unknown = JSON.parse(JSON.stringify(recorded).replaceAll("U0GRACE", who));
  if (typeof payload !== "object" || payload === null || random.chance(0.05)) return payload;
  return {
    ...payload,
    ...("trigger_id" in payload ? { trigger_id: `t-${id}` } : {}),
    ...("event_id" in payload ? { event_id: `Ev${id}` } : {}),
  };
}

async function numberOf(stage: Stage, name: string): Promise<number> {
  const lines = await stage.metric(name);
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

async function histogram(
  stage: Stage,
  { decided, audit }: { readonly decided: number; readonly audit: readonly string[] },
): Promise<string> {
  const kinds = Map.groupBy(audit, (line) => line.split(" ").slice(1).join(" "));
  return [
    ...(await stage.metric("fettle_slack_deliveries_total")),
    ...(await stage.metric("fettle_slack_refused_total")),
    `reached a decision: ${decided}`,
    ...[...kinds].map(([kind, lines]) => `audited: ${kind} ${lines.length}`),
  ].join("\n");
}
