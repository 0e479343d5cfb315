import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const fettle = join(import.meta.dirname, "../../../bot/fettle");

export interface Timed {
  readonly stdout: string;
  /** User and system time of the process, whole. */
  readonly cpuS: number;
  readonly wallS: number;
}

/** A shell tells the times of its child as POSIX has it: no other program is needed. */
export async function timed(words: readonly string[], folder: string): Promise<Timed> {
  const times = join(folder, "times");
  const startedMs = performance.now();
  const child = spawn("sh", ["-c", '"$@"; times >"$0"', times, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, "close")]);
  const wallS = (performance.now() - startedMs) / 1_000;
  const [, children = ""] = readFileSync(times, "utf8").split("\n");
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return { stdout, wallS, cpuS: seconds.reduce((sum, one) => sum + one, 0) };
}

/** `fettle scan FILE --json` with these rules. */
export function scanWords(file: string, rules: string, threads = 1): readonly string[] {
  return [fettle, "scan", file, "--rules", rules, "--json", "--threads", String(threads)];
}

export interface Summary {
  readonly lines: number;
  readonly matched: number;
  /** From the first byte to the last, without the start of the process. */
  readonly seconds: number;
}

/** The last line that `fettle scan --json` prints. */
export function summaryOf({ stdout }: Pick<Timed, "stdout">): Summary {
  const last: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  const summary = typeof last === "object" && last !== null && "summary" in last ? last.summary : undefined;
  if (typeof summary !== "object" || summary === null) throw new Error(`no summary: ${stdout.slice(-200)}`);
  const of = (name: string): number => Number(Object.entries(summary).find(([key]) => key === name)?.[1]);
  return { lines: of("lines"), matched: of("matched"), seconds: of("seconds") };
}

/** User and system seconds of a process that runs. Clock ticks are hundredths on every Linux that Node runs on. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** `0.58, must be at least 0.5: met` */
export function atLeast(value: number, must: number): string {
  return `${value.toFixed(2)}, must be at least ${must}: ${value >= must ? "met" : "MISSED"}`;
}

/** `7.9 ms, must be at most 15: met` */
export function atMost(value: number, must: number, unit: string): string {
  return `${value.toFixed(1)} ${unit}, must be at most ${must}: ${value <= must ? "met" : "MISSED"}`;
}
