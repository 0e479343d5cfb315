import { z } from "zod";
import type { Edge, Listening } from "./edge.ts";

const said = z.looseObject({
  text: z.string().max(40_000),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
});

/**
 * `@fettle status` in a channel or thread, where slash commands do not work, and anything that is written to the
 * app itself. What bots write is not for us: two of them would talk for ever.
 */
export function registerMention(slack: Listening, edge: Edge): void {
  slack.event("app_mention", ({ body, event }) => answer(edge, body, event));
  slack.message(async ({ body, event }) => {
    if (event.channel_type === "im") await answer(edge, body, event);
  });
}

async function answer(edge: Edge, body: unknown, event: unknown): Promise<void> {
  const read = said.safeParse(event);
  if (!read.success || read.data.bot_id !== undefined || read.data.subtype !== undefined) return;
  const text = read.data.text.replace(/^\s*<@[UW][A-Z0-9]+(?:\|[^>]*)?>/, "");
  await edge.handle(
    body,
    async () => {},
    async ({ person, gesture }) => {
      await edge.reply(gesture, await edge.run(text, person));
    },
  );
}
