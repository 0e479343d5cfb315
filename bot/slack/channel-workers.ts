import { isFault } from "#core/domain";
import { type Posting, retryMs } from "./posting.ts";
import { sendPost } from "./send-post.ts";

/** Sends the posts of each channel one after the other; no channel waits for another. */
export interface ChannelWorkers {
  /** Sees to it that somebody works on this channel. */
  work(channel: string, signal: AbortSignal): void;
  /** Resolves when nobody works any more. */
  ended(): Promise<void>;
}

const atOnce = 20;

export function openChannelWorkers(posting: Posting): ChannelWorkers {
  const { store, clock, log } = posting;
  const working = new Map<string, Promise<void>>();
  const heldUntilMs = new Map<string, number>();

  /** Stops at the first that cannot be sent now, so that what follows does not come before it. */
  async function sendAll(channel: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const posts = await store.read((r) => r.posts.toSend(channel, clock.nowMs(), atOnce));
      if (posts.length === 0) return;
      for (const post of posts) {
        if (signal.aborted) return;
        const sent = await sendPost(post, posting);
        if (sent === "failed") heldUntilMs.set(channel, clock.monotonicMs() + retryMs);
        if (sent !== "done") return;
      }
    }
  }

  async function work(channel: string, signal: AbortSignal): Promise<void> {
    try {
      await sendAll(channel, signal);
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      log.warn("messages of a channel could not be seen to; it is tried again", { channel, thrown });
      heldUntilMs.set(channel, clock.monotonicMs() + retryMs);
    }
  }

  return {
    work: (channel, signal) => {
      if (working.has(channel) || (heldUntilMs.get(channel) ?? 0) > clock.monotonicMs()) return;
      heldUntilMs.delete(channel);
      working.set(
        channel,
        work(channel, signal).finally(() => working.delete(channel)),
      );
    },
    ended: async () => {
      await Promise.all(working.values());
    },
  };
}
