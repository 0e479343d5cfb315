import { Denied, type Person } from "#core/access";
import { Fault } from "#core/domain";
import { suggestion } from "#core/expr";
import type { Message } from "../bot/blocks/index.ts";
import { ack } from "./ack.ts";
import { alert } from "./alert.ts";
import { alerts } from "./alerts.ts";
import type { Call, Command, Surroundings } from "./command.ts";
import { anyResource } from "./any-resource.ts";
import { drill } from "./drill.ts";
import { helpOf } from "./help.ts";
import { note } from "./note.ts";
import { repairCommands } from "./repairs.ts";
import { resolve } from "./resolve.ts";
import { run } from "./run.ts";
import { status } from "./status.ts";
import { unack } from "./unack.ts";
import { whoCan } from "./who-can.ts";
import { whoami } from "./whoami.ts";
import { undoEscapes, type Word, wordsOf } from "./words.ts";

export type { Command, StatusFacts, Surroundings } from "./command.ts";

/** The verbs of `/fettle`, in the order of their help. */
export const commands: readonly Command[] = [
  helpOf(() => commands),
  status,
  alerts,
  alert,
  ack,
  unack,
  resolve,
  note,
  ...repairCommands,
  run,
  drill,
  whoami,
  whoCan([status, alerts, alert, ack, unack, resolve, note, ...repairCommands, run, drill]),
];

/** Does what somebody typed after `/fettle`. @throws Fault for whatever cannot be done. */
export async function runCommand(typed: string, person: Person, around: Surroundings): Promise<Message> {
  const text = undoEscapes(typed);
  const [verb = { text: "help", at: 0 }, ...words] = wordsOf(text);
  const name = verb.text.toLowerCase();
  const command = commands.find((known) => known.name === name);
  if (command !== undefined) {
    expectRight(command, person, around);
    return command.run(callOf(person, text, words), around);
  }
  const names = commands
    .filter(({ right }) => right === undefined || around.access().mayEver(person, right))
    .map((known) => known.name);
  const came = JSON.stringify(verb.text.slice(0, 40));
  throw new Fault("invalid", `there is no verb ${came}; ${suggestion(name, names)} (/fettle help tells all)`);
}

/** Whoever may do it on nothing at all learns nothing about what there is. @throws Denied */
function expectRight({ right }: Command, person: Person, { access }: Surroundings): void {
  if (right === undefined || access().mayEver(person, right)) return;
  const decision = access().decide({ ...person, action: right, resource: anyResource(right) });
  if (!decision.allowed) throw new Denied(decision, person.actor);
}

function callOf(person: Person, text: string, words: readonly Word[]): Call {
  return {
    person,
    words,
    textFrom: (index) => {
      const word = words[index];
      return word === undefined ? "" : text.slice(word.at);
    },
  };
}
