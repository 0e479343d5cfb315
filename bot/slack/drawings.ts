import type { Incident } from "#core/domain";
import { type IncidentCard, type Route, wayOf } from "#core/incidents";
import type { Repositories, Store } from "#core/store";
import type { Drawing } from "../blocks/index.ts";
import type { People } from "./people.ts";

export interface Drawings {
  /** Looks up names and links of what will be drawn. */
  of(cards: readonly IncidentCard[], also?: Also): Promise<Drawing>;
}

/** What is drawn besides the cards themselves. */
interface Also {
  /** Whose people are called; without one nobody is. */
  readonly mentionFor?: Incident | undefined;
  /** Actor ids of whoever is named. */
  readonly named?: readonly string[];
  /** Incidents, and plans with a card of their own, that are linked to. */
  readonly linked?: readonly string[];
}

export function openDrawings(options: {
  readonly store: Store;
  readonly people: People;
  readonly routes: () => readonly Route[];
  /** Where the workspace is, for links: `https://acme.slack.com/`. */
  readonly home: () => string | undefined;
}): Drawings {
  const { store, people, routes, home } = options;

  function mentionFor(incident: Incident): string {
    const group = wayOf(incident, routes())?.mention;
    return group === undefined ? "" : people.mentionOfGroup(group);
  }

  return {
    of: async (cards, { mentionFor: incident, named = [], linked = [] } = {}) => {
      const actors = new Set([...named, ...cards.flatMap(({ incident: { state } }) => actorsOf(state))]);
      const names = new Map(
        await Promise.all([...actors].map(async (id) => [id, await people.nameOf(id)] as const)),
      );
      const ids = new Set([
        ...linked,
        ...cards.flatMap(({ incident: { id, parent } }) => (parent === null ? [id] : [id, parent])),
      ]);
      const links = await store.read((r) => linksOf(r, ids, home()));
      return {
        mention: incident === undefined ? "" : mentionFor(incident),
        nameOf: (id) => names.get(id) ?? id,
        linkTo: (id) => links.get(id) ?? id,
      };
    },
  };
}

function actorsOf(state: Incident["state"]): string[] {
  if (state.kind === "acknowledged") return [state.by];
  return state.kind === "resolved" && state.by !== null ? [state.by] : [];
}

/** Slack's permalinks, which follow from where a message stands (https://docs.slack.dev/reference/methods/chat.getPermalink). */
async function linksOf(
  { posts }: Repositories,
  ids: ReadonlySet<string>,
  home: string | undefined,
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  if (home === undefined) return links;
  for (const id of ids) {
    const card = await posts.byKey(cardKey(id));
    if (card?.state.kind !== "sent") continue;
    const { channelId, ts } = card.state;
    links.set(id, `<${home}archives/${channelId}/p${ts.replace(".", "")}|${id}>`);
  }
  return links;
}

/** Keys of posts: wire format, for they travel as metadata. */
export function cardKey(id: string): string {
  return `card:${id}`;
}

export function detailsKey(incident: string): string {
  return `details:${incident}`;
}
