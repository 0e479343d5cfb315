import { incidentDetails } from "../bot/blocks/index.ts";
import { type Command, incidentOf } from "./command.ts";

/** All of an incident's alerts; more are a file. */
const most = 5_000;

export const alert: Command = {
  name: "alert",
  usage: "INCIDENT",
  summary: "one incident with all its alerts",
  example: "/fettle alert inc-7",
  right: "incident.read",
  run: async (call, { desk, drawing }) => {
    const card = await desk.card(call.person, incidentOf(call, alert), most);
    return incidentDetails(card, await drawing([card]));
  },
};
