import { isFault } from "#core/domain";
import type { Post } from "#core/store";
import type { Posting } from "./posting.ts";

const most = 1_000;

/** Lets posts that a channel refused be sent once more: Fettle was let in there, or the channel was made. */
export async function retryPosts(channelId: string, { store, channels }: Posting): Promise<void> {
  const failed = await store.read((r) => r.posts.failed(most));
  const refused = failed.filter(({ state }) => state.kind === "refused");
  const names = new Set(refused.map(({ channel }) => channel));
  const there = new Set<string>();
  for (const name of names) if (await isChannel(name, channelId)) there.add(name);
  const again = refused.filter(({ channel }) => there.has(channel)).map(({ key }) => key);
  await store.write(async (r) => {
    for (const key of again) {
      const post: Post | undefined = await r.posts.byKey(key);
      if (post?.state.kind === "refused") await r.posts.put({ ...post, state: { kind: "waiting" } });
    }
  });

  async function isChannel(name: string, id: string): Promise<boolean> {
    if (name === id) return true;
    try {
      return (await channels.find(name)).id === id;
    } catch (thrown) {
      // Still not to be seen: it is not the one.
      if (!isFault(thrown)) throw thrown;
      return false;
    }
  }
}
