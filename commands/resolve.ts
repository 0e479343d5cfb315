import { Fault } from "#core/domain";
import { say } from "../bot/blocks/index.ts";
import { type Command, incidentOf, noteOf } from "./command.ts";

export const resolve: Command = {
  name: "resolve",
  usage: "INCIDENT NOTE",
  summary: "say that an incident is over, and why",
  example: "/fettle resolve inc-7 restarted the shop",
  right: "incident.resolve",
  run: async (call, { desk }) => {
    const id = incidentOf(call, resolve);
    const note = noteOf(call);
    if (note === undefined)
      throw new Fault("invalid", `expected a note that says why; try: ${resolve.example}`);
    await desk.resolve(call.person, id, note);
    return say(`${id} is resolved. If its trouble is seen again within half an hour, it opens again.`);
  },
};
