import type { Clock } from "#core/runtime";

/**
 * What the rate limits promise (docs.slack.dev/apis/web-api/rate-limits): so many calls of one method in a
 * minute, by tier. Slack lets bursts pass beyond that, without saying how large; the workspace does not.
 */
const tierPerMinute = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
type Tier = keyof typeof tierPerMinute;

/** Tiers as the page of each method names them. */
const tiers: Readonly<Record<string, Tier>> = {
  "team.info": 3,
  "chat.postEphemeral": 4,
  "chat.update": 3,
  "conversations.list": 2,
  "conversations.info": 3,
  "conversations.members": 4,
  "conversations.open": 3,
  "conversations.history": 3,
  "conversations.replies": 3,
  "users.info": 4,
  "users.list": 2,
  "usergroups.list": 2,
  "usergroups.users.list": 2,
  "views.open": 4,
  "views.push": 4,
  "views.update": 4,
  "views.publish": 4,
  "files.getUploadURLExternal": 4,
  "files.completeUploadExternal": 4,
  "files.info": 4,
};

/** Methods with limits of their own, in calls a minute: "hundreds", "several hundred" and a tier 1 with bursts. */
const specialPerMinute: Readonly<Record<string, number>> = {
  "auth.test": 300,
  "chat.getPermalink": 300,
  "chat.postMessage": 300,
  // Tier 1, but ten sockets may be open, and each begins with one call.
  "apps.connections.open": 20,
};

/** chat.postMessage: one a second and channel, "short bursts" above it. */
const postsPerSecond = 1;
const postsBurst = 3;

const minuteMs = 60_000;
const mostChannels = 1_000;

export interface Rates {
  /** Counts one call, of chat.postMessage also by channel. Seconds to wait, where this one is too much. */
  take(method: string, channel: string): number | undefined;
}

export function perMinute(method: string): number {
  const tier = tiers[method];
  return specialPerMinute[method] ?? (tier === undefined ? tierPerMinute[3] : tierPerMinute[tier]);
}

export function openRates(clock: Clock): Rates {
  const calls = new Map<string, number[]>();
  const posts = new Map<string, { left: number; atMs: number }>();

  /** No minute holds more calls than `most`. */
  function takeMinute(method: string): number | undefined {
    const now = clock.monotonicMs();
    const recent = (calls.get(method) ?? []).filter((atMs) => now - atMs < minuteMs);
    calls.set(method, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perMinute(method))
      return secondsUntil(oldest + minuteMs - now);
    recent.push(now);
    return undefined;
  }

  function takePost(channel: string): number | undefined {
    const now = clock.monotonicMs();
    const known = posts.get(channel) ?? { left: postsBurst, atMs: now };
    const left = Math.min(postsBurst, known.left + ((now - known.atMs) / 1_000) * postsPerSecond);
    posts.delete(channel);
    posts.set(channel, { left: left < 1 ? left : left - 1, atMs: now });
    const [stalest] = posts.keys();
    if (posts.size > mostChannels && stalest !== undefined) posts.delete(stalest);
    return left < 1 ? secondsUntil(((1 - left) / postsPerSecond) * 1_000) : undefined;
  }

  return {
    take: (method, channel) => {
      const wait = method === "chat.postMessage" ? takePost(channel) : undefined;
      return wait ?? takeMinute(method);
    },
  };
}

/** Retry-After counts whole seconds. */
function secondsUntil(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
