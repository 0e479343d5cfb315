import { escape, say, watchNext } from "../bot/blocks/index.ts";
import type { Command } from "./command.ts";

export const drill: Command = {
  name: "drill",
  usage: "[NAME]",
  summary: "break something on purpose, to see that it is noticed",
  example: "/fettle drill shop-errors",
  right: "drill.start",
  run: async ({ person, words: [name] }, { drills }) => {
    if (name !== undefined) {
      const said = await drills.start(person, name.text);
      return say(`*${escape(name.text)}*: ${escape(said)}. ${watchNext}`);
    }
    const known = drills.list(person);
    if (known.length === 0) return say("There is no drill that you may start.");
    return say(
      known.map((one) => `• \`/fettle drill ${escape(one.name)}\` raises ${escape(one.expect)}`).join("\n"),
    );
  },
};
