import { isFault, outcomeWithoutOutput, type PlanStep, type StepOutcome } from "#core/domain";
import type { KnownProcess, Processes } from "#core/reach";
import type { Doing } from "./hands.ts";
import type { World } from "./world.ts";

const everyMs = 100;

/**
 * Ends the process that a pid file names, by TERM and after the grace by KILL, and waits until whoever supervises it
 * has started another one.
 */
export async function restartProcess(
  { processes, clock }: World,
  { arguments: args, deadlineMs }: Extract<PlanStep, { kind: "action" }>,
  { signal }: Doing,
): Promise<StepOutcome> {
  const file = String(args["pid_file"]);
  const old = processes.ownerOf(file);
  const endMs = clock.monotonicMs() + deadlineMs;
  const graceMs = clock.monotonicMs() + Number(args["grace"]);
  signalQuietly(processes, old, "TERM");
  for (let killed = false; !signal.aborted && clock.monotonicMs() < endMs;) {
    const next = ownerOrNothing(processes, file);
    if (!processes.isAlive(old) && next !== undefined && next.pid !== old.pid) {
      return outcomeWithoutOutput(
        true,
        `process ${old.pid} ${killed ? "was killed" : "ended"}, process ${next.pid} has taken its place`,
      );
    }
    if (!killed && processes.isAlive(old) && clock.monotonicMs() >= graceMs) {
      signalQuietly(processes, old, "KILL");
      killed = true;
    }
    await clock.sleep(everyMs, signal);
  }
  const how = signal.aborted ? "was stopped" : `took longer than ${deadlineMs / 1_000} s`;
  const where = processes.isAlive(old)
    ? `process ${old.pid} is still there`
    : "nobody has started another process";
  return outcomeWithoutOutput(false, `it ${how}: ${where}`);
}

/** It may just have ended: that is what was wanted. */
function signalQuietly(processes: Processes, known: KnownProcess, name: "TERM" | "KILL"): void {
  try {
    processes.signal(known, name);
  } catch (thrown) {
    if (!isFault(thrown, "missing")) throw thrown;
  }
}

export function ownerOrNothing(processes: Processes, file: string): KnownProcess | undefined {
  try {
    return processes.ownerOf(file);
  } catch (thrown) {
    if (isFault(thrown, "missing") || isFault(thrown, "invalid")) return undefined;
    throw thrown;
  }
}
