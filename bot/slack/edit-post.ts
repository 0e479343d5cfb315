import { isFault, messageOf } from "#core/domain";
import type { Post } from "#core/store";
import { isTokenFault, SlackFault } from "./fault.ts";
import type { Message } from "../blocks/index.ts";
import { giveUp, messageArguments, orTextAlone, type Posting, postpone, settle } from "./posting.ts";

const turnMs = 60_000;

/** Brings a post that is there up to date: with what is known when its turn comes, whatever made it due. */
export async function editPost(post: Post, posting: Posting): Promise<void> {
  const { api, store, clock } = posting;
  const { state } = post;
  if (state.kind !== "sent") return;
  let shown = post.wanted;
  /** Drawn when its turn comes, with what is known then. */
  const edit = (part: (message: Message) => Pick<Message, "text" | "blocks">): Promise<unknown> =>
    api.call(
      "chat.update",
      async (client) => {
        const now = (await store.read((r) => r.posts.byKey(post.key))) ?? post;
        shown = now.wanted;
        const at = { channel: state.channelId, ts: state.ts };
        return client.chat.update({ ...at, ...messageArguments(post, part(await posting.draw(now))) });
      },
      { priority: "alert", withinMs: turnMs },
    );
  try {
    await orTextAlone(posting, edit);
    await settle(posting, post, { ...state, shown, atMs: clock.nowMs() });
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    if (thrown.kind === "unavailable" || thrown.kind === "timeout" || isTokenFault(thrown)) {
      await postpone(posting, post);
    } else if (thrown instanceof SlackFault && thrown.code === "message_not_found") {
      // Somebody deleted it. What it tells is told anew.
      await settle(posting, post, { kind: "waiting" });
    } else if (thrown instanceof SlackFault && outsideCodes.has(thrown.code)) {
      // It stands there all the same, and is brought up to date when Fettle is let in again.
      await postpone(posting, post, outsideMs);
    } else {
      await giveUp(posting, post, { ...state, shown }, messageOf(thrown));
    }
  }
}

/** Fettle is not in the channel, or nobody may write there. */
const outsideCodes: ReadonlySet<string> = new Set(["channel_not_found", "not_in_channel", "is_archived"]);
const outsideMs = 10 * 60_000;
