import type { Consumer } from "#core/bus";
import type { CloudEvent, Incident } from "#core/domain";
import { pauseEvents, repairEvents, repairNewsOf } from "#core/heal";
import { incidentEvents, newsOf, restOf, type Route, wayOf } from "#core/incidents";
import type { Clock } from "#core/runtime";
import type { Post, Repositories } from "#core/store";
import { type Content, paceMs, readContent } from "./contents.ts";
import { cardKey, detailsKey } from "./drawings.ts";

export interface AnnouncerOptions {
  readonly clock: Clock;
  readonly routes: () => readonly Route[];
  /** Called when there is something to send. */
  readonly wake: () => void;
}

/**
 * Turns what happens to incidents into posts of the outbox, in the transaction that takes the event: each card is
 * there once, each note once, whatever crashes. One card an incident, edited in place; its alerts and its story in
 * the thread; a storm's parts have no card of their own.
 */
export function openAnnouncer(options: AnnouncerOptions): Consumer {
  return {
    name: "slack",
    types: [incidentEvents, repairEvents, pauseEvents].flatMap((events) => Object.values(events)),
    from: "start",
    handle: async (event, repositories) => {
      // No card tells of a pause; Homes do, and hear of it when this is done.
      if (event.type === pauseEvents.paused || event.type === pauseEvents.resumed) return;
      if (event.type === repairEvents.plan || event.type === repairEvents.run) {
        await announceRepair(event, { ...options, repositories });
        return;
      }
      const incident = await repositories.incidents.byId(event.subject);
      if (incident === undefined || incident.state.kind === "gathering") return;
      await announce(event, incident, { ...options, repositories });
    },
    committed: options.wake,
  };
}

/** The incident's card shows its repair, or the plan's own card does; what it wrote stands in the thread. */
async function announceRepair(event: CloudEvent, around: Announcing): Promise<void> {
  const { happening, incident: id, plan, run } = repairNewsOf(event);
  const incident = id === null ? undefined : await around.repositories.incidents.byId(id);
  if (id !== null && incident === undefined) return;
  const subject = incident?.id ?? plan;
  if (incident === undefined) await showPlan(plan, around);
  else {
    if (incident.parent !== null) await touch(incident.parent, around);
    await touch(incident.id, around);
  }
  const card = await around.repositories.posts.byKey(cardKey(subject));
  if (card === undefined || run === null || happening !== "ended") return;
  const content: Content = { kind: "receipt", run };
  await addPost(
    { key: `note:${event.id}`, subject, channel: card.channel, thread: card.key, content },
    around,
  );
}

/** A plan that is for no incident has a card of its own, where everything goes that no other route takes. */
async function showPlan(plan: string, around: Announcing): Promise<void> {
  const key = cardKey(plan);
  if ((await around.repositories.posts.byKey(key)) !== undefined) {
    await touch(plan, around);
    return;
  }
  const route = restOf(around.routes());
  if (route === undefined) return;
  const content: Content = { kind: "plan", plan };
  await addPost({ key, subject: plan, channel: route.channel, thread: null, content }, around);
}

type Announcing = AnnouncerOptions & { readonly repositories: Repositories };

async function announce(event: CloudEvent, incident: Incident, around: Announcing): Promise<void> {
  const { posts } = around.repositories;
  if (incident.parent !== null) await touch(incident.parent, around);
  const known = await posts.byKey(cardKey(incident.id));
  if (known !== undefined) await touch(incident.id, around);
  // A storm's part without a card tells its story in the storm's thread.
  const ofStorm = incident.parent === null ? undefined : await posts.byKey(cardKey(incident.parent));
  const card = known ?? (incident.parent === null ? await addCard(incident, around) : ofStorm);
  if (card === undefined) return;
  const note = noteOf(event, incident, card);
  if (note === undefined) return;
  const key = `note:${event.id}`;
  if (note.kind === "call" && incident.parent !== null) {
    // Of a storm's parts nobody is called, the storm calls: but for those whom one of them reaches only now.
    if (note.call === "worse") await callElsewhere({ key, incident, card, content: note }, around);
    return;
  }
  await addPost(
    { key, subject: incident.id, channel: card.channel, thread: card.key, content: note },
    around,
  );
  if (note.kind === "call") await callElsewhere({ key, incident, card, content: note }, around);
}

/** An incident that is over for so long is no news any more. */
const staleMs = 10 * 60_000;

