import { type Alert, resolveAlert, type ResolveReason, seeAgain } from "#core/domain";
import type { Repositories } from "#core/store";
import { alertEvent } from "./events.ts";
import { fingerprint } from "./fingerprint.ts";

/** One loop's word that a trouble is there, now. All text is redacted. */
export interface Sighting extends Pick<
  Alert,
  "rule" | "event" | "severity" | "subject" | "by" | "labels" | "semantics"
> {
  /** How often it was seen since the last sighting. */
  readonly times: number;
  /** How often it was seen before, without being told: counted when the alert starts to fire. */
  readonly earlier: number;
  /** When it happened: event time where the line names one. */
  readonly atMs: number;
  /**
   * Names what was seen (source, stream, offset, rule), so that a sighting that is delivered again makes
   * no second alert.
   */
  readonly cause: string;
  /** Asked for only when the alert starts to fire or gets worse. */
  readonly summary: () => string;
}

/**
 * Fires an alert, or counts the sighting on the one that fires already; writes row and event into the
 * caller's transaction. Undefined when this very sighting had its alert before and that is resolved.
 */
export async function sight(
  repositories: Repositories,
  sighting: Sighting,
  nowMs: number,
): Promise<Alert | undefined> {
  const print = fingerprint(sighting.rule, sighting.subject, sighting.by);
  const firing = await repositories.alerts.firing(print);
  if (firing === undefined) return fire(repositories, sighting, { print, nowMs });
  const { times, severity } = sighting;
  const seenAgain = seeAgain(firing, { times, seenMs: nowMs, severity });
  const worse = seenAgain.severity > firing.severity;
  const seen = worse ? { ...seenAgain, summary: sighting.summary() } : seenAgain;
  await repositories.alerts.put(seen);
  if (worse) {
    const id = `${seen.id}:raised:${seen.severity}`;
    await repositories.events.append(alertEvent("raised", seen, nowMs, id));
  }
  return seen;
}

async function fire(
  repositories: Repositories,
  sighting: Sighting,
  { print, nowMs }: { print: string; nowMs: number },
): Promise<Alert | undefined> {
  const alert: Alert = {
    id: `alert-${sighting.cause}`,
    fingerprint: print,
    rule: sighting.rule,
    event: sighting.event,
    severity: sighting.severity,
    subject: sighting.subject,
    by: sighting.by,
    labels: sighting.labels,
    semantics: sighting.semantics,
    summary: sighting.summary(),
    count: sighting.earlier + sighting.times,
    seenMs: nowMs,
    state: { kind: "firing", sinceMs: sighting.atMs },
  };
  const isNew = await repositories.events.append(alertEvent("firing", alert, nowMs, `${alert.id}:firing`));
  if (!isNew) return undefined;
  await repositories.alerts.put(alert);
  return alert;
}

/** Resolves an alert that fires; row and event go into the caller's transaction. */
export async function settle(
  repositories: Repositories,
  alert: Alert,
  { atMs, reason }: { atMs: number; reason: ResolveReason },
): Promise<Alert> {
  const resolved = resolveAlert(alert, atMs, reason);
  await repositories.alerts.put(resolved);
  await repositories.events.append(alertEvent("resolved", resolved, atMs, `${alert.id}:resolved`));
  return resolved;
}
