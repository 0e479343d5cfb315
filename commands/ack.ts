import { Fault } from "#core/domain";
import { say, when } from "../bot/blocks/index.ts";
import { type Command, incidentOf, noteOf } from "./command.ts";

export const ack: Command = {
  name: "ack",
  usage: "INCIDENT [NOTE]",
  summary: "take an incident on, or over, for an hour",
  example: "/fettle ack inc-7 looking at the disks",
  right: "incident.acknowledge",
  run: async (call, { desk }) => {
    const id = incidentOf(call, ack);
    const [, second] = call.words;
    if (second !== undefined && /^inc-\d+$/i.test(second.text)) {
      throw new Fault(
        "invalid",
        `expected one incident and a note, got two incidents; ask for each: /fettle ack ${id}`,
      );
    }
    const note = noteOf(call);
    // Whoever types its id means it, whoever has it.
    const taking = { over: true, ...(note === undefined ? {} : { note }) };
    const { state } = await desk.acknowledge(call.person, id, taking);
    const until = state.kind === "acknowledged" ? ` until ${when(state.lapsesAtMs)}` : "";
    return say(`${id} is yours${until}.`);
  },
};
