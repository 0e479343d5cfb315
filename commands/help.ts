import { Fault } from "#core/domain";
import { suggestion } from "#core/expr";
import { helpMessage } from "../bot/blocks/index.ts";
import type { Call, Command, Surroundings } from "./command.ts";

/** Tells only of what its reader may use. `verbs` come later: help is one of them. */
export function helpOf(verbs: () => readonly Command[]): Command {
  return {
    name: "help",
    usage: "[VERB]",
    summary: "what you can ask Fettle",
    example: "/fettle help whoami",
    right: undefined,
    run: async (call, around) => {
      const usable = usableBy(verbs(), call, around);
      const [word] = call.words;
      if (word === undefined) return helpMessage(usable);
      const verb = usable.find(({ name }) => name === word.text.toLowerCase());
      if (verb !== undefined) return helpMessage([verb]);
      const known = verbs().find(({ name }) => name === word.text.toLowerCase());
      if (known !== undefined) {
        const who = `/fettle who-can ${known.name}`;
        throw new Fault(
          "denied",
          `"${known.name}" needs a right that you have on nothing; ${who} tells whom to ask`,
        );
      }
      const names = usable.map(({ name }) => name);
      throw new Fault(
        "missing",
        `you have no verb ${JSON.stringify(word.text.slice(0, 40))}; ${suggestion(word.text, names)}`,
      );
    },
  };
}

function usableBy(verbs: readonly Command[], { person }: Call, { access }: Surroundings): readonly Command[] {
  return verbs.filter(({ right }) => right === undefined || access().mayEver(person, right));
}
