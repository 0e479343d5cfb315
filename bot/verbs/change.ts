import { openGuard } from "#core/access";
import { callControl } from "#core/reach";
import { systemClock } from "#core/runtime";
import { lockState, openStore } from "#core/store";
import { changesOf } from "../changes.ts";
import { socketPath } from "../config-files.ts";
import { readOptions, readSettings } from "../options.ts";
import { accessOf } from "../parts.ts";
import { keysOf, refuseStranger } from "../state-folder.ts";

const timeoutMs = 30_000;

/**
 * Has a change done: by the running process through its socket, or here, under the writer lock, when none
 * runs. Both ask the same policies and write the same audit.
 */
export async function change(configPath: string, verb: string, args: unknown): Promise<unknown> {
  const { state } = readSettings(configPath);
  const clock = systemClock;
  const uid = process.getuid?.() ?? 0;
  refuseStranger(state, uid);
  const told = await callControl({ path: socketPath(state), verb, args, timeoutMs, clock });
  if (told.kind === "result") return told.result;

  const options = readOptions(configPath);
  const keys = keysOf(state);
  await using lock = await lockState(state, process.pid);
  void lock;
  await using store = await openStore({ folder: state, mode: "write", auditKey: keys.auditKey, clock });
  const access = await accessOf(options);
  const guard = openGuard({ store, clock, access: () => access });
  const actor = { kind: "local", uid } as const;
  // Awaited here: what is in use must not be closed before it is done.
  return await changesOf({ store, guard, clock, actor })(verb, args);
}
