import type { ActionsBlock, KnownBlock } from "@slack/types";
import type { Alert, Incident } from "#core/domain";
import type { Repair } from "#core/heal";
import type { IncidentCard, StormParts } from "#core/incidents";
import { actions, button, context, fields, header, overflow, plain, section } from "./elements.ts";
import { countText, severityText, spanText, timesText, titleText, whereText } from "./facts.ts";
import { limits, mostPayload } from "./limits.ts";
import { type Message, message } from "./message.ts";
import { repairBlocks } from "./repair.ts";
import { short, when } from "./text.ts";

/** What a card says besides the incident. */
export interface Drawing {
  /** Who is called, as Slack writes it: `<!subteam^S0123>`; empty where nobody is. */
  readonly mention: string;
  /** How a person is called, by actor id; plain text. */
  readonly nameOf: (actorId: string) => string;
  /** mrkdwn that leads to an incident's card. */
  readonly linkTo: (incident: string) => string;
}

/**
 * An incident's one card: header, one line of cause, three facts, small print, and the buttons that work in
 * its state. A storm shows its parts instead; a part of a storm only leads to it.
 */
export function incidentMessage(
  card: IncidentCard,
  drawing: Drawing,
  { repair, fixable }: CardRepair = { repair: undefined, fixable: false },
): Message {
  const { incident, alerts } = card;
  if (incident.parent !== null) return partMessage(incident, incident.parent, drawing);
  const head = headText(card, drawing);
  const cause = card.storm === undefined ? causeOf(alerts) : stormCause(card.storm);
  const called = drawing.mention === "" ? "" : ` ${drawing.mention}`;
  const draw = (room: Room): KnownBlock[] => [
    header(head),
    { type: "section", text: plain(cause, room.cause) },
    ...(card.storm === undefined ? [] : partBlocks(card.storm)),
    factBlock(card, room),
    context(...smallPrint(card, drawing)),
    ...cardActions(incident, fixable),
    ...(repair === undefined ? [] : repairBlocks(repair, drawing)),
  ];
  const blocks = draw({ cause: limits.section.text, where: 1_500 });
  // Whoever decides must see the steps: what went wrong is shortened first, and Details has all of it.
  const fits = JSON.stringify(blocks).length <= mostPayload;
  return message(
    `${short(head)}: ${short(cause, 3_000)} (${incident.id})${called}`,
    fits ? blocks : draw({ cause: 500, where: 300 }),
  );
}

/** Characters that long texts may have. */
interface Room {
  readonly cause: number;
  readonly where: number;
}

/** The card of a plan that is for no incident. */
export function planMessage(repair: Repair, drawing: Pick<Drawing, "nameOf" | "mention">): Message {
  const { plan } = repair;
  const { runbook, target } = plan.content;
  const called = drawing.mention === "" || plan.state.kind !== "proposed" ? "" : ` ${drawing.mention}`;
  return message(`${short(runbook)} on ${short(target.name)} (${plan.id})${called}`, [
    header(`🛠 ${runbook}`),
    ...repairBlocks(repair, drawing),
    ...(called === "" ? [] : [context(called.trim())]),
  ]);
}

/** `🟠 SEV4 urgent · payment_errors`, and whether somebody is on it or it is over. */
function headText(card: IncidentCard, { nameOf }: Pick<Drawing, "nameOf">): string {
  const { state, severity } = card.incident;
  const title = titleText(card);
  if (state.kind === "resolved") return `✅ ${title} · resolved`;
  const what = `${severityText(severity)} · ${title}`;
  if (state.kind === "acknowledged") return `👀 ${what} · ${nameOf(state.by)} is on it`;
  return `${severityMarks[severity]} ${what}`;
}

/** What is being done about an incident. */
export interface CardRepair {
  readonly repair: Repair | undefined;
  /** Whether some runbook fits, and nothing is under way. */
  readonly fixable: boolean;
}

