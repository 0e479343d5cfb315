import type { Json } from "../json.ts";
import type { Delivery } from "../model/calls.ts";

/** Something that the app should hear of. */
export interface Outgoing {
  readonly type: Delivery["type"];
  /** Event type, command, action id or callback id: for the log. */
  readonly name: string;
  readonly payload: Json;
  /** Whether the acknowledgement may bring an answer along. */
  readonly takesAnswer: boolean;
  readonly eventId: string | null;
}

export interface Attempt {
  /** 0 for the first; 1 to 3 are Slack's retries of events. */
  readonly retry: number;
  readonly reason: string;
}

export type Outcome =
  /** In time. `answer` is undefined when none came, or none was asked for. */
  | { readonly kind: "acked"; readonly ackMs: number; readonly answer: unknown }
  /** `timeout`: not within three seconds. `unreachable`: nobody to tell it to. `status`: the app answered with it. */
  | { readonly kind: "timeout" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "status"; readonly status: number; readonly noRetry: boolean };

export interface Carrying {
  readonly outgoing: Outgoing;
  readonly attempt: Attempt;
  /** Told at once: the id under which this attempt travels. */
  readonly onId: (id: string) => void;
  /** Called when an acknowledgement comes after its time. */
  readonly onLate: (lateMs: number) => void;
}

/** The way to the app: its sockets, or its address. */
export interface Carrier extends AsyncDisposable {
  carry(carrying: Carrying): Promise<Outcome>;
  /** Open sockets; 0 over HTTP. */
  readonly connections: number;
}

/** How long an app may take (docs.slack.dev/interactivity/handling-user-interaction). */
export const ackMs = 3_000;
