import type { ListenAddress } from "#core/api";
import type { Secret } from "#core/domain";

/** How Slack is reached. */
export interface SlackSettings {
  readonly botToken: Secret;
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  /** Origins that response and upload URLs of Slack's may have. */
  readonly responseOrigin: string;
  readonly uploadOrigin: string;
  /** Whether the workspace begins empty at each start, and knows nothing of what was shown before. */
  readonly forgetful: boolean;
  readonly way:
    | { readonly kind: "socket"; readonly appToken: Secret }
    | { readonly kind: "http"; readonly signingSecret: Secret; readonly listen: ListenAddress };
}

export const realSlack = {
  forgetful: false,
  apiUrl: "https://slack.com/api/",
  responseOrigin: "https://hooks.slack.com",
  uploadOrigin: "https://files.slack.com",
} as const;
