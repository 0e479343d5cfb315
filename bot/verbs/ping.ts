import { callControl } from "#core/reach";
import { systemClock } from "#core/runtime";
import { socketPath } from "../config-files.ts";

/** Whether a process watches over this state folder. @throws Fault `denied` for somebody else's. */
export async function isRunning(state: string): Promise<boolean> {
  const call = { path: socketPath(state), verb: "ping", args: {}, timeoutMs: 2_000, clock: systemClock };
  return (await callControl(call)).kind !== "nobody";
}
