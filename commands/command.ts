import type { Access, Action, Person } from "#core/access";
import { Fault } from "#core/domain";
import type { Drills, Healer } from "#core/heal";
import type { Asks } from "#core/inspect";
import type { Desk, IncidentCard } from "#core/incidents";
import type { Drawing, Message } from "../bot/blocks/index.ts";
import type { Word } from "./words.ts";

/** One verb of `/fettle`. */
export interface Command {
  readonly name: string;
  /** What follows the name: `INCIDENT [NOTE]`. */
  readonly usage: string;
  /** One line for help. */
  readonly summary: string;
  readonly example: string;
  /** What somebody must be allowed at all for it to stand in their help; undefined for what everybody may. */
  readonly right: Action | undefined;
  /** Answers whoever asked. @throws Fault for what cannot be done, with what to do instead. */
  run(call: Call, around: Surroundings): Promise<Message>;
}

/** What somebody typed after the verb. */
export interface Call {
  readonly person: Person;
  readonly words: readonly Word[];
  /** The same as one text, for notes. */
  textFrom(word: number): string;
}

/** All that commands need of the rest. */
export interface Surroundings {
  readonly desk: Desk;
  readonly drills: Drills;
  readonly healer: Healer;
  readonly asks: Pick<Asks, "run">;
  readonly access: () => Access;
  /** How these incidents are drawn: with names and links looked up. */
  readonly drawing: (
    cards: readonly IncidentCard[],
    also?: { readonly named?: readonly string[] },
  ) => Promise<Drawing>;
  readonly status: () => Promise<StatusFacts>;
  /** Who is in a group, as mrkdwn that mentions nobody; undefined where that cannot be told now. */
  readonly membersOf: (group: string) => Promise<readonly string[] | undefined>;
  /** How a person is called; plain text. */
  readonly nameOf: (person: Person) => Promise<string>;
}

/** How Fettle itself is. */
export interface StatusFacts {
  readonly version: string;
  /** Parts that are not as they should be, each in a line. */
  readonly troubles: readonly string[];
  readonly sockets: string;
  /** Messages that wait to be shown. */
  readonly waiting: number;
  /** Messages that could not be shown, the newest first, each in a line. */
  readonly failed: readonly string[];
}

/** The incident that a call names; `7`, `inc-7` and `INC-7` are the same. @throws Fault `invalid`. */
export function incidentOf(call: Call, command: Command): string {
  const [word] = call.words;
  const found = word === undefined ? undefined : /^(?:inc-)?(\d{1,12})$/i.exec(word.text);
  if (found?.[1] !== undefined) return `inc-${Number(found[1])}`;
  const came = word === undefined ? "none came" : `got ${JSON.stringify(word.text.slice(0, 40))}`;
  throw new Fault("invalid", `expected an incident such as inc-7, ${came}; try: ${command.example}`);
}

const longestNote = 1_000;

/** What is said after the incident; undefined where nothing is. @throws Fault `invalid` for more than 1,000 characters. */
export function noteOf(call: Call): string | undefined {
  const text = call.textFrom(1).trim();
  if (text.length > longestNote) {
    throw new Fault("invalid", `expected a note of at most ${longestNote} characters, got ${text.length}`);
  }
  return text === "" ? undefined : text;
}
