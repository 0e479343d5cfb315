import { incidentList } from "../bot/blocks/index.ts";
import type { Command } from "./command.ts";

export const alerts: Command = {
  name: "alerts",
  usage: "",
  summary: "what is open, the worst first",
  example: "/fettle alerts",
  right: "incident.read",
  run: async ({ person }, { desk, drawing }) => {
    const listed = await desk.list(person);
    return incidentList(listed, await drawing(listed.cards));
  },
};
