import type { Consumer } from "#core/bus";
import { incidentEvents, type IncidentCard, readCard, type Route, wayOf } from "#core/incidents";
import { type Clock, type Log, openLoop } from "#core/runtime";
import type { Store } from "#core/store";
import { cardLines } from "./card-text.ts";
import { openLiveScreen } from "./live-screen.ts";

export interface TerminalOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface TerminalOptions {
  readonly output: TerminalOutput;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly routes: () => readonly Route[];
}

/** Where incidents are told when there is no Slack. */
export interface CardTerminal extends AsyncDisposable {
  /** To be put on the bus: tells each change of an incident. */
  readonly consumer: Consumer;
  /** Starts to keep the cards of open incidents in view. */
  start(): void;
  /** Writes other text without tearing the cards. */
  write(text: string): void;
}

const refreshMs = 1_000;
const most = 50;

/**
 * Prints incident cards. On a TTY the cards of open incidents stay at the lower end and are edited in
 * place, a resolved one is printed once more and scrolls away; elsewhere each change prints the card.
 */
export function openCardTerminal(options: TerminalOptions): CardTerminal {
  const { output, store, clock } = options;
  const live = output.isTTY === true ? openLiveScreen(output) : undefined;
  const write = (text: string): unknown => (live === undefined ? output.write(text) : live.write(text));
  // A delivery may be repeated, when its transaction failed after the card was out; and ten alerts that
  // resolve at once say ten times the same.
  let printed = { event: "", text: "" };
  let refresh: ReturnType<typeof openLoop> | undefined;

  function lines(card: IncidentCard): string[] {
    return cardLines(card, wayOf(card.incident, options.routes()), {
      width: Math.max(20, (output.columns ?? 100) - 1),
      color: output.isTTY === true,
      nowMs: clock.nowMs(),
    });
  }

  async function redraw(): Promise<void> {
    const cards = await store.read(async (r) => {
      const open = await r.incidents.listOpen(most);
      return Promise.all(open.map((incident) => readCard(r, incident.id)));
    });
    live?.show(cards.filter(({ incident }) => incident.state.kind !== "gathering").map(lines));
  }

  return {
    consumer: {
      name: "terminal",
      types: Object.values(incidentEvents),
      from: "start",
      handle: async (event, repositories) => {
        const card = await readCard(repositories, event.subject);
        // What is part of a storm is told by the storm.
        if (card.incident.state.kind === "gathering" || card.incident.parent !== null) return;
        // What stays in view is only printed for good when it is over.
        const over = card.incident.state.kind === "resolved";
        const text = `${lines(card).join("\n")}\n`;
        const isNews = printed.event !== event.id && printed.text !== text;
        if ((live === undefined || over) && isNews) write(text);
        printed = { event: event.id, text };
        refresh?.wake();
      },
    },
    start: () => {
      if (live === undefined) return;
      refresh = openLoop({ name: "terminal", everyMs: refreshMs, clock, log: options.log, tick: redraw });
    },
    write,
    [Symbol.asyncDispose]: async () => {
      await refresh?.[Symbol.asyncDispose]();
    },
  };
}
