import { Fault } from "#core/domain";
import { toldRepair } from "../changes-repairs.ts";
import { ask } from "./change.ts";
import { configHelp, configOption, configPath, exit, type Verb } from "./verb.ts";

export const approve: Verb = planVerb({
  name: "approve",
  summary: "approve a plan: with enough approvals it runs",
  takes: "PLAN",
  example: "fettle approve plan-3",
});
export const deny: Verb = planVerb({
  name: "deny",
  summary: "say no to a plan, for good, and why",
  takes: "PLAN REASON",
  example: 'fettle deny plan-3 "the backup is running"',
});
export const abort: Verb = planVerb({
  name: "abort",
  summary: "end a run now, and everything that it started",
  takes: "RUN REASON",
  example: 'fettle abort run-3 "wrong host"',
});

interface PlanVerb {
  readonly name: "approve" | "deny" | "abort";
  readonly summary: string;
  readonly takes: "PLAN" | "PLAN REASON" | "RUN REASON";
  readonly example: string;
}

function planVerb({ name, summary, takes, example }: PlanVerb): Verb {
  const wantsReason = takes !== "PLAN";
  return {
    name,
    summary,
    usage: `${takes} [--config FILE]`,
    options: configOption,
    optionHelp: configHelp,
    run: async (given, terminal) => {
      const [id, ...words] = given.positionals;
      if (id === undefined || words.length > 0 !== wantsReason) {
        throw new Fault("invalid", `expected ${takes}, such as: ${example}`);
      }
      const reason = wantsReason ? { reason: words.join(" ") } : {};
      const repair = toldRepair.parse(await ask(configPath(given), name, { id, ...reason }));
      const rest = name === "approve" && repair.missing > 0 ? `, ${repair.missing} approvals to go` : "";
      terminal.out(`${repair.run ?? repair.plan} is ${repair.state}${rest}\n`);
      return exit.fine;
    },
  };
}
