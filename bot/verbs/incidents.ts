import { Fault } from "#core/domain";
import { type IncidentCard, readCard, type Route, wayOf } from "#core/incidents";
import { systemClock } from "#core/runtime";
import type { Store } from "#core/store";
import { alertLines, cardLines } from "../card-text.ts";
import { readSettings } from "../options.ts";
import { jsonLine } from "../text.ts";
import { isRunning } from "./ping.ts";
import { openReader } from "./reader.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  type ExitCode,
  jsonHelp,
  jsonOption,
  type Terminal,
  type Verb,
} from "./verb.ts";

const most = 200;
const columns = 100;

export const incidents: Verb = {
  name: "incidents",
  summary: "list what is open, the worst first, or show all of one incident",
  usage: "[INCIDENT | --resolved] [--config FILE] [--json]",
  options: { ...configOption, ...jsonOption, resolved: { type: "boolean" } },
  optionHelp: { ...configHelp, ...jsonHelp, resolved: "what is over, the newest first" },
  run: async (given, terminal) => {
    const [id, ...more] = given.positionals;
    const resolved = given.values["resolved"] === true;
    if (more.length > 0 || (id !== undefined && resolved)) {
      throw new Fault("invalid", "expected one incident at the most, such as: fettle incidents inc-7");
    }
    const { state, settings } = readSettings(configPath(given));
    await using store = await openReader(state);
    if (!(await isRunning(state))) {
      terminal.err("fettle: it is not running, so nothing is watched; this is what it knew last\n");
    }
    const json = given.values["json"] === true;
    const show = { json, routes: settings.routes, terminal };
    if (id !== undefined) return await showOne(store, id, show);
    return await showAll(store, resolved, show);
  },
};

interface Show {
  readonly json: boolean;
  readonly routes: readonly Route[];
  readonly terminal: Terminal;
}

async function showAll(store: Store, resolved: boolean, show: Show): Promise<ExitCode> {
  const cards = await store.read(async (r) => {
    const found = await (resolved ? r.incidents.listResolved(most) : r.incidents.listOpen(most));
    return Promise.all(found.map(({ id }) => readCard(r, id)));
  });
  for (const card of cards) show.terminal.out(cardText(card, show));
  if (cards.length === 0 && !show.json)
    show.terminal.out(resolved ? "nothing was resolved\n" : "nothing is open\n");
  return cards.length === 0 || resolved ? exit.fine : exit.found;
}

/** The card, and every alert of it, not only the worst. */
async function showOne(store: Store, id: string, show: Show): Promise<ExitCode> {
  const card = await store.read((r) => readCard(r, id, most));
  show.terminal.out(cardText(card, show));
  if (!show.json) {
    for (const alert of card.alerts)
      show.terminal.out(`${alertLines(alert, systemClock.nowMs()).join("\n")}\n`);
    if (card.all > card.alerts.length) show.terminal.out(`  and ${card.all - card.alerts.length} more\n`);
  }
  return card.incident.state.kind === "resolved" ? exit.fine : exit.found;
}

function cardText(card: IncidentCard, { json, routes }: Show): string {
  if (json) return jsonLine(card);
  const style = { width: columns, color: false, nowMs: systemClock.nowMs() };
  return `${cardLines(card, wayOf(card.incident, routes), style).join("\n")}\n`;
}
