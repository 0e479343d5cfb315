import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import { cardKey, detailsKey } from "./drawings.ts";

const most = 1_000;

/** The cards of open incidents are sent once more: a local Slack begins empty, and what was shown in the last is gone. */
export async function tellAnew(store: Store, clock: Clock): Promise<void> {
  await store.write(async ({ incidents, posts }) => {
    for (const { id } of await incidents.listOpen(most)) {
      for (const key of [cardKey(id), detailsKey(id)]) {
        const post = await posts.byKey(key);
        if (post !== undefined)
          await posts.put({ ...post, dueMs: clock.nowMs(), state: { kind: "waiting" } });
      }
    }
  });
}
