import { say, when } from "../bot/blocks/index.ts";
import { type Command, incidentOf, noteOf } from "./command.ts";

export const ack: Command = {
  name: "ack",
  usage: "INCIDENT [NOTE]",
  summary: "take an incident on for an hour, so that others know",
  example: "/fettle ack inc-7 looking at the disks",
  right: "incident.acknowledge",
  run: async (call, { desk }) => {
    const id = incidentOf(call, ack);
    const { state } = await desk.acknowledge(call.person, id, noteOf(call));
    const until = state.kind === "acknowledged" ? ` until ${when(state.lapsesAtMs)}` : "";
    return say(`${id} is yours${until}.`);
  },
};
