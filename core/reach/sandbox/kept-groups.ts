import { randomBytes } from "node:crypto";
import { pid } from "node:process";
import { Fault, messageOf } from "#core/domain";
import type { Clock } from "#core/runtime";
import { type Group, openGroups } from "./cgroups.ts";

const limits = { pids: 64, memoryBytes: 512 * 1024 * 1024 };
const sweepTries = 40;
const sweepEveryMs = 25;

/** The control groups of a sandbox, which the kernel still holds for a moment after their last process. */
export interface KeptGroups extends AsyncDisposable {
  /** Why nothing is limited; undefined where it is. */
  readonly gap: string | undefined;
  /** A new one; undefined where nothing is limited. @throws Fault `unavailable` where it cannot be made just now. */
  make(): Group | undefined;
  /** Nothing of it is needed any more. */
  leave(group: Group | undefined): void;
  sweep(): void;
}

export function openKeptGroups(clock: Clock): KeptGroups {
  const opened = openGroups(limits);
  const groups = "make" in opened ? opened : undefined;
  const own = randomBytes(4).toString("hex");
  const left = new Set<Group>();
  let count = 0;
  const sweep = (): void => {
    for (const group of left) if (group.remove()) left.delete(group);
  };
  return {
    gap: "gap" in opened ? opened.gap : undefined,
    make: () => {
      try {
        return groups?.make(`fettle-${pid}-${own}-${++count}`);
      } catch (cause) {
        throw new Fault("unavailable", `a command could not be limited: ${messageOf(cause)}`, { cause });
      }
    },
    leave: (group) => {
      if (group !== undefined) left.add(group);
      sweep();
    },
    sweep,
    [Symbol.asyncDispose]: async () => {
      for (let tries = 0; tries < sweepTries && left.size > 0; tries++) {
        await clock.sleep(sweepEveryMs);
        sweep();
      }
    },
  };
}
