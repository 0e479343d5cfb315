import { systemClock } from "#core/runtime";
import { openStore, type Store } from "#core/store";
import { keysOf } from "../state-folder.ts";

/** The store of a state folder, for reading: beside a running Fettle or without one. */
export async function openReader(state: string): Promise<Store> {
  const { auditKey } = keysOf(state);
  return openStore({ folder: state, mode: "read", auditKey, clock: systemClock });
}
