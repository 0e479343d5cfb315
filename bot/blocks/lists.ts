import type { Button, KnownBlock, Overflow } from "@slack/types";
import type { IncidentCard, IncidentList } from "#core/incidents";
import { button, context, header, overflow, section } from "./elements.ts";
import type { Alert, Incident } from "#core/domain";
import { alertText, countText, severityText, spanText, timesText, titleText, whereText } from "./facts.ts";
import { type Drawing, severityMarks } from "./incident-card.ts";
import { limits } from "./limits.ts";
import { fitting, type Message, message } from "./message.ts";
import { cut, escape, printable, quoted, short, when } from "./text.ts";

/** Open incidents, one a line with its cause; what does not fit goes into a file. */
export function incidentList(list: IncidentList, drawing: Drawing): Message {
  const { cards } = list;
  const title = cards.length === 0 ? "Nothing is open" : `${countOf(list)} open`;
  const { blocks, shown } = fitting(cards, (card) => [incidentRow(card, drawing)], {
    blocks: limits.message.blocks - 3,
  });
  const rest = cards.length - shown;
  const notes = [...(rest > 0 ? [`… and ${rest} more, in the file`] : []), ...unseen(list)];
  const drawn = [header(title), ...blocks, ...(notes.length > 0 ? [context(...notes)] : [])];
  if (rest === 0) return message(title, drawn);
  const text = cards.map((card) => plainRow(card, drawing)).join("\n");
  return message(title, drawn, { name: "incidents.txt", title: `${countOf(list)} open incidents`, text });
}

export function countOf({ cards, beyond }: IncidentList): string {
  return `${cards.length}${beyond ? "+" : ""}`;
}

/** What a list does not show, and why. */
export function unseen({ hidden, beyond }: IncidentList): string[] {
  return [
    ...(hidden > 0 ? [`${hidden} more incidents that you may not see`] : []),
    ...(beyond ? ["more than can be listed are open: these are the worst"] : []),
  ];
}

/** An incident above its alerts; one that is over has nothing left to be done about it. */
function incidentHead(card: IncidentCard, drawing: Drawing): KnownBlock {
  const { state } = card.incident;
  if (state.kind !== "resolved") return incidentRow(card, drawing);
  const by = state.by === null ? "by itself" : `by ${short(drawing.nameOf(state.by))}`;
  const note = state.note === null || state.note === "" ? "" : `\n${quoted(state.note)}`;
  return section(
    `✅ over ${by} at ${when(state.atMs)}, after ${spanText(state.atMs - state.sinceMs)} · ${drawing.linkTo(card.incident.id)}${note}`,
  );
}

/** One incident in a list, with what can be done about it. */
export function incidentRow(
  card: IncidentCard,
  { nameOf, linkTo }: Drawing,
  mayAcknowledge = true,
): KnownBlock {
  const { incident, alerts } = card;
  const { id, severity, state } = incident;
  const cause = alerts[0] === undefined ? "" : `\n${escape(cut(alerts[0].summary, 300))}`;
  const has = state.kind === "acknowledged" ? ` · ${short(nameOf(state.by))} is on it` : "";
  const since = `since ${when(state.sinceMs, "day")}`;
  const text = `${severityMarks[severity]} *${short(titleText(card))}* · ${linkTo(id)} · ${countText(card)} · ${since}${has}${cause}`;
  return section(text, { id: `row:${id}`, accessory: accessoryOf(incident, mayAcknowledge) });
}

function accessoryOf({ id, state }: Incident, mayAcknowledge: boolean): Button | Overflow {
  switch (state.kind) {
    case "open":
      return mayAcknowledge
        ? button({ action: "incident.acknowledge", label: "Acknowledge", value: id })
        : button({ action: "incident.details", label: "Details", value: id });
    case "gathering":
    case "acknowledged":
      return overflow("incident.more", [
        ["Details", `details:${id}`],
        ["Resolve…", `resolve:${id}`],
      ]);
    case "resolved":
      return button({ action: "incident.details", label: "Details", value: id });
  }
}

function plainRow(card: IncidentCard, { nameOf }: Drawing): string {
  const { incident, alerts } = card;
  const { id, severity, state } = incident;
  const has = state.kind === "acknowledged" ? ` (${nameOf(state.by)})` : "";
  const since = new Date(state.sinceMs).toISOString();
  const cause = alerts[0]?.summary ?? "";
  return printable(
    `${id} ${severityText(severity)} ${titleText(card)} ${state.kind}${has} since ${since}: ${cause}`,
  );
}

/** One incident with all its alerts; what does not fit goes into a file. */
export function incidentDetails(card: IncidentCard, drawing: Drawing): Message {
  const { incident, alerts, all } = card;
  const { blocks, shown } = detailBlocks(card, drawing);
  const filed = alerts.length - shown;
  const unread = all - alerts.length;
  const notes = [
    ...(filed > 0 ? [`… and ${filed} more alerts, in the file`] : []),
    ...(unread > 0 ? [`${unread} more than are shown here`] : []),
  ];
  const drawn = [...blocks, ...(notes.length > 0 ? [context(...notes)] : [])];
  const title = escape(titleOf(card));
  if (filed === 0) return message(title, drawn);
  const text = alerts.map(alertText).join("\n");
  return message(title, drawn, {
    name: `${incident.id}-alerts.txt`,
    title: `Alerts of ${incident.id}`,
    text,
    incident: incident.id,
  });
}

/** An incident with as many of its alerts as fit; `shown` of them. */
export function detailBlocks(
  card: IncidentCard,
  drawing: Drawing,
): { readonly blocks: readonly KnownBlock[]; readonly shown: number } {
  const head = [header(titleOf(card)), incidentHead(card, drawing)];
  const used = JSON.stringify(head).length + 500;
  const { blocks, shown } = fitting(card.alerts, (alert) => [alertRow(alert)], { blocks: 40, used });
  return { blocks: [...head, ...blocks], shown };
}

function titleOf(card: IncidentCard): string {
  return `${card.incident.id} · ${titleText(card)}`;
}

/** One alert in full: what, where, how often, since when. */
export function alertRow(alert: Alert): KnownBlock {
  const { severity, summary, state, rule, seenMs } = alert;
  const mark = state.kind === "resolved" ? "✅" : severityMarks[severity];
  const end = state.kind === "resolved" ? `resolved ${when(state.atMs)}` : "firing";
  const facts = [
    short(whereText(alert), 600),
    `seen ${timesText(alert)}, last ${when(seenMs)}`,
    `${end} since ${when(state.sinceMs, "day")}`,
    `rule ${short(rule)}`,
  ];
  return section(`${mark} ${short(cut(summary, 500), 1_800)}\n${facts.join(" · ")}`);
}