/** The buttons of an incident in its state; also text fallbacks exist for each: ack, unack, resolve, alert. */
export function cardActions({ id, state }: Incident, fixable = false): ActionsBlock[] {
  const fix = fixable ? [button({ action: "plan.fix", label: "Fix…", value: id })] : [];
  const details = ["Details", `details:${id}`] as const;
  const resolve = ["Resolve…", `resolve:${id}`] as const;
  switch (state.kind) {
    case "gathering":
      return [];
    case "open":
      return [
        actions(`incident:${id}`, [
          button({ action: "incident.acknowledge", label: "Acknowledge", value: id, style: "primary" }),
          ...fix,
          overflow("incident.more", [details, resolve]),
        ]),
      ];
    case "acknowledged":
      return [
        actions(`incident:${id}`, [
          button({ action: "incident.take_over", label: "Take over", value: id }),
          button({ action: "incident.return", label: "Give back", value: id }),
          ...fix,
          overflow("incident.more", [details, resolve]),
        ]),
      ];
    case "resolved":
      return [
        actions(`incident:${id}`, [button({ action: "incident.details", label: "Details", value: id })]),
      ];
  }
}

export const severityMarks: Readonly<Record<Incident["severity"], string>> = {
  1: "⚪",
  2: "🔵",
  3: "🟡",
  4: "🟠",
  5: "🔴",
};

function partMessage(incident: Incident, storm: string, { linkTo }: Drawing): Message {
  const title = short(incident.title);
  return message(`${title} (${incident.id}) is part of the storm ${storm}`, [
    context(`↪ *${title}* (${incident.id}) is part of the storm ${linkTo(storm)}, where people work on it`),
  ]);
}

function causeOf([worst]: readonly Alert[]): string {
  return worst?.summary ?? "its alerts are not known any more";
}

function stormCause({ open, all }: StormParts): string {
  const over = all - open;
  const those = over === 0 ? "none is over" : over === 1 ? "one is over" : `${over} are over`;
  return `${all} incidents opened at about the same time; ${those}.`;
}

/** As many parts as one block holds. */
const mostParts = 10;

function partBlocks({ parts, all }: StormParts): KnownBlock[] {
  const lines = parts
    .slice(0, mostParts)
    .map(
      ({ id, title, severity, state }) =>
        `${state.kind === "resolved" ? "✅" : severityMarks[severity]} *${short(title)}* ${id}`,
    );
  const rest = all - lines.length;
  return [section([...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n"))];
}

function factBlock(card: IncidentCard, room: Pick<Room, "where">): KnownBlock {
  const { incident, alerts, storm } = card;
  const [worst] = alerts;
  const { state } = incident;
  // That the only alert fires goes without saying.
  const count = card.all === 1 && card.firing === 1 ? "" : ` · ${countText(card)}`;
  const since: readonly [string, string] =
    state.kind === "resolved"
      ? ["Lasted", `${spanText(state.atMs - state.sinceMs)}, until ${when(state.atMs)}`]
      : ["Since", `${when(state.sinceMs, "day")}${count}`];
  if (worst === undefined) return fields([since]);
  const where = short(whereText(worst), room.where);
  return fields([
    storm === undefined ? ["Where", where] : ["Worst", `${short(worst.event)} · ${where}`],
    ["Seen", `${timesText(worst)}, last ${when(worst.seenMs)}`],
    since,
  ]);
}

function smallPrint(card: IncidentCard, { mention, nameOf }: Drawing): string[] {
  const { incident, alerts, storm } = card;
  const { state } = incident;
  const env = incident.labels["env"];
  const rule = alerts[0]?.rule;
  return [
    `*${incident.id}*`,
    ...(storm === undefined && rule !== undefined ? [`rule ${short(rule)}`] : []),
    ...(env === undefined ? [] : [`env ${short(env)}`]),
    ...(state.kind === "acknowledged"
      ? [`${short(nameOf(state.by))} has it until ${when(state.lapsesAtMs)}`]
      : []),
    ...(state.kind === "resolved" && state.by !== null ? [`resolved by ${short(nameOf(state.by))}`] : []),
    ...(state.kind === "open" && mention !== "" ? [mention] : []),
  ];
}
