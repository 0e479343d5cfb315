import { z } from "zod";
import type { Edge, Listening } from "./edge.ts";

const typed = z.looseObject({ text: z.string().max(40_000).default("") });

/** `/fettle …`: what was typed goes to the verbs, and the answer to whoever typed it. */
export function registerSlash(slack: Listening, edge: Edge): void {
  slack.command("/fettle", ({ ack, body }) =>
    edge.handle(body, ack, async ({ person, gesture }) => {
      const { text } = typed.parse(body);
      await edge.reply(gesture, await edge.run(text, person));
    }),
  );
}
