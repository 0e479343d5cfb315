import { Fault } from "#core/domain";
import type { Binding } from "./grants.ts";

/** Whom a command runs as; undefined for whoever Fettle runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` of Debian, and of most others. */
const nobody = 65_534;

/**
 * Root's commands run as whoever owns what they may write, or as nobody: never as root, whose uid opens doors that
 * namespaces leave ajar.
 * @throws Fault `invalid` where what may be written is root's, or belongs to several.
 */
export function accountOf(uid: number, bindings: readonly Binding[]): Account | undefined {
  if (uid !== 0) return undefined;
  const written = bindings.filter(({ writable }) => writable);
  const [first] = written;
  if (first === undefined) return { uid: nobody, gid: nobody };
  const other = written.find((one) => one.uid !== first.uid);
  if (other !== undefined) {
    throw new Fault(
      "invalid",
      `${first.to} and ${other.to} have different owners: a command runs as one of them only`,
    );
  }
  if (first.uid !== 0) return { uid: first.uid, gid: first.gid === 0 ? nobody : first.gid };
  throw new Fault(
    "invalid",
    `${first.to} belongs to root, and nothing in the sandbox runs as root: give it to another user (chown), or run Fettle as one`,
  );
}
