import { escape, say, scoreText, watchNext } from "../bot/blocks/index.ts";
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
    const lines = known.map(async (one) => {
      const score = await drills.score(person, one.name);
      const last = score === undefined ? "" : `\n   ${escape(scoreText(score))}`;
      return `• \`/fettle drill ${escape(one.name)}\` raises ${escape(one.expect)}${last}`;
    });
    return say((await Promise.all(lines)).join("\n"));
  },
};
