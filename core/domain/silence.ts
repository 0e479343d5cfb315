import { Fault } from "./fault.ts";
import type { Severity } from "./severity.ts";

export interface Matcher {
  readonly label: string;
  readonly value: string;
  readonly negate: boolean;
}

/** Mutes matching alerts for a while. A silence never hides something worse than what it was made for. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly reason: string;
  /** Actor id. */
  readonly by: string;
  readonly startsMs: number;
  readonly endsMs: number;
  /** Alerts above this break through. */
  readonly upTo: Severity;
  /** Set when somebody ended it early. */
  readonly endedMs: number | null;
}

export type SilencePhase = "pending" | "active" | "ended";

export function silencePhase(silence: Silence, nowMs: number): SilencePhase {
  if (silence.endedMs !== null && silence.endedMs <= nowMs) return "ended";
  if (nowMs < silence.startsMs) return "pending";
  return nowMs < silence.endsMs ? "active" : "ended";
}

/** @throws Fault `invalid` for a silence without matchers, reason or duration: it would mute all, for nobody knows why. */
export function checkSilence(silence: Silence): void {
  if (silence.matchers.length === 0) throw new Fault("invalid", "a silence needs at least one matcher");
  if (silence.reason.trim() === "") throw new Fault("invalid", "a silence needs a reason");
  if (!(silence.endsMs > silence.startsMs)) throw new Fault("invalid", "a silence must end after it starts");
}
