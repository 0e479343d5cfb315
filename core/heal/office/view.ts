import type { Plan, Run } from "#core/domain";
import { votesMissing } from "#core/domain";
import type { Repositories } from "#core/store";

/** A plan alone. Redacted. */
export interface PlanView {
  readonly plan: Plan;
  /** Votes that are still missing. */
  readonly missing: number;
}

/** A plan with everything that a card, an answer or a person at the command line shows of it. Redacted. */
export interface Repair extends PlanView {
  readonly run: Run | undefined;
  /** How its runbook did on its target before. */
  readonly history: { readonly runs: number; readonly healed: number; readonly lastMs: number | null };
}

const historyRuns = 100;

export function readPlan(plan: Plan, redact: (text: string) => string): PlanView {
  return { plan: redacted(plan, redact), missing: votesMissing(plan) };
}

export async function readRepair(
  r: Repositories,
  plan: Plan,
  redact: (text: string) => string,
): Promise<Repair> {
  const run = await r.runs.ofPlan(plan.id);
  const { runbook, target } = plan.content;
  const ended = await r.runs.history({ runbook, target: target.name, limit: historyRuns });
  const earlier = ended.filter(({ id }) => id !== run?.id);
  return {
    ...readPlan(plan, redact),
    run: run === undefined ? undefined : redacted(run, redact),
    history: {
      runs: earlier.length,
      healed: earlier.filter(({ receipt }) => receipt?.verdict === "healed").length,
      lastMs: earlier[0]?.receipt?.endedMs ?? null,
    },
  };
}

/** The same value with every text redacted: what runbooks hold is somebody's own words. */
function redacted<T>(value: T, redact: (text: string) => string): T;
function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((inner) => redacted<unknown>(inner, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redacted<unknown>(inner, redact)]),
  );
}
