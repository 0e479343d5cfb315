import { statusMessage } from "../bot/blocks/index.ts";
import type { Command } from "./command.ts";

export const status: Command = {
  name: "status",
  usage: "",
  summary: "how Fettle is, and how much is open",
  example: "/fettle status",
  right: "incident.read",
  run: async ({ person }, { desk, status: facts }) => statusMessage(await facts(), await desk.list(person)),
};
