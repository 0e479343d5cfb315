import { type Access, type Guard, openGuard } from "#core/access";
import { systemClock } from "#core/runtime";
import { lockState, openStore, type Store } from "#core/store";

/** Opens the store for one change while no process runs; it is closed, and the lock given back, when `work` is done. */
export async function underLock<T>(
  { state, auditKey, access }: { readonly state: string; readonly auditKey: Buffer; readonly access: Access },
  work: (opened: { readonly store: Store; readonly guard: Guard }) => Promise<T>,
): Promise<T> {
  const clock = systemClock;
  await using lock = await lockState(state, process.pid);
  void lock;
  await using store = await openStore({ folder: state, mode: "write", auditKey, clock });
  // Awaited here: what is in use must not be closed before it is done.
  return await work({ store, guard: openGuard({ store, clock, access: () => access }) });
}
