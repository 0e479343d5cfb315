import { type Access, Denied, type Person } from "#core/access";
import { type Fault, isFault, messageOf } from "#core/domain";
import type { Log, Metrics } from "#core/runtime";
import type { Doing, Gesture } from "../../handlers/index.ts";
import { faultMessage, type Message, refusalMessage } from "../blocks/index.ts";
import { answer, type AnswerOptions } from "./answer.ts";
import { markBug } from "./bolt.ts";
import { gestureOf } from "./gesture.ts";
import type { People } from "./people.ts";

export interface AttemptsOptions extends AnswerOptions {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly people: People;
  readonly access: () => Access;
}

/** What became of something that somebody wanted. */
interface Outcome {
  readonly gesture: Gesture;
  /** Why it was not done, for them; undefined where it was. */
  readonly told: Message | undefined;
}

export interface Attempts {
  /** Finds out who it was, and does `work` for them. Undefined where the payload does not say who. Bugs pass. */
  attempt(body: unknown, work: (doing: Doing) => Promise<void>): Promise<Outcome | undefined>;
  /** What somebody is told of a fault. */
  toldOf(fault: Fault, person: Person | undefined): Message;
  reply(gesture: Gesture, message: Message): Promise<void>;
}

export function openAttempts(options: AttemptsOptions): Attempts {
  const { log, people, access } = options;
  const refused = options.metrics.counter("fettle_slack_refused_total", "Gestures that were not done", [
    "why",
  ]);

  function toldOf(fault: Fault, person: Person | undefined): Message {
    refused.inc({ why: fault.kind });
    if (!(fault instanceof Denied) || person === undefined) return faultMessage(messageOf(fault));
    return refusalMessage(fault.refusal, access().groupsOf(person));
  }

  return {
    attempt: async (body, work) => {
      const gesture = gestureOf(body);
      if (gesture === undefined) {
        log.warn("a payload does not say who did it");
        return undefined;
      }
      let person: Person | undefined;
      try {
        person = await people.identify(gesture);
        await work({ person, gesture });
        return { gesture, told: undefined };
      } catch (thrown) {
        if (!isFault(thrown)) throw markBug(thrown);
        return { gesture, told: toldOf(thrown, person) };
      }
    },
    toldOf,
    reply: async (gesture, message) => {
      try {
        await answer(gesture, message, options);
      } catch (thrown) {
        if (!isFault(thrown)) throw markBug(thrown);
        // What they asked for is done; only the answer is lost.
        log.warn("somebody could not be answered in Slack", { thrown });
      }
    },
  };
}
