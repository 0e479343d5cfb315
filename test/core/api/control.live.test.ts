import { chmod, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openControl, type ControlOptions } from "#core/api";
import { Fault, type FaultKind } from "#core/domain";
import { callControl } from "#core/reach";
import { systemClock } from "#core/runtime";
import { handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { sendRaw } from "../../support/raw-tcp.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  // mkdtemp makes folders of mode 0700.
  folder = await mkdtemp(join(tmpdir(), "fettle-control-"));
  path = join(folder, "control.sock");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function open(handle: ControlOptions["handle"], more: Partial<ControlOptions> = {}) {
  return openControl({ path, handle, clock: systemClock, log: hearLog().log, ...more });
}

function call(verb: string, args: unknown, more: { path?: string; timeoutMs?: number } = {}) {
  return callControl({ path, verb, args, timeoutMs: 5_000, clock: systemClock, ...more });
}

const echo: ControlOptions["handle"] = async (verb, args) => ({ verb, args });

describe("a call", () => {
  test("reaches its handler with its arguments, and its result comes back", async () => {
    await using _ = await open(echo);
    const args = { id: "inc-1", note: "ünïcode\n", list: [1, null, true] };
    expect(await call("acknowledge", args)).toEqual({
      kind: "result",
      result: { verb: "acknowledge", args },
    });
  });

  test("may have neither arguments nor a result", async () => {
    await using _ = await open(async () => undefined);
    expect(await call("reload", undefined)).toEqual({ kind: "result", result: undefined });
  });

  test.each<FaultKind>(["denied", "invalid", "missing", "conflict", "timeout", "unavailable"])(
    "that fails as %s throws the same fault at the caller",
    async (kind) => {
      await using _ = await open(async () => {
        throw new Fault(kind, `words for ${kind}`);
      });
      await expect(call("approve", {})).rejects.toMatchObject({
        name: "Fault",
        kind,
        message: `words for ${kind}`,
      });
    },
  );

  test("that meets a bug says so without detail, and the log has it", async () => {
    const heard = hearLog();
    const bug = async (): Promise<never> => {
      throw new TypeError("the bug's own text");
    };
    await using _ = await open(bug, { log: heard.log });
    await expect(call("approve", {})).rejects.toMatchObject({
      kind: "unavailable",
      message: "the running process failed at approve; its log says why",
    });
    expect(heard.lines).toMatchObject([{ level: "error", verb: "approve", thrown: { error: "TypeError" } }]);
    expect(await sendRaw({ path }, post('{"verb":"approve"}'))).not.toContain("own text");
  });

  test("whose result cannot be written is a bug too", async () => {
    const heard = hearLog();
    await using _ = await open(async () => 1n, { log: heard.log });
    await expect(call("approve", {})).rejects.toMatchObject({ kind: "unavailable" });
    expect(heard.lines).toMatchObject([{ level: "error" }]);
  });

  test("of more than 64 KiB is refused on both sides", async () => {
    await using _ = await open(echo);
    await expect(call("approve", "x".repeat(65_536))).rejects.toMatchObject({ kind: "invalid" });
    expect(await sendRaw({ path }, post(JSON.stringify("x".repeat(65_536))))).toMatch(
      /^HTTP\/1\.1 413 [^]*over 64 KiB/,
    );
  });

  test("that takes over 30 s is answered as timeout, and what comes of it is still noticed", async () => {
    const clock = handClock();
    const heard = hearLog();
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const slow = async (): Promise<never> => {
      started.resolve();
      await gate.promise;
      throw new TypeError("late");
    };
    const control = await open(slow, { clock, log: heard.log });
    const answer = call("approve", {}).catch((thrown: unknown) => thrown);
    await started.promise;
    await clock.wind(30_000);
    const thrown = await answer;
    expect(thrown).toMatchObject({ kind: "timeout" });
    expect(String(thrown)).toMatch(/approve is not done after 30s/);
    gate.resolve();
    await clock.wind(0);
    expect(heard.lines).toMatchObject([{ level: "error", verb: "approve" }]);
    expect(clock.pending).toBe(0);
    await control[Symbol.asyncDispose]();
  });
});

describe("the socket", () => {
  test("is for its owner alone, and is gone after closing", async () => {
    const control = await open(echo);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await control[Symbol.asyncDispose]();
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("is not opened in a folder that others may enter", async () => {
    await chmod(folder, 0o750);
    const refused = open(echo);
    await expect(refused).rejects.toMatchObject({ kind: "denied" });
    await expect(refused).rejects.toThrow("chmod 700");
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("of a dead process is replaced", async () => {
    await leaveStaleSocket(path);
    expect(await call("reload", {})).toEqual({ kind: "nobody" });
    await using _ = await open(echo);
    expect(await call("reload", {})).toMatchObject({ kind: "result" });
  });

  test.each([
    ["file", () => writeFile(path, "mine")],
    ["link", () => symlink("/etc/passwd", path)],
  ])("does not take the place of a %s", async (_, make) => {
    await make();
    await expect(open(echo)).rejects.toMatchObject({ kind: "conflict" });
  });

  test("with a path longer than the system allows is refused with the numbers", async () => {
    const long = join(folder, "x".repeat(107 - folder.length));
    const refused = open(echo, { path: long });
    await expect(refused).rejects.toMatchObject({ kind: "invalid" });
    await expect(refused).rejects.toThrow(/has 108 bytes, 107 are possible/);
    await using _ = await open(echo, { path: long.slice(0, 107) });
    expect(await call("reload", {}, { path: long.slice(0, 107) })).toMatchObject({ kind: "result" });
  });

  test.each([
    ["garbage", "\0\u0001garbage\r\n\r\n", 400],
    ["another route", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404],
    ["no JSON", post("{"), 422],
    ["another shape", post('{"verb":"approve","extra":1}'), 422],
    ["a verb that is none", post('{"verb":"../x"}'), 422],
    ["another content type", post("{}", "text/plain"), 415],
  ])("answers %s without calling anybody, and goes on", async (_, text, status) => {
    let calls = 0;
    await using control = await open(async () => (calls += 1));
    const answer = await sendRaw({ path }, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toContain("node_modules");
    expect(calls).toBe(0);
    expect(await call("reload", {})).toEqual({ kind: "result", result: 1 });
    expect(control).toBeDefined();
  });
});

test("a call whose body never ends is cut off", async () => {
  await using _ = await open(echo);
  const startedMs = performance.now();
  const answer = await sendRaw({ path }, post('{"verb":"approve"}').slice(0, -1));
  expect(performance.now() - startedMs).toBeLessThan(8_000);
  expect(answer).not.toContain("200 OK");
});

test("a call that was answered leaves no timer", async () => {
  const clock = handClock();
  const control = await open(echo, { clock });
  expect(await call("reload", {})).toMatchObject({ kind: "result" });
  expect(clock.pending).toBe(0);
  await control[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

describe("a caller", () => {
  test("is told that nobody is there when there is no socket", async () => {
    expect(await call("reload", {})).toEqual({ kind: "nobody" });
  });

  test("does not take a stranger's answer for one of Fettle's", async () => {
    const stranger = createServer((socket) => {
      socket.resume().end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
    await new Promise<void>((resolve) => {
      stranger.listen(path, resolve);
    });
    await expect(call("reload", {})).rejects.toMatchObject({ kind: "unavailable" });
    await new Promise((resolve) => {
      stranger.close(resolve);
    });
  });

  test("waits no longer than it wants to", async () => {
    const gate = Promise.withResolvers<void>();
    const control = await open(() => gate.promise);
    await expect(call("reload", {}, { timeoutMs: 100 })).rejects.toMatchObject({ kind: "timeout" });
    gate.resolve();
    await control[Symbol.asyncDispose]();
  });
});

test("closing lets a running call finish and be answered, and then nobody is there", async () => {
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<string>();
  const control = await open(() => {
    started.resolve();
    return gate.promise;
  });
  const answer = call("approve", {});
  await started.promise;
  const closing = control[Symbol.asyncDispose]();
  gate.resolve("done");
  expect(await answer).toEqual({ kind: "result", result: "done" });
  await closing;
  expect(await call("approve", {})).toEqual({ kind: "nobody" });
});

test("closing does not wait for a call that hangs for longer than its 5 s", async () => {
  const clock = handClock();
  const started = Promise.withResolvers<void>();
  const control = await open(
    () => {
      started.resolve();
      return new Promise(() => {});
    },
    { clock },
  );
  const answer = call("approve", {}).catch((thrown: unknown) => thrown);
  await started.promise;
  const closing = control[Symbol.asyncDispose]();
  await clock.wind(5_000);
  await closing;
  expect(await answer).toMatchObject({ kind: "unavailable" });
});

function post(body: string, type = "application/json"): string {
  const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}`;
  return `${head}\r\n\r\n${body}`;
}

/** What a killed process leaves: a socket file that nobody listens on. */
async function leaveStaleSocket(at: string): Promise<void> {
  const { spawn } = await import("node:child_process");
  const script = `require("net").createServer().listen(${JSON.stringify(at)}, () => process.kill(process.pid, "SIGKILL"))`;
  await new Promise((resolve) => {
    spawn(process.execPath, ["-e", script]).on("exit", resolve);
  });
}
