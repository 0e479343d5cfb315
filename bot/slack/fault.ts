import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { Fault, type FaultKind, isFault, messageOf } from "#core/domain";

/** A call of Slack's Web API that failed. Its message never holds an argument or a token. */
export class SlackFault extends Fault {
  /** Slack's own word for it (`channel_not_found`), or ours: `http_503`, `no_answer`, `no_connection`. */
  readonly code: string;
  /** Whether what was asked for may have been done all the same. */
  readonly unsure: boolean;
  /** How long Slack wants to be left alone with this method. */
  readonly retryAfterMs: number | undefined;

  constructor(told: {
    readonly kind: FaultKind;
    readonly method: string;
    readonly code: string;
    readonly unsure?: boolean;
    readonly retryAfterMs?: number;
    readonly more?: string;
    readonly cause?: unknown;
  }) {
    const { kind, method, code, unsure = false, retryAfterMs, more = "", cause } = told;
    super(kind, `Slack refused ${method}: ${code}${more}`, { cause });
    this.code = code;
    this.unsure = unsure;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a failed call means. Anything that Slack's client does not throw is a bug and comes back as it is. */
export function slackFault(method: string, thrown: unknown): unknown {
  if (isFault(thrown)) return thrown;
  if (thrown instanceof WebAPIRateLimitedError) {
    const retryAfterMs = Math.max(1, thrown.retryAfter) * 1_000;
    return new SlackFault({ kind: "unavailable", method, code: "ratelimited", retryAfterMs });
  }
  if (thrown instanceof WebAPIPlatformError) return platformFault(method, thrown);
  if (thrown instanceof WebAPIHTTPError) {
    const code = `http_${thrown.statusCode}`;
    return new SlackFault({ kind: "unavailable", method, code, unsure: thrown.statusCode >= 500 });
  }
  if (thrown instanceof WebAPIRequestError) return requestFault(method, thrown);
  return thrown;
}

/** Slack does not know whether it did it: https://docs.slack.dev/reference/methods lists them with each method. */
const unsureCodes: ReadonlySet<string> = new Set(["fatal_error", "internal_error", "request_timeout"]);
const passingCodes: ReadonlySet<string> = new Set([
  ...unsureCodes,
  "service_unavailable",
  "team_added_to_org",
  "ratelimited",
  "rate_limited",
]);
/** Everything that is called with this token fails, until people do something about it. */
const tokenCodes: ReadonlySet<string> = new Set([
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "token_revoked",
]);
const deniedCodes: ReadonlySet<string> = new Set([
  ...tokenCodes,
  "access_denied",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_in_channel",
  "org_login_required",
  "restricted_action",
  "team_access_not_granted",
]);

export function isTokenFault(thrown: unknown): thrown is SlackFault {
  return thrown instanceof SlackFault && tokenCodes.has(thrown.code);
}

function platformFault(method: string, { data }: WebAPIPlatformError): SlackFault {
  const code = /^[a-z][a-z0-9_]{0,60}$/.test(data.error) ? data.error : "unknown_error";
  const hints =
    data.response_metadata?.messages?.slice(0, 3).map((line) => messageOf(line).slice(0, 200)) ?? [];
  const more = hints.length === 0 ? "" : ` (${hints.join("; ")})`;
  return new SlackFault({ kind: kindOf(code), method, code, unsure: unsureCodes.has(code), more });
}

function kindOf(code: string): FaultKind {
  if (passingCodes.has(code)) return "unavailable";
  if (deniedCodes.has(code)) return "denied";
  if (code.endsWith("_not_found")) return "missing";
  return "invalid";
}

/** Connections that were never made: nothing can have been done. */
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

function requestFault(method: string, { original }: WebAPIRequestError): SlackFault {
  const why = original.cause ?? original;
  const code = why instanceof Error && "code" in why ? String(why.code) : original.name;
  if (neverSent.test(code)) {
    return new SlackFault({
      kind: "unavailable",
      method,
      code: "no_connection",
      more: ` (${code})`,
      cause: original,
    });
  }
  const isLate = original.name === "TimeoutError" || original.name === "AbortError";
  return new SlackFault({
    kind: isLate ? "timeout" : "unavailable",
    method,
    code: "no_answer",
    unsure: true,
    cause: original,
  });
}
