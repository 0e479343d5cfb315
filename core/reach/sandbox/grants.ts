import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, normalize } from "node:path";
import { Fault, type Grant, messageOf } from "#core/domain";

/** A path that a command may touch: where it really is, and where the command finds it. */
export interface Binding {
  readonly from: string;
  readonly to: string;
  readonly writable: boolean;
  /** Whether one can begin in it. */
  readonly folder: boolean;
  /** Who owns it. */
  readonly uid: number;
  readonly gid: number;
}

/** Nobody needs one of these whole, and whoever gets it gets the machine. */
const never = [
  "/",
  "/proc",
  "/sys",
  "/dev",
  "/etc",
  "/boot",
  "/run",
  "/var/run",
  "/root",
  "/home",
  "/usr",
  "/var",
];
/** And nothing below these. */
const neverBelow = ["/proc", "/sys", "/dev", "/boot"];

/**
 * What grants come down to, symlinks followed now.
 * @param forbidden paths of Fettle's own: none of them, nothing in them, and nothing that holds them.
 * @throws Fault `invalid` for a path that is not to be granted, `missing` for one that is not there.
 */
export function bindingsOf(grants: readonly Grant[], forbidden: readonly string[]): readonly Binding[] {
  const own = forbidden.map(realOrSame);
  return grants.flatMap((grant) => {
    if (grant.kind === "net") return [];
    const { path } = grant;
    if (!isAbsolute(path) || normalize(path) !== path || path.includes("\0")) {
      throw new Fault(
        "invalid",
        `a grant names ${JSON.stringify(path)}: expected an absolute path without "." and ".."`,
      );
    }
    const from = resolve(path);
    expectGrantable(path, from, own);
    const found = statSync(from);
    const { uid, gid } = found;
    return [{ from, to: path, writable: grant.kind === "write", folder: found.isDirectory(), uid, gid }];
  });
}

export function hasNet(grants: readonly Grant[]): boolean {
  return grants.some(({ kind }) => kind === "net");
}

function resolve(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new Fault("missing", `${path}, which is granted, cannot be reached: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet: it is forbidden by its name.
    return path;
  }
}

function expectGrantable(path: string, from: string, own: readonly string[]): void {
  const named = from === path ? path : `${path} (which is ${from})`;
  if (never.includes(from) || neverBelow.some((folder) => isIn(from, folder))) {
    throw new Fault("invalid", `${named} is never granted: name what is needed of it`);
  }
  if (own.some((one) => isIn(from, one) || isIn(one, from))) {
    throw new Fault("invalid", `${named} is never granted: it is, or holds, what Fettle keeps for itself`);
  }
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const { mode } = lstatSync(folder);
    // Whoever may rename what stands in it could put something else into the place of what was looked at.
    if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0) {
      throw new Fault(
        "invalid",
        `${named} is not granted: others may write in ${folder}; take their right away (chmod go-w)`,
      );
    }
    if (folder === dirname(folder)) return;
  }
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
