import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";
import { replaceAround } from "./span.ts";

/**
 * Access tokens that show by their form whose they are. Forms: AWS "IAM identifiers", GitHub "token
 * formats", GitLab "token prefixes", Google "API keys", npm, Slack "token types" and incoming webhooks,
 * Stripe "API keys", JSON Web Tokens (RFC 7519: the header `{"…` is `eyJ` in base64url).
 */
const forms: readonly Form[] = [
  begin(["AKIA", "ASIA"], "A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])"),
  begin(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], "gh[pousr]_[A-Za-z0-9]{20,}"),
  begin(["github_pat_"], "github_pat_[A-Za-z0-9_]{20,}"),
  begin(["glpat-"], String.raw`glpat-[A-Za-z0-9_-]{16,}(?:\.[0-9a-z]{2}\.[0-9a-z]{7,})?`),
  begin(["xox", "xapp-"], "(?:xox[a-z]|xapp)-[A-Za-z0-9-]{8,}"),
  begin(["hooks.slack.com/"], String.raw`(?<=hooks\.slack\.com\/[a-z]{1,16}\/)[A-Za-z0-9/_-]{8,}`),
  begin(["AIza"], "AIza[A-Za-z0-9_-]{30,}"),
  begin(["k_live_", "k_test_"], "[sr]k_(?:live|test)_[A-Za-z0-9]{10,}"),
  begin(["npm_"], "npm_[A-Za-z0-9]{30,}"),
  begin(["eyJ"], String.raw`(?<![_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){1,3}`),
];

export const tokens: Detector = {
  sign: sign.token,
  hide: (text, hide, { first }) => {
    // The sign of `sk_live_` is its `k_live_`.
    const from = Math.max(0, first - 1);
    let result = text;
    for (const form of forms) {
      if (form.literals.some((literal) => result.includes(literal, from))) {
        const span = { first, last: result.length };
        result = replaceAround(result, { pattern: form.pattern, span, lead: 1 }, ([token]) =>
          hide("secret", token),
        );
      }
    }
    return result;
  },
};

interface Form {
  /** Each match of `pattern` holds one of them. */
  readonly literals: readonly string[];
  readonly pattern: RegExp;
}

/** A token begins where a word does, or behind an escape: raw JSON says `\nAKIA…`. */
function begin(literals: readonly string[], body: string): Form {
  return { literals, pattern: new RegExp(String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))${body}`, "g") };
}
