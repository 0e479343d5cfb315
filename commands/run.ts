import { Fault } from "#core/domain";
import { askedMessage } from "../bot/blocks/index.ts";
import type { Call, Command } from "./command.ts";

const timeoutMs = 20_000;

export const run: Command = {
  name: "run",
  usage: "COMMAND",
  summary: "ask this machine something that only reads, such as uptime && df -h",
  example: "/fettle run uptime && df -h",
  right: "command.run",
  run: async (call, { asks }) => {
    const line = plainMarks(lineOf(call));
    if (line === "") throw new Fault("invalid", `expected a command; try: ${run.example}`);
    return askedMessage(line, await asks.run(call.person, line, { timeoutMs }));
  },
};

/** The whole may stand in quotation marks; those inside of it are the command's own. */
function lineOf(call: Call): string {
  const [first, ...rest] = call.words;
  const after = rest.map(({ text }) => text).join(" ");
  if (first !== undefined && (after === "" || after === "on local")) return first.text;
  return call
    .textFrom(0)
    .trim()
    .replace(/ on local$/, "");
}

/** Keyboards of phones and Macs write their own marks. */
function plainMarks(text: string): string {
  return text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"');
}
