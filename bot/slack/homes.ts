import { createHash } from "node:crypto";
import type { HomeView } from "@slack/types";
import { type Access, actionNames, type Person } from "#core/access";
import { actorId, isFault, messageOf } from "#core/domain";
import type { Drills, Healer } from "#core/heal";
import { type Desk, incidentResource } from "#core/incidents";
import type { SandboxOutlook } from "#core/reach";
import { type Clock, type Log, openLoop, type Priority } from "#core/runtime";
import { homeView, sandboxText, strangerHome } from "../blocks/index.ts";
import type { SlackApi } from "./api.ts";
import type { Drawings } from "./drawings.ts";
import type { People } from "./people.ts";

export interface HomesOptions {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly people: People;
  readonly drawings: Drawings;
  readonly desk: Desk;
  readonly drills: Drills;
  readonly healer: Pick<Healer, "pauses" | "waiting">;
  readonly sandbox: () => SandboxOutlook;
  readonly access: () => Access;
  readonly team: () => string | undefined;
}

/** The Home tabs of those who look at them. */
export interface Homes extends AsyncDisposable {
  /** Draws somebody's Home; from then on it is kept up to date for half an hour. */
  show(person: Person, user: string): Promise<void>;
  /** The Home of whoever may do nothing, with the reason. */
  refuse(user: string, why: string): Promise<void>;
  /** Something has changed that a Home may show. */
  wake(): void;
}

const everyMs = 3_000;
const viewedForMs = 30 * 60_000;
const mostViewers = 200;

export function openHomes(options: HomesOptions): Homes {
  const { api, clock, log, people } = options;
  const viewers = new Map<string, { readonly untilMs: number; readonly print: string }>();
  let stale = false;

  async function publish(user: string, view: HomeView, priority: Priority): Promise<void> {
    await api.call("views.publish", (client) => client.views.publish({ user_id: user, view }), { priority });
  }

  /** Rights are looked up anew each time: what somebody saw an hour ago may be none of their business now. */
  async function bringUpToDate(user: string, print: string): Promise<void> {
    const team = options.team();
    if (team === undefined) return;
    const view = await draw(await people.identify({ team, user }), options);
    const now = printOf(view);
    if (now === print) return;
    await publish(user, view, "alert");
    const viewer = viewers.get(user);
    if (viewer !== undefined) viewers.set(user, { ...viewer, print: now });
  }

  /** One Home that cannot be drawn must not keep the others from being; it is tried again. */
  async function keepGoing(user: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      if (isFault(thrown, "denied")) {
        // They are nobody any more, and see nothing more.
        viewers.delete(user);
        await showNothing(user, messageOf(thrown));
      } else stale = true;
    }
  }

  async function showNothing(user: string, why: string): Promise<void> {
    try {
      await publish(user, strangerHome(why), "alert");
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      log.debug("a Home could not be emptied", { thrown });
    }
  }

  const loop = openLoop({
    name: "slack.homes",
    everyMs,
    clock,
    log,
    tick: async () => {
      if (!stale) return;
      stale = false;
      for (const [user, { untilMs, print }] of viewers) {
        if (untilMs <= clock.monotonicMs()) viewers.delete(user);
        else await keepGoing(user, () => bringUpToDate(user, print));
      }
    },
  });

  return {
    show: async (person, user) => {
      if (viewers.size >= mostViewers) viewers.delete([...viewers.keys()][0] ?? "");
      viewers.delete(user);
      // Before it is drawn: what changes meanwhile is a change for them, too.
      viewers.set(user, { untilMs: clock.monotonicMs() + viewedForMs, print: "" });
      const view = await draw(person, options);
      await publish(user, view, "interactive");
      const viewer = viewers.get(user);
      if (viewer?.print === "") viewers.set(user, { ...viewer, print: printOf(view) });
    },
    refuse: async (user, why) => {
      viewers.delete(user);
      await publish(user, strangerHome(why), "interactive");
    },
    wake: () => {
      stale = true;
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}

async function draw(
  person: Person,
  { people, desk, drills, healer, sandbox, access, drawings }: HomesOptions,
): Promise<HomeView> {
  const listed = await desk.list(person);
  const mayRead = access().mayEver(person, "plan.read");
  const [pauses, waiting] = await Promise.all([mayRead ? healer.pauses() : [], healer.waiting(person)]);
  const actor = actorId(person.actor);
  const subjects = waiting.map(({ plan: { id, subject } }) =>
    subject.kind === "incident" ? subject.id : id,
  );
  const also = { named: pauses.map(({ by }) => by), linked: subjects };
  return homeView({
    ...listed,
    actor,
    name: await people.nameOf(actor),
    groups: access().groupsOf(person),
    rights: actionNames.filter((action) => access().mayEver(person, action)),
    mayAcknowledge: (incident) =>
      access().can({ ...person, action: "incident.acknowledge", resource: incidentResource(incident) }),
    drills: drills.list(person),
    pauses,
    waiting,
    sandbox: sandboxText(sandbox()),
    drawing: await drawings.of(listed.cards, also),
  });
}

function printOf(view: HomeView): string {
  return createHash("sha256").update(JSON.stringify(view)).digest("base64");
}
