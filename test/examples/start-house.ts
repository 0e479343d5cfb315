import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { freePort } from "../support/free-port.ts";
import { type Outcome, root, until } from "./shop-process.ts";

/** A project of its own in which `examples/local/start` runs, with free ports and a state folder. */
export interface House extends AsyncDisposable {
  readonly path: string;
  readonly port: number;
  /** Where the real Fettle tells its metrics. */
  readonly apiPort: number;
  /** Runs `start` as a terminal does: leader of a process group of its own. */
  start(...words: readonly string[]): Started;
  /** Runs one verb of the command line beside it. */
  fettle(...words: readonly string[]): Promise<Outcome & { readonly stdout: string }>;
  /** Id of the shop that runs now; undefined while none does. */
  shopPid(): number | undefined;
  /** Process ids of this house by the program that they run. */
  processes(): Readonly<Record<string, number>>;
}

export interface Started {
  /** First of `start`, then of Fettle. */
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when nobody holds its output any more: the shop neither. */
  readonly ended: Promise<Outcome>;
}

export interface HouseOptions {
  /** What stands in for Fettle, as a program for Node; the real one where it is not given. */
  readonly fettle?: string;
  /** Files below examples/local that are other than they are shipped. */
  readonly change?: Readonly<Record<string, (text: string) => string>>;
  /** With the local Slack, on whatever port is free, and the times that the example has. */
  readonly slack?: boolean;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = temporaryFolder();
  // As the kernel names it, where the folder for temporary files is a link.
  const path = realpathSync(folder.path);
  // As root, repairs run as whom the shop's files belong to: they must come as far as there.
  chmodSync(path, 0o711);
  const [port, apiPort] = [await freePort(), await freePort()];
  build(path, { port, apiPort, ...options });
  const started: Started[] = [];
  const house: House = {
    path,
    port,
    apiPort,
    start: (...words) => {
      const one = startIn(path, words);
      started.push(one);
      return one;
    },
    fettle: async (...words) => {
      const config = join(path, "examples/local/fettle.yml");
      const child = spawn(process.execPath, [join(root, "bot/cli.ts"), ...words, "--config", config]);
      const closed = once(child, "close");
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
      return { exit: child.exitCode ?? child.signalCode, stdout, stderr };
    },
    shopPid: () => house.processes()["shop.ts"],
    processes: () => processesIn(path),
    [Symbol.asyncDispose]: async () => {
      for (const pid of Object.values(house.processes())) kill(pid, "SIGKILL");
      await Promise.all(started.map(({ ended }) => ended));
      folder[Symbol.dispose]();
    },
  };
  return house;
}

/** Waits until what stands in for Fettle says something; the shop is open before it is started. */
export async function running(started: Started): Promise<void> {
  await until(() => started.stdout() !== "");
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    // It has ended by itself.
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ESRCH")) throw thrown;
  }
}

function build(
  path: string,
  { port, apiPort, fettle, slack = false, change = {} }: HouseOptions & Pick<House, "port" | "apiPort">,
): void {
  const local = join(path, "examples/local");
  cpSync(join(root, "examples/local"), local, { recursive: true });
  for (const [name, changed] of Object.entries(change)) {
    const file = join(local, name);
    writeFileSync(file, changed(readFileSync(file, "utf8")));
  }
  for (const name of ["start", "fettle.yml", "runbooks/shop.runbook"]) {
    const shipped = readFileSync(join(local, name), "utf8");
    writeFileSync(join(local, name), shipped.replaceAll("8081", String(port)));
  }
  const config = join(local, "fettle.yml");
  const whole = readFileSync(config, "utf8");
  const settings = slack
    ? whole.replace(/^slack: .*$/m, "slack: { mode: local, port: 0 }")
    : // Probed more often.
      whole.replace(/^slack: .*\n/m, "").replaceAll(/(every|timeout): \d+s/g, "$1: 1s");
  writeFileSync(config, `${settings}api: { listen: "127.0.0.1:${apiPort}" }\n`);
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
  if (fettle === undefined) {
    symlinkSync(join(root, "bot"), join(path, "bot"));
    return;
  }
  mkdirSync(join(path, "bot"));
  writeFileSync(join(path, "bot/cli.ts"), fettle);
  writeFileSync(join(path, "bot/fettle"), '#!/bin/sh\nexec node bot/cli.ts "$@"\n', { mode: 0o755 });
}

function startIn(path: string, words: readonly string[]): Started {
  const child = spawn(join(path, "examples/local/start"), words, {
    cwd: path,
    detached: true,
    env: { PATH: process.env["PATH"], HOME: "/nonexistent" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (said: string) => (stdout += said));
  child.stderr.setEncoding("utf8").on("data", (said: string) => (stderr += said));
  const closed = once(child, "close");
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: closed.then(() => ({ exit: child.exitCode ?? child.signalCode, stderr })),
  };
}

/** All that runs with this folder as its own, whoever started it. */
function processesIn(path: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== path) continue;
      const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      // One that is ending has given back its memory already.
      if (words.join("") === "") continue;
      const program = words.find((word) => /\.ts$|\/start$/.test(word)) ?? words.join(" ");
      found[program.slice(program.lastIndexOf("/") + 1)] = Number(name);
    } catch {
      // It ended while it was looked at, or is none of ours.
    }
  }
  return found;
}
