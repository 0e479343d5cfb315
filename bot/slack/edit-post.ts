import { isFault, messageOf } from "#core/domain";
import type { Post } from "#core/store";
import { isTokenFault, SlackFault } from "./fault.ts";
import { messageArguments, orTextAlone, type Posting, postpone, settle } from "./posting.ts";

const turnMs = 60_000;

/** Brings a post that is there up to date: with what is known when its turn comes, whatever made it due. */
export async function editPost(post: Post, posting: Posting): Promise<void> {
  const { api, store, clock } = posting;
  const { state } = post;
  if (state.kind !== "sent") return;
  let shown = post.wanted;
  try {
    await api.call(
      "chat.update",
      async (client) => {
        const now = (await store.read((r) => r.posts.byKey(post.key))) ?? post;
        shown = now.wanted;
        const message = await posting.draw(now);
        const at = { channel: state.channelId, ts: state.ts };
        return orTextAlone(posting, {
          message,
          send: (part) => client.chat.update({ ...at, ...messageArguments(post, part) }),
        });
      },
      { priority: "alert", withinMs: turnMs },
    );
    await settle(posting, post, { ...state, shown, atMs: clock.nowMs() });
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    if (thrown.kind === "unavailable" || thrown.kind === "timeout" || isTokenFault(thrown)) {
      await postpone(posting, post);
    } else if (thrown instanceof SlackFault && thrown.code === "message_not_found") {
      // Somebody deleted it. What it tells is told anew.
      await settle(posting, post, { kind: "waiting" });
    } else {
      await settle(posting, post, { kind: "refused", reason: messageOf(thrown), atMs: clock.nowMs() });
    }
  }
}
