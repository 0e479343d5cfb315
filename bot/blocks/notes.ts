import type { Incident } from "#core/domain";
import type { IncidentCard } from "#core/incidents";
import { actions, button, context, section } from "./elements.ts";
import { severityText, spanText } from "./facts.ts";
import type { Drawing } from "./incident-card.ts";
import { alertRow } from "./lists.ts";
import { fitting, type Message, message } from "./message.ts";
import { cut, escape, quoted, short, when } from "./text.ts";

/** What is told in an incident's thread, besides its card. */

/** The worst alerts in full; edited in place as the incident goes on. */
export function detailsMessage(card: IncidentCard): Message {
  const { incident, alerts, all } = card;
  const { blocks, shown } = fitting(alerts, (alert) => [alertRow(alert)], { blocks: 20 });
  const rest = all - shown;
  const more =
    rest > 0 ? [context(`… and ${rest} more: \`/fettle alert ${incident.id}\` brings all of them`)] : [];
  return message(`Alerts of ${incident.id}`, [...blocks, ...more]);
}

export type NoteParts = Pick<Drawing, "nameOf"> & {
  readonly by: string;
  readonly note: string | undefined;
};

export function acknowledgedNote({ by, note, nameOf }: NoteParts, lapsesAtMs: number): Message {
  return simple(`👀 *${short(nameOf(by))}* is on it until ${when(lapsesAtMs)}${saying(note)}`);
}

/** Nobody has it any more, so people are called. */
export function returnedNote({ by, nameOf }: NoteParts, mention: string): Message {
  return simple(`↩ *${short(nameOf(by))}* gave it back${mention === "" ? "" : ` ${mention}`}`);
}

/** It ended by itself. `person`: the mention of whoever was on it. */
export function overNote({ state }: Incident, person: string): Message {
  const lasted = state.kind === "resolved" ? `, after ${spanText(state.atMs - state.sinceMs)}` : "";
  return simple(`✅ It is over by itself${lasted}. ${person} was on it`);
}

export function resolvedNote({ by, note, nameOf }: NoteParts): Message {
  return simple(`✅ *${short(nameOf(by))}* says that it is over${saying(note)}`);
}

export function saidNote({ by, note, nameOf }: NoteParts): Message {
  return simple(`📝 *${short(nameOf(by))}*${saying(note ?? "")}`);
}

function saying(note: string | undefined): string {
  return note === undefined ? "" : `:\n${quoted(note)}`;
}

/** Asks whoever has it. `person` is their mention, or their name where Slack does not know them. */
export function stillOnItNote(incident: Incident, person: string, lapsesAtMs: number): Message {
  const text = `${person}, are you still on ${incident.id}? It is free again at ${when(lapsesAtMs)}.`;
  return message(text, [
    section(text),
    actions(`still:${incident.id}`, [
      button({ action: "incident.acknowledge", label: "Still on it", value: incident.id, style: "primary" }),
      button({ action: "incident.return", label: "Give back", value: incident.id }),
    ]),
  ]);
}

export type Call = "lapsed" | "worse" | "back" | "on";

const calls: Readonly<Record<Call, string>> = {
  lapsed: "⏰ Nobody is on it any more",
  worse: "⬆ It got worse",
  back: "🔁 It is back",
  on: "🔔 It still goes on",
};

/** Calls people again: an edited card notifies nobody. */
export function callNote(call: Call, card: IncidentCard, { mention, linkTo }: Drawing): Message {
  const { incident, alerts } = card;
  const cause = alerts[0] === undefined ? incident.title : alerts[0].summary;
  const called = mention === "" ? "" : ` ${mention}`;
  const what = `${severityText(incident.severity)}: ${escape(cut(cause, 500))}`;
  return simple(`${calls[call]}, ${what} (${linkTo(incident.id)})${called}`);
}

function simple(text: string): Message {
  return message(text, [section(text)]);
}
