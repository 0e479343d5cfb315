import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openLog, systemClock } from "#core/runtime";
import { manifestText } from "../../bot/manifest.ts";
import { openWorkspace, type Person, type Workspace } from "../../bot/workspace/index.ts";
import type { BenchContext } from "./bench.ts";
import { median, verdict } from "./measure.ts";

const perSecond = 50;
const aimMs = 50;
const warmMs = 3_000;
const giveUpMs = 20_000;
/** Commands, and every so often a click on a card, which is a change with a decision and two audit entries. */
const clickEvery = 10;

/**
 * From a person's gesture to Slack's receipt of the acknowledgement, at 50 gestures a second from an open-loop
 * generator: Fettle, and beside it, in the same way and the same run, the stock Bolt app with its own Socket Mode
 * receiver, whose only handler acknowledges. Argument: seconds a side (default 20).
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const seconds = Number(args[0] ?? 20);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new RangeError(`expected a number of seconds, got "${args[0]}"`);
  const fettle = await measure(startFettle, seconds);
  const peer = await measure(startPeer, seconds);
  for (const [name, { acks, lost }] of [
    ["fettle", fettle],
    ["stock Bolt", peer],
  ] as const) {
    const at = (part: number): string => `p${part * 100} ${quantile(acks, part).toFixed(1)} ms`;
    print(
      `${name.padEnd(11)} ${acks.length} acknowledged, ${lost} lost; ${at(0.5)}, ${at(0.99)}, most ${Math.max(...acks).toFixed(1)} ms`,
    );
  }
  print(
    `p99: ${verdict(quantile(fettle.acks, 0.99), aimMs, "ms")}; p50 is ${(median(fettle.acks) / median(peer.acks)).toFixed(2)} times that of stock Bolt`,
  );
}

interface Measured {
  readonly acks: readonly number[];
  readonly lost: number;
}

type Start = (workspace: Workspace) => Promise<AsyncDisposable & { readonly card: boolean }>;

async function measure(start: Start, seconds: number): Promise<Measured> {
  const log = openLog({ level: "error", clock: systemClock, redact: (text) => text, to: process.stderr });
  await using workspace = await openWorkspace({ manifest: manifestText(), clock: systemClock, log });
  await using app = await start(workspace);
  const grace = workspace.person("U0GRACE");
  const card = app.card ? await firstCard(grace) : undefined;
  await drive(grace, card, warmMs / 1_000);
  // Awaited here: what is in use must not be closed before it is done.
  return await drive(grace, card, seconds);
}

/** Gestures at their times, whether those before are answered or not. */
async function drive(grace: Person, card: string | undefined, seconds: number): Promise<Measured> {
  const acks: number[] = [];
  let lost = 0;
  const beganMs = performance.now();
  const running: Promise<void>[] = [];
  for (let i = 0; i < seconds * perSecond; i++) {
    const dueMs = beganMs + (i * 1_000) / perSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    running.push(one(i));
  }
  await Promise.all(running);
  return { acks, lost };

  async function one(i: number): Promise<void> {
    const click = card !== undefined && i % clickEvery === 0;
    const { ok, ackMs } = click
      ? await grace.click({ message: card, action: "incident.more", value: "details:inc-1" })
      : await grace.command("/fettle whoami");
    if (ok && ackMs !== null) acks.push(ackMs);
    else lost += 1;
  }
}

async function firstCard(person: Person): Promise<string> {
  const endMs = performance.now() + giveUpMs;
  while (performance.now() < endMs) {
    const [message] = person.messages("#ops-alerts");
    if (message !== undefined) return message.ts;
    await sleep(50);
  }
  throw new Error(`no card within ${giveUpMs} ms`);
}

async function startFettle(workspace: Workspace) {
  const folder = await mkdtemp(join(tmpdir(), "fettle-bench-"));
  await writeFile(join(folder, "bot"), workspace.botToken.reveal());
  await writeFile(join(folder, "app"), workspace.appToken.reveal());
  await writeFile(join(folder, "app.log"), "");
  await writeFile(join(folder, "all.cedar"), "permit (principal, action, resource);\n");
  await writeFile(
    join(folder, "rules.yml"),
    "rules: [ { id: boom, severity: 4, pattern: boom, alert: boom } ]\n",
  );
  await writeFile(
    join(folder, "fettle.yml"),
    `state: st
slack: { mode: socket, botToken: { file: bot }, appToken: { file: app } }
access: { policies: all.cedar }
sources: [ { file: app.log, name: app } ]
rules: rules.yml
routes: [ { channel: "#ops-alerts" } ]
api: { listen: "off" }
`,
  );
  const environment = { ...process.env, SLACK_API_URL: workspace.apiUrl };
  const child = spawn("./bot/fettle", ["start", "--config", join(folder, "fettle.yml")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: environment,
  });
  await connected(workspace, child);
  await appendFile(join(folder, "app.log"), "boom\n");
  return { card: true, [Symbol.asyncDispose]: () => stop(child, () => rm(folder, { recursive: true })) };
}

async function startPeer(workspace: Workspace) {
  const script = join(import.meta.dirname, "fixtures/stock-bolt.ts");
  const { apiUrl, botToken, appToken } = workspace;
  const child = spawn(process.execPath, [script, apiUrl, botToken.reveal(), appToken.reveal()], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await connected(workspace, child);
  return { card: false, [Symbol.asyncDispose]: () => stop(child, async () => {}) };
}

async function connected(workspace: Workspace, child: ChildProcess): Promise<void> {
  const endMs = performance.now() + giveUpMs;
  while ((workspace.backstage.snapshot("U0GRACE")?.app.connections ?? 0) === 0) {
    if (performance.now() > endMs || child.exitCode !== null) throw new Error("the app did not connect");
    await sleep(20);
  }
}

async function stop(child: ChildProcess, after: () => Promise<void>): Promise<void> {
  const ended = once(child, "exit");
  if (child.exitCode === null) child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), giveUpMs);
  await ended;
  clearTimeout(killer);
  await after();
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
