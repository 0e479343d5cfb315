import { Fault } from "./fault.ts";
import type { Labels } from "./labels.ts";
import type { Severity } from "./severity.ts";

/** An alert fires once and resolves once; when its trouble returns, that is a new alert of the same fingerprint. */
export type AlertState =
  | { readonly kind: "firing"; readonly sinceMs: number }
  | {
      readonly kind: "resolved";
      readonly sinceMs: number;
      readonly atMs: number;
      readonly reason: ResolveReason;
    };

/**
 * `absent`: not seen for the rule's `resolveAfter`; `recovered`: its probe succeeds again; `withdrawn`: its rule
 * is gone; `declared`: somebody said that it is over.
 */
export type ResolveReason = "absent" | "recovered" | "withdrawn" | "declared";

/** One rule, probe or forecast, one subject, one key. Every text here is redacted. */
export interface Alert {
  readonly id: string;
  /** hash(rule id, subject, sorted `by` pairs): the same trouble has the same fingerprint for ever. */
  readonly fingerprint: string;
  /** Id of the rule, probe or forecast that raised it. */
  readonly rule: string;
  readonly event: string;
  readonly severity: Severity;
  /** Name of the target, or id of the source where no target is known. */
  readonly subject: string;
  readonly by: Labels;
  readonly labels: Labels;
  readonly semantics: readonly string[];
  readonly summary: string;
  /** How often it was seen since it fired, the first time included. */
  readonly count: number;
  /** When it was seen last, by Fettle's clock. */
  readonly seenMs: number;
  readonly state: AlertState;
}

export function isFiring(alert: Alert): boolean {
  return alert.state.kind === "firing";
}

/** @throws Fault `conflict` when it is resolved already. */
export function resolveAlert(alert: Alert, atMs: number, reason: ResolveReason): Alert {
  if (alert.state.kind === "resolved") {
    throw new Fault("conflict", `alert ${alert.id} is resolved already`);
  }
  return { ...alert, state: { kind: "resolved", sinceMs: alert.state.sinceMs, atMs, reason } };
}

/**
 * The alert after `times` more sightings, the last at `seenMs`; severity only ever rises while it fires.
 * @throws Fault `conflict` when it is resolved: a new alert starts instead.
 */
export function seeAgain(
  alert: Alert,
  sighting: { times: number; seenMs: number; severity: Severity },
): Alert {
  if (alert.state.kind === "resolved") {
    throw new Fault("conflict", `alert ${alert.id} is resolved; its return is a new alert`);
  }
  return {
    ...alert,
    count: alert.count + sighting.times,
    seenMs: Math.max(alert.seenMs, sighting.seenMs),
    severity: sighting.severity > alert.severity ? sighting.severity : alert.severity,
  };
}
