import { Fault } from "#core/domain";
import { openDesk } from "#core/incidents";
import { callControl, type ControlOutcome } from "#core/reach";
import { systemClock } from "#core/runtime";
import { changesOf } from "../changes.ts";
import { socketPath } from "../config-files.ts";
import { readOptions, readSettings } from "../options.ts";
import { accessOf, redactorOf } from "../parts.ts";
import { keysOf, localActor, refuseStranger } from "../state-folder.ts";
import { underLock } from "./under-lock.ts";

const timeoutMs = 30_000;

/**
 * Has the running process do something that only a process can that stays: repairs are made anew, and run, where
 * they were approved. @throws Fault `unavailable` where none runs.
 */
export async function ask(configPath: string, verb: string, args: unknown): Promise<unknown> {
  const told = await call(configPath, verb, args);
  if (told.kind === "result") return told.result;
  throw new Fault("unavailable", "this needs a Fettle that runs: npx fettle start");
}

/**
 * Has a change done: by the running process through its socket, or here, under the writer lock, when none
 * runs. Both ask the same policies and write the same audit.
 */
export async function change(configPath: string, verb: string, args: unknown): Promise<unknown> {
  const told = await call(configPath, verb, args);
  if (told.kind === "result") return told.result;

  const { state } = readSettings(configPath);
  const clock = systemClock;
  const actor = localActor();
  const options = readOptions(configPath);
  const { auditKey, redactKey } = keysOf(state);
  const access = await accessOf(options);
  const redactor = redactorOf(options, redactKey);
  const office = { clock, access: () => access, redact: (text: string) => redactor.redact(text) };
  return underLock({ state, auditKey, access }, (opened) =>
    changesOf({ ...opened, actor, desk: openDesk({ ...opened, ...office }) })(verb, args),
  );
}

function call(configPath: string, verb: string, args: unknown): Promise<ControlOutcome> {
  const { state } = readSettings(configPath);
  refuseStranger(state, localActor().uid);
  return callControl({ path: socketPath(state), verb, args, timeoutMs, clock: systemClock });
}
