import { type Loop, type Metrics, openLoop } from "#core/runtime";
import { openChannelWorkers } from "./channel-workers.ts";
import { editPost } from "./edit-post.ts";
import type { Posting } from "./posting.ts";
import { retryPosts } from "./retry-posts.ts";

export type OutboxOptions = Omit<Posting, "failed"> & { readonly metrics: Metrics };

export interface Outbox extends AsyncDisposable {
  /** There is something to send. */
  wake(): void;
  /** Fettle was let into a channel: what was refused there is sent now. */
  retry(channelId: string): void;
}

const everyMs = 500;
const atOnce = 50;
const channelsMost = 200;
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

  const channels = openChannelWorkers(posting);
  /** Channels that Fettle was let into, until what waits for them has been seen to. */
  const joined = new Set<string>();

  const sending = openLoop({
    name: "slack.send",
    everyMs,
    clock,
    log,
    tick: async (signal) => {
      for (const channel of joined) {
        await retryPosts(channel, posting);
        joined.delete(channel);
      }
      for (const channel of await store.read((r) => r.posts.channelsToSend(clock.nowMs(), channelsMost))) {
        channels.work(channel, signal);
      }
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
    retry: (channelId) => {
      options.channels.forget();
      joined.add(channelId);
      sending.wake();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
      await channels.ended();
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
