import { type Loop, type Metrics, openLoop } from "#core/runtime";
import type { Post } from "#core/store";
import { editPost } from "./edit-post.ts";
import { type Posting, retryMs } from "./posting.ts";
import { retryPosts } from "./retry-posts.ts";
import { sendPost } from "./send-post.ts";

export type OutboxOptions = Omit<Posting, "failed"> & { readonly metrics: Metrics };

export interface Outbox extends AsyncDisposable {
  /** There is something to send. */
  wake(): void;
  /** Fettle was let into a channel: what was refused there is sent now. */
  retry(channelId: string): Promise<void>;
}

const everyMs = 500;
const atOnce = 50;
const forgetEveryMs = 60 * 60_000;
/** As long as a resolved incident can be looked up. */
const keepMs = 90 * 24 * 3_600_000;

/**
 * Brings to Slack what the store says is to be shown there. Posts of one channel go in their order, one after the
 * other; edits come when they are due, always with the latest state. Before a post is sent for the first time that
 * is written down: if its answer is lost, or the process dies, it is looked up in Slack by its key before it is
 * sent again.
 */
export function openOutbox(options: OutboxOptions): Outbox {
  const { store, clock, log, metrics } = options;
  const waiting = metrics.gauge(
    "fettle_slack_posts_waiting",
    "Messages that Slack does not show yet as they should be",
  );
  const failed = metrics.counter("fettle_slack_posts_failed_total", "Messages that could not be shown", [
    "why",
  ]);
  for (const why of ["refused", "unknown"]) failed.inc({ why }, 0);
  const posting: Posting = { ...options, failed: (why) => failed.inc({ why }) };

  const heldUntilMs = new Map<string, number>();

  /** Stops at the first that cannot be sent now, so that what follows does not come before it. */
  async function sendAll(channel: string, posts: readonly Post[], signal: AbortSignal): Promise<void> {
    if ((heldUntilMs.get(channel) ?? 0) > clock.monotonicMs()) return;
    heldUntilMs.delete(channel);
    for (const post of posts) {
      if (signal.aborted) return;
      const sent = await sendPost(post, posting);
      if (sent === "failed") heldUntilMs.set(channel, clock.monotonicMs() + retryMs);
      if (sent !== "done") return;
    }
  }

  const sending = openLoop({
    name: "slack.send",
    everyMs,
    clock,
    log,
    tick: async (signal) => {
      const due = await store.read((r) => r.posts.toSend(clock.nowMs(), atOnce));
      const channels = Map.groupBy(due, ({ channel }) => channel);
      await Promise.all([...channels].map(([channel, posts]) => sendAll(channel, posts, signal)));
      waiting.set(await store.read((r) => r.posts.countWaiting()));
    },
  });
  const editing = openLoop({
    name: "slack.edit",
    everyMs,
    clock,
    log,
    tick: async (signal) => {
      const due = await store.read((r) => r.posts.toEdit(clock.nowMs(), atOnce));
      if (!signal.aborted) await Promise.all(due.map((post) => editPost(post, posting)));
    },
  });
  const loops: readonly Loop[] = [sending, editing, openForgetting(posting)];

  return {
    wake: () => {
      sending.wake();
      editing.wake();
    },
    retry: async (channelId) => {
      await retryPosts(channelId, posting);
      sending.wake();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
    },
  };
}

function openForgetting({ store, clock, log }: Posting): Loop {
  return openLoop({
    name: "slack.forget",
    everyMs: forgetEveryMs,
    clock,
    log,
    tick: async () => {
      await store.write((r) => r.posts.forget(clock.nowMs() - keepMs, 1_000));
    },
  });
}
