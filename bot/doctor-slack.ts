import type { WebClient } from "@slack/web-api";
import { type Access, personOf, starterPolicy } from "#core/access";
import { type Actor, actorId, isFault, messageOf } from "#core/domain";
import { openMetrics, systemClock } from "#core/runtime";
import type { Store } from "#core/store";
import { z } from "zod";
import type { Finding } from "./finding.ts";
import { manifest } from "./manifest.ts";
import { type Options, readSlack } from "./options.ts";
import { openSlackApi, type SlackApi } from "./slack/api.ts";
import { openChannels } from "./slack/channels.ts";
import { type Identity, readIdentity } from "./slack/identity.ts";
import type { SlackSection } from "./slack/section.ts";

const name = "slack";
const mostPeople = 5;
const mostAudited = 10_000;

/** What stands between Fettle and the real Slack: tokens, scopes, channels, and whether anybody there may do anything. */
export async function examineSlack(
  options: Options,
  slack: SlackSection,
  around: { readonly access: Access | undefined; readonly store: Store | undefined },
): Promise<Finding[]> {
  try {
    const { botToken: token, apiUrl: url } = readSlack(options, slack);
    await using api = openSlackApi({
      token,
      url,
      clock: systemClock,
      metrics: openMetrics({ defaults: false }),
    });
    const identity = await readIdentity(api);
    return [
      { name, state: "ok", text: `${identity.teamName} (team ${identity.team}) at ${identity.home}` },
      await scopes(api),
      ...(await channels(api, options)),
      await people(api, identity, around),
    ];
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return [
      {
        name,
        state: "wrong",
        text: messageOf(thrown),
        todo: "docs/slack.md has the five steps of the installation",
      },
    ];
  }
}

const scopesShape = z.looseObject({ response_metadata: z.looseObject({ scopes: z.array(z.string()) }) });

async function scopes(api: SlackApi): Promise<Finding> {
  const answer = scopesShape.safeParse(await api.call("auth.test", (client) => client.auth.test()));
  if (!answer.success) return { name, state: "note", text: "Slack does not tell which scopes the app has" };
  const granted = answer.data.response_metadata.scopes;
  const missing = manifest.oauth_config.scopes.bot.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return { name, state: "ok", text: "all scopes that Fettle needs" };
  const todo = "bring the app's manifest up to date (fettle manifest), and install it again";
  return { name, state: "wrong", text: `scopes are missing: ${missing.join(", ")}`, todo };
}

async function channels(api: SlackApi, { settings }: Options): Promise<Finding[]> {
  const known = openChannels(api, systemClock);
  const names = [...new Set(settings.routes.map(({ channel }) => channel))];
  return Promise.all(
    names.map(async (channel): Promise<Finding> => {
      try {
        await known.find(channel);
        return { name: "channel", state: "ok", text: `${channel} is there` };
      } catch (thrown) {
        if (!isFault(thrown)) throw thrown;
        return { name: "channel", state: "wrong", text: messageOf(thrown) };
      }
    }),
  );
}

/** Whether somebody in Slack may do anything; if not, who they are, and a policy to begin with. */
async function people(
  api: SlackApi,
  identity: Identity,
  { access, store }: { readonly access: Access | undefined; readonly store: Store | undefined },
): Promise<Finding> {
  const seen = store === undefined ? [] : await seenPeople(store, identity.team);
  const known = seen.length > 0 ? seen : await owners(api, identity.team);
  const [first] = known;
  const who = known
    .map(({ actor, called }) => `${actorId(actor)}${called === "" ? "" : ` (${called})`}`)
    .join(", ");
  const where = seen.length > 0 ? "used Fettle there" : "own the workspace";
  const able = known.filter(({ actor }) => access?.mayEver(personOf(actor), "incident.read") === true);
  if (first === undefined)
    return { name: "people", state: "note", text: "nobody has used Fettle in Slack yet" };
  if (able.length > 0) return { name: "people", state: "ok", text: `${who} ${where}` };
  return {
    name: "people",
    state: "note",
    text: `${who} ${where}; by their id alone they may do nothing yet (a group's members may more)`,
    todo: `a policy to begin with, for a .cedar file that access.policies names:\n${starterPolicy(first.actor)}`,
  };
}

interface Known {
  readonly actor: Actor;
  readonly called: string;
}

async function seenPeople(store: Store, team: string): Promise<Known[]> {
  const rows = await store.read(async (r) => {
    const last = Number((await r.audit.head())?.split(":")[0] ?? 0);
    return r.audit.list({ afterSeq: Math.max(0, last - mostAudited), limit: mostAudited });
  });
  const prefix = `slack:${team}/`;
  const users = new Set(
    rows.flatMap(({ actor }) => (actor.startsWith(prefix) ? [actor.slice(prefix.length)] : [])),
  );
  return [...users].slice(-mostPeople).map((user) => ({ actor: { kind: "slack", team, user }, called: "" }));
}

const usersShape = z.looseObject({
  members: z.array(
    z.looseObject({ id: z.string(), is_owner: z.boolean().optional(), real_name: z.string().optional() }),
  ),
});

async function owners(api: SlackApi, team: string): Promise<Known[]> {
  const list = (client: WebClient) => client.users.list({ limit: 200 });
  const read = usersShape.safeParse(await api.call("users.list", list));
  if (!read.success) return [];
  return read.data.members
    .filter(({ is_owner: isOwner }) => isOwner === true)
    .slice(0, mostPeople)
    .map(({ id: user, real_name: called = "" }) => ({ actor: { kind: "slack", team, user }, called }));
}
