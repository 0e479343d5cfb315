import { Fault } from "#core/domain";
import type { Clock, Log } from "#core/runtime";
import type { Post, PostState, Store } from "#core/store";
import type { KnownBlock } from "@slack/types";
import type { Message } from "../blocks/index.ts";
import type { SlackApi } from "./api.ts";
import type { Channels } from "./channels.ts";
import { SlackFault } from "./fault.ts";

/** What sending, looking up and editing a post need. */
export interface Posting {
  readonly store: Store;
  readonly api: SlackApi;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly log: Log;
  /** What a post shows now. Fault `missing` for what cannot be shown any more. */
  readonly draw: (post: Post) => Promise<Message>;
  /** Least time between two edits of it. */
  readonly paceMs: (post: Post) => number;
  /** Told of each post that is given up. */
  readonly failed: (why: "refused" | "unknown") => void;
}

/** Names our posts among all metadata; wire format. */
export const metadataType = "fettle_post";

/** After a failure that passes, a post is tried again this much later. */
export const retryMs = 5_000;

/** Writes what became of a post. What was wanted of it meanwhile stays wanted. */
export async function settle(
  { store, log, clock, paceMs, failed }: Posting,
  { key }: Post,
  state: PostState,
): Promise<void> {
  await store.write(async (r) => {
    const now = await r.posts.byKey(key);
    if (now === undefined) throw new Fault("missing", `there is no post ${JSON.stringify(key)}`);
    const again = state.kind === "sent" && state.shown < now.wanted;
    await r.posts.put({ ...now, state, dueMs: again ? state.atMs + paceMs(now) : clock.nowMs() });
  });
  if (state.kind !== "refused" && state.kind !== "unknown") return;
  failed(state.kind);
  log.error("a message cannot be shown in Slack", { post: key, outcome: state.kind, reason: state.reason });
}

/** What stands there is not brought up to date any more: Slack does not let it be edited. */
export async function giveUp(posting: Posting, post: Post, state: PostState, reason: string): Promise<void> {
  await settle(posting, post, state);
  posting.failed("refused");
  posting.log.error("a message in Slack stays as it is", { post: post.key, reason });
}

/** It is tried again later, as it is. */
export async function postpone({ store, clock }: Posting, { key }: Post, afterMs = retryMs): Promise<void> {
  await store.write(async (r) => {
    const now = await r.posts.byKey(key);
    if (now !== undefined) await r.posts.put({ ...now, dueMs: clock.nowMs() + afterMs });
  });
}

/** The arguments that all our messages have. */
export function messageArguments(post: Post, { text, blocks }: Pick<Message, "text" | "blocks">) {
  return {
    text,
    blocks: [...blocks] satisfies KnownBlock[],
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: metadataType, event_payload: { key: post.key } },
  };
}

/** Blocks that Slack does not take are a bug of ours; people get the text all the same. */
const blockCodes: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
]);

/** Sends a message; where Slack does not take its blocks, once more without them. */
export async function orTextAlone<T>(
  { log }: Posting,
  send: (part: (message: Message) => Pick<Message, "text" | "blocks">) => Promise<T>,
): Promise<T> {
  try {
    return await send((message) => message);
  } catch (thrown) {
    if (!(thrown instanceof SlackFault) || !blockCodes.has(thrown.code)) throw thrown;
    log.error("Slack does not take the blocks of a message; its text is shown alone", { thrown });
    return send(({ text }) => ({ text, blocks: [] }));
  }
}
