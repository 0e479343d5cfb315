import { cloudEvent, type CloudEvent, Fault, type Plan, type Run } from "#core/domain";
import { z } from "zod";

/** What happens to plans and runs, as told on the bus. `subject` is the plan's id for both. */
export const repairEvents = { plan: "fettle.plan.changed", run: "fettle.run.changed" } as const;

/** Whether repairs may begin. `subject` is `all`, or the name of a target. */
export const pauseEvents = { paused: "fettle.heal.paused", resumed: "fettle.heal.resumed" } as const;

const happenings = [
  "proposed",
  "voted",
  "approved",
  "held-up",
  "denied",
  "expired",
  "superseded",
  "refused",
  "started",
  "step",
  "asking",
  "answered",
  "verifying",
  "measured",
  "ended",
  "abort-wanted",
] as const;
export type RepairHappening = (typeof happenings)[number];

const newsShape = z.object({
  happening: z.enum(happenings),
  plan: z.string(),
  run: z.string().nullable(),
  /** The incident that owns the card; null for a plan that owns its own. */
  incident: z.string().nullable(),
  /** Actor id of whoever did it; absent where nobody did. */
  by: z.string().optional(),
});
export type RepairNews = z.output<typeof newsShape>;

export interface RepairTelling {
  readonly happening: RepairHappening;
  readonly atMs: number;
  /** What makes it unique beside plan and happening: a step, a vote, a time. */
  readonly id: string;
  readonly run?: Run;
  readonly by?: string;
}

export function repairEvent(
  plan: Plan,
  { happening, atMs, id, run, by }: RepairTelling,
): CloudEvent<RepairNews> {
  return cloudEvent({
    id: `${plan.id}:${happening}:${id}`,
    source: "/fettle/heal",
    type: run === undefined ? repairEvents.plan : repairEvents.run,
    subject: plan.id,
    atMs,
    data: {
      happening,
      plan: plan.id,
      run: run?.id ?? null,
      incident: plan.subject.kind === "incident" ? plan.subject.id : null,
      ...(by === undefined ? {} : { by }),
    },
  });
}

/** What an event of a repair says. @throws Fault `invalid` for one that says something else. */
export function repairNewsOf({ id, data }: CloudEvent): RepairNews {
  const read = newsShape.safeParse(data);
  if (read.success) return read.data;
  throw new Fault("invalid", `event ${id} does not say what befell its plan`);
}
