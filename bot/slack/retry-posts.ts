import { isFault } from "#core/domain";
import type { Post, PostState } from "#core/store";
import type { Posting } from "./posting.ts";

const most = 1_000;

/**
 * Fettle was let into a channel: what was refused there is sent, what nobody could find is looked for, and what
 * stands there is brought up to date.
 * @throws Fault `unavailable` or `timeout` where Slack does not tell just now which channel it is.
 */
export async function retryPosts(channelId: string, posting: Posting): Promise<void> {
  const { store, clock } = posting;
  const nowMs = clock.nowMs();
  const { failed, edits } = await store.read(async (r) => ({
    failed: await r.posts.failed(most),
    edits: await r.posts.toEdit(Number.MAX_SAFE_INTEGER, most),
  }));
  const there = await namesOf(channelId, new Set(failed.map(({ channel }) => channel)), posting);
  const again = failed.filter(({ channel }) => there.has(channel));
  const late = edits.filter(({ state }) => state.kind === "sent" && state.channelId === channelId);
  await store.write(async (r) => {
    for (const { key } of [...again, ...late]) {
      const post = await r.posts.byKey(key);
      if (post !== undefined) await r.posts.put({ ...post, state: stateAgain(post), dueMs: nowMs });
    }
  });
}

function stateAgain({ state }: Post): PostState {
  if (state.kind === "refused") return { kind: "waiting" };
  // It may be there: it is looked up first.
  return state.kind === "unknown" ? { kind: "sending", sinceMs: state.atMs } : state;
}

/** Those of these names that mean this channel. */
async function namesOf(
  channelId: string,
  names: ReadonlySet<string>,
  { channels }: Posting,
): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const name of names) {
    try {
      if ((await channels.find(name)).id === channelId) there.add(name);
    } catch (thrown) {
      // Still not to be seen, or not for us: it is not the one.
      if (!isFault(thrown, "missing") && !isFault(thrown, "denied")) throw thrown;
    }
  }
  return there;
}
