import { spawn } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Assertion, PlanStep } from "#core/domain";
import { type Hands, openHands } from "#core/heal";
import { openHttp, openProcesses, openSandbox, type Sandbox } from "#core/reach";
import { systemClock } from "#core/runtime";
import { hearLog } from "../../../support/heard-log.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { aPlanContent } from "../../../support/repairs.ts";

const uid = process.getuid?.() ?? 0;
const runner = uid === 0 ? 65_534 : uid;
const doing = { target: "local", signal: new AbortController().signal, what: "test" };
const exec = (command: string, more: Partial<Extract<PlanStep, { kind: "exec" }>> = {}): PlanStep => ({
  kind: "exec",
  command,
  grants: [],
  deadlineMs: 5_000,
  ...more,
});
const action = (name: string, args: Record<string, string | number>): PlanStep => ({
  kind: "action",
  action: name,
  arguments: args,
  deadlineMs: 5_000,
});

let sandbox: Sandbox;
let hands: Hands;
let parts: AsyncDisposableStack;
let folder: string;

beforeAll(async () => {
  parts = new AsyncDisposableStack();
  folder = parts.use(temporaryFolder()).path;
  chownSync(folder, runner, runner);
  const { log } = hearLog();
  const redact = (text: string): string => text.replaceAll("hunter2", "<secret>");
  // What is tried here is the hands; the sandbox has its own tests, also where bubblewrap is absent.
  sandbox = parts.use(
    await openSandbox({ level: "off", clock: systemClock, log, uid, forbidden: [], redact }),
  );
  const http = parts.use(openHttp({ clock: systemClock }));
  const processes = openProcesses();
  hands = openHands({ sandbox, http, processes, prometheus: undefined, clock: systemClock, redact });
});
afterAll(() => parts.disposeAsync());

describe("a command", () => {
  test("is an outcome with its exit code and what it said, redacted", async () => {
    expect(await hands.act(exec("echo hunter2; exit 0"), doing)).toMatchObject({
      ok: true,
      summary: "exit 0",
      output: "<secret>\n",
    });
    expect(await hands.act(exec("exit 3"), doing)).toMatchObject({ ok: false, summary: "exit 3" });
    expect(await hands.act(exec("sleep 9", { deadlineMs: 200 }), doing)).toMatchObject({
      ok: false,
      summary: "ended at its deadline of 0.2 s",
    });
  });

  test("of unknown outcome is asked about, whatever it was", async () => {
    expect(await hands.afterwards(exec("true"), 0)).toBe("unknown");
  });
});

test("rotate_logs keeps so many compressed copies, and empties what is written on", async () => {
  const logs = join(folder, "logs");
  mkdirSync(logs);
  chownSync(logs, runner, runner);
  const rotate = action("rotate_logs", { files: join(logs, "*.log"), keep: 2 });
  for (const text of ["one", "two", "three"]) {
    writeFileSync(join(logs, "a b.log"), text);
    chownSync(join(logs, "a b.log"), runner, runner);
    expect(await hands.act(rotate, doing)).toMatchObject({ ok: true, output: "rotated 1 files\n" });
  }
  expect(readdirSync(logs).toSorted()).toEqual(["a b.log", "a b.log.1.gz", "a b.log.2.gz"]);
  expect(readFileSync(join(logs, "a b.log"), "utf8")).toBe("");
  expect(gunzipSync(readFileSync(join(logs, "a b.log.1.gz"))).toString()).toBe("three");
  expect(await hands.act(rotate, doing)).toMatchObject({ output: "rotated 0 files\n" });
});

