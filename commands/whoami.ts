import { actionNames, starterPolicy } from "#core/access";
import { actorId } from "#core/domain";
import { whoamiMessage } from "../bot/blocks/index.ts";
import type { Command } from "./command.ts";

export const whoami: Command = {
  name: "whoami",
  usage: "",
  summary: "who you are to Fettle, and what you may do",
  example: "/fettle whoami",
  right: undefined,
  run: async ({ person }, { access, nameOf }) => {
    const rights = actionNames.filter((action) => access().mayEver(person, action));
    return whoamiMessage({
      name: await nameOf(person),
      actor: actorId(person.actor),
      groups: access().groupsOf(person),
      rights,
      // Deny by default must not lock out whoever has just installed it.
      starter: access().policies.length === 0 ? starterPolicy(person.actor) : undefined,
    });
  },
};
