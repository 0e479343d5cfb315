import { Fault } from "./fault.ts";
import type { Labels } from "./labels.ts";
import type { Severity } from "./severity.ts";

/**
 * `gathering`: alerts of the group are awaited, nobody is told yet. `open`: the card is out.
 * `acknowledged`: somebody works on it until the acknowledgement lapses. `resolved`: all its alerts are;
 * it opens again when its group fires soon after (flapping keeps one card).
 */
export type IncidentState =
  | { readonly kind: "gathering"; readonly sinceMs: number; readonly untilMs: number }
  | { readonly kind: "open"; readonly sinceMs: number }
  | {
      readonly kind: "acknowledged";
      readonly sinceMs: number;
      readonly by: string;
      readonly atMs: number;
      /** When `by` is asked whether they are still on it; null once they were. */
      readonly asksAtMs: number | null;
      readonly lapsesAtMs: number;
    }
  | {
      readonly kind: "resolved";
      readonly sinceMs: number;
      readonly atMs: number;
      /** Actor id of whoever said that it is over; null when all its alerts had ended by themselves. */
      readonly by: string | null;
      readonly note: string | null;
    };

/** People's work on a group of alerts. Owns exactly one card, unless a parent incident owns it. */
export interface Incident {
  readonly id: string;
  /** What its alerts have in common; one unresolved incident a key. */
  readonly groupKey: string;
  readonly title: string;
  readonly severity: Severity;
  readonly labels: Labels;
  /** The storm that this incident is part of; a child owns no card. */
  readonly parent: string | null;
  readonly openedMs: number;
  readonly changedMs: number;
  readonly state: IncidentState;
}

export type IncidentStep =
  | { readonly kind: "open"; readonly atMs: number }
  | {
      readonly kind: "acknowledge";
      readonly by: string;
      readonly atMs: number;
      readonly asksAtMs: number;
      readonly lapsesAtMs: number;
    }
  /** Whoever acknowledged it is asked whether they are still on it. */
  | { readonly kind: "ask"; readonly atMs: number }
  | { readonly kind: "unacknowledge"; readonly atMs: number }
  | {
      readonly kind: "resolve";
      readonly atMs: number;
      readonly by: string | null;
      readonly note: string | null;
    }
  | { readonly kind: "reopen"; readonly atMs: number };

/**
 * The state after one step.
 * @throws Fault `conflict` naming the state that refuses it.
 */
export function nextIncidentState(state: IncidentState, step: IncidentStep): IncidentState {
  switch (step.kind) {
    case "open":
      if (state.kind === "gathering") return { kind: "open", sinceMs: state.sinceMs };
      break;
    case "acknowledge":
      if (state.kind === "open" || state.kind === "acknowledged") {
        return { ...step, kind: "acknowledged", sinceMs: state.sinceMs };
      }
      break;
    case "ask":
      if (state.kind === "acknowledged") return { ...state, asksAtMs: null };
      break;
    case "unacknowledge":
      if (state.kind === "acknowledged") return { kind: "open", sinceMs: state.sinceMs };
      break;
    case "resolve":
      if (state.kind !== "resolved") return { ...step, kind: "resolved", sinceMs: state.sinceMs };
      break;
    case "reopen":
      if (state.kind === "resolved") return { kind: "open", sinceMs: step.atMs };
      break;
  }
  throw new Fault("conflict", `cannot ${step.kind} an incident that is ${state.kind}`);
}

/** True while people have it on their plate. */
export function isOpen(state: IncidentState): boolean {
  return state.kind !== "resolved";
}
