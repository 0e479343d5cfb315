import { Fault } from "#core/domain";
import { type LogLevel, logLevels } from "#core/runtime";
import { main } from "../main.ts";
import { configHelp, configOption, configPath, refuseWords, textOf, type Verb } from "./verb.ts";

export const start: Verb = {
  name: "start",
  summary: "watch, and print incidents, until told to stop",
  usage: "[--config FILE] [--log-level LEVEL]",
  options: { ...configOption, "log-level": { type: "string" } },
  optionHelp: {
    ...configHelp,
    "log-level": `LEVEL  ${logLevels.join(", ")} (default: info; warn on a terminal)`,
  },
  staysUp: true,
  run: async (given) => {
    refuseWords(given, "start");
    return main(configPath(given), readLevel(textOf(given, "log-level")));
  },
};

function readLevel(text: string | undefined): LogLevel | undefined {
  if (text === undefined) return undefined;
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new Fault("invalid", `expected one of ${logLevels.join(", ")} after --log-level, got "${text}"`);
}
