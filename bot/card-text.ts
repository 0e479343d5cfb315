import { type Alert, severityWords } from "#core/domain";
import { formatDuration } from "#core/expr";
import type { IncidentCard, Route } from "#core/incidents";
import { fit, printable } from "./text.ts";

export interface CardStyle {
  readonly width: number;
  readonly color: boolean;
  readonly nowMs: number;
}

/**
 * An incident as lines of text, at most `width` cells wide:
 * header (severity, event, id, state), one line of cause, three facts, one line of context.
 */
export function cardLines(card: IncidentCard, route: Route | undefined, style: CardStyle): string[] {
  const { incident, alerts } = card;
  const { severity, title, id } = incident;
  // The id first: it is what one types, and must survive a narrow terminal.
  const head = [`SEV${severity} ${severityWords[severity]}`, id, title, stateText(card, style.nowMs)];
  const lines = [paint(line("● ", head, style), card, style)];
  const [worst] = alerts;
  if (worst !== undefined) {
    lines.push(line("  ", [worst.summary], style), line("  ", facts(worst, style.nowMs), style));
  }
  lines.push(line("  ", [`rule ${worst?.rule ?? "unknown"}`, countText(card), ...toText(route)], style));
  return lines;
}

function line(lead: string, parts: readonly string[], { width }: CardStyle): string {
  return fit(lead + parts.map(printable).join(" · "), width);
}

/** One alert in full: its whole text, whatever its width, and when it happened by its own time. */
export function alertLines(alert: Alert, nowMs: number): string[] {
  const { state } = alert;
  const since = new Date(state.sinceMs).toISOString();
  const end = state.kind === "resolved" ? `resolved ${new Date(state.atMs).toISOString()}` : "firing";
  return [
    `  - SEV${alert.severity} ${printable(alert.summary)}`,
    `    ${facts(alert, nowMs).map(printable).join(" · ")} · since ${since} · ${end}`,
  ];
}

function facts(alert: Alert, nowMs: number): string[] {
  const by = Object.entries(alert.by).map(([key, value]) => (value === "" ? `no ${key}` : `${key} ${value}`));
  const times = alert.count === 1 ? "seen once" : `seen ${alert.count} times`;
  return [alert.subject, ...by, times, `last ${ago(nowMs - alert.seenMs)}`];
}

function countText({ firing, all }: IncidentCard): string {
  if (all > 1) return `${firing} of ${all} alerts firing`;
  return firing === 1 ? "firing" : "not firing";
}

function toText(route: Route | undefined): string[] {
  if (route === undefined) return [];
  return [`→ ${route.channel}${route.mention === undefined ? "" : ` @${route.mention}`}`];
}

function stateText({ incident, firing }: IncidentCard, nowMs: number): string {
  const { state } = incident;
  switch (state.kind) {
    case "gathering":
      return "gathering";
    case "open":
      return `${firing > 0 ? "firing" : "open"} for ${span(nowMs - state.sinceMs)}`;
    case "acknowledged":
      return `acknowledged by ${state.by}, lapses in ${span(state.lapsesAtMs - nowMs)}`;
    case "resolved":
      return `resolved after ${span(state.atMs - state.sinceMs)}`;
  }
}

/** Whole seconds, in two units at most: `12m`, `3h20m`. */
function span(ms: number): string {
  return ms < 1_000 ? "0s" : formatDuration(Math.floor(ms / 1_000) * 1_000, 2);
}

function ago(ms: number): string {
  return ms < 1_000 ? "just now" : `${span(ms)} ago`;
}

function paint(text: string, { incident }: IncidentCard, style: CardStyle): string {
  if (!style.color) return text;
  const { kind } = incident.state;
  const code = kind === "resolved" ? 32 : kind === "acknowledged" ? 36 : incident.severity >= 4 ? 31 : 33;
  return `\u001B[1;${code}m${text}\u001B[0m`;
}
