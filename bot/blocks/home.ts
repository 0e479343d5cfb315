import type { HomeView, KnownBlock } from "@slack/types";
import type { DrillSetting } from "#core/heal";
import type { Incident } from "#core/domain";
import type { IncidentList } from "#core/incidents";
import { actions, button, context, divider, header, section } from "./elements.ts";
import { type HomeRepairs, pausedBlocks, waitingBlocks } from "./home-repairs.ts";
import type { Drawing } from "./incident-card.ts";
import { incidentRow, unseen } from "./lists.ts";
import { limits } from "./limits.ts";
import { fitting } from "./message.ts";
import { escape } from "./text.ts";

export interface HomeParts extends IncidentList, HomeRepairs {
  /** Plain text. */
  readonly name: string;
  readonly actor: string;
  readonly groups: readonly string[];
  readonly rights: readonly string[];
  /** Of each incident: only buttons that work are shown. */
  readonly mayAcknowledge: (incident: Incident) => boolean;
  readonly drills: readonly DrillSetting[];
  readonly drawing: Drawing;
}

/** App Home: what needs this person first, then what else is open, then what they may do. */
export function homeView(parts: HomeParts): HomeView {
  const mine = parts.cards.filter(
    ({ incident: { state } }) => state.kind === "acknowledged" && state.by === parts.actor,
  );
  const free = parts.cards.filter(
    ({ incident }) => incident.state.kind === "open" && parts.mayAcknowledge(incident),
  );
  const needs = [...free, ...mine];
  const others = parts.cards.filter((card) => !needs.includes(card));
  const untold = unseen(parts);
  return {
    type: "home",
    callback_id: "home",
    blocks: [
      ...pausedBlocks(parts.pauses, parts.drawing),
      ...waitingBlocks(parts.waiting, parts.drawing),
      ...needsYou(parts, needs),
      ...(others.length > 0 ? [header("Also open"), ...rows(parts, others)] : []),
      ...(untold.length > 0 ? [context(...untold)] : []),
      ...drillBlocks(parts),
      divider(),
      ...aboutYou(parts),
    ],
  };
}

const listed = 30;

function needsYou(parts: HomeParts, needs: IncidentList["cards"]): KnownBlock[] {
  if (needs.length === 0 && parts.waiting.length > 0) return [];
  const head = header(needs.length === 0 ? "Nothing needs you" : "Needs you");
  if (needs.length > 0) return [head, ...rows(parts, needs)];
  const { cards } = parts;
  const text = cards.length === 0 ? "Nothing is open." : "Nothing that is open waits for you.";
  return [
    head,
    section(
      `${text} Cards come to the channels that your routes name, and \`/fettle help\` tells what you can ask.`,
    ),
  ];
}

function rows({ drawing, mayAcknowledge }: HomeParts, cards: IncidentList["cards"]): KnownBlock[] {
  const { blocks, shown } = fitting(
    cards,
    (card) => [incidentRow(card, drawing, mayAcknowledge(card.incident))],
    {
      blocks: listed,
    },
  );
  const rest = cards.length - shown;
  return [...blocks, ...(rest > 0 ? [context(`… and ${rest} more: \`/fettle alerts\``)] : [])];
}

function drillBlocks({ drills, sandbox }: HomeParts): KnownBlock[] {
  if (drills.length === 0) return [];
  return [
    divider(),
    header("Try it"),
    section("Each of these breaks something on purpose. Watch how it is noticed, and take it on."),
    actions(
      "drills",
      drills.slice(0, limits.actions).map(({ name, title, expect }, index) =>
        button({
          action: `drill.start.${index}`,
          label: title ?? name,
          value: name,
          style: "danger",
          confirm: {
            title: title ?? name,
            text: `This really breaks it, until it is repaired. Expected: an incident "${expect}".`,
            yes: "Break it",
          },
        }),
      ),
    ),
    context(escape(sandbox)),
  ];
}

function aboutYou({ name, groups, rights }: HomeParts): KnownBlock[] {
  const list = (items: readonly string[]): string =>
    items.length === 0 ? "none" : items.map((item) => `\`${escape(item)}\``).join(" ");
  return [context(`*${escape(name)}*`, `groups: ${list(groups)}`, `rights: ${list(rights)}`)];
}

/** Said in the Home of whoever is nobody to Fettle. */
export function strangerHome(why: string): HomeView {
  return { type: "home", callback_id: "home", blocks: [header("Fettle"), section(`🚫 ${escape(why)}`)] };
}
