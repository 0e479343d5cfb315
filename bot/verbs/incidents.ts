import { readCard, routeFor } from "#core/incidents";
import { systemClock } from "#core/runtime";
import { cardLines } from "../card-text.ts";
import { readOptions } from "../options.ts";
import { jsonLine } from "../text.ts";
import { openReader } from "./reader.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  jsonHelp,
  jsonOption,
  refuseWords,
  type Verb,
} from "./verb.ts";

const most = 200;
const columns = 100;

export const incidents: Verb = {
  name: "incidents",
  summary: "list what is open, the worst first",
  usage: "[--config FILE] [--json]",
  options: { ...configOption, ...jsonOption },
  optionHelp: { ...configHelp, ...jsonHelp },
  run: async (given, terminal) => {
    refuseWords(given, "incidents");
    const options = readOptions(configPath(given));
    await using store = await openReader(options.state);
    const cards = await store.read(async (r) => {
      const open = await r.incidents.listOpen(most);
      return Promise.all(open.map(({ id }) => readCard(r, id)));
    });
    if (given.values["json"] === true) {
      for (const card of cards) terminal.out(jsonLine(card));
      return cards.length === 0 ? exit.fine : exit.found;
    }
    const style = { width: columns, color: false, nowMs: systemClock.nowMs() };
    for (const card of cards) {
      const route = routeFor(card.incident, options.settings.routes);
      terminal.out(`${cardLines(card, route, style).join("\n")}\n`);
    }
    if (cards.length === 0) terminal.out("nothing is open\n");
    return cards.length === 0 ? exit.fine : exit.found;
  },
};
