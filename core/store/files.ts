import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Fault } from "#core/domain";

/** Files of the state folder: whole or absent after any crash, readable by their owner only. */

export function makeFolder(folder: string): void {
  asFault(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

/**
 * Makes a new file with `bytes` in it; false when there is one of this name already.
 * A file that may be a database must never be opened to look at it: closing it would drop the locks that
 * this process holds on it (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks).
 */
export function createFile(file: string, bytes: Uint8Array | string): boolean {
  return asFault(file, () => {
    if (existsSync(file)) return false;
    // Its own name: two that start at once make the same file.
    const part = `${file}.${randomBytes(4).toString("hex")}.part`;
    writeSynced(part, bytes);
    try {
      linkSync(part, file);
    } catch (thrown) {
      if (codeOf(thrown) === "EEXIST") return false;
      throw thrown;
    } finally {
      rmSync(part);
    }
    syncFolder(dirname(file));
    return true;
  });
}

/** Puts `bytes` in place of what the file held before; after a power cut it may hold that again. */
export function replaceFile(file: string, bytes: string): void {
  asFault(file, () => {
    const part = `${file}.part`;
    writeSynced(part, bytes);
    renameSync(part, file);
  });
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  syncPath(folder);
}

/** Makes a file's content durable. Not for a database that this process has open. */
export function syncPath(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Runs `work`; what the file system refuses becomes a Fault that names the file. */
export function asFault<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw fileFault(thrown, file);
  }
}

/** Makes an empty file, in place of one that a crash may have left. */
export function makeEmpty(file: string): void {
  writeSynced(file, "");
}

function writeSynced(file: string, bytes: Uint8Array | string): void {
  removeIfThere(file);
  const fd = openSync(file, "wx", 0o600);
  try {
    writeFileSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** `rmSync` of Node 24 gives no code for a disk that is read-only, and so makes a bug of it. */
function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (thrown) {
    if (codeOf(thrown) !== "ENOENT") throw thrown;
  }
}

/** Codes: errno(3). */
function fileFault(thrown: unknown, file: string): unknown {
  const cause = { cause: thrown };
  switch (codeOf(thrown)) {
    case "ENOENT":
    case "ENOTDIR":
      return new Fault("missing", `${file} does not exist, or its folder does not`, cause);
    case "EEXIST":
      return new Fault("conflict", `${file} exists already: choose another name, or move it away`, cause);
    case "EACCES":
    case "EPERM":
      return new Fault("denied", `this user may not use ${file}: check its owner and its folder's`, cause);
    case "ENOSPC":
    case "EDQUOT":
      return new Fault("unavailable", `the disk of ${file} is full: make room, then try again`, cause);
    case "EROFS":
      return new Fault("unavailable", `cannot write ${file}: its disk is read-only`, cause);
    case "EIO":
      return new Fault("unavailable", `reading or writing ${file} failed: check the disk`, cause);
    default:
      return thrown;
  }
}

export function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
}
