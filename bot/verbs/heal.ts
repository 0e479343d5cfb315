import { Fault } from "#core/domain";
import { printableLines } from "../blocks/index.ts";
import { type ToldRepair, toldRepair } from "../changes-repairs.ts";
import { jsonLine } from "../text.ts";
import { ask } from "./change.ts";
import { followRepair } from "./follow.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  type ExitCode,
  type Given,
  jsonHelp,
  jsonOption,
  type Terminal,
  textOf,
  type Verb,
} from "./verb.ts";

const usage = "plan|run RUNBOOK [--incident INCIDENT] [--dry-run], or: show PLAN|RUN";

export const heal: Verb = {
  name: "heal",
  summary: "show what a runbook would do, or have it done, and the proof; needs a Fettle that runs",
  usage: `${usage} [--config FILE] [--json]`,
  options: {
    ...configOption,
    ...jsonOption,
    incident: { type: "string" },
    target: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  optionHelp: {
    incident: "INCIDENT  the incident that it is for: its runbook must fit",
    target: "TARGET  where it acts (so far: local)",
    "dry-run": "with run: as plan does, nothing runs",
    ...configHelp,
    ...jsonHelp,
  },
  run: async (given, terminal) => {
    const [what, name, ...more] = given.positionals;
    if ((what !== "plan" && what !== "run" && what !== "show") || name === undefined || more.length > 0) {
      throw new Fault("invalid", `expected: fettle heal ${usage}`);
    }
    const target = textOf(given, "target") ?? "local";
    if (target !== "local") {
      throw new Fault(
        "invalid",
        `so far repairs act on local, the machine that Fettle runs on, got ${target}`,
      );
    }
    const config = configPath(given);
    if (what === "show")
      return show(toldRepair.parse(await ask(config, "repair", { id: name })), given, terminal);
    const incident = textOf(given, "incident");
    const about = { runbook: name, ...(incident === undefined ? {} : { incident }) };
    const planned = toldRepair.parse(await ask(config, "heal", about));
    if (what === "plan" || given.values["dry-run"] === true) return show(planned, given, terminal);
    return run(planned, given, terminal);
  },
};

/** Approves it in the name of whoever typed it, as far as one person may, and waits for the end. */
async function run({ plan }: ToldRepair, given: Given, terminal: Terminal): Promise<ExitCode> {
  const config = configPath(given);
  await ask(config, "approve", { id: plan });
  const ended = await followRepair(config, plan, ({ run: id, state, missing }) => {
    const rest = missing > 0 ? `, ${missing} approvals to go: fettle approve ${plan}` : "";
    terminal.err(`${id ?? plan} ${state}${rest}\n`);
  });
  return show(ended, given, terminal);
}

function show(repair: ToldRepair, given: Given, terminal: Terminal): ExitCode {
  terminal.out(given.values["json"] === true ? jsonLine(repair) : `${printableLines(repair.text)}\n`);
  return repair.ended && repair.verdict !== "healed" ? exit.found : exit.fine;
}
