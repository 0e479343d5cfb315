import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import { cardKey, detailsKey } from "./drawings.ts";

const most = 1_000;

/** The cards of open incidents and plans are sent once more: a local Slack begins empty, and what was shown in the last is gone. */
export async function tellAnew(store: Store, clock: Clock): Promise<void> {
  await store.write(async ({ incidents, plans, posts }) => {
    const open = [...(await incidents.listOpen(most)), ...(await plans.listOpen(most))];
    for (const { id } of open) {
      for (const key of [cardKey(id), detailsKey(id)]) {
        const post = await posts.byKey(key);
        if (post !== undefined)
          await posts.put({ ...post, dueMs: clock.nowMs(), state: { kind: "waiting" } });
      }
    }
  });
}
