import type { KnownBlock } from "@slack/types";
import type { IncidentCard } from "#core/incidents";
import { button, context, header, overflow, section } from "./elements.ts";
import type { Alert } from "#core/domain";
import { alertText, countText, severityText, timesText, whereText } from "./facts.ts";
import { type Drawing, severityMarks } from "./incident-card.ts";
import { limits } from "./limits.ts";
import { fitting, type Message, message } from "./message.ts";
import { cut, escape, when } from "./text.ts";

export interface Listed {
  readonly cards: readonly IncidentCard[];
  /** How many more there are that this person may not read. */
  readonly hidden: number;
}

/** Open incidents, one a line with its cause; what does not fit goes into a file. */
export function incidentList({ cards, hidden }: Listed, drawing: Drawing): Message {
  const title = cards.length === 0 ? "Nothing is open" : `${cards.length} open`;
  const { blocks, shown } = fitting(cards, (card) => [incidentRow(card, drawing)], {
    blocks: limits.message.blocks - 3,
  });
  const rest = cards.length - shown;
  const notes = [
    ...(rest > 0 ? [`… and ${rest} more, in the file`] : []),
    ...(hidden > 0 ? [`${hidden} more that you may not see`] : []),
  ];
  const drawn = [header(title), ...blocks, ...(notes.length > 0 ? [context(...notes)] : [])];
  if (rest === 0) return message(title, drawn);
  const text = cards.map((card) => plainRow(card, drawing)).join("\n");
  return message(title, drawn, { name: "incidents.txt", title: `${cards.length} open incidents`, text });
}

/** One incident in a list, with what can be done about it. */
export function incidentRow(card: IncidentCard, { nameOf, linkTo }: Drawing): KnownBlock {
  const { incident, alerts } = card;
  const { id, title, severity, state } = incident;
  const cause = alerts[0] === undefined ? "" : `\n${escape(cut(alerts[0].summary, 300))}`;
  const has = state.kind === "acknowledged" ? ` · ${escape(nameOf(state.by))} is on it` : "";
  const since = `since ${when(state.sinceMs, "day")}`;
  const text = `${severityMarks[severity]} *${escape(title)}* · ${linkTo(id)} · ${countText(card)} · ${since}${has}${cause}`;
  const accessory =
    state.kind === "open"
      ? button({ action: "incident.acknowledge", label: "Acknowledge", value: id })
      : overflow("incident.more", [
          ["Details", `details:${id}`],
          ["Resolve…", `resolve:${id}`],
        ]);
  return section(text, { id: `row:${id}`, accessory });
}

function plainRow({ incident, alerts }: IncidentCard, { nameOf }: Drawing): string {
  const { id, title, severity, state } = incident;
  const has = state.kind === "acknowledged" ? ` (${nameOf(state.by)})` : "";
  const since = new Date(state.sinceMs).toISOString();
  return `${id} ${severityText(severity)} ${title} ${state.kind}${has} since ${since}: ${alerts[0]?.summary ?? ""}`;
}

/** One incident with all its alerts; what does not fit goes into a file. */
export function incidentDetails(card: IncidentCard, drawing: Drawing): Message {
  const { incident, alerts, all } = card;
  const { blocks, shown } = fitting(alerts, (alert) => [alertRow(alert)], { blocks: 40 });
  const title = `${incident.id} · ${incident.title}`;
  const rest = all - shown;
  const drawn: KnownBlock[] = [
    header(title),
    incidentRow(card, drawing),
    ...blocks,
    ...(rest > 0 ? [context(`… and ${rest} more alerts, in the file`)] : []),
  ];
  if (rest === 0) return message(escape(title), drawn);
  const text = alerts.map(alertText).join("\n");
  return message(escape(title), drawn, {
    name: `${incident.id}-alerts.txt`,
    title: `Alerts of ${incident.id}`,
    text,
    incident: incident.id,
  });
}

/** One alert in full: what, where, how often, since when. */
export function alertRow(alert: Alert): KnownBlock {
  const { severity, summary, state, rule, seenMs } = alert;
  const mark = state.kind === "resolved" ? "✅" : severityMarks[severity];
  const end = state.kind === "resolved" ? `resolved ${when(state.atMs)}` : "firing";
  const facts = [
    escape(whereText(alert)),
    `seen ${timesText(alert)}, last ${when(seenMs)}`,
    `${end} since ${when(state.sinceMs, "day")}`,
    `rule ${escape(rule)}`,
  ];
  return section(`${mark} ${escape(cut(summary, 500))}\n${cut(facts.join(" · "), 1_500)}`);
}