/** Undefined where no route wants to know of it, or there is nothing to know: Slack may be new here. */
async function addCard(incident: Incident, around: Announcing): Promise<Post | undefined> {
  const { state } = incident;
  const nowMs = around.clock.nowMs();
  if (state.kind === "resolved" && nowMs - state.atMs > staleMs) return undefined;
  const route = wayOf(incident, around.routes());
  if (route === undefined) return undefined;
  const key = cardKey(incident.id);
  const { channel } = route;
  const content: Content = { kind: "card", incident: incident.id, toldMs: nowMs };
  await addPost({ key, subject: incident.id, channel, thread: null, content }, around);
  const details: Content = { kind: "details", incident: incident.id };
  await addPost(
    { key: detailsKey(incident.id), subject: incident.id, channel, thread: key, content: details },
    around,
  );
  return around.repositories.posts.byKey(key);
}

/** What an event puts into the thread; nothing where the card says it all, or is younger and says it. */
function noteOf(event: CloudEvent, incident: Incident, card: Post): Content | undefined {
  const news = newsOf(event);
  if (news.by !== undefined) return deedOf(event.type, incident, { ...news, by: news.by });
  if (event.type === incidentEvents.asked && incident.state.kind === "acknowledged") {
    const { by, lapsesAtMs } = incident.state;
    return { kind: "asked", incident: incident.id, by, lapsesAtMs };
  }
  if (event.type === incidentEvents.resolved && news.had !== undefined) {
    return { kind: "over", incident: incident.id, by: news.had };
  }
  const call = callOf(event.type, news.worse === true);
  if (call === undefined || !news.mention || isToldBy(card, event)) return undefined;
  return { kind: "call", incident: incident.id, call };
}

/** A card is drawn, and calls people, with all that was known when it came. */
function isToldBy({ content }: Post, { time }: CloudEvent): boolean {
  const card = readContent(content);
  return card?.kind === "card" && Date.parse(time) <= card.toldMs;
}

/** What somebody did, for the story in the thread. */
function deedOf(
  type: string,
  { id: incident, state }: Incident,
  { by, note }: { readonly by: string; readonly note?: string | undefined },
): Content | undefined {
  const said = { incident, by, ...(note === undefined ? {} : { note }) };
  if (type === incidentEvents.acknowledged && state.kind === "acknowledged") {
    return { kind: "acknowledged", ...said, lapsesAtMs: state.lapsesAtMs };
  }
  if (type === incidentEvents.returned) return { kind: "returned", ...said };
  if (type === incidentEvents.resolved) return { kind: "resolved", ...said };
  return type === incidentEvents.noted ? { kind: "noted", ...said } : undefined;
}

/** Why people are called again. */
function callOf(type: string, worse: boolean): "lapsed" | "back" | "worse" | "on" | undefined {
  if (type === incidentEvents.lapsed) return "lapsed";
  if (type === incidentEvents.reopened) return "back";
  if (type === incidentEvents.changed) return worse ? "worse" : "on";
  return undefined;
}

/** An incident that got worse may belong to other people now: its card stays, and they are called to it. */
async function callElsewhere(
  told: { readonly key: string; readonly incident: Incident; readonly card: Post; readonly content: Content },
  around: Announcing,
): Promise<void> {
  const { key, incident, card, content } = told;
  const route = wayOf(incident, around.routes());
  if (route === undefined || route.channel === card.channel) return;
  await addPost(
    { key: `${key}:elsewhere`, subject: incident.id, channel: route.channel, thread: null, content },
    around,
  );
}

async function addPost(
  told: {
    readonly key: string;
    /** Id of what it is about. */
    readonly subject: string;
    readonly channel: string;
    readonly thread: string | null;
    readonly content: Content;
  },
  { repositories, clock }: Announcing,
): Promise<void> {
  const begin = { wanted: 1, dueMs: clock.nowMs(), state: { kind: "waiting" } } as const;
  await repositories.posts.add({ ...told, ...begin });
}

/** A card and its details show something else now; many changes make one edit. */
async function touch(id: string, { repositories: { posts }, clock }: Announcing): Promise<void> {
  for (const key of [cardKey(id), detailsKey(id)]) {
    const post = await posts.byKey(key);
    if (post === undefined) continue;
    const { state, wanted } = post;
    const isNew = state.kind === "sent" && state.shown === wanted;
    const dueMs = isNew ? Math.max(clock.nowMs(), state.atMs + paceMs(post)) : post.dueMs;
    await posts.put({ ...post, wanted: wanted + 1, dueMs });
  }
}
