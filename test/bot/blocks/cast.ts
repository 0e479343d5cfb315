import type { Alert, Incident, IncidentState } from "#core/domain";
import type { IncidentCard, IncidentList } from "#core/incidents";
import type { Drawing } from "../../../bot/blocks/index.ts";

/** The incident and people that the examples speak of. */
export const nowMs = Date.UTC(2026, 0, 1, 12);
const minuteMs = 60_000;

export const open: IncidentState = { kind: "open", sinceMs: nowMs - 3 * minuteMs };
export const gathering: IncidentState = { kind: "gathering", sinceMs: nowMs, untilMs: nowMs + 10_000 };
export const resolved: IncidentState = {
  kind: "resolved",
  sinceMs: nowMs - 95 * minuteMs,
  atMs: nowMs,
  by: "slack:T1/U1",
  note: "restarted it",
};

export function heldBy(by: string): IncidentState {
  const lapsesAtMs = nowMs + 60 * minuteMs;
  return { kind: "acknowledged", sinceMs: nowMs - 3 * minuteMs, by, atMs: nowMs, asksAtMs: null, lapsesAtMs };
}

export const alert: Alert = {
  id: "alert-1",
  fingerprint: "f",
  rule: "net-timeout",
  event: "net_timeout",
  severity: 4,
  subject: "web-01",
  by: { host: "web-01" },
  labels: { env: "prod" },
  semantics: [],
  summary: "timeout of 12s",
  count: 3,
  seenMs: nowMs - 5_000,
  state: { kind: "firing", sinceMs: nowMs - 3 * minuteMs },
};

export function alerts(count: number, change: (index: number) => Partial<Alert> = () => ({})): Alert[] {
  return Array.from({ length: count }, (_, index) => ({
    ...alert,
    id: `alert-${index}`,
    subject: `host-${index}.`,
    ...change(index),
  }));
}

export function incidentOf(change: Partial<Incident> = {}): Incident {
  return {
    id: "inc-7",
    groupKey: "g",
    title: "net_timeout",
    severity: 4,
    labels: { env: "prod" },
    parent: null,
    openedMs: nowMs - 3 * minuteMs,
    changedMs: nowMs,
    state: open,
    ...change,
  };
}

export function cardOf(change: Partial<Incident> = {}, more: Partial<IncidentCard> = {}): IncidentCard {
  return { incident: incidentOf(change), alerts: [alert], firing: 1, all: 1, storm: undefined, ...more };
}

export function listOf(shown: readonly IncidentCard[], hidden = 0): IncidentList {
  return { cards: shown, hidden, beyond: false };
}

export function cards(
  count: number,
  change: (index: number) => Partial<Incident> = () => ({}),
): IncidentCard[] {
  return Array.from({ length: count }, (_, index) => cardOf({ id: `inc-${index + 1}`, ...change(index) }));
}

const names: Readonly<Record<string, string>> = { "slack:T1/U1": "Ada", "slack:T1/U2": "Grace & Co" };

export const drawing: Drawing = {
  mention: "<!subteam^S0CALLED>",
  nameOf: (id) => names[id] ?? id,
  linkTo: (id) => `<https://acme.test/archives/C0/p1|${id}>`,
};

/** How Slack is asked to show a moment; `12:00` of the examples' day. */
export function time(clock: string): string {
  const ms = Date.parse(`2026-01-01T${clock}Z`);
  return `<!date^${ms / 1_000}^{time}|2026-01-01 ${clock.slice(0, 5)} UTC>`;
}

export function day(clock: string): string {
  return time(clock).replace("{time}", "{date_short_pretty}, {time}");
}
