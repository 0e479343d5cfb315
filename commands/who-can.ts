import type { Action, Resource } from "#core/access";
import { Fault } from "#core/domain";
import { suggestion } from "#core/expr";
import { incidentResource } from "#core/incidents";
import { whoCanMessage } from "../bot/blocks/index.ts";
import { anyResource } from "./any-resource.ts";
import { type Call, type Command, incidentOf, type Surroundings } from "./command.ts";

/** Who may use a verb; `verbs` are all that need a right. */
export function whoCan(verbs: readonly Command[]): Command {
  const command: Command = {
    name: "who-can",
    usage: "VERB [INCIDENT]",
    summary: "whom to ask for what you may not do",
    example: "/fettle who-can ack inc-7",
    right: undefined,
    run: async (call, around) => {
      const { verb, action } = verbOf(call, verbs);
      const request = { action, resource: await resourceOf(action, call, around) };
      const granted = await Promise.all(
        around
          .access()
          .grantedBy(request)
          .map(async (grant) => ({ ...grant, members: await around.membersOf(grant.to) })),
      );
      return whoCanMessage({ verb: verb.name, action, resource: request.resource.id, granted });
    },
  };

  async function resourceOf(
    action: Action,
    { person, words }: Call,
    { desk }: Surroundings,
  ): Promise<Resource> {
    if (action === "drill.start" && words[1] !== undefined) return { type: "Drill", id: words[1].text };
    if (words.length < 2 || !action.startsWith("incident.")) return anyResource(action);
    const rest: Call = { person, words: words.slice(1), textFrom: () => "" };
    return incidentResource((await desk.card(person, incidentOf(rest, command))).incident);
  }

  return command;
}

function verbOf(
  { words: [word] }: Call,
  verbs: readonly Command[],
): { readonly verb: Command; readonly action: Action } {
  const verb = verbs.find(({ name }) => name === word?.text.toLowerCase());
  if (verb?.right !== undefined) return { verb, action: verb.right };
  const names = verbs.map(({ name }) => name);
  throw new Fault("invalid", `expected a verb that needs a right; ${suggestion(word?.text ?? "", names)}`);
}
