import { Fault, isFault, messageOf } from "#core/domain";
import type { Post } from "#core/store";
import { isTokenFault, SlackFault } from "./fault.ts";
import { lookUpPost } from "./look-up-post.ts";
import { messageArguments, orTextAlone, type Posting, postpone, settle } from "./posting.ts";

/** So long after a post whose answer was lost, Slack shows it if it ever will. */
const settleMs = 3_000;
/** How long a post may wait for its turn before it is looked at anew. */
const turnMs = 60_000;

/** Where a post goes. */
interface Place {
  readonly channel: string;
  readonly thread: string | undefined;
}

/** `later`: what follows in its channel must wait. `failed`: that, and for `retryMs`. */
export type Sent = "done" | "later" | "failed";

/** Sends a post that is not there, or finds out whether it is. */
export async function sendPost(post: Post, posting: Posting): Promise<Sent> {
  try {
    const thread = await threadOf(post, posting);
    if (thread === "waits") return "later";
    const { id } = await posting.channels.find(post.channel);
    const place = { channel: id, thread: thread.ts };
    if (post.state.kind !== "sending") return await send(post, place, posting);
    const { sinceMs } = post.state;
    const agoMs = posting.clock.nowMs() - sinceMs;
    // Less than nothing: the clock was set back since.
    if (agoMs >= 0 && agoMs < settleMs) return "later";
    return await findOrSend(post, { ...place, sinceMs }, posting);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    // A token that is not taken is no fault of the post: it waits for a better one.
    if (thrown.kind === "unavailable" || thrown.kind === "timeout" || isTokenFault(thrown)) {
      await postpone(posting, post);
      return "failed";
    }
    await settle(posting, post, { kind: "refused", reason: messageOf(thrown), atMs: posting.clock.nowMs() });
    return "done";
  }
}

/** @throws Fault `missing` when the post that it replies to will never be there. */
async function threadOf(
  { thread }: Post,
  { store }: Posting,
): Promise<"waits" | { readonly ts: string | undefined }> {
  if (thread === null) return { ts: undefined };
  const parent = await store.read((r) => r.posts.byKey(thread));
  if (parent?.state.kind === "sent") return { ts: parent.state.ts };
  if (parent?.state.kind === "waiting" || parent?.state.kind === "sending") return "waits";
  throw new Fault("missing", "the message in whose thread it belongs is not there");
}

async function send(post: Post, { channel, thread }: Place, posting: Posting): Promise<Sent> {
  const { api, clock } = posting;
  const message = await posting.draw(post);
  // Written down before: whatever happens from here on, it may be there.
  await settle(posting, post, { kind: "sending", sinceMs: clock.nowMs() });
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  try {
    const answer = await orTextAlone(posting, (part) =>
      api.call(
        "chat.postMessage",
        (client) =>
          client.chat.postMessage({ channel, ...inThread, ...messageArguments(post, part(message)) }),
        { priority: "alert", channel, repeatable: false, withinMs: turnMs },
      ),
    );
    if (answer.ts === undefined) return "later";
    await settle(posting, post, {
      kind: "sent",
      channelId: answer.channel ?? channel,
      ts: answer.ts,
      shown: post.wanted,
      atMs: clock.nowMs(),
    });
    return "done";
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    // The state says that it may be there, and the next look finds out.
    if (thrown instanceof SlackFault && thrown.unsure) return "later";
    await settle(posting, post, { kind: "waiting" });
    throw thrown;
  }
}

async function findOrSend(
  post: Post,
  { sinceMs, ...place }: Place & { readonly sinceMs: number },
  posting: Posting,
): Promise<Sent> {
  const found = await lookUpPost({ ...place, sinceMs, key: post.key }, posting.api);
  switch (found.kind) {
    case "there":
      // Of which of its versions it is nobody knows any more: an edit follows.
      await settle(posting, post, {
        kind: "sent",
        channelId: place.channel,
        ts: found.ts,
        shown: 0,
        atMs: posting.clock.nowMs(),
      });
      return "done";
    case "not-there":
      return send(post, place, posting);
    case "closed":
      // Twice would be worse than never.
      await settle(posting, post, { kind: "unknown", reason: found.reason, atMs: posting.clock.nowMs() });
      return "done";
  }
}
