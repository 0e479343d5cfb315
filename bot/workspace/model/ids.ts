import type { Clock } from "#core/runtime";

/**
 * Ids that look like Slack's and come in the same order at each start, so that two runs of a test can be
 * compared. Whatever opens a door by itself (tickets, upload and response addresses) is random instead.
 */
export interface Ids {
  /** Time stamp of a message: seconds and microseconds, unique and growing over all channels. */
  ts(): string;
  next(kind: IdKind): string;
  /** As the SDKs expect it of an envelope: a UUID. */
  uuid(): string;
  trigger(): string;
  /** State of a view: changes each time. */
  hash(): string;
}

type IdKind = "event" | "view" | "file" | "block" | "action" | "client";

const prefixes: Readonly<Record<IdKind, string>> = {
  event: "Ev0",
  view: "V0",
  file: "F0",
  block: "b",
  action: "a",
  client: "cm",
};

export function openIds(clock: Clock): Ids {
  let lastMicros = 0;
  let last = 0;
  const count = (): string => (++last).toString(36).toUpperCase().padStart(6, "0");
  const micros = (): number => {
    lastMicros = Math.max(lastMicros + 1, Math.floor(clock.nowMs()) * 1_000);
    return lastMicros;
  };
  return {
    ts: () => {
      const now = micros();
      return `${Math.floor(now / 1_000_000)}.${String(now % 1_000_000).padStart(6, "0")}`;
    },
    next: (kind) => `${prefixes[kind]}${count()}`,
    uuid: () => `00000000-0000-4000-8000-${(++last).toString(16).padStart(12, "0")}`,
    trigger: () => `${Math.floor(clock.nowMs())}.${++last}.local`,
    hash: () => `${Math.floor(clock.nowMs() / 1_000)}.${count()}`,
  };
}
