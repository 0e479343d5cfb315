import { Fault, isFault } from "#core/domain";
import { z } from "zod";
import type { SlackApi } from "./api.ts";
import { metadataType } from "./posting.ts";

export type Found =
  | { readonly kind: "there"; readonly ts: string }
  | { readonly kind: "not-there" }
  /** Fettle may not look: nobody can tell. */
  | { readonly kind: "closed"; readonly reason: string };

const pageShape = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_type: z.string(), event_payload: z.looseObject({ key: z.string().optional() }) })
        .optional(),
    }),
  ),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

/** Slack's clock may be behind ours, and ours may have been set right since. */
const marginMs = 2 * 60 * 60_000;
const pageSize = 200;
const pagesMost = 20;

/**
 * Whether a post of this key stands in the channel or thread since then.
 * @throws SlackFault when Slack does not answer.
 */
export async function lookUpPost(
  wanted: {
    readonly key: string;
    readonly channel: string;
    readonly thread: string | undefined;
    readonly sinceMs: number;
  },
  api: SlackApi,
): Promise<Found> {
  const { key, channel, thread, sinceMs } = wanted;
  const common = {
    channel,
    oldest: ((sinceMs - marginMs) / 1_000).toFixed(6),
    include_all_metadata: true,
    limit: pageSize,
  };
  const how = { priority: "alert", withinMs: 60_000 } as const;
  try {
    let cursor = "";
    for (let page = 0; page < pagesMost; page++) {
      const from = { ...common, ...(cursor === "" ? {} : { cursor }) };
      const answer = await (thread === undefined
        ? api.call("conversations.history", (client) => client.conversations.history(from), how)
        : api.call(
            "conversations.replies",
            (client) => client.conversations.replies({ ...from, ts: thread }),
            how,
          ));
      const { messages, response_metadata: next } = readPage(answer);
      const found = messages.find(
        ({ metadata }) => metadata?.event_type === metadataType && metadata.event_payload.key === key,
      );
      if (found !== undefined) return { kind: "there", ts: found.ts };
      cursor = next?.next_cursor ?? "";
      if (cursor === "") return { kind: "not-there" };
    }
    return { kind: "closed", reason: "too many messages came since then to look through" };
  } catch (thrown) {
    if (!isFault(thrown, "denied") && !isFault(thrown, "missing")) throw thrown;
    return {
      kind: "closed",
      reason: `Slack gave no answer to it, and does not let Fettle look whether it came: ${thrown.message}`,
    };
  }
}

function readPage(answer: unknown): z.output<typeof pageShape> {
  const read = pageShape.safeParse(answer);
  if (read.success) return read.data;
  throw new Fault("unavailable", "Slack does not tell what stands in a channel");
}
