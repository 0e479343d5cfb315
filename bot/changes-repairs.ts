import type { Person } from "#core/access";
import { Fault, isPlanFinal, isRunFinal } from "#core/domain";
import type { Drills, Healer, Repair } from "#core/heal";
import type { Asks } from "#core/inspect";
import { z } from "zod";
import { repairText } from "./blocks/index.ts";

/** What the command line may ask of the process that runs repairs. */
export interface RepairParts {
  readonly healer: Healer;
  readonly drills: Drills;
  readonly asks: Asks;
}

const idField = z.string().min(1).max(64);
const textField = z.string().trim().min(1).max(1_000);
const healArgs = z.strictObject({ runbook: textField, incident: idField.optional() });
const idArgs = z.strictObject({ id: idField });
const reasonArgs = z.strictObject({ id: idField, reason: textField });
const nameArgs = z.strictObject({ name: textField });
const runArgs = z.strictObject({ line: textField, timeoutMs: z.int().min(1).max(25_000) });
const nothing = z.strictObject({});

/** What the command line is told of a repair; `text` is all of it, for people. */
export const toldRepair = z.object({
  plan: z.string(),
  run: z.string().nullable(),
  /** Of the plan while nothing runs, then of the run. */
  state: z.string(),
  ended: z.boolean(),
  verdict: z.string().nullable(),
  /** Approvals that are missing. */
  missing: z.number(),
  text: z.string(),
});
export type ToldRepair = z.output<typeof toldRepair>;

/** By verb: what it takes, and what it does for this person. */
export function repairChanges(
  person: Person,
  { healer, drills, asks }: RepairParts,
): Readonly<Record<string, (args: unknown) => Promise<unknown>>> {
  return {
    heal: async (args) => {
      const { runbook, incident } = parseArguments(healArgs, args);
      return told(await healer.propose(person, { runbook, incident }));
    },
    repair: async (args) => told(await healer.repair(person, parseArguments(idArgs, args).id)),
    approve: async (args) => told(await healer.approve(person, parseArguments(idArgs, args).id)),
    deny: async (args) => {
      const { id, reason } = parseArguments(reasonArgs, args);
      return told(await healer.deny(person, id, reason));
    },
    abort: async (args) => {
      const { id, reason } = parseArguments(reasonArgs, args);
      return told(await healer.abort(person, id, reason));
    },
    run: async (args) => {
      const { line, timeoutMs } = parseArguments(runArgs, args);
      return asks.run(person, line, { timeoutMs });
    },
    drill: async (args) => ({
      said: await drills.start(person, parseArguments(nameArgs, args).name),
    }),
    drills: async (args) => {
      parseArguments(nothing, args);
      return drills.list(person).map(({ name, expect, runbook }) => ({ name, expect, runbook }));
    },
    score: async (args) => (await drills.score(person, parseArguments(nameArgs, args).name)) ?? null,
  };
}

function told(repair: Repair): ToldRepair {
  const { plan, run, missing } = repair;
  return {
    plan: plan.id,
    run: run?.id ?? null,
    state: run?.state.kind ?? plan.state.kind,
    ended: run === undefined ? isPlanFinal(plan.state) : isRunFinal(run.state),
    verdict: run?.receipt?.verdict ?? null,
    missing,
    text: repairText(repair, (id) => id),
  };
}

/** @throws Fault `invalid` naming what is not as it should be. */
export function parseArguments<T>(schema: z.ZodType<T>, args: unknown): T {
  const result = schema.safeParse(args);
  if (result.success) return result.data;
  throw new Fault("invalid", z.prettifyError(result.error));
}
