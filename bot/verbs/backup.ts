import { Fault } from "#core/domain";
import { resolve } from "node:path";
import { change } from "./change.ts";
import { configHelp, configOption, configPath, exit, type Verb } from "./verb.ts";

export const backup: Verb = {
  name: "backup",
  summary: "write a consistent copy of the store, while it runs or not",
  usage: "FILE [--config FILE]",
  options: configOption,
  optionHelp: configHelp,
  run: async (given, terminal) => {
    const [file, ...more] = given.positionals;
    if (file === undefined || more.length > 0) {
      throw new Fault("invalid", "expected the file to write, such as: fettle backup fettle-monday.db");
    }
    const to = resolve(file);
    await change(configPath(given), "backup", { to });
    terminal.out(
      `${to} holds the store. Keep audit.key and redact.key of the state folder too, but not beside it.\n`,
    );
    return exit.fine;
  },
};
