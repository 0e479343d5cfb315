import type { Clock } from "#core/runtime";
import type { Ids } from "./ids.ts";

/** What a `trigger_id` stands for: a person who just did something, and the view in which they did it. */
export interface Trigger {
  readonly user: string;
  readonly view: string | null;
}

type TriggerRefusal = "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id";

export interface Triggers {
  issue(trigger: Trigger): string;
  /** Each is good once, for three seconds (docs.slack.dev/interactivity). */
  exchange(id: string): Trigger | TriggerRefusal;
}

const goodForMs = 3_000;
const mostKept = 1_000;

export function openTriggers(clock: Clock, ids: Ids): Triggers {
  const triggers = new Map<string, { trigger: Trigger; issuedMs: number; used: boolean }>();
  return {
    issue: (trigger) => {
      const id = ids.trigger();
      triggers.set(id, { trigger, issuedMs: clock.monotonicMs(), used: false });
      const [oldest] = triggers.keys();
      if (triggers.size > mostKept && oldest !== undefined) triggers.delete(oldest);
      return id;
    },
    exchange: (id) => {
      const known = triggers.get(id);
      if (known === undefined) return "invalid_trigger_id";
      if (known.used) return "exchanged_trigger_id";
      if (clock.monotonicMs() - known.issuedMs > goodForMs) return "expired_trigger_id";
      known.used = true;
      return known.trigger;
    },
  };
}
