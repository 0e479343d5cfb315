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

async function asks(policies = `permit (principal == Fettle::Actor::"local:${uid}", action, resource);`) {
  const opened = await openAccess({ policies: [{ name: "p", file: "p", text: policies }], groups: {} });
  if (!opened.ok) throw new Error("no policy");
  const guard = openGuard({ store: room.store, clock: systemClock, access: () => opened.access });
  const redact = (text: string): string => text.replaceAll("hunter2", "<secret>");
  return openAsks({ guard, sandbox, clock: systemClock, redact });
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
    const lost = await asking
      .run(me, "ls /var/log/there-is-none || uptime", how)
      .catch((thrown: unknown) => String(thrown));
    expect(lost).toContain("cannot be reached");
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
      await expect(asking.run(me, `cat ${folder}/link`, how)).rejects.toThrow(/leads to \/etc\/passwd/);
      expect((await asking.run(me, `cat ${folder}/log`, how)).stdout).toBe("password=<secret>\n");
      expect((await asking.run(me, `grep -r root ${folder}`, how)).stdout).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
