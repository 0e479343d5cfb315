import { Fault } from "#core/domain";
import { closeSync, fstatSync, globSync, openSync, readSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative, resolve } from "node:path";

/** A file that fettle.yml names; `file` as a person would write it. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

const maxBytes = 1024 * 1024;
const maxFiles = 1_000;

/** A path of a file that a user wrote: `~` is the home folder, a relative one starts at `folder`. */
export function pathFrom(folder: string, path: string): string {
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(folder, path);
}

/** Where the running process listens for changing verbs. */
export function socketPath(state: string): string {
  return join(state, "fettle.sock");
}

/** @throws Fault `missing` or `unavailable` naming the file; `invalid` for a folder, or more than 1 MiB. */
export function readText(file: string, shown: string = file): string {
  try {
    return readBounded(file, shown);
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    const code = codeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new Fault("missing", `there is no file ${shown}`, { cause: thrown });
    }
    throw new Fault("unavailable", `${shown} cannot be read (${code})`, { cause: thrown });
  }
}

/** Never more than the limit, whatever a pipe or a device has to say. */
function readBounded(file: string, shown: string): string {
  const descriptor = openSync(file, "r");
  try {
    if (fstatSync(descriptor).isDirectory()) {
      throw new Fault("invalid", `${shown} is a folder; name files, such as ${join(shown, "*")}`);
    }
    const bytes = Buffer.allocUnsafe(maxBytes + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < bytes.length; size += read) {
      read = readSync(descriptor, bytes, size, bytes.length - size, null);
    }
    if (size > maxBytes)
      throw new Fault("invalid", `${shown} is too big: at most ${maxBytes} bytes are read`);
    return bytes.toString("utf8", 0, size);
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes of a file; 0 for a pipe, and for what cannot be looked at: whoever opens it says why. */
export function sizeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown error";
}

/** What files of rule tests end in; they stand beside the rules. */
export const ruleTestEnding = ".test.yml";

/**
 * The files that a pattern stands for, in order of name; empty when there are none. Rule tests are among them only where it
 * says so.
 * @throws Fault as `readText`, and `invalid` for more than 1,000 files.
 */
export function readPattern(pattern: string, folder: string): TextFile[] {
  const isTests = pattern.endsWith(ruleTestEnding);
  const found = globSync(pathFrom(folder, pattern))
    .filter((path) => isTests || !path.endsWith(ruleTestEnding))
    .toSorted();
  if (found.length > maxFiles) {
    throw new Fault("invalid", `${pattern} stands for ${found.length} files; at most ${maxFiles} are read`);
  }
  return found.map((path) => {
    const near = relative(".", path);
    const file = near.startsWith("..") ? path : near;
    return { file, text: readText(path, file) };
  });
}
