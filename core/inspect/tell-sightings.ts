import { type Fault, isFault } from "#core/domain";
import { fingerprint, sight, type Sighting } from "#core/incidents";
import type { Repositories } from "#core/store";
import { amongOthers, mostFiring } from "./others.ts";

/** A sighting that the store will never take: it does not fit, or meets a damaged row. */
export interface Refused {
  readonly sighting: Sighting;
  readonly fault: Fault;
}

/**
 * Fires or counts each sighting, in the caller's transaction. What a rule sees beyond its `mostFiring` alerts
 * goes to the one of the others. A sighting that faults for what it is costs itself, not the lines beside it,
 * and is handed back; what faults because the store does not serve is thrown.
 */
export async function tellSightings(
  repositories: Repositories,
  sightings: readonly Sighting[],
  nowMs: number,
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  const firing = new Map<string, number>();
  const others = new Map<string, Sighting>();

  async function attempt(sighting: Sighting, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!isFault(thrown, "invalid") && !isFault(thrown, "conflict")) throw thrown;
      refused.push({ sighting, fault: thrown });
    }
  }

  async function tell(sighting: Sighting): Promise<void> {
    const { rule, subject, by } = sighting;
    const count = firing.get(rule) ?? (await repositories.alerts.countFiring(rule));
    const isNew = (await repositories.alerts.firing(fingerprint(rule, subject, by))) === undefined;
    if (isNew && count >= mostFiring) {
      firing.set(rule, count);
      amongOthers(others, sighting);
      return;
    }
    await sight(repositories, sighting, nowMs);
    firing.set(rule, isNew ? count + 1 : count);
  }

  for (const sighting of sightings) await attempt(sighting, () => tell(sighting));
  for (const sighting of others.values()) {
    await attempt(sighting, async () => void (await sight(repositories, sighting, nowMs)));
  }
  return refused;
}
