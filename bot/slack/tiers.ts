import type { LimiterOptions } from "#core/runtime";

type Rate = NonNullable<LimiterOptions["rate"]>;

/**
 * Slack's tiers promise 1, 20, 50 and 100 calls a minute (https://docs.slack.dev/apis/web-api/rate-limits). What
 * may come at once and what follows in the same minute stay below that together.
 */
const tierRates = {
  2: { burst: 8, perMinute: 12 },
  3: { burst: 20, perMinute: 30 },
  4: { burst: 40, perMinute: 60 },
  special: { burst: 60, perMinute: 200 },
} as const satisfies Readonly<Record<string, Rate>>;

/** The methods that Fettle calls, and how often each may be, as its page says. */
const tierOf = {
  "auth.test": "special",
  "apps.connections.open": 2,
  "chat.postEphemeral": 4,
  "chat.postMessage": "special",
  "chat.update": 3,
  "conversations.history": 3,
  "conversations.info": 3,
  "conversations.list": 2,
  "conversations.open": 3,
  "conversations.replies": 3,
  "files.completeUploadExternal": 4,
  "files.getUploadURLExternal": 4,
  "usergroups.users.list": 2,
  "users.info": 4,
  "users.list": 2,
  "views.open": 4,
  "views.push": 4,
  "views.publish": 4,
  "views.update": 4,
} as const satisfies Readonly<Record<string, keyof typeof tierRates>>;

export type Method = keyof typeof tierOf;

export function rateOf(method: Method): Rate {
  return tierRates[tierOf[method]];
}

/** chat.postMessage: one a second and channel, with "short bursts". */
export const channelRate: Rate = { burst: 2, perMinute: 60 };
