import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cli = fileURLToPath(new URL("../../bot/cli.ts", import.meta.url));

interface Outcome {
  readonly exit: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Spawned {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when the process has ended and all that it wrote has come. */
  readonly ended: () => Promise<Outcome>;
}

/** A folder with a configuration in it, in which `fettle` is run. */
export interface Place extends AsyncDisposable {
  readonly path: string;
  write(file: string, text: string): void;
  /** `fettle ARG…`, in this folder. */
  spawn(...args: readonly string[]): Spawned;
  run(...args: readonly string[]): Promise<Outcome>;
  /** As `run`, with this text on stdin. */
  runWith(input: string, ...args: readonly string[]): Promise<Outcome>;
  /** `fettle start`, when it says that it runs. */
  start(): Promise<Spawned>;
}

const policy = "permit (principal, action, resource);\n";
export const rules = `rules:
  - id: boom
    severity: 4
    pattern: 'boom (?<what>\\w+)'
    by: [what]
    alert: "boom of {{ what }}"
  - id: thrice
    pattern: 'knock (?<door>\\w+)'
    frequency: { count: 3, within: 10m, by: [door] }
    alert: "three knocks on {{ door }}"
`;
export const config = `state: st
sources: [ { file: app.log, name: app } ]
rules: rules.yml
access: { policies: "*.cedar" }
api: { listen: "127.0.0.1:0" }
`;

/** `environment`: what `fettle` sees besides PATH and HOME. */
export function openPlace(
  files: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Place {
  const folder = temporaryFolder();
  const spawned: Spawned[] = [];
  const place: Place = {
    path: folder.path,
    write: (file, text) => {
      mkdirSync(dirname(join(folder.path, file)), { recursive: true });
      writeFileSync(join(folder.path, file), text);
    },
    spawn: (...args) => {
      const one = spawnNode([cli, ...args], folder.path, environment);
      spawned.push(one);
      return one;
    },
    run: (...args) => place.runWith("", ...args),
    runWith: (input, ...args) => {
      const one = place.spawn(...args);
      one.child.stdin?.end(input);
      return one.ended();
    },
    start: async () => {
      const one = place.spawn("start", "--log-level", "info");
      await until(() => one.stderr().includes('"msg":"running"') || one.child.exitCode !== null);
      if (one.child.exitCode !== null) throw new Error(`it did not start: ${one.stderr()}`);
      return one;
    },
    [Symbol.asyncDispose]: async () => {
      for (const { child } of spawned) if (child.exitCode === null) child.kill("SIGKILL");
      await Promise.all(spawned.map(({ ended }) => ended()));
      folder[Symbol.dispose]();
    },
  };
  const defaults = { "fettle.yml": config, "rules.yml": rules, "all.cedar": policy, "app.log": "" };
  for (const [file, text] of Object.entries({ ...defaults, ...files })) place.write(file, text);
  return place;
}

/** Runs Node as a person would, without what the test runner put into the environment. */
export function spawnNode(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Spawned {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", ...environment };
  const child = spawn(process.execPath, args, { cwd, env });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const closed = once(child, "close");
  return {
    child,
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    ended: async () => {
      await closed;
      return { exit: child.exitCode ?? child.signalCode, stdout: out, stderr: err };
    },
  };
}

/** Waits until `holds`, and gives up loudly. */
export async function until(holds: () => boolean | Promise<boolean>, forMs = 15_000): Promise<void> {
  const end = Date.now() + forMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${forMs} ms for ${holds.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}

/** Each line of JSON output. */
export function documents(text: string): Readonly<Record<string, unknown>>[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => {
      const document: unknown = JSON.parse(line);
      return typeof document === "object" && document !== null ? { ...document } : {};
    });
}

/** Vitest's matchers are `any`; these are not. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
