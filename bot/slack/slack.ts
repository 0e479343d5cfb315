import type { Core } from "#core";
import type { Person } from "#core/access";
import type { Consumer } from "#core/bus";
import { runCommand } from "../../commands/index.ts";
import { registerHandlers } from "../../handlers/index.ts";
import { openAnnouncer } from "./announcer.ts";
import { openBolt } from "./bolt.ts";
import { openEdge } from "./edge.ts";
import type { KnownIdentity } from "./identity.ts";
import { registerNews } from "./news.ts";
import { tellAnew } from "./tell-anew.ts";
import { surroundingsOf } from "./surroundings.ts";
import { openWayIn, type WayIn } from "./way-in.ts";
import { openWayOut, type WayOutOptions } from "./way-out.ts";

export interface SlackOptions extends Omit<WayOutOptions, "core"> {
  readonly version: string;
  /** What is not as it should be outside of Slack, each in a line. */
  readonly troubles: () => readonly string[];
}

/** Fettle in Slack. */
export interface Slack extends AsyncDisposable {
  /** Why it does not work, for people; undefined while it does. */
  readonly trouble: string | undefined;
  /** The configuration is another now. */
  reloaded(): void;
  /** As `People.identify`. */
  identify(who: { readonly team: string; readonly user: string }): Promise<Person>;
}

/** Slack before core is open: the bus needs its consumer, and Slack needs core's desk. */
export interface SlackDoor {
  readonly consumer: Consumer;
  /** @throws Fault `denied` for tokens that Slack does not take. */
  open(core: Core): Promise<Slack>;
}

export function slackDoor(options: SlackOptions): SlackDoor {
  let wake = (): void => {};
  const { clock, routes } = options;
  return {
    consumer: openAnnouncer({ clock, routes, wake: () => wake() }),
    open: (core) =>
      openSlack(options, core, (called) => {
        wake = called;
      }),
  };
}

async function openSlack(
  options: SlackOptions,
  core: Core,
  onWake: (wake: () => void) => void,
): Promise<Slack> {
  const { store, log, clock, settings } = options;
  if (settings.forgetful) await tellAnew(store, clock);
  await using parts = new AsyncDisposableStack();
  const out = parts.use(await openWayOut({ ...options, core }));
  const { identity, people, drawings, outbox, homes } = out;
  onWake(() => {
    outbox.wake();
    homes.wake();
  });
  let wayIn: WayIn | undefined;
  const surroundings = surroundingsOf({
    ...options,
    core,
    people,
    drawings,
    connected: () => wayIn?.connected,
  });
  const bolt = openBolt({ identity: () => identity.now, log });
  const edge = openEdge({
    ...options,
    ...out,
    store,
    responseOrigin: settings.responseOrigin,
    desk: core.desk,
    drills: core.drills,
    healer: core.healer,
    access: () => core.access(),
    run: (text, person) => runCommand(text, person, surroundings),
  });
  registerHandlers(bolt.app, edge);
  registerNews(bolt, { people, outbox, identity });
  // Last: what comes is handled from the first moment on.
  wayIn = parts.use(await openWayIn({ ...options, api: out.api, dispatch: bolt.dispatch }));
  outbox.wake();
  const open = parts.move();
  return {
    get trouble() {
      return troubleOf(identity, wayIn);
    },
    reloaded: () => homes.wake(),
    identify: (who) => people.identify(who),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function troubleOf({ lost, now }: KnownIdentity, wayIn: WayIn | undefined): string | undefined {
  if (lost !== undefined) return lost;
  if (now === undefined) return "Slack has not answered since the start";
  return wayIn?.connected === 0 ? "no connection to Slack" : undefined;
}
