import type { Alert, Incident, Plan, Run } from "#core/domain";
import type { Repositories } from "#core/store";
import type { DrillSetting } from "./options.ts";

/** What became of a drill, stage by stage, since it was started last. */
export interface Scorecard {
  readonly drill: string;
  readonly brokenMs: number;
  readonly stages: readonly DrillStage[];
  /** What it led to; null where it is not there yet. */
  readonly incident: string | null;
  readonly plan: string | null;
  readonly run: string | null;
  readonly verdict: "healed" | "not-healed" | "unknown" | null;
}

/** In their order; one that is not there yet has no time. */
export interface DrillStage {
  readonly name: (typeof stageNames)[number];
  /** Since it was broken. */
  readonly afterMs: number | null;
}

const stageNames = ["noticed", "planned", "approved", "begun", "repaired", "proven", "over"] as const;

const mostLooked = 50;
/** What is noticed later than that after a drill is none of it. */
const mostLateMs = 3_600_000;

/** Reads how far a drill that was started at `brokenMs` has come. */
export async function readScore(
  r: Repositories,
  { name, expect }: Pick<DrillSetting, "name" | "expect">,
  brokenMs: number,
): Promise<Scorecard> {
  const found = await noticed(r, expect, brokenMs);
  const newest = found === undefined ? undefined : (await r.plans.ofIncident(found.incident.id, 1))[0];
  // A plan that was made before the fault is of another time.
  const plan = newest !== undefined && newest.createdMs >= brokenMs ? newest : undefined;
  const run = plan === undefined ? undefined : await r.runs.ofPlan(plan.id);
  const times = timesOf(found, plan, run);
  return {
    drill: name,
    brokenMs,
    stages: stageNames.map((stage) => {
      const atMs = times[stage];
      return { name: stage, afterMs: atMs === undefined ? null : Math.max(0, atMs - brokenMs) };
    }),
    incident: found?.incident.id ?? null,
    plan: plan?.id ?? null,
    run: run?.id ?? null,
    verdict: run?.receipt?.verdict ?? null,
  };
}

interface Noticed {
  readonly incident: Incident;
  /** The first alert that the fault raised. */
  readonly alert: Alert;
}

/** The first incident with an alert of the event that fired since, soon enough to be of the drill: a later one is real. */
async function noticed(r: Repositories, event: string, brokenMs: number): Promise<Noticed | undefined> {
  const incidents = [
    ...(await r.incidents.listOpen(mostLooked)),
    ...(await r.incidents.listResolved(mostLooked)),
  ];
  const found: Noticed[] = [];
  for (const incident of incidents) {
    const alerts = await r.incidents.alertsOf(incident.id, mostLooked);
    const raised = alerts
      .filter(({ event: raisedBy, state: { sinceMs } }) => {
        return raisedBy === event && sinceMs >= brokenMs && sinceMs <= brokenMs + mostLateMs;
      })
      .toSorted((a, b) => a.state.sinceMs - b.state.sinceMs);
    if (raised[0] !== undefined) found.push({ incident, alert: raised[0] });
  }
  return found.toSorted((a, b) => a.alert.state.sinceMs - b.alert.state.sinceMs)[0];
}

type Times = Partial<Record<DrillStage["name"], number | undefined>>;

function timesOf(found: Noticed | undefined, plan: Plan | undefined, run: Run | undefined): Times {
  if (found === undefined) return {};
  const { alert, incident } = found;
  const { sinceMs } = alert.state;
  const over = incident.state.kind === "resolved" ? incident.state.atMs : undefined;
  if (plan === undefined) return { noticed: sinceMs, over };
  const isApproved = plan.state.kind === "approved" || plan.state.kind === "spent";
  const approved = isApproved ? plan.votes.at(-1)?.atMs : undefined;
  return { noticed: sinceMs, planned: plan.createdMs, approved, ...runTimes(run), over };
}

function runTimes(run: Run | undefined): Times {
  if (run === undefined) return {};
  const { startedMs, state, attempts, receipt } = run;
  const last = attempts.at(-1);
  const isRepaired = last?.outcome?.ok === true && state.kind !== "running";
  return {
    begun: startedMs,
    repaired: isRepaired ? (last.endedMs ?? undefined) : undefined,
    proven: receipt?.verdict === "healed" ? receipt.endedMs : undefined,
  };
}
