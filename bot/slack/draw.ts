import type { Drills, Healer } from "#core/heal";
import { type IncidentCard, readCard } from "#core/incidents";
import type { Store } from "#core/store";
import {
  acknowledgedNote,
  callNote,
  detailsMessage,
  incidentMessage,
  type Message,
  overNote,
  peopleOf,
  planMessage,
  receiptNote,
  resolvedNote,
  returnedNote,
  saidNote,
  stillOnItNote,
} from "../blocks/index.ts";
import type { Content } from "./contents.ts";
import type { Drawings } from "./drawings.ts";
import type { People } from "./people.ts";

export interface DrawOptions {
  readonly store: Store;
  readonly people: People;
  readonly drawings: Drawings;
  readonly healer: () => Pick<Healer, "onCard" | "posted">;
  readonly drills: () => Pick<Drills, "scoreOf">;
  /** Who is called by the card of a plan that is for no incident; mrkdwn. */
  readonly planMention: () => string;
}

/** Alerts that the details in a thread may show at the most. */
const detailed = 50;

/** A post's content as it is to be shown now. @throws Fault `missing` for what was forgotten. */
export async function draw(content: Content, options: DrawOptions): Promise<Message> {
  if (content.kind === "plan") return drawPlan(content.plan, options);
  if (content.kind === "receipt") return drawReceipt(content.run, options);
  const limit = content.kind === "details" ? detailed : undefined;
  const card = await options.store.read((r) => readCard(r, content.incident, limit));
  switch (content.kind) {
    case "card":
      return drawCard(card, options);
    case "details":
      return detailsMessage(card);
    case "call":
      return callNote(content.call, card, await options.drawings.of([card], { mentionFor: card.incident }));
    case "acknowledged":
    case "returned":
    case "over":
    case "resolved":
    case "noted":
    case "asked":
      return drawDeed(content, card, options);
  }
}

async function drawCard(card: IncidentCard, { drawings, healer }: DrawOptions): Promise<Message> {
  const shown = await healer().onCard(card.incident.id);
  const named = shown.repair === undefined ? [] : peopleOf(shown.repair);
  return incidentMessage(card, await drawings.of([card], { mentionFor: card.incident, named }), shown);
}

async function drawReceipt(run: string, { healer, drills }: DrawOptions): Promise<Message> {
  const repair = await healer().posted(run);
  const { subject } = repair.plan;
  return receiptNote(repair, subject.kind === "incident" ? await drills().scoreOf(subject.id) : undefined);
}

async function drawPlan(id: string, { drawings, healer, planMention }: DrawOptions): Promise<Message> {
  const repair = await healer().posted(id);
  const drawing = await drawings.of([], { named: peopleOf(repair) });
  return planMessage(repair, { ...drawing, mention: planMention() });
}

/** What somebody did, or is asked. */
async function drawDeed(
  content: Exclude<Content, { kind: "card" | "details" | "call" | "plan" | "receipt" }>,
  { incident }: IncidentCard,
  { people, drawings }: DrawOptions,
): Promise<Message> {
  switch (content.kind) {
    case "acknowledged":
      return acknowledgedNote(await saying(content, people), content.lapsesAtMs);
    case "returned": {
      // Somebody may have taken it on meanwhile, and is enough.
      const { mention } = await drawings.of([], { mentionFor: incident });
      return returnedNote(await saying(content, people), incident.state.kind === "open" ? mention : "");
    }
    case "over":
      return overNote(incident, await people.mentionOf(content.by));
    case "resolved":
      return resolvedNote(await saying(content, people));
    case "noted":
      return saidNote(await saying(content, people));
    case "asked":
      return stillOnItNote(incident, await people.mentionOf(content.by), content.lapsesAtMs);
  }
}

/** Whoever did something is named, never mentioned: they know. */
async function saying(
  { by, note }: { readonly by: string; readonly note?: string | undefined },
  people: People,
) {
  const name = await people.nameOf(by);
  return { by, note, nameOf: () => name };
}
