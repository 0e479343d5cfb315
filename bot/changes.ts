import { type Guard, personOf } from "#core/access";
import { type Actor, Fault } from "#core/domain";
import type { Desk } from "#core/incidents";
import type { Store } from "#core/store";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { parseArguments, type RepairParts, repairChanges } from "./changes-repairs.ts";

/** Verbs that change something: done by the process that holds the store, for whoever may. */
export type Changes = (verb: string, args: unknown) => Promise<unknown>;

export interface ChangesOptions {
  readonly store: Store;
  readonly guard: Guard;
  readonly desk: Desk;
  /** Where repairs run; undefined where no process does that. */
  readonly repairs?: RepairParts;
  /** Who asks: whoever can reach the socket or take the lock is the owner of the state folder. */
  readonly actor: Actor;
}

const idField = z.string().min(1).max(64);
const noteField = z.string().trim().min(1).max(1_000);
const incidentArgs = z.strictObject({ id: idField });
const ackArgs = z.strictObject({ id: idField, note: noteField.optional() });
const resolveArgs = z.strictObject({ id: idField, note: noteField });
const backupArgs = z.strictObject({
  to: z.string().min(1).max(4096).refine(isAbsolute, "expected an absolute path"),
});

export function changesOf({ store, guard, desk, repairs, actor }: ChangesOptions): Changes {
  const person = personOf(actor);
  const changes: Readonly<Record<string, (args: unknown) => Promise<unknown>>> = {
    ping: async () => ({ pid: process.pid, version: process.version }),
    ack: (args) => {
      const { id, note } = parseArguments(ackArgs, args);
      return desk.acknowledge(person, id, { over: true, ...(note === undefined ? {} : { note }) });
    },
    unack: (args) => desk.unacknowledge(person, parseArguments(incidentArgs, args).id),
    resolve: (args) => {
      const { id, note } = parseArguments(resolveArgs, args);
      return desk.resolve(person, id, note);
    },
    backup: async (args) => {
      const { to } = parseArguments(backupArgs, args);
      const resource = { type: "Store" as const, id: "store" };
      await guard.outside({ actor, action: "store.backup", resource }, () => store.backup(to));
      return { to };
    },
    ...(repairs === undefined ? {} : repairChanges(person, repairs)),
  };
  return async (verb, args) => {
    const change = Object.hasOwn(changes, verb) ? changes[verb] : undefined;
    if (change === undefined) throw new Fault("invalid", `there is no change called ${JSON.stringify(verb)}`);
    return change(args);
  };
}
