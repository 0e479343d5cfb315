import type { Alert } from "#core/domain";
import type { IncidentCard, Way } from "#core/incidents";
import { countText, printable, severityText, spanText, timesText, whereText } from "./blocks/index.ts";
import { fit } from "./text.ts";

export interface CardStyle {
  readonly width: number;
  readonly color: boolean;
  readonly nowMs: number;
}

/**
 * An incident as lines of text, at most `width` cells wide:
 * header (severity, event, id, state), one line of cause, three facts, one line of context.
 */
export function cardLines(card: IncidentCard, route: Way | undefined, style: CardStyle): string[] {
  const { incident, alerts, storm } = card;
  const { severity, title, id } = incident;
  // The id first: it is what one types, and must survive a narrow terminal.
  const head = [severityText(severity), id, title, stateText(card, style.nowMs)];
  const lines = [paint(line("● ", head, style), card, style)];
  const [worst] = alerts;
  if (worst !== undefined) {
    lines.push(line("  ", [worst.summary], style), line("  ", facts(worst, style.nowMs), style));
  }
  const what =
    storm === undefined ? `rule ${worst?.rule ?? "unknown"}` : `${storm.open} of ${storm.all} incidents open`;
  lines.push(line("  ", [what, countText(card), ...toText(route)], style));
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
  return [whereText(alert), `seen ${timesText(alert)}`, `last ${ago(nowMs - alert.seenMs)}`];
}

function toText(route: Way | undefined): string[] {
  if (route === undefined) return [];
  return [`→ ${route.channel}${route.mention === undefined ? "" : ` @${route.mention}`}`];
}

function stateText({ incident, firing }: IncidentCard, nowMs: number): string {
  const { state } = incident;
  switch (state.kind) {
    case "gathering":
      return "gathering";
    case "open":
      return `${firing > 0 ? "firing" : "open"} for ${spanText(nowMs - state.sinceMs)}`;
    case "acknowledged":
      return `acknowledged by ${state.by}, lapses in ${spanText(state.lapsesAtMs - nowMs)}`;
    case "resolved":
      return `resolved after ${spanText(state.atMs - state.sinceMs)}${state.note === null ? "" : `: ${state.note}`}`;
  }
}

function ago(ms: number): string {
  return ms < 1_000 ? "just now" : `${spanText(ms)} ago`;
}

function paint(text: string, { incident }: IncidentCard, style: CardStyle): string {
  if (!style.color) return text;
  const { kind } = incident.state;
  const code = kind === "resolved" ? 32 : kind === "acknowledged" ? 36 : incident.severity >= 4 ? 31 : 33;
  return `\u001B[1;${code}m${text}\u001B[0m`;
}
