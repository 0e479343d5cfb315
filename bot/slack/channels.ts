import { Fault } from "#core/domain";
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

/** Channels are renamed and shared seldom; one that is missing may just have been made. */
const freshMs = 10 * 60_000;
const askAgainMs = 30_000;
const pageSize = 200;
const pagesMost = 50;

export function openChannels(api: SlackApi, clock: Clock): Channels {
  let list: { readonly channels: Promise<readonly Channel[]>; readonly atMs: number } | undefined;

  async function askAll(): Promise<readonly Channel[]> {
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
        { priority: "alert", withinMs: 60_000 },
      );
      const read = pageShape.safeParse(answer);
      if (!read.success) throw new Fault("unavailable", "Slack does not tell its channels");
      for (const { id, name, is_ext_shared: shared, is_pending_ext_shared: pending } of read.data.channels) {
        all.push({ id, name, external: shared === true || pending === true });
      }
      cursor = read.data.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === "") break;
    }
    return all;
  }

  function known(maxAgeMs: number): Promise<readonly Channel[]> {
    const now = clock.monotonicMs();
    if (list !== undefined && now - list.atMs < maxAgeMs) return list.channels;
    const entry = { channels: askAll(), atMs: now };
    list = entry;
    entry.channels.catch(() => {
      if (list === entry) list = undefined;
    });
    return entry.channels;
  }

  return {
    find: async (name) => {
      const bare = name.replace(/^#/, "");
      const is = (channel: Channel): boolean => channel.name === bare || channel.id === bare;
      const found = (await known(freshMs)).find(is) ?? (await known(askAgainMs)).find(is);
      if (found === undefined) {
        throw new Fault(
          "missing",
          `Slack has no channel ${name} that Fettle can see: make it, or invite @fettle to it`,
        );
      }
      if (!found.external) return found;
      throw new Fault(
        "denied",
        `${name} is shared with other workspaces; Fettle does not show alerts to them`,
      );
    },
  };
}
