import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How long the one before may take to end: a restart overlaps with it. */
const patienceMs = 1_500;
const everyMs = 50;

/**
 * Writes this process's id to `file`; disposal takes it away. What a process left that ended without
 * doing so is replaced.
 * @throws Error where another shop has the file and keeps it
 */
export async function claimPidFile(file: string): Promise<Disposable> {
  const endMs = performance.now() + patienceMs;
  while (!writeNew(file)) {
    const owner = ownerOf(file);
    if (owner === undefined || !isShop(owner)) rmSync(file, { force: true });
    else if (performance.now() < endMs) await sleep(everyMs);
    else throw new Error(`this folder is in use by process ${owner} (${file}): stop that one first`);
  }
  return {
    [Symbol.dispose]: () => {
      if (ownerOf(file) === process.pid) rmSync(file, { force: true });
    },
  };
}

/** By a link, so that nobody sees the file without the number in it. */
function writeNew(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`, { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return false;
    throw thrown;
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Another program may have got the number since. */
function isShop(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("shop.ts");
  } catch {
    return isAlive(pid);
  }
}

/** Where there is no /proc to tell more. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}
