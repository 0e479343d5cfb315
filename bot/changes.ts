import type { Guard } from "#core/access";
import type { Actor } from "#core/domain";
import { Fault } from "#core/domain";
import { acknowledge, unacknowledge } from "#core/incidents";
import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import { isAbsolute } from "node:path";
import { z } from "zod";

/** Verbs that change something: done by the process that holds the store, for whoever may. */
export type Changes = (verb: string, args: unknown) => Promise<unknown>;

export interface ChangesOptions {
  readonly store: Store;
  readonly guard: Guard;
  readonly clock: Clock;
  /** Who asks: whoever can reach the socket or take the lock is the owner of the state folder. */
  readonly actor: Actor;
}

const incidentArgs = z.strictObject({ id: z.string().min(1).max(64) });
const backupArgs = z.strictObject({
  to: z.string().min(1).max(4096).refine(isAbsolute, "expected an absolute path"),
});

export function changesOf({ store, guard, clock, actor }: ChangesOptions): Changes {
  const incident = (args: unknown) => ({
    store,
    guard,
    actor,
    nowMs: clock.nowMs(),
    id: parsed(incidentArgs, args).id,
  });
  const changes: Readonly<Record<string, (args: unknown) => Promise<unknown>>> = {
    ping: async () => ({ pid: process.pid, version: process.version }),
    ack: (args) => acknowledge(incident(args)),
    unack: (args) => unacknowledge(incident(args)),
    backup: async (args) => {
      const { to } = parsed(backupArgs, args);
      const resource = { type: "Store" as const, id: "store" };
      await guard.outside({ actor, action: "store.backup", resource }, () => store.backup(to));
      return { to };
    },
  };
  return async (verb, args) => {
    const change = Object.hasOwn(changes, verb) ? changes[verb] : undefined;
    if (change === undefined) throw new Fault("invalid", `there is no change called ${JSON.stringify(verb)}`);
    return change(args);
  };
}

function parsed<T>(schema: z.ZodType<T>, args: unknown): T {
  const result = schema.safeParse(args);
  if (result.success) return result.data;
  throw new Fault("invalid", z.prettifyError(result.error));
}
