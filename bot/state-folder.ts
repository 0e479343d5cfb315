import { type Actor, Fault } from "#core/domain";
import { type Keys, openKeys } from "#core/store";
import { statSync } from "node:fs";
import { join } from "node:path";

/** Whoever runs this process. */
export function localActor(): Actor & { readonly kind: "local" } {
  return { kind: "local", uid: process.getuid?.() ?? 0 };
}

/** The keys of a store that is there. @throws Fault `missing` where none was made yet. */
export function keysOf(state: string): Keys {
  if (ownerOf(state) === undefined) {
    throw new Fault("missing", `no store in ${state}: start Fettle once, or name another state folder`);
  }
  return openKeys(state, "read");
}

/**
 * Whoever changes a store is its owner, root included: files that another user makes beside it would be
 * closed to its owner, and the running process would take that other one for its own user.
 * @throws Fault `denied` for anybody else. A folder without a store is open to whoever may write it.
 */
export function refuseStranger(state: string, uid: number): void {
  const owner = ownerOf(state);
  if (owner === undefined || owner === uid) return;
  const todo = `run this as that user, such as: sudo -u '#${owner}' …`;
  throw new Fault("denied", `the store in ${state} belongs to uid ${owner}, and you are uid ${uid}: ${todo}`);
}

/** User id of a store's owner; undefined where there is no store. */
function ownerOf(state: string): number | undefined {
  try {
    return statSync(join(state, "fettle.db"), { throwIfNoEntry: false })?.uid;
  } catch (thrown) {
    throw new Fault("denied", `this user may not look into ${state}: run this as its owner`, {
      cause: thrown,
    });
  }
}
