import { restOf } from "#core/incidents";
import type { Core } from "#core";
import { Fault } from "#core/domain";
import type { Route } from "#core/incidents";
import { type Http, openHttp } from "#core/reach";
import type { Clock, Log, Metrics } from "#core/runtime";
import type { Store } from "#core/store";
import { openSlackApi, type SlackApi } from "./api.ts";
import { openChannels } from "./channels.ts";
import { paceMs, readContent } from "./contents.ts";
import { draw } from "./draw.ts";
import { cardKey, type Drawings, openDrawings } from "./drawings.ts";
import { type Files, openFiles } from "./files.ts";
import type { GroupSettings } from "./groups.ts";
import { type Homes, openHomes } from "./homes.ts";
import { type KnownIdentity, openIdentity } from "./identity.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { openPeople, type People } from "./people.ts";
import type { SlackSettings } from "./settings.ts";

export interface WayOutOptions {
  readonly settings: SlackSettings;
  readonly core: Core;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** As configured now. */
  readonly routes: () => readonly Route[];
  readonly groups: () => GroupSettings;
}

/** Everything by which Fettle speaks to Slack. */
export interface WayOut extends AsyncDisposable {
  readonly api: SlackApi;
  readonly http: Http;
  readonly identity: KnownIdentity;
  readonly people: People;
  readonly drawings: Drawings;
  readonly outbox: Outbox;
  readonly homes: Homes;
  readonly files: Files;
}

/** @throws Fault `denied` for a bot token that Slack does not take. */
export async function openWayOut(options: WayOutOptions): Promise<WayOut> {
  const { settings, core, store, clock, log, metrics } = options;
  await using parts = new AsyncDisposableStack();
  const http = parts.use(openHttp({ clock }));
  const api = parts.use(openSlackApi({ token: settings.botToken, url: settings.apiUrl, clock, metrics }));
  const identity = parts.use(await openIdentity({ api, clock, log }));
  const team = () => identity.now?.team;
  const people = openPeople({ api, clock, team, groups: options.groups });
  const drawings = openDrawings({ store, people, routes: options.routes, home: () => identity.now?.home });
  const channels = openChannels(api, clock);
  const planMention = (): string => {
    const group = restOf(options.routes())?.mention;
    return group === undefined ? "" : people.mentionOfGroup(group);
  };
  const drawn = {
    store,
    people,
    drawings,
    planMention,
    healer: () => core.healer,
    drills: () => core.drills,
  };
  const outbox = parts.use(
    openOutbox({
      store,
      api,
      channels,
      clock,
      log,
      metrics,
      paceMs,
      draw: async (post) => {
        const content = readContent(post.content);
        if (content !== undefined) return draw(content, drawn);
        throw new Fault("invalid", "this post was written by another version of Fettle");
      },
    }),
  );
  const { desk, drills, healer } = core;
  const sandbox = () => core.sandbox;
  const access = () => core.access();
  const homes = parts.use(
    openHomes({ api, clock, log, people, drawings, desk, drills, healer, sandbox, access, team }),
  );
  const cardOf = async (incident: string) => {
    const post = await store.read((r) => r.posts.byKey(cardKey(incident)));
    return post?.state.kind === "sent" ? post.state : undefined;
  };
  // Closed first: Slack may want us to wait for half a minute, and a stop must not.
  parts.defer(() => api.giveUpWaiting());
  const files = openFiles({ api, http, clock, uploadOrigin: settings.uploadOrigin, cardOf });
  const open = parts.move();
  return {
    api,
    http,
    identity,
    people,
    drawings,
    outbox,
    homes,
    files,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
