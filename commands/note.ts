import { Fault } from "#core/domain";
import { say } from "../bot/blocks/index.ts";
import { type Command, incidentOf, noteOf } from "./command.ts";

export const note: Command = {
  name: "note",
  usage: "INCIDENT TEXT",
  summary: "put a note into an incident's thread",
  example: "/fettle note inc-7 the deploy was at ten",
  right: "incident.acknowledge",
  run: async (call, { desk }) => {
    const id = incidentOf(call, note);
    const text = noteOf(call);
    if (text === undefined) throw new Fault("invalid", `expected a text; try: ${note.example}`);
    await desk.note(call.person, id, text);
    return say(`Your note is in the thread of ${id}.`);
  },
};
