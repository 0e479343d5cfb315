import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { requirePeer } from "../bench.ts";
import { lineOf, randomFrom, writeRules } from "../log-corpus.ts";
import { atMost, cpuSecondsOf, scanWords } from "./timed.ts";
import type { Part } from "./part.ts";

const seconds = 10;
/** One line in so many ms is looked for at the other end. */
const markEveryMs = 5;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Lines that come by the clock, whatever the other side does (an open loop), over standard input; measured is from when
 * a line was due to be written until its alert has come back. Beside it an echo of the same lines: what pipes and this process cost.
 */
export const latency: Part = async ({ folder, print }) => {
  const grep = requirePeer("grep");
  const rules = join(folder, "marks.yml");
  writeRules(rules);
  appendFileSync(rules, `  - { id: mark, pattern: 'mark=(?<mark>\\d+)', by: [mark], alert: "{{ mark }}" }\n`);
  const scan = scanWords("-", rules);
  const echo = [grep, "--line-buffered", "-F", "mark="];
  const loads = [
    { name: "136 k JSON lines/s", json: true, perMs: 136, p99: 15 },
    { name: "1 M text lines/s", json: false, perMs: 1_000, p99: 42 },
  ];
  for (const { name, json, perMs, p99 } of loads) {
    const ours = await measure(scan, json, perMs);
    const echoed = await measure(echo, json, perMs);
    print(`${name} for ${seconds} s: p50 ${ours.p50.toFixed(1)}, p99 ${atMost(ours.p99, p99, "ms")}`);
    print(`  echo of the same minute: p50 ${echoed.p50.toFixed(1)}, p99 ${echoed.p99.toFixed(1)} ms`);
    if (json) {
      print(`  cores  ${atMost(ours.cores, 0.35, "cores")}`);
      print(`  memory ${atMost(ours.peakMiB, 200, "MiB")}`);
    } else print(`  ${ours.cores.toFixed(2)} cores, ${ours.peakMiB.toFixed(0)} MiB`);
  }
};

async function measure(words: readonly string[], json: boolean, perMs: number) {
  const [program = "", ...rest] = words;
  const child: Child = spawn(program, rest, { stdio: ["pipe", "pipe", "inherit"] });
  const dueMs: number[] = [];
  const tookMs: number[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const mark = Number(/mark(?:=|":")(\d+)/.exec(line)?.[1] ?? NaN);
    const due = dueMs[mark];
    if (due !== undefined) tookMs.push(performance.now() - due);
  });
  // Its start is no latency of a line.
  child.stdin.write(`${lineOf(0, json, 0, randomFrom(1))}\n`);
  await sleep(2_000);
  const cpuS = cpuSecondsOf(child.pid ?? 0);
  await drive(child, { json, perMs, dueMs });
  const cores = (cpuSecondsOf(child.pid ?? 0) - cpuS) / seconds;
  const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]);
  child.stdin.end();
  await once(child, "close");
  if (tookMs.length < dueMs.length)
    throw new Error(`${dueMs.length} lines were marked, ${tookMs.length} came back`);
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), cores, peakMiB: peakKiB / 1_024 };
}

/** Writes what is due, and on time: a late turn writes all that was due meanwhile. */
async function drive(
  child: Child,
  { json, perMs, dueMs }: { readonly json: boolean; readonly perMs: number; readonly dueMs: number[] },
): Promise<void> {
  const next = randomFrom(7);
  const blocks = Array.from({ length: 20 }, () =>
    Buffer.from(Array.from({ length: perMs }, (_, at) => `${lineOf(at, json, 0, next)}\n`).join("")),
  );
  const startedMs = performance.now();
  for (let ms = 0; ms < seconds * 1_000;) {
    for (const due = performance.now() - startedMs; ms < due && ms < seconds * 1_000; ms++) {
      child.stdin.write(blocks[ms % blocks.length] ?? Buffer.alloc(0));
      if (ms % markEveryMs !== 0) continue;
      const text = `mark=${dueMs.length}`;
      dueMs.push(startedMs + ms);
      child.stdin.write(
        json
          ? `${JSON.stringify({ level: "info", msg: text })}\n`
          : `2026-01-02T03:04:05Z web-1 app[1]: ${text}\n`,
      );
    }
    await sleep(1);
  }
  while (child.stdin.writableLength > 0) await sleep(1);
}
