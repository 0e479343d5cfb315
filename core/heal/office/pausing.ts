import type { Person } from "#core/access";
import { actorId, cloudEvent, Fault, type Pause } from "#core/domain";
import type { Repositories } from "#core/store";
import { pauseEvents } from "../events.ts";
import { wantEnd } from "./handle-run.ts";
import type { RepairOffice } from "./office.ts";

export interface PauseRequest {
  readonly person: Person;
  /** Null: everything; else a target's name. */
  readonly scope: string | null;
}

const mostOpen = 1_000;

/**
 * No run begins in this scope until it is resumed; those that go on finish, unless it is `hard`: then they end.
 * @throws `Denied` without the right. Pausing again takes over the reason.
 */
export async function pause(
  office: RepairOffice,
  { person, scope, reason, hard }: PauseRequest & { readonly reason: string; readonly hard: boolean },
): Promise<Pause> {
  const { guard, clock } = office;
  const paused = await guard.inStore(
    { ...person, action: "heal.pause", resource: resourceOf(scope) },
    async (r) => {
      const made: Pause = { scope, by: actorId(person.actor), reason, atMs: clock.nowMs() };
      await r.pauses.put(made);
      await tell(r, "paused", made);
      if (hard) await endAll(r, made);
      return made;
    },
  );
  office.wake();
  return paused;
}

/** @throws `Denied` without the right; Fault `conflict` where nothing is paused. */
export async function resume(office: RepairOffice, { person, scope }: PauseRequest): Promise<void> {
  const { guard, clock } = office;
  await guard.inStore({ ...person, action: "heal.pause", resource: resourceOf(scope) }, async (r) => {
    const what = scope === null ? "nothing is paused as a whole" : `repairs on ${scope} are not paused`;
    if (!(await r.pauses.remove(scope))) throw new Fault("conflict", what);
    await tell(r, "resumed", { scope, by: actorId(person.actor), reason: "", atMs: clock.nowMs() });
  });
  office.wake();
}

function resourceOf(scope: string | null) {
  return { type: "Automation", id: scope ?? "all" } as const;
}

async function endAll(r: Repositories, { scope, by, reason, atMs }: Pause): Promise<void> {
  for (const run of await r.runs.listOpen(mostOpen)) {
    if (scope !== null && run.target !== scope) continue;
    await wantEnd(r, run.id, { by, reason: `paused: ${reason}`, atMs });
  }
}

async function tell(
  r: Repositories,
  happening: keyof typeof pauseEvents,
  { scope, by, atMs }: Pause,
): Promise<void> {
  await r.events.append(
    cloudEvent({
      id: `${scope ?? "all"}:${happening}:${by}:${atMs}`,
      source: "/fettle/heal",
      type: pauseEvents[happening],
      subject: scope ?? "all",
      atMs,
      data: { by },
    }),
  );
}
