import { existsSync, linkSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { Fault } from "#core/domain";
import { asFault, makeEmpty, syncFolder, syncPath } from "../files.ts";
import { storeFault } from "./fault.ts";
import { expectWhole } from "./sound.ts";

/** Pages copied between two looks at the event loop: 4 MiB. */
const pagesAtOnce = 1024;

/**
 * Copies the database into one new file, mode 0600, whole or not at all. An open snapshot holds the copy
 * to one moment, and SQLite's copier works on another thread, so that neither writing nor anything else
 * in this process waits (`vacuum into` stops the process, here 0.2 s for 100 MB; this 8 ms at most).
 */
export async function backUp(file: string, path: string): Promise<void> {
  if (existsSync(path)) throw new Fault("conflict", `${path} exists already: choose another name`);
  const part = `${path}.part`;
  asFault(part, () => makeEmpty(part));
  try {
    await copy(file, part);
    // A copy of a damaged database is none: better no backup today than good ones rotated away.
    expectWhole(part);
    asFault(path, () => {
      syncPath(part);
      linkSync(part, path);
      syncFolder(dirname(path));
    });
  } finally {
    rmSync(part, { force: true });
    rmSync(`${part}-journal`, { force: true });
  }
}

async function copy(file: string, part: string): Promise<void> {
  try {
    using source = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
    source.exec("begin; select 1 from sqlite_schema limit 1");
    await backup(source, part, { rate: pagesAtOnce });
    using target = new DatabaseSync(part);
    // A copy of a write-ahead-logged database would make two more files beside itself when it is read.
    target.exec("pragma journal_mode = delete");
  } catch (thrown) {
    throw storeFault(thrown, part);
  }
}
