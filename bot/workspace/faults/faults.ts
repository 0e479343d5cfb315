import type { DisconnectReason } from "../delivery/frames.ts";

/** What happens to calls of one method instead of, before or after their answer. */
export interface MethodFault {
  /** How many calls it strikes; one, unless it says otherwise. */
  readonly times?: number | undefined;
  /** Before anything else. */
  readonly delayMs?: number | undefined;
  /** `{ok: false, error}`. */
  readonly error?: string | undefined;
  /** HTTP status; with `retryAfter`, in seconds, for a 429. */
  readonly status?: number | undefined;
  readonly retryAfter?: number | undefined;
  /** Cuts the connection without looking at the call. */
  readonly drop?: boolean | undefined;
  /** Does the call, and then answers 503 or cuts the connection: it is done, and the caller does not know. */
  readonly after?: "status" | "drop" | undefined;
}

/** Trouble on order. Methods are those of the Web API, and `upload`, `response_url`. */
export interface Faults {
  method(name: string, fault: MethodFault): void;
  /** Takes back what has not struck yet. */
  clear(): void;
  /** Slack asks the app to connect anew, and closes the sockets ten seconds later. */
  disconnect(reason: DisconnectReason, which?: "all" | "oldest"): void;
  /** All sockets are gone, without a close frame. */
  killSockets(): void;
  /** The last delivery comes again in a new envelope: same payload, same event and trigger id. */
  redeliverLast(): Promise<void>;
  /** The next interaction comes twice at the same time. */
  doubleNext(): void;
  /** Text to every socket, as it is: `null`, or no JSON at all. */
  sendFrame(text: string): void;
  /** Slack says that it holds events back: an Events API payload without an event. */
  sendRateLimited(): void;
}

export interface MethodFaults {
  add(name: string, fault: MethodFault): void;
  clear(): void;
  /** The fault that strikes this call, if any; each counts one. */
  take(name: string): MethodFault | undefined;
}

const mostPlanned = 1_000;

export function openMethodFaults(): MethodFaults {
  let planned: { name: string; fault: MethodFault; left: number }[] = [];
  return {
    add: (name, fault) => {
      if (planned.length < mostPlanned) planned.push({ name, fault, left: fault.times ?? 1 });
    },
    clear: () => {
      planned = [];
    },
    take: (name) => {
      const one = planned.find((plan) => plan.name === name && plan.left > 0);
      if (one === undefined) return undefined;
      one.left -= 1;
      if (one.left === 0) planned = planned.filter((plan) => plan !== one);
      return one.fault;
    },
  };
}
