import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault, isFault } from "#core/domain";
import { asFault, codeOf, createFile, makeFolder, replaceFile } from "./files.ts";
import { storeFault } from "./sqlite/fault.ts";

/**
 * Takes the right to write a state folder, until it is disposed of or its process ends, however it ends.
 *
 * The lock is SQLite's own, on `lock.db`: a write transaction that stays open. The kernel drops it with
 * the process, so none is ever stale. `lock.pid` beside it only names the holder. Not for a folder on a
 * network file system, where locks may be fiction.
 *
 * @throws Fault `conflict` naming the pid of the holder; `unavailable` when the disk does not serve.
 */
export async function lockState(folder: string, pid: number): Promise<AsyncDisposable> {
  makeFolder(folder);
  const file = join(folder, "lock.db");
  const pidFile = join(folder, "lock.pid");
  createFile(file, "");
  const database = take(file, pidFile);
  try {
    replaceFile(pidFile, `${pid}\n`);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  let held = true;
  return {
    async [Symbol.asyncDispose]() {
      if (!held) return;
      held = false;
      // First the name, then the lock: the next holder's name must stay.
      asFault(pidFile, () => rmSync(pidFile, { force: true }));
      database.close();
    },
  };
}

function take(file: string, pidFile: string): DatabaseSync {
  try {
    // Short: the holder keeps it for long, only another start may be just looking.
    const database = new DatabaseSync(file, { timeout: 50 });
    try {
      database.exec("begin immediate");
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    const fault = storeFault(thrown, file);
    if (!isFault(fault, "conflict")) throw fault;
    const text = `this state folder is in use by ${holder(pidFile)}: stop it, or use another folder (${file})`;
    throw new Fault("conflict", text, { cause: thrown });
  }
}

/** Empty for the moment between the lock and its name. */
function holder(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, "utf8").trim()}`;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return "a process that is just starting or stopping";
    throw thrown;
  }
}
