import { Fault } from "#core/domain";
import { parseDuration } from "#core/expr";
import { z } from "zod";
import { printableLines } from "../blocks/index.ts";
import { jsonLine } from "../text.ts";
import { ask } from "./change.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  jsonHelp,
  jsonOption,
  textOf,
  type Verb,
} from "./verb.ts";

const askedShape = z.object({
  host: z.string(),
  ok: z.boolean(),
  exit: z.number().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  stdoutBytes: z.number(),
  stderrBytes: z.number(),
  truncated: z.boolean(),
  ms: z.number(),
});

const mostMs = 25_000;

export const run: Verb = {
  name: "run",
  summary: "ask a machine something that only reads, in the sandbox; needs a Fettle that runs",
  usage: '"COMMAND" [--on local] [--timeout 20s] [--config FILE] [--json]',
  options: { ...configOption, ...jsonOption, on: { type: "string" }, timeout: { type: "string" } },
  optionHelp: {
    on: "TARGET  where (so far: local, the machine that Fettle runs on)",
    timeout: "DURATION  then it is ended (default: 20s)",
    ...configHelp,
    ...jsonHelp,
  },
  run: async (given, terminal) => {
    const [line, ...more] = given.positionals;
    if (line === undefined || more.length > 0) {
      throw new Fault(
        "invalid",
        'expected one command in quotation marks, such as: fettle run "uptime && df -h"',
      );
    }
    const target = textOf(given, "on") ?? "local";
    if (target !== "local") throw new Fault("invalid", `so far there is only local, got ${target}`);
    const timeoutMs = parseDuration(textOf(given, "timeout") ?? "20s");
    if (timeoutMs < 1 || timeoutMs > mostMs) throw new Fault("invalid", "expected --timeout of 1ms to 25s");
    const asked = askedShape.parse(await ask(configPath(given), "run", { line, timeoutMs }));
    if (given.values["json"] === true) terminal.out(jsonLine(asked));
    else {
      if (asked.stdout !== "") terminal.out(`${printableLines(asked.stdout)}\n`);
      if (asked.stderr !== "") terminal.err(`${printableLines(asked.stderr)}\n`);
      if (asked.truncated) terminal.err("fettle: there was more than is kept\n");
    }
    return asked.ok ? exit.fine : exit.found;
  },
};
