import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lockState, openStore } from "#core/store";
import { handClock } from "../support/hand-clock.ts";

const folder = mkdtempSync(join(tmpdir(), "fettle-read-only-"));
const disk = join(folder, "disk");
const leftBehind = ["lock.db", "lock.pid.part", "copy.db.part"];
const mounted = mountDisk();

describe.skipIf(!mounted)("a disk that became read-only (needs the right to mount one)", () => {
  beforeAll(() => mount("-o", "remount,ro", disk));

  test("is named when a process wants to begin to write there", async () => {
    await expect(lockState(disk, 4711)).rejects.toMatchObject({
      kind: "unavailable",
      message: `cannot write ${join(disk, "lock.pid")}: its disk is read-only`,
    });
  });

  test("is named when a backup should go there", async () => {
    const options = { folder: join(folder, "state"), auditKey: Buffer.alloc(32), clock: handClock() };
    await using store = await openStore({ ...options, mode: "write" });
    await expect(store.backup(join(disk, "copy.db"))).rejects.toMatchObject({ kind: "unavailable" });
  });
});

afterAll(() => {
  if (mounted) execFileSync("/usr/bin/umount", [disk]);
  rmSync(folder, { recursive: true });
});

/** A small disk with what an earlier life left on it, parts of files that a full disk cut short among them; false where this user may not mount one. */
function mountDisk(): boolean {
  mkdirSync(disk);
  try {
    mount("-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", disk);
    execFileSync(
      "touch",
      leftBehind.map((name) => join(disk, name)),
    );
    return true;
  } catch {
    return false;
  }
}

function mount(...args: readonly string[]): void {
  execFileSync("/usr/bin/mount", args, { stdio: "ignore" });
}
