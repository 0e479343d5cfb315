import type { ModalView } from "@slack/types";
import type { Person } from "#core/access";
import { isFault, messageOf } from "#core/domain";
import type { Drills, Healer } from "#core/heal";
import type { Desk } from "#core/incidents";
import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import type { Edge } from "../../handlers/index.ts";
import { type Message, messageModal } from "../blocks/index.ts";
import { type AttemptsOptions, openAttempts } from "./attempts.ts";
import { markBug } from "./bolt.ts";
import type { Drawings } from "./drawings.ts";
import { gestureOf } from "./gesture.ts";
import type { Homes } from "./homes.ts";
import { openModals } from "./modals.ts";

export interface EdgeOptions extends AttemptsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly drawings: Drawings;
  readonly homes: Homes;
  readonly desk: Desk;
  readonly drills: Drills;
  readonly healer: Healer;
  readonly run: (text: string, person: Person) => Promise<Message>;
}

/** Slack waits three seconds for what becomes of a form. */
const formMs = 2_000;

/** Between Slack's gestures and core: who it was, what became of it, and how they hear of it. */
export function openEdge(options: EdgeOptions): Edge {
  const { api, clock, people, homes, drawings } = options;
  const modals = openModals(api, clock);
  const attempts = openAttempts(options);
  const sayNo = (message: Message): ModalView => messageModal("Fettle", message);

  return {
    ...options,
    drawing: (cards, also) => drawings.of(cards, also),
    handle: async (body, ack, work) => {
      await ack();
      const outcome = await attempts.attempt(body, work);
      if (outcome?.told !== undefined) await attempts.reply(outcome.gesture, outcome.told);
    },
    submit: async (body, ack, work) => {
      const outcome = attempts.attempt(body, work);
      const inTime = new AbortController();
      const first = await Promise.race([outcome, lapse(clock, inTime.signal)]);
      inTime.abort();
      if (first !== "late") {
        await ack(first?.told && { response_action: "update", view: sayNo(first.told) });
        return;
      }
      await ack();
      const slow = await outcome;
      if (slow?.told !== undefined) await attempts.reply(slow.gesture, slow.told);
    },
    reply: (gesture, message) => attempts.reply(gesture, message),
    openModal: ({ person, gesture }, title, draw) =>
      modals.open(gesture, title, async () => {
        try {
          return await draw();
        } catch (thrown) {
          if (!isFault(thrown)) throw thrown;
          return sayNo(attempts.toldOf(thrown, person));
        }
      }),
    updateModal: (gesture, view) => modals.update(gesture, view),
    refreshHome: ({ person, gesture }) => homes.show(person, gesture.user),
    openHome: async (body) => {
      const gesture = gestureOf(body);
      if (gesture === undefined) return;
      try {
        await homes.show(await people.identify(gesture), gesture.user);
      } catch (thrown) {
        if (!isFault(thrown)) throw markBug(thrown);
        await homes.refuse(gesture.user, messageOf(thrown));
      }
    },
    incidentAt: ({ channel, message, thread }) => incidentAt(options.store, channel, thread ?? message),
  };
}

async function lapse(clock: Clock, inTime: AbortSignal): Promise<"late"> {
  await clock.sleep(formMs, inTime);
  return "late";
}

async function incidentAt(
  store: Store,
  channel: string | undefined,
  ts: string | undefined,
): Promise<string | undefined> {
  if (channel === undefined || ts === undefined) return undefined;
  return (await store.read((r) => r.posts.byPlace(channel, ts)))?.subject;
}
