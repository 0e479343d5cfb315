import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";
import { replaceAround } from "./span.ts";

/** `hooks.slack.com/services/` */
const longestHook = "hooks.slack.com/".length + 17;

/**
 * Access tokens that show by their form whose they are. Forms: AWS "IAM identifiers", GitHub "token
 * formats", GitLab "token prefixes", Google "API keys", npm, Slack "token types" and incoming webhooks,
 * Stripe "API keys", JSON Web Tokens (RFC 7519: the header `{"…` is `eyJ` in base64url).
 */
export const tokens: readonly Detector[] = [
  form(sign.aws, "A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])"),
  form(sign.github, "gh[pousr]_[A-Za-z0-9]{20,}"),
  form(sign.githubFine, "github_pat_[A-Za-z0-9_]{20,}"),
  form(sign.gitlab, String.raw`glpat-[A-Za-z0-9_-]{16,}(?:\.[0-9a-z]{2}\.[0-9a-z]{7,})?`),
  form(sign.slack, "(?:xox[a-z]|xapp)-[A-Za-z0-9-]{8,}"),
  form(sign.slackHook, String.raw`(?<=hooks\.slack\.com\/[a-z]{1,16}\/)[A-Za-z0-9/_-]{8,}`),
  form(sign.google, "AIza[A-Za-z0-9_-]{30,}"),
  form(sign.stripe, "[sr]k_(?:live|test)_[A-Za-z0-9]{10,}"),
  form(sign.npm, "npm_[A-Za-z0-9]{30,}"),
  form(sign.jwt, String.raw`(?<![_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){1,3}`),
];

/** A token begins where a word does, or behind an escape: raw JSON says `\nAKIA…`. */
function form(of: number, body: string): Detector {
  const pattern = new RegExp(String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))${body}`, "g");
  // The token may begin one letter before its sign, `sk_live_`, or behind it, as a webhook's path.
  const behind = of === sign.slackHook ? longestHook : 0;
  return {
    sign: of,
    hide: (text, hide, { first, last }) =>
      replaceAround(text, { pattern, span: { first, last: last + behind }, lead: 1 }, ([token]) =>
        hide("secret", token),
      ),
  };
}
