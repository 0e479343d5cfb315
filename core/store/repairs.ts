import type { Pause, Plan, Run } from "#core/domain";

/** `change` sets what was compared: where the row is no longer `from`, Fault `conflict`, and nothing is written. */
export interface PlanRepository {
  /** `plan-1`, `plan-2` …: short enough to type. Never given twice. */
  nextId(): Promise<string>;
  /** A second plan of one incident that is not over is a Fault `conflict`. */
  insert(plan: Plan): Promise<void>;
  change(from: Plan, to: Plan): Promise<void>;
  byId(id: string): Promise<Plan | undefined>;
  /** Plans for an incident, the newest first. */
  ofIncident(incident: string, limit: number): Promise<Plan[]>;
  /** The one plan for an incident that is proposed or approved. */
  openOf(incident: string): Promise<Plan | undefined>;
  /** Those that are proposed or approved, the oldest first. */
  listOpen(limit: number): Promise<Plan[]>;
  /** Those that are approved, the oldest first. */
  approved(limit: number): Promise<Plan[]>;
  /** Those that are proposed or approved, and expire by `nowMs`. */
  due(nowMs: number, limit: number): Promise<Plan[]>;
}

/** What a runbook did to a target: the brakes look at it. */
export interface RunCounts {
  /** When the last of them ended; null where none has. */
  readonly lastEndedMs: number | null;
  /** How many were started since. */
  readonly started: number;
}

/** `change` as with plans. */
export interface RunRepository {
  /** `run-1`, `run-2` … */
  nextId(): Promise<string>;
  /** A second run of one plan is a Fault `conflict`. */
  insert(run: Run): Promise<void>;
  change(from: Run, to: Run): Promise<void>;
  byId(id: string): Promise<Run | undefined>;
  ofPlan(plan: string): Promise<Run | undefined>;
  /** Those that are not over, the oldest first. */
  listOpen(limit: number): Promise<Run[]>;
  /** The newest first. */
  list(limit: number): Promise<Run[]>;
  counts(of: {
    readonly runbook: string;
    readonly target: string;
    readonly sinceMs: number;
  }): Promise<RunCounts>;
  /** Runs of a runbook on a target that are over, the newest first. */
  history(of: { readonly runbook: string; readonly target: string; readonly limit: number }): Promise<Run[]>;
}

export interface PauseRepository {
  /** One a scope: a second takes the place of the first. */
  put(pause: Pause): Promise<void>;
  /** Whether there was one. */
  remove(scope: string | null): Promise<boolean>;
  /** That of everything first, then by target. */
  list(): Promise<Pause[]>;
}
