import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchContext } from "./bench.ts";
import { median, summary, verdict } from "./measure.ts";

const readyMsMax = 1000;
const memoryMbMax = 100;
const giveUpMs = 15_000;
const settleMs = 2000;

/**
 * Cold start: from spawning `fettle start` until `/readyz` answers 200, and the memory that it holds two
 * seconds later. The process is new each time, the page cache warm. A bare Node is started beside each
 * run, so that the ratio can be compared between machines. Argument: how many runs (default 7).
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const runs = Number(args[0] ?? 7);
  if (!Number.isInteger(runs) || runs < 1)
    throw new RangeError(`expected a number of runs, got "${args[0]}"`);
  const starts: Start[] = [];
  const bare: number[] = [];
  for (let i = 0; i < runs; i++) {
    bare.push(await startBareNode());
    starts.push(await startFettle());
  }
  const readyMs = starts.map((start) => start.readyMs);
  const rss = starts.map((start) => start.rssMb);
  const peak = starts.map((start) => start.peakMb);
  print(`start to ready   ${summary(readyMs, "ms")}; ${verdict(median(readyMs), readyMsMax, "ms")}`);
  print(
    `node -e 0        ${summary(bare, "ms")}; start takes ${(median(readyMs) / median(bare)).toFixed(1)} times that`,
  );
  print(`memory at ready + 2 s   ${summary(rss, "MB")}; ${verdict(median(rss), memoryMbMax, "MB")}`);
  print(`peak memory      ${summary(peak, "MB")}`);
}

interface Start {
  readonly readyMs: number;
  readonly rssMb: number;
  readonly peakMb: number;
}

async function startFettle(): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), "fettle-bench-"));
  const port = await freePort();
  const config = join(folder, "fettle.yml");
  await writeFile(config, `state: ${folder}/state\napi: { listen: "127.0.0.1:${port}" }\n`);
  const beganMs = performance.now();
  const child = spawn("./bot/fettle", ["start", "--config", config], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    await untilReady(child, `http://127.0.0.1:${port}/readyz`);
    const readyMs = performance.now() - beganMs;
    await sleep(settleMs);
    const status = await readFile(`/proc/${child.pid}/status`, "utf8");
    return { readyMs, rssMb: megabytes(status, "VmRSS"), peakMb: megabytes(status, "VmHWM") };
  } finally {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), giveUpMs);
    await ended;
    clearTimeout(killer);
    await rm(folder, { recursive: true });
  }
}

async function startBareNode(): Promise<number> {
  const beganMs = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - beganMs;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const endMs = performance.now() + giveUpMs;
  while (performance.now() < endMs) {
    if (child.exitCode !== null)
      throw new Error(`fettle start ended with exit ${child.exitCode} before it was ready`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return;
    await sleep(5);
  }
  throw new Error(`${url} did not answer 200 within ${giveUpMs} ms`);
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("expected a port, got none");
  return address.port;
}

/** A field of /proc/PID/status, which is in kB, in MB of 10⁶ bytes. */
function megabytes(status: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`expected ${field} in /proc/PID/status`);
  return (Number(kilobytes) * 1024) / 1e6;
}
