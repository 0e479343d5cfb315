import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { fileStat, keyText } from "./file-stat.ts";
import type { FileKey } from "./position.ts";

/** Whoever is read through a handle. */
interface Holder {
  readonly key: FileKey;
  /** The name that leads to it now; null when none is known. */
  readonly at: string | null;
}

/** Open files, at most `limit`: beyond it the one that was used longest ago is closed. */
export interface Handles extends AsyncDisposable {
  /** The holder's open file; undefined when its name leads to another file or to none. @throws system errors */
  use(holder: Holder): Promise<FileHandle | undefined>;
  has(holder: Holder): boolean;
  close(holder: Holder): Promise<void>;
}

export function newHandles(limit: number): Handles {
  /** In the order of their last use. */
  const handles = new Map<Holder, FileHandle>();
  let disposed = false;

  async function close(holder: Holder): Promise<void> {
    const handle = handles.get(holder);
    handles.delete(holder);
    await handle?.close();
  }

  async function makeRoom(): Promise<void> {
    if (handles.size < limit) return;
    // A file without a name can never be opened again: it goes last.
    const holders = [...handles.keys()];
    const oldest = holders.find((holder) => holder.at !== null) ?? holders[0];
    if (oldest !== undefined) await close(oldest);
  }

  return {
    async use(holder) {
      const known = handles.get(holder);
      if (known !== undefined) {
        handles.delete(holder);
        handles.set(holder, known);
        return known;
      }
      if (holder.at === null) return undefined;
      await makeRoom();
      const handle = await openRegular(holder.at, holder.key);
      if (handle === undefined) return undefined;
      if (disposed) {
        await handle.close();
        return undefined;
      }
      handles.set(holder, handle);
      return handle;
    },
    has: (holder) => handles.has(holder),
    close,
    async [Symbol.asyncDispose]() {
      disposed = true;
      for (const holder of handles.keys()) await close(holder);
    },
  };
}

/** Between stat and open the name may have come to lead elsewhere: O_NONBLOCK, and a second look. */
async function openRegular(path: string, key: FileKey): Promise<FileHandle | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY).catch(
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (handle === undefined) return undefined;
  try {
    const stat = fileStat(await handle.stat({ bigint: true }));
    if (stat.regular && keyText(stat) === keyText(key)) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}