describe("a process", () => {
  const pidFile = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o644 });
    return file;
  };

  test("is signalled by its pid file", async () => {
    const child = spawn("sleep", ["60"]);
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    const file = pidFile("one.pid", `${child.pid}\n`);
    expect(
      await hands.act(action("signal_process", { pid_file: file, signal: "TERM" }), doing),
    ).toMatchObject({ ok: true });
    expect(await ended).toBe("SIGTERM");
    await expect(
      hands.act(action("signal_process", { pid_file: file, signal: "TERM" }), doing),
    ).rejects.toMatchObject({ kind: "missing" });
  });

  test.for([
    ["itself", String(process.pid), "never signalled"],
    ["the first one", "1", "never signalled"],
    ["none", "many", "is no pid file"],
    ["a group", "-5", "is no pid file"],
  ] as const)("that is %s is not", async ([, text, told]) => {
    const file = pidFile("odd.pid", text);
    await expect(
      hands.act(action("signal_process", { pid_file: file, signal: "HUP" }), doing),
    ).rejects.toThrow(told);
  });

  test("that got the number of another one is left alone", async () => {
    const file = pidFile("old.pid", "0");
    const child = spawn("sleep", ["60"]);
    writeFileSync(file, `${child.pid}`);
    utimesSync(file, new Date(0), new Date(0));
    await expect(
      hands.act(action("signal_process", { pid_file: file, signal: "TERM" }), doing),
    ).rejects.toThrow("it is another one");
    child.kill("SIGKILL");
  });

  test("is restarted: it ends, by force if it must, and another one takes its place", async () => {
    const file = pidFile("served.pid", "0");
    const program = `trap "" TERM; echo $$ > ${file}; while :; do sleep 0.1; done`;
    const stop = new AbortController();
    const supervise = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const child = spawn("sh", ["-c", program]);
        await new Promise((resolve) => child.once("exit", resolve));
      }
    };
    const supervising = supervise();
    await expect.poll(() => Number(readFileSync(file, "utf8")) > 1).toBe(true);
    const before = Date.now();
    const outcome = await hands.act(action("restart_process", { pid_file: file, grace: 300 }), doing);
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.summary).toContain("was killed");
    const restart = action("restart_process", { pid_file: file, grace: 300 });
    expect(await hands.afterwards(restart, before - 60_000)).toBe("done");
    expect(await hands.afterwards(restart, Date.now() + 60_000)).toBe("not-done");
    stop.abort();
    process.kill(Number(readFileSync(file, "utf8")), "SIGKILL");
    await supervising;
  });
});

describe("a question", () => {
  const asked = (assertion: Assertion) => hands.measure(assertion, doing);
  const below = { comparison: "<", value: 80 } as const;

  test("to a command is answered by what its pattern finds", async () => {
    const question = (command: string, parse: string | null): Assertion => ({
      kind: "exec",
      command,
      grants: [],
      parse,
      expect: below,
    });
    expect(await asked(question("echo 'Use 61%'", "([0-9]+)%"))).toMatchObject({
      value: "61",
      holds: true,
      trouble: null,
    });
    expect(await asked(question("echo nothing", "([0-9]+)%"))).toMatchObject({
      value: null,
      holds: null,
      trouble: 'parse("([0-9]+)%") found nothing in "nothing"',
    });
    expect(await asked(question("exit 90", null))).toMatchObject({ value: 90, holds: false });
    expect(await asked(question("sleep 30 & sleep 30", "(x)"))).toMatchObject({ holds: null });
  }, 20_000);

  test("to an endpoint is answered by its status or body; whoever does not answer is not as expected", async () => {
    const server = createServer((request, response) =>
      response.writeHead(request.url === "/503" ? 503 : 200).end(" fine \n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
    const status = { comparison: "==", value: 200 } as const;
    expect(await asked({ kind: "http", url: url("/"), part: "status", expect: status })).toMatchObject({
      value: 200,
      holds: true,
    });
    expect(await asked({ kind: "http", url: url("/503"), part: "status", expect: status })).toMatchObject({
      value: 503,
      holds: false,
    });
    expect(
      await asked({ kind: "http", url: url("/"), part: "body", expect: { comparison: "==", value: "fine" } }),
    ).toMatchObject({ holds: true });
    server.close();
    server.closeAllConnections();
    expect(await asked({ kind: "http", url: url("/"), part: "status", expect: status })).toMatchObject({
      value: null,
      holds: false,
    });
  });

  test("to a metric is not known where no Prometheus is configured", async () => {
    expect(await asked({ kind: "metric", query: "up", expect: below })).toMatchObject({
      holds: null,
      trouble: "metrics.prometheus is not configured",
    });
    const content = aPlanContent({ check: { kind: "metric", query: "up", expect: below } });
    expect(hands.troubleWith(content)).toContain("metrics.prometheus.url");
  });
});
