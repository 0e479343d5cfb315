import { join } from "node:path";
import type { Clock } from "#core/runtime";
import { openStore, type Store } from "#core/store";
import { temporaryFolder } from "./temporary-folder.ts";

export interface TemporaryStore extends AsyncDisposable {
  readonly store: Store;
  /** A folder that goes with the store. */
  readonly folder: string;
}

/** A real store in a folder of its own; both go when the test is done. */
export async function temporaryStore(clock: Clock): Promise<TemporaryStore> {
  await using opening = new AsyncDisposableStack();
  const { path: folder } = opening.use(temporaryFolder());
  const auditKey = Buffer.alloc(32, 7);
  const store = opening.use(
    await openStore({ folder: join(folder, "state"), mode: "write", auditKey, clock }),
  );
  const open = opening.move();
  return { store, folder, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
