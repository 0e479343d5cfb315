import { readCard } from "#core/incidents";
import type { Store } from "#core/store";
import {
  acknowledgedNote,
  callNote,
  detailsMessage,
  incidentMessage,
  type Message,
  overNote,
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
}

/** Alerts that the details in a thread may show at the most. */
const detailed = 50;

/** A post's content as it is to be shown now. @throws Fault `missing` for an incident that was forgotten. */
export async function draw(content: Content, { store, people, drawings }: DrawOptions): Promise<Message> {
  const limit = content.kind === "details" ? detailed : undefined;
  const card = await store.read((r) => readCard(r, content.incident, limit));
  switch (content.kind) {
    case "card":
      return incidentMessage(card, await drawings.of([card], card.incident));
    case "details":
      return detailsMessage(card);
    case "acknowledged":
      return acknowledgedNote(await saying(content, people), content.lapsesAtMs);
    case "returned": {
      // Somebody may have taken it on meanwhile, and is enough.
      const free = card.incident.state.kind === "open";
      const { mention } = await drawings.of([], card.incident);
      return returnedNote(await saying(content, people), free ? mention : "");
    }
    case "over":
      return overNote(card.incident, await people.mentionOf(content.by));
    case "resolved":
      return resolvedNote(await saying(content, people));
    case "noted":
      return saidNote(await saying(content, people));
    case "asked":
      return stillOnItNote(card.incident, await people.mentionOf(content.by), content.lapsesAtMs);
    case "call":
      return callNote(content.call, card, await drawings.of([card], card.incident));
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
