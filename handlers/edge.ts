import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { Access, Person } from "#core/access";
import type { Drills, Healer } from "#core/heal";
import type { Desk, IncidentCard } from "#core/incidents";
import type { Drawing, Message } from "../bot/blocks/index.ts";

/** The part of Bolt on which handlers are registered. */
export type Listening = Pick<App, "action" | "command" | "event" | "message" | "shortcut" | "view">;

/** What somebody did in Slack, as its payload tells it: who and where, never what they may. */
export interface Gesture {
  readonly team: string;
  readonly user: string;
  readonly channel: string | undefined;
  /** ts of the message that it was done to, and of the thread that this stands in. */
  readonly message: string | undefined;
  readonly thread: string | undefined;
  /** Good for one modal within three seconds. */
  readonly trigger: string | undefined;
  /** Good for a few answers within half an hour. */
  readonly responseUrl: string | undefined;
  /** Set when it was done in a modal or the Home tab. */
  readonly view:
    | { readonly id: string; readonly type: "modal" | "home"; readonly callback: string }
    | undefined;
}

/** Somebody who is known, and what they did. */
export interface Doing {
  readonly person: Person;
  readonly gesture: Gesture;
}

export interface Edge {
  readonly desk: Desk;
  readonly drills: Drills;
  readonly healer: Healer;
  readonly access: () => Access;
  /** How these incidents are drawn: with names and links looked up. */
  readonly drawing: (
    cards: readonly IncidentCard[],
    also?: { readonly named?: readonly string[] },
  ) => Promise<Drawing>;
  /**
   * The way of every gesture: acknowledges it to Slack, finds out who it was, and does `work` for them. What they
   * may not, and whatever else cannot be done, is told to them and nobody else.
   */
  readonly handle: (
    body: unknown,
    ack: () => Promise<void>,
    work: (doing: Doing) => Promise<void>,
  ) => Promise<void>;
  /**
   * The same for a modal that was submitted: it stays open with what `work` throws, and closes when that is done.
   */
  readonly submit: (
    body: unknown,
    ack: (answer?: { readonly response_action: "update"; readonly view: ModalView }) => Promise<void>,
    work: (doing: Doing) => Promise<void>,
  ) => Promise<void>;
  /** Answers whoever did it, where they did it; nobody else sees it. */
  readonly reply: (gesture: Gesture, message: Message) => Promise<void>;
  /** Opens a modal that says "one moment", then shows what `draw` makes. */
  readonly openModal: (doing: Doing, title: string, draw: () => Promise<ModalView>) => Promise<void>;
  /** Puts another view in the place of the modal in which this was done. */
  readonly updateModal: (gesture: Gesture, view: ModalView) => Promise<void>;
  /** Draws this person's Home anew, if they have it open. */
  readonly refreshHome: (doing: Doing) => Promise<void>;
  /** Shows their Home to whoever opened it, or why there is none for them. */
  readonly openHome: (body: unknown) => Promise<void>;
  /** Does what somebody typed after `/fettle` or after a mention. */
  readonly run: (text: string, person: Person) => Promise<Message>;
  /** The incident whose card, or whose card's thread, stands there. */
  readonly incidentAt: (gesture: Gesture) => Promise<string | undefined>;
}
