import { type Alert, type Incident, severityWords } from "#core/domain";
import { formatDuration } from "#core/expr";
import type { IncidentCard } from "#core/incidents";
import { printable } from "./text.ts";

/** What is said of an alert or incident wherever it is drawn; none of it is escaped. */

/** `SEV4 urgent` */
export function severityText(severity: Incident["severity"]): string {
  return `SEV${severity} ${severityWords[severity]}`;
}

/** What it is called; a storm by how much it is. */
export function titleText({ incident, storm }: IncidentCard): string {
  return storm === undefined ? incident.title : `storm of ${storm.all} incidents`;
}

/** `web-01 · host web-01`: what has the trouble. */
export function whereText({ subject, by }: Alert): string {
  const pairs = Object.entries(by).map(([key, value]) => (value === "" ? `no ${key}` : `${key} ${value}`));
  return [subject, ...pairs].join(" · ");
}

export function timesText({ count }: Alert): string {
  return count === 1 ? "once" : `${count} times`;
}

/** `2 of 3 alerts firing` */
export function countText({ firing, all }: IncidentCard): string {
  if (all > 1) return `${firing} of ${all} alerts firing`;
  return firing === 1 ? "firing" : "not firing";
}

/** Whole seconds, in two units at most: `12m`, `3h 20m`. */
export function spanText(ms: number): string {
  return ms < 1_000 ? "0s" : formatDuration(Math.floor(ms / 1_000) * 1_000, 2);
}

/** One alert in a line of plain text, for lists and files. */
export function alertText(alert: Alert): string {
  const { state, severity, summary } = alert;
  const since = new Date(state.sinceMs).toISOString();
  const end = state.kind === "resolved" ? `resolved ${new Date(state.atMs).toISOString()}` : "firing";
  const where = whereText(alert);
  return printable(
    `SEV${severity} ${end} · since ${since} · ${where} · seen ${timesText(alert)} · ${summary}`,
  );
}
