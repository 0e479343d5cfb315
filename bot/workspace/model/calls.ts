import type { Clock } from "#core/runtime";
import type { Json } from "../json.ts";

/** One call of a Web API method, as it was answered. */
interface ApiCall {
  readonly method: string;
  /** Without the token; JSON inside of form fields is parsed. */
  readonly args: Json;
  readonly ok: boolean;
  readonly error: string | null;
  /** HTTP status; 0 where the connection was cut instead. */
  readonly status: number;
  readonly atMs: number;
}

/** One thing that was to reach the app, with all attempts at it. */
export interface Delivery {
  /** Of the last attempt: envelope id over a socket, a number of ours over HTTP. */
  readonly id: string;
  readonly eventId: string | null;
  readonly type: "events_api" | "slash_commands" | "interactive";
  /** Event type, command, action id or callback id. */
  readonly name: string;
  readonly payload: Json;
  readonly attempts: number;
  readonly acked: boolean;
  /** How long the acknowledgement took; null for none within three seconds. */
  readonly ackMs: number | null;
  /** After how many ms an acknowledgement came that was too late; null for none. */
  readonly lateMs: number | null;
  readonly atMs: number;
}

/** Everything between workspace and app, both ways; the oldest of each is forgotten. */
export interface Calls {
  readonly api: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  /** Names of methods that were called and do not exist here: a test of the app wants none. */
  readonly unknownMethods: readonly string[];
  of(method: string): readonly ApiCall[];
  clear(): void;
}

export interface CallLog extends Calls {
  call(call: Omit<ApiCall, "atMs">): void;
  unknown(method: string): void;
  /** The record, which changes with each attempt. */
  deliver(delivery: Pick<Delivery, "eventId" | "type" | "name" | "payload">): OpenDelivery;
}

export type OpenDelivery = { -readonly [Field in keyof Delivery]: Delivery[Field] };

const mostKept = 2_000;
const mostUnknown = 100;

export function openCalls(clock: Clock): CallLog {
  let api: ApiCall[] = [];
  let deliveries: OpenDelivery[] = [];
  let unknownMethods: string[] = [];
  return {
    get api() {
      return api;
    },
    get deliveries() {
      return deliveries;
    },
    get unknownMethods() {
      return unknownMethods;
    },
    of: (method) => api.filter((call) => call.method === method),
    clear: () => {
      api = [];
      deliveries = [];
      unknownMethods = [];
    },
    call: (call) => {
      api.push({ ...call, atMs: clock.nowMs() });
      if (api.length > mostKept) api.shift();
    },
    unknown: (method) => {
      if (unknownMethods.length < mostUnknown) unknownMethods.push(method);
    },
    deliver: (delivery) => {
      const record = { ...delivery, id: "", attempts: 0, acked: false, ackMs: null, lateMs: null };
      const open: OpenDelivery = { ...record, atMs: clock.nowMs() };
      deliveries.push(open);
      if (deliveries.length > mostKept) deliveries.shift();
      return open;
    },
  };
}
