import { Fault } from "#core/domain";
import { systemClock } from "#core/runtime";
import { parseDuration } from "#core/expr";
import { z } from "zod";
import { printable, stageText } from "../blocks/index.ts";
import { toldRepair } from "../changes-repairs.ts";
import { jsonLine } from "../text.ts";
import { ask } from "./change.ts";
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
  textOf,
  type Verb,
} from "./verb.ts";

const drillsShape = z.array(
  z.object({ name: z.string(), expect: z.string(), runbook: z.string().optional() }),
);
type KnownDrill = z.output<typeof drillsShape>[number];

const scoreShape = z.object({
  drill: z.string(),
  brokenMs: z.number(),
  stages: z.array(
    z.object({
      name: z.enum(["noticed", "planned", "approved", "begun", "repaired", "proven", "over"]),
      afterMs: z.number().nullable(),
    }),
  ),
  incident: z.string().nullable(),
  plan: z.string().nullable(),
  run: z.string().nullable(),
  verdict: z.string().nullable(),
});
type Score = z.output<typeof scoreShape>;

const everyMs = 300;

export const drill: Verb = {
  name: "drill",
  summary: "break something on purpose, and time how it is noticed and repaired; needs a Fettle that runs",
  usage: "[NAME [--heal] [--within 5m]] [--config FILE] [--json]",
  options: { ...configOption, ...jsonOption, heal: { type: "boolean" }, within: { type: "string" } },
  optionHelp: {
    heal: "repair it too, by the drill's runbook and in your name, instead of waiting for people",
    within: "DURATION  how long it may take until it is over (default: 5m)",
    ...configHelp,
    ...jsonHelp,
  },
  run: async (given, terminal) => {
    const name = firstWord(given, "drill");
    const config = configPath(given);
    const known = drillsShape.parse(await ask(config, "drills", {}));
    if (name === undefined) {
      for (const one of known) terminal.out(given.values["json"] === true ? jsonLine(one) : listed(one));
      return exit.fine;
    }
    const withinMs = parseDuration(textOf(given, "within") ?? "5m");
    const started = z.object({ said: z.string() }).parse(await ask(config, "drill", { name }));
    const json = given.values["json"] === true;
    if (!json) terminal.out(`${printable(name)}: ${printable(started.said)}\n`);
    const score = await watch({
      config,
      drill: known.find((one) => one.name === name) ?? { name, expect: "" },
      heals: given.values["heal"] === true,
      endMs: systemClock.monotonicMs() + withinMs,
      tell: json ? () => {} : teller(terminal),
    });
    if (json) terminal.out(jsonLine(score));
    return endOf(score, json, terminal);
  },
};

function listed({ name, expect, runbook }: KnownDrill): string {
  return (
    printable(`${name}  raises ${expect}${runbook === undefined ? "" : `, repaired by "${runbook}"`}`) + "\n"
  );
}

interface Watching {
  readonly config: string;
  readonly drill: KnownDrill;
  readonly heals: boolean;
  readonly endMs: number;
  readonly tell: (score: Score) => void;
}

/** Until it is over, repaired in vain, or late; the score as it is then. */
async function watch({ config, drill: { name, runbook }, heals, endMs, tell }: Watching): Promise<Score> {
  for (let healed = !heals; ;) {
    const answer = await ask(config, "score", { name });
    if (answer === null) {
      throw new Fault("unavailable", `Fettle was started anew: it knows nothing of ${name} any more`);
    }
    const score = scoreShape.parse(answer);
    tell(score);
    // The trouble may be over before the proof has held for long enough.
    const isOver = score.stages.at(-1)?.afterMs !== null && (score.run === null || score.verdict !== null);
    const inVain = score.verdict !== null && score.verdict !== "healed";
    if (isOver || inVain || systemClock.monotonicMs() >= endMs) return score;
    if (!healed && score.incident !== null) {
      healed = await repair(config, { runbook, incident: score.incident });
    }
    await systemClock.sleep(everyMs);
  }
}

/** Plans and approves, in the name of whoever typed it. @throws Fault where they may not, or nothing fits. */
async function repair(
  config: string,
  { runbook, incident }: { readonly runbook: string | undefined; readonly incident: string },
): Promise<true> {
  if (runbook === undefined) throw new Fault("missing", "the drill names no runbook: repair it yourself");
  const { plan } = toldRepair.parse(await ask(config, "heal", { runbook, incident }));
  await ask(config, "approve", { id: plan });
  return true;
}

/** Tells each stage once, when it is come to. */
function teller(terminal: Terminal): Watching["tell"] {
  const told = new Set<string>();
  return ({ stages, incident, plan, run }) => {
    const what: Readonly<Record<string, string | null>> = { noticed: incident, planned: plan, begun: run };
    for (const stage of stages) {
      if (stage.afterMs === null || told.has(stage.name)) continue;
      told.add(stage.name);
      const id = what[stage.name] ?? null;
      terminal.out(`  ${stageText(stage)}${id === null ? "" : `  ${id}`}\n`);
    }
  };
}

function endOf({ stages, verdict, run }: Score, json: boolean, terminal: Terminal): ExitCode {
  const late = stages.find(({ afterMs }) => afterMs === null);
  const isOver = stages.at(-1)?.afterMs !== null;
  // Over without a repair: somebody mended it by hand, or it went by itself.
  if (late === undefined || (isOver && (run === null || verdict === "healed"))) return exit.fine;
  const why =
    verdict !== null && verdict !== "healed" ? `${run ?? "the run"}: ${verdict}` : `not ${late.name} in time`;
  if (!json) terminal.out(`  ${why}\n`);
  return exit.found;
}
