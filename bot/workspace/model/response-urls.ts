import type { Clock } from "#core/runtime";
import { randomBytes } from "node:crypto";

/** Where a `response_url` leads: to a channel and the person who may see ephemeral answers in it. */
export interface Respondent {
  readonly user: string;
  readonly channel: string;
  /** ts of the message that was clicked; null after a command. */
  readonly message: string | null;
}

export interface ResponseUrls {
  /** A path whose last part cannot be guessed: whoever has it may post. */
  issue(respondent: Respondent): string;
  /** Counts one use. Five are good within half an hour (docs.slack.dev/interactivity/handling-user-interaction). */
  use(path: string): Respondent | "expired_url" | "used_url" | undefined;
}

const goodForMs = 30 * 60_000;
const goodTimes = 5;
const mostKept = 2_000;

export const responsePath = "/response/";

export function openResponseUrls(clock: Clock): ResponseUrls {
  const urls = new Map<string, { respondent: Respondent; issuedMs: number; left: number }>();
  return {
    issue: (respondent) => {
      const path = `${responsePath}${randomBytes(18).toString("base64url")}`;
      urls.set(path, { respondent, issuedMs: clock.monotonicMs(), left: goodTimes });
      const [oldest] = urls.keys();
      if (urls.size > mostKept && oldest !== undefined) urls.delete(oldest);
      return path;
    },
    use: (path) => {
      const known = urls.get(path);
      if (known === undefined) return undefined;
      if (clock.monotonicMs() - known.issuedMs > goodForMs) return "expired_url";
      if (known.left === 0) return "used_url";
      known.left -= 1;
      return known.respondent;
    },
  };
}
