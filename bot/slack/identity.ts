import { Fault, isFault, messageOf } from "#core/domain";
import { type Clock, type Log, type Loop, openLoop } from "#core/runtime";
import { z } from "zod";
import type { SlackApi } from "./api.ts";
import { isTokenFault } from "./fault.ts";

/** Who the app is, in which workspace. */
export interface Identity {
  readonly team: string;
  readonly teamName: string;
  readonly botUser: string;
  /** The workspace's address, for links; ends in `/`. */
  readonly home: string;
}

export interface KnownIdentity extends AsyncDisposable {
  /** Undefined until Slack has told it. */
  readonly now: Identity | undefined;
  /** Why Slack does not talk to Fettle any more; undefined while it does. */
  readonly lost: string | undefined;
  /** Slack says that the app is not installed any more. */
  lose(why: string): void;
}

const identityShape = z.looseObject({
  team_id: z.string(),
  team: z.string(),
  user_id: z.string(),
  url: z.url(),
});

const retryMs = 10_000;

/** @throws SlackFault */
export async function readIdentity(api: SlackApi): Promise<Identity> {
  const read = identityShape.safeParse(await api.call("auth.test", (client) => client.auth.test()));
  if (!read.success) throw new Fault("unavailable", "Slack does not tell who this app is");
  const { team_id: team, team: teamName, user_id: botUser, url: home } = read.data;
  return { team, teamName, botUser, home };
}

/**
 * Asks Slack who the app is. When Slack does not answer, Fettle starts all the same and goes on asking.
 * @throws Fault `denied` for a token that Slack does not take.
 */
export async function openIdentity({
  api,
  clock,
  log,
}: {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<KnownIdentity> {
  let now: Identity | undefined;
  let lost: string | undefined;
  try {
    now = await readIdentity(api);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    if (isTokenFault(thrown)) {
      throw new Fault("denied", `Slack does not take the bot's token: ${messageOf(thrown)}`, {
        cause: thrown,
      });
    }
    log.warn("Slack does not tell who this app is; it is asked again", { thrown });
  }
  const asking: Loop | undefined =
    now === undefined
      ? openLoop({
          name: "slack.identity",
          everyMs: retryMs,
          clock,
          log,
          tick: async () => {
            now ??= await readIdentity(api);
          },
        })
      : undefined;
  return {
    get now() {
      return now;
    },
    get lost() {
      return lost;
    },
    lose: (why) => {
      lost = why;
      log.error("Slack talks to Fettle no more", { why });
    },
    [Symbol.asyncDispose]: async () => {
      await asking?.[Symbol.asyncDispose]();
    },
  };
}
