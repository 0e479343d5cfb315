import { examine } from "../doctor.ts";
import type { Finding } from "../finding.ts";
import { localActor } from "../state-folder.ts";
import { jsonLine } from "../text.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  jsonHelp,
  jsonOption,
  refuseWords,
  type Verb,
} from "./verb.ts";

const marks: Readonly<Record<Finding["state"], string>> = { ok: "✔", note: "·", wrong: "✘" };

export const doctor: Verb = {
  name: "doctor",
  summary: "look at what Fettle needs here, and say what to do about what is not",
  usage: "[--config FILE] [--json]",
  options: { ...configOption, ...jsonOption },
  optionHelp: { ...configHelp, ...jsonHelp },
  run: async (given, terminal) => {
    refuseWords(given, "doctor");
    const findings = await examine(configPath(given), localActor());
    for (const finding of findings) {
      terminal.out(given.values["json"] === true ? jsonLine(finding) : findingText(finding));
    }
    return findings.some(({ state }) => state === "wrong") ? exit.found : exit.fine;
  },
};

function findingText({ name, state, text, todo }: Finding): string {
  const head = `${marks[state]} ${name.padEnd(14)}${text.replaceAll("\n", `\n${" ".repeat(16)}`)}\n`;
  return todo === undefined
    ? head
    : `${head}${" ".repeat(16)}→ ${todo.replaceAll("\n", `\n${" ".repeat(18)}`)}\n`;
}
