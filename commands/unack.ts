import { say } from "../bot/blocks/index.ts";
import { type Command, incidentOf } from "./command.ts";

export const unack: Command = {
  name: "unack",
  usage: "INCIDENT",
  summary: "give an incident back",
  example: "/fettle unack inc-7",
  right: "incident.acknowledge",
  run: async (call, { desk }) => {
    const id = incidentOf(call, unack);
    await desk.unacknowledge(call.person, id);
    return say(`${id} is given back.`);
  },
};
