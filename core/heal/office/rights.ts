import type { Access, Person } from "#core/access";
import { isFault, messageOf, type Plan } from "#core/domain";
import type { Store } from "#core/store";
import { incidentOf, isAsked, planResource } from "./office.ts";

export interface RightsOptions {
  readonly store: Store;
  readonly access: () => Access;
  /**
   * Who an actor id is now, with the groups of now.
   * @throws Fault `denied` for somebody who is nobody any more; `unavailable` where that cannot be told.
   */
  readonly identify: (actorId: string) => Promise<Person>;
}

/**
 * Asks once more, for each who voted, what was asked when they did: people leave, and policies change, while a
 * plan waits. The reason why one of them may not any more; undefined where all may.
 */
export function openLostRight({
  store,
  access,
  identify,
}: RightsOptions): (plan: Plan) => Promise<string | undefined> {
  return async (plan) => {
    const incident = await store.read((r) => incidentOf(r, plan));
    const resource = planResource(plan, incident);
    for (const { by } of plan.votes) {
      const person = await known(identify, by);
      if (typeof person === "string") return `${by}, who approved it, may not any more: ${person}`;
      if (!access().can({ ...person, action: "plan.approve", resource })) {
        return `${by}, who approved it, may not any more: no policy permits it`;
      }
      if (!isAsked(access(), person, plan)) {
        return `${by}, who approved it, is not in "${plan.content.approvals.group}" any more`;
      }
    }
    return undefined;
  };
}

async function known(identify: RightsOptions["identify"], by: string): Promise<Person | string> {
  try {
    return await identify(by);
  } catch (thrown) {
    if (isFault(thrown, "denied")) return messageOf(thrown);
    throw thrown;
  }
}
