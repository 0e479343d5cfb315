import { chmod, lstat, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault } from "#core/domain";

/** sun_path of Linux is 108 bytes, the last one 0 (unix(7)); a longer path would be cut silently. */
const maxPathBytes = 107;

/**
 * Makes sure that a unix socket can be bound at `path`, and that only this user will reach it. A socket
 * that lies there is removed: only who knows that its process is dead may call this.
 *
 * Faults: `invalid` for a path that is too long, `denied` for a folder that others may enter, `conflict`
 * for a path where something else is.
 */
export async function makeSocketRoom(path: string): Promise<void> {
  const bytes = Buffer.byteLength(path);
  if (bytes > maxPathBytes) {
    const message = `the control socket's path has ${bytes} bytes, ${maxPathBytes} are possible; choose a shorter state folder`;
    throw new Fault("invalid", message);
  }
  const folder = await stat(dirname(path));
  if ((folder.mode & 0o077) !== 0) {
    throw new Fault("denied", `${dirname(path)} may be entered by others; make it mode 0700 (chmod 700)`);
  }
  const there = await lstat(path).catch(absent);
  if (there === undefined) return;
  if (!there.isSocket()) throw new Fault("conflict", `${path} is there and is no socket; move it away`);
  await rm(path);
}

/** Until it is called only the folder's mode keeps others out, which `makeSocketRoom` has seen to. */
export async function closeSocketToOthers(path: string): Promise<void> {
  await chmod(path, 0o600);
}

function absent(thrown: unknown): undefined {
  if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
  throw thrown;
}
