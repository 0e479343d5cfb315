import { Fault } from "#core/domain";
import type { ParseArgsOptionsConfig } from "node:util";

/** Exit codes of every verb. `bug` is EX_SOFTWARE: nothing can be said of the state of things. */
export const exit = { fine: 0, found: 1, couldNot: 2, bug: 70 } as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** Values of the options given, by long name; what was not given is not there. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  /** Values of the options that may be given again. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly positionals: readonly string[];
}

/** Where a verb reads and writes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True when progress on stderr would be seen by a person. */
  readonly errIsTerminal: boolean;
}

/** One word of the command line. */
export interface Verb {
  readonly name: string;
  /** One line for `fettle help`. */
  readonly summary: string;
  /** What follows the name: `[FILE…|-] --rules FILE`. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** One line for each option. */
  readonly optionHelp: Readonly<Record<string, string>>;
  /** Set for a verb that deals with lost output and bugs itself, because it has something to close. */
  readonly staysUp?: true;
  /** Faults that it throws end in exit 2 with their message on stderr. */
  readonly run: (given: Given, terminal: Terminal) => Promise<ExitCode>;
}

export const configOption = { config: { type: "string", short: "c" } } as const;
export const configHelp = { config: "FILE  the configuration (default: fettle.yml)" } as const;
export const jsonOption = { json: { type: "boolean" } } as const;
export const jsonHelp = { json: "one JSON document a line instead of text" } as const;

/** The text of an option, or undefined where it was not given. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given.values[name];
  return typeof value === "string" ? value : undefined;
}

/** The one word after the verb, or none. @throws Fault `invalid` for more. */
export function firstWord({ positionals }: Given, verb: string): string | undefined {
  if (positionals.length <= 1) return positionals[0];
  throw new Fault("invalid", `expected one argument, got ${positionals.length}; see: fettle ${verb} --help`);
}

/** @throws Fault `invalid` where something stands after the verb that is no option. */
export function refuseWords({ positionals: [word] }: Given, verb: string): void {
  if (word === undefined) return;
  const got = JSON.stringify(word);
  throw new Fault("invalid", `${verb} takes options only, got ${got}; see: fettle ${verb} --help`);
}

export function configPath(given: Given): string {
  return textOf(given, "config") ?? "fettle.yml";
}
