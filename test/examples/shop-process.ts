import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRules, openScanSource, scan, traitsFor } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { systemClock } from "#core/runtime";
import { freePort } from "../support/free-port.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(root, "examples/local/shop.ts");
const rules = join(root, "examples/local/rules/shop.yml");
const loaded = loadRules([{ file: "shop.yml", text: readFileSync(rules, "utf8") }]);

/** A shop that runs, as a process of its own, until it is disposed of. */
export interface ShopProcess extends AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly pid: number;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<Outcome>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Outcome {
  readonly exit: number | NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts a shop at a faster pace than usual, and waits until it is open. */
export async function openShop(
  folder: string,
  options: Readonly<Record<string, number>> = {},
): Promise<ShopProcess> {
  const port = options["port"] ?? (await freePort());
  const { child, ended } = spawnShop(folder, { rate: 100, ...options, port });
  if (child.stdout === null) throw new Error("it has no stdout");
  const open = await Promise.race([once(child.stdout, "data"), ended]);
  if (!Array.isArray(open)) throw new Error(`it did not start: ${open.stderr}`);
  child.stdout.resume();
  const ask =
    (method: string) =>
    async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
      const signal = AbortSignal.timeout(20_000);
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, signal });
      return { status: answer.status, text: await answer.text() };
    };
  return {
    folder,
    port,
    pid: child.pid ?? 0,
    get: ask("GET"),
    post: ask("POST"),
    kill: (signal) => child.kill(signal),
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Starts a shop that need not come up. */
export function spawnShop(
  folder: string,
  options: Readonly<Record<string, number | string>>,
): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
  // It ends with this process, even one that did not come to dispose of it.
  const all = { ...options, beside: process.pid };
  const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [program, "--data", folder, ...words], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close");
  return { child, ended: closed.then(() => ({ exit: child.exitCode ?? child.signalCode, stderr })) };
}

/** Lines of the log, the older file first. */
export function logLines(folder: string): string[] {
  return ["shop.log.1", "shop.log"]
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .filter((line) => line !== "");
}

/** What the shipped rules raise of the log as it is now, `event: text` each. */
export async function raisedIn(folder: string): Promise<string[]> {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const raised: string[] = [];
  const files = [join(folder, "shop.log")];
  const source = await openScanSource({ id: "shop", labels: {}, files });
  const options = {
    sources: [source],
    rules: loaded.rules,
    traits: traitsFor("json"),
    redactor: openRedactor({ key: Buffer.alloc(32, "k") }),
    clock: systemClock,
    onAlert: ({ event, summary }: { readonly event: string; readonly summary: string }) => {
      raised.push(`${event}: ${summary}`);
    },
  };
  await scan(options, new AbortController().signal);
  return raised;
}

/** Waits until `holds`, and gives up loudly. */
export async function until(holds: () => boolean | Promise<boolean>, forMs = 30_000): Promise<void> {
  const end = Date.now() + forMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${forMs} ms for ${holds.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}
