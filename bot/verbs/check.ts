import { Fault } from "#core/domain";
import { ConfigurationFault, readOptions } from "../options.ts";
import { fettleFileSchema } from "../options-schema.ts";
import { accessOf } from "../parts.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  type ExitCode,
  firstWord,
  jsonHelp,
  jsonOption,
  type Terminal,
  type Verb,
} from "./verb.ts";

export const check: Verb = {
  name: "check",
  summary: "say whether the configuration and all files it names are right",
  usage: "[FILE] [--config FILE] [--json] | --schema",
  options: { ...configOption, ...jsonOption, schema: { type: "boolean" } },
  optionHelp: {
    ...configHelp,
    ...jsonHelp,
    schema: "write the JSON Schema of fettle.yml, for editors, and do nothing else",
  },
  run: async (given, terminal) => {
    if (given.values["schema"] === true) {
      terminal.out(`${JSON.stringify(fettleFileSchema(), null, 2)}\n`);
      return exit.fine;
    }
    const word = firstWord(given, "check");
    if (word !== undefined && given.values["config"] !== undefined) {
      throw new Fault("invalid", "expected the file once: as an argument or after --config");
    }
    const path = word ?? configPath(given);
    return checkFile(path, given.values["json"] === true, terminal);
  },
};

async function checkFile(path: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  try {
    const options = readOptions(path);
    await accessOf(options);
    const { rules, policies, shelf, notices } = options;
    const runbooks = shelf.runbooks.length;
    if (json)
      terminal.out(`${JSON.stringify({ ok: true, file: path, rules: rules.length, runbooks, notices })}\n`);
    else {
      for (const notice of notices) terminal.out(`note: ${notice}\n`);
      terminal.out(
        `${path} is right: ${rules.length} rules, ${runbooks} runbooks, ${policies.length} policy files\n`,
      );
    }
    return exit.fine;
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationFault)) throw thrown;
    if (json) terminal.out(`${JSON.stringify({ ok: false, file: path, faults: thrown.faults })}\n`);
    else terminal.out(`${thrown.lines.join("\n")}\n${thrown.message}\n`);
    return exit.found;
  }
}
