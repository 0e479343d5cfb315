import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSandbox, type SandboxLevel } from "#core/reach";
import { openLog, systemClock } from "#core/runtime";
import { type BenchContext, requirePeer } from "./bench.ts";
import { median, summary, verdict } from "./measure.ts";

const fullMsMax = 12;
const deadlineMs = 5_000;

/**
 * What it costs to start `true`: plainly, at each level, in a bare bubblewrap and in firejail, by turns, so that whatever
 * else the machine does falls upon all alike. Argument: how many turns (default 50).
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const turns = Number(args[0] ?? 50);
  if (!Number.isInteger(turns) || turns < 1)
    throw new RangeError(`expected a number of turns, got "${args[0]}"`);
  const [bwrap, firejail] = [requirePeer("bwrap"), requirePeer("firejail")];
  const bare = [bwrap, "--ro-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "--dev", "/dev", "true"];
  await using levels = new AsyncDisposableStack();
  const at = async (level: SandboxLevel): Promise<() => Promise<unknown>> => {
    const sandbox = levels.use(await openSandbox(optionsFor(level)));
    if (sandbox.outlook.missing !== undefined) throw new Error(sandbox.outlook.missing);
    const signal = new AbortController().signal;
    const request = {
      argv: ["true"] as const,
      grants: [],
      deadlineMs,
      signal,
      mostBytes: 1_000,
      what: "bench",
    };
    return () => sandbox.execute(request);
  };
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    "plain spawn": () => run(["true"]),
    off: await at("off"),
    basic: await at("basic"),
    full: await at("full"),
    "bubblewrap, bare": () => run(bare),
    firejail: () => run([firejail, "--quiet", "--noprofile", "true"]),
  };
  const took = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, way] of Object.entries(ways)) {
      const startedMs = performance.now();
      await way();
      // The first of each fills the caches.
      if (turn > 0) took.get(name)?.push(performance.now() - startedMs);
    }
  }
  const plain = median(took.get("plain spawn") ?? []);
  for (const [name, ms] of took) {
    print(`${name.padEnd(17)} ${summary(ms, "ms")}, ${(median(ms) / plain).toFixed(1)} times a plain spawn`);
  }
  print(`full              ${verdict(median(took.get("full") ?? []), fullMsMax, "ms")}`);
}

function optionsFor(level: SandboxLevel) {
  const redact = (text: string): string => text;
  const log = openLog({ level: "warn", clock: systemClock, redact, to: { write: () => undefined } });
  return { level, clock: systemClock, log, uid: process.getuid?.() ?? 0, forbidden: [], redact };
}

async function run([program = "", ...words]: readonly string[]): Promise<void> {
  const child = spawn(program, words, { stdio: "ignore" });
  await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}`);
}
