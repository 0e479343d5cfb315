import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Fault, isFault } from "#core/domain";
import { asFault, replaceFile, syncFolder, syncPath } from "../files.ts";
import { lockState } from "../lock.ts";
import { headFile } from "./audit-head.ts";
import { connect } from "./connection.ts";
import { storeFault } from "./fault.ts";
import { expectKnown } from "./migrate.ts";
import { databaseFile } from "./paths.ts";

export interface RestoreOptions {
  readonly folder: string;
  /** A file that `Store.backup` made. */
  readonly from: string;
  /** Of this process, for the writer lock that is held meanwhile. */
  readonly pid: number;
}

/**
 * Puts a backup in place of a state folder's database; at each moment, and after a crash, one or the other
 * is there whole. The old one stays as `fettle.db.before-restore-N`, whose path is returned, and so does
 * the old high-water mark of the audit chain, which a restored chain rightly falls short of. Keys are not
 * part of a backup: the folder needs the ones that the backup was written with.
 *
 * @throws Fault `conflict` while another process has the store open or when the backup is of a newer
 * Fettle; `missing` for no such file; `invalid` when it is damaged or not a backup: then nothing changes.
 */
export async function restoreStore(options: RestoreOptions): Promise<{ readonly kept?: string }> {
  const { folder, from, pid } = options;
  const file = databaseFile(folder);
  const part = `${file}.restoring`;
  await using locked = new AsyncDisposableStack();
  locked.use(await lockState(folder, pid));
  locked.defer(() => rmSync(part, { force: true }));

  copyBackup(from, part);
  const head = examine(part, from);
  const kept = existsSync(file) ? setAside(folder, file) : undefined;
  asFault(file, () => renameSync(part, file));
  syncFolder(folder);
  if (head !== undefined) replaceFile(headFile(folder), head);
  return kept === undefined ? {} : { kept };
}

function copyBackup(from: string, part: string): void {
  if (existsSync(`${from}-wal`)) {
    const text = `${from} is a database in use, not a backup: make one with fettle backup`;
    throw new Fault("invalid", text);
  }
  asFault(from, () => {
    rmSync(part, { force: true });
    copyFileSync(from, part);
    chmodSync(part, 0o600);
    syncPath(part);
  });
}

/** The audit head of a sound backup. */
function examine(part: string, from: string): string | undefined {
  try {
    using connection = connect(part, "read");
    if (expectKnown(connection, from) === 0) {
      throw new Fault("invalid", `${from} is empty, not a backup: use another one`);
    }
    const found = connection.value("pragma integrity_check(1)");
    if (found !== "ok")
      throw new Fault("invalid", `${from} is damaged: ${String(found)}; use another backup`);
    const head = connection.value("select seq || ':' || mac from audit order by seq desc limit 1");
    return typeof head === "string" ? head : undefined;
  } catch (thrown) {
    if (!isFault(thrown, "unavailable")) throw thrown;
    throw new Fault("invalid", `${from} cannot be read as a backup: use another one`, { cause: thrown });
  }
}

function setAside(folder: string, file: string): string {
  const kept = freeName(file);
  const folded = fold(file);
  asFault(kept, () => {
    linkSync(file, kept);
    // What could not be folded in goes with its database: beside another it would be taken for that one's.
    if (!folded) moveIfThere(`${file}-wal`, `${kept}-wal`);
    rmSync(`${file}-shm`, { force: true });
    moveIfThere(headFile(folder), `${headFile(folder)}${kept.slice(file.length)}`);
    syncFolder(folder);
  });
  return kept;
}

/** Brings the write-ahead log into the old database, so that it is one file; false when it is too damaged. */
function fold(file: string): boolean {
  try {
    using database = new DatabaseSync(file, { timeout: 2000 });
    database.exec("pragma journal_mode = delete");
    return true;
  } catch (thrown) {
    const fault = storeFault(thrown, file);
    if (!isFault(fault) || fault.kind === "conflict") throw fault;
    return false;
  }
}

function freeName(file: string): string {
  for (let n = 1; ; n++) {
    const name = `${file}.before-restore-${n}`;
    if (!existsSync(name)) return name;
  }
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
