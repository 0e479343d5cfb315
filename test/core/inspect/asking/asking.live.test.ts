import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { arch } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAccess, openGuard, personOf } from "#core/access";
import { openAsks } from "#core/inspect";
import { openSandbox, type Sandbox } from "#core/reach";
import { systemClock } from "#core/runtime";
import { hearLog } from "../../../support/heard-log.ts";
import { temporaryStore, type TemporaryStore } from "../../../support/temporary-store.ts";

/* Commands that only read, really run in the sandbox. `npm run peers:install` brings bubblewrap. */

const uid = process.getuid?.() ?? 0;
const me = personOf({ kind: "local", uid });
const other = personOf({ kind: "local", uid: uid + 1 });
let room: TemporaryStore;
let sandbox: Sandbox;

beforeAll(async () => {
  room = await temporaryStore(systemClock);
  const { log } = hearLog();
  const redact = (text: string): string => text;
  sandbox = await openSandbox({ level: "full", clock: systemClock, log, uid, forbidden: [], redact });
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await room[Symbol.asyncDispose]();
});

const weak = new AsyncDisposableStack();
afterAll(() => weak.disposeAsync());

async function weaker(): Promise<Sandbox> {
  const redact = (text: string): string => text;
  const { log } = hearLog();
  return weak.use(await openSandbox({ level: "basic", clock: systemClock, log, uid, forbidden: [], redact }));
}

async function asks(policies?: string) {
  return openAsks({ ...(await partsOf(policies)), sandbox });
}

async function partsOf(policies = `permit (principal == Fettle::Actor::"local:${uid}", action, resource);`) {
  const opened = await openAccess({ policies: [{ name: "p", file: "p", text: policies }], groups: {} });
  if (!opened.ok) throw new Error("no policy");
  const guard = openGuard({ store: room.store, clock: systemClock, access: () => opened.access });
  const redact = (text: string): string => text.replaceAll("hunter2", "<secret>");
  return { guard, clock: systemClock, redact };
}

const how = { timeoutMs: 10_000 };

describe.skipIf(!existsSync("/usr/bin/bwrap"))("a command that only reads", () => {
  test("tells of the machine, not of the sandbox", async () => {
    const asking = await asks();
    const asked = await asking.run(me, "uptime && ps -e && df -h && uname -m", how);
    expect(asked).toMatchObject({ host: "local", ok: true, exit: 0, truncated: false });
    expect(asked.stdout).toMatch(/load average/);
    // This very process is one of the machine's.
    expect(asked.stdout).toMatch(new RegExp(`^ *${process.pid} `, "m"));
    expect(asked.stdout).toMatch(/ \/$/m);
    expect(asked.stdout).toContain(arch === "arm64" ? "aarch64" : "x86_64");
    expect(asked.stdoutBytes).toBe(Buffer.byteLength(asked.stdout));
  });

  test("goes on as && and || say, and tells the exit of the last that ran", async () => {
    const asking = await asks();
    for (const line of ["ls /srv/there-is-none/x", "cat /var/log/there-is-none/x"]) {
      const lost = await asking.run(me, `${line} || uptime -p`, how);
      expect(lost).toMatchObject({ ok: true, exit: 0 });
      expect(lost.stderr).toContain("there-is-none/x");
      expect(lost.stdout).toMatch(/^up /);
    }
    const failed = await asking.run(me, "grep no-such-words-at-all /proc/loadavg && uptime", how);
    expect(failed).toMatchObject({ ok: false, exit: 1, stdout: "" });
    const rescued = await asking.run(me, "grep no-such-words-at-all /proc/loadavg || cat /proc/loadavg", how);
    expect(rescued).toMatchObject({ ok: true, exit: 0 });
    expect(rescued.stdout).toMatch(/^\d+\.\d+ /);
  });

  test("is ended at its deadline, and says so", async () => {
    const asking = await asks();
    const asked = await asking.run(me, "vmstat 9 9", { timeoutMs: 300 });
    expect(asked).toMatchObject({ ok: false, exit: null });
    expect(asked.stderr).toContain("ended at its deadline");
    expect(asked.ms).toBeLessThan(5_000);
  });

  test("runs beside at most three others, and ends when Fettle stops", async () => {
    const asking = await asks();
    const four = Array.from({ length: 4 }, () => asking.run(me, "vmstat 9 9", how));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(asking.run(me, "uptime", how)).rejects.toMatchObject({ kind: "unavailable" });
    const startedMs = performance.now();
    await asking[Symbol.asyncDispose]();
    expect((await Promise.all(four)).map(({ exit }) => exit)).toEqual([null, null, null, null]);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    await expect(asking.run(me, "uptime", how)).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("is asked of the policies, and audited before and after, refusals too", async () => {
    const asking = await asks();
    await asking.run(me, "uptime", how);
    await expect(asking.run(other, "uptime -p", how)).rejects.toMatchObject({ kind: "denied" });
    const rows = await room.store.read((r) => r.audit.list({ afterSeq: 0, limit: 1_000 }));
    const told = rows
      .slice(-3)
      .map(({ actor, action, resource, outcome }) => [actor, action, resource, outcome]);
    expect(told).toEqual([
      [`local:${uid}`, "command.run", "command:uptime", "allowed"],
      [`local:${uid}`, "command.run", "command:uptime", "done"],
      [`local:${uid + 1}`, "command.run", "command:uptime -p", "denied"],
    ]);
    await expect(asking.run(me, "uptime; reboot", how)).rejects.toMatchObject({ kind: "invalid" });
    const limited = await asks(
      'permit (principal, action == Fettle::Action::"command.run", resource) when { resource.target == "web" };',
    );
    await expect(limited.run(me, "uptime", how)).rejects.toMatchObject({ kind: "denied" });
  });

  // Only root may write there, which is also who could put a link there in earnest.
  test.runIf(uid === 0)("shows no file to which a name below /var/log leads, and hides secrets", async () => {
    const folder = `/var/log/fettle-test-${process.pid}`;
    mkdirSync(folder);
    try {
      symlinkSync("/etc/passwd", `${folder}/link`);
      writeFileSync(`${folder}/log`, "password=hunter2\n");
      const asking = await asks();
      const led = await asking.run(me, `cat ${folder}/link`, how);
      expect(led).toMatchObject({ exit: 1, stdout: "" });
      expect(led.stderr).toContain("No such file");
      writeFileSync(`${folder}/cut`, `${"x".repeat(60_000)}\n${"y".repeat(5_530)} password=hunter2\n`);
      expect((await asking.run(me, `cat ${folder}/cut`, how)).stdout).toBe(`${"x".repeat(60_000)}\n`);
      expect((await asking.run(me, `cat ${folder}/log`, how)).stdout).toBe("password=<secret>\n");
      expect((await asking.run(me, `grep -r root ${folder}`, how)).stdout).toBe("");
      const basic = openAsks({ ...(await partsOf()), sandbox: await weaker() });
      await expect(basic.run(me, `cat ${folder}/log`, how)).rejects.toThrow(/level full; here it is basic/);
      expect((await basic.run(me, "cat /proc/loadavg", how)).exit).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
