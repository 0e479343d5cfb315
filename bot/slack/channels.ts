import { Fault, isFault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { z } from "zod";
import type { SlackApi } from "./api.ts";

interface Channel {
  readonly id: string;
  readonly name: string;
  /** Also people of other workspaces read it. */
  readonly external: boolean;
}

export interface Channels {
  /**
   * The channel that a route names, `#ops-alerts` or its id. Fault `missing` for one that Fettle cannot see, `denied`
   * for one that is shared with other workspaces; SlackFault when Slack does not tell.
   */
  find(name: string): Promise<Channel>;
  /** Something about channels has changed: what was found, and what was not, is asked again. */
  forget(): void;
}

const channelShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  is_ext_shared: z.boolean().optional(),
  is_pending_ext_shared: z.boolean().optional(),
});
const pageShape = z.looseObject({
  channels: z.array(channelShape),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

/** So long what Slack said of one channel is taken for true: it may be renamed, or shared. */
const freshMs = 60_000;
/** A channel that is missing may just have been made; whoever has many pays for each look at all of them. */
const askAgainMs = 30_000;
const pageSize = 200;
const pagesMost = 50;
const mostKnown = 500;
const how = { priority: "alert", withinMs: 60_000 } as const;

export function openChannels(api: SlackApi, clock: Clock): Channels {
  /** By the name or id that was asked for. */
  const known = new Map<string, { readonly channel: Channel; readonly atMs: number }>();
  let list: { readonly channels: Promise<readonly Channel[]>; readonly atMs: number } | undefined;

  function askAll(): Promise<readonly Channel[]> {
    const now = clock.monotonicMs();
    if (list !== undefined && now - list.atMs < askAgainMs) return list.channels;
    const entry = { channels: listAll(api), atMs: now };
    list = entry;
    entry.channels.catch(() => {
      if (list === entry) list = undefined;
    });
    return entry.channels;
  }

  function remember(bare: string, channel: Channel): Channel {
    if (known.size >= mostKnown) known.clear();
    known.set(bare, { channel, atMs: clock.monotonicMs() });
    return channel;
  }

  /** One that was found before, as it is now; undefined where it is another by now, or gone. */
  async function again(bare: string): Promise<Channel | undefined> {
    const found = known.get(bare);
    if (found === undefined) return undefined;
    if (clock.monotonicMs() - found.atMs < freshMs) return found.channel;
    known.delete(bare);
    const now = await readChannel(api, found.channel.id);
    return now !== undefined && isCalled(now, bare) ? remember(bare, now) : undefined;
  }

  return {
    find: async (name) => {
      const bare = name.replace(/^#/, "");
      const found = (await again(bare)) ?? (await askAll()).find((channel) => isCalled(channel, bare));
      if (found === undefined) {
        throw new Fault(
          "missing",
          `Slack has no channel ${name} that Fettle can see: make it, or invite @fettle to it`,
        );
      }
      if (!known.has(bare)) remember(bare, found);
      if (!found.external) return found;
      throw new Fault(
        "denied",
        `${name} is shared with other workspaces; Fettle does not show alerts to them`,
      );
    },
    forget: () => {
      list = undefined;
      known.clear();
    },
  };
}

function isCalled({ name, id }: Channel, bare: string): boolean {
  return name === bare || id === bare;
}

async function readChannel(api: SlackApi, id: string): Promise<Channel | undefined> {
  try {
    const answer = await api.call(
      "conversations.info",
      (client) => client.conversations.info({ channel: id }),
      how,
    );
    const read = z.looseObject({ channel: channelShape }).safeParse(answer);
    return read.success ? channelOf(read.data.channel) : undefined;
  } catch (thrown) {
    if (isFault(thrown, "missing")) return undefined;
    throw thrown;
  }
}

async function listAll(api: SlackApi): Promise<readonly Channel[]> {
  const all: Channel[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMost; page++) {
    const from = cursor === undefined ? {} : { cursor };
    const answer = await api.call(
      "conversations.list",
      (client) =>
        client.conversations.list({
          types: "public_channel,private_channel",
          exclude_archived: true,
          limit: pageSize,
          ...from,
        }),
      how,
    );
    const read = pageShape.safeParse(answer);
    if (!read.success) throw new Fault("unavailable", "Slack does not tell its channels");
    all.push(...read.data.channels.map(channelOf));
    cursor = read.data.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") break;
  }
  return all;
}

function channelOf({ id, name, ...shared }: z.output<typeof channelShape>): Channel {
  return { id, name, external: shared.is_ext_shared === true || shared.is_pending_ext_shared === true };
}
