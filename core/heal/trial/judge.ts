import type { Plan, PlanStep, Run } from "#core/domain";
import { formatDuration } from "#core/expr";
import { stepWords } from "../hands/words.ts";
import type { Repair } from "../office/view.ts";
import type { TrialRoom } from "./room.ts";
import type { EndWord, Expected } from "./script.ts";

/** What is not as it is expected, in words; undefined where it is. */
export async function judge(expected: Expected, room: TrialRoom): Promise<string | undefined> {
  if (expected.kind === "no-plan") return judgeRefusal(expected.why, room);
  const repair = await room.repair();
  if (expected.kind === "ends") return judgeEnd(expected, room, repair);
  if (repair === undefined) return 'there is no plan yet: when plan "RUNBOOK"';
  switch (expected.kind) {
    case "step":
      return judgeStep(expected, repair);
    case "approvals": {
      const { needed, group } = repair.plan.content.approvals;
      const got = approvalsText(needed, group);
      const wanted = approvalsText(expected.needed, expected.group);
      return got === wanted ? undefined : `expected approvals ${wanted}, got ${got}`;
    }
    case "within":
      return judgeWithin(expected.ms, repair);
  }
}

function judgeRefusal(why: string, room: TrialRoom): string | undefined {
  const { refused } = room;
  if (refused === undefined) return "expected no plan, and there is one";
  room.forgive();
  return refused.includes(why)
    ? undefined
    : `expected no plan because of ${JSON.stringify(why)}, got: ${refused}`;
}

function judgeStep(
  { number, words }: Extract<Expected, { kind: "step" }>,
  { plan }: Repair,
): string | undefined {
  const { steps } = plan.content;
  const step = steps[number - 1];
  if (step === undefined) return `expected a step ${number}, there are ${steps.length}`;
  const [short, whole] = [stepWords(step), `${stepWords(step)}${grantsOf(step)}`];
  return words === short || words === whole ? undefined : `expected ${words}, got ${whole}`;
}

/** ` with read "/data"`, as a runbook says it. */
function grantsOf(step: PlanStep): string {
  if (step.kind !== "exec" || step.grants.length === 0) return "";
  const grants = step.grants.map((grant) =>
    grant.kind === "net" ? "net" : `${grant.kind} ${JSON.stringify(grant.path)}`,
  );
  return ` with ${grants.join(", ")}`;
}

function approvalsText(needed: number, group: string | null): string {
  return group === null ? String(needed) : `${needed} of ${JSON.stringify(group)}`;
}

function judgeWithin(ms: number, { run }: Repair): string | undefined {
  if (run?.receipt === null || run === undefined) return "nothing has run to its end";
  const took = run.receipt.endedMs - run.startedMs;
  return took <= ms
    ? undefined
    : `expected an end within ${formatDuration(ms)}, it took ${formatDuration(took)}`;
}

function judgeEnd(
  { as, why }: Extract<Expected, { kind: "ends" }>,
  room: TrialRoom,
  repair: Repair | undefined,
): string | undefined {
  const { word, because } = endOf(room, repair);
  room.forgive();
  const told = because === "" ? word : `${word}: ${because}`;
  if (word !== as) return `expected ${as}, got ${told}`;
  return because.includes(why) ? undefined : `expected ${as} because of ${JSON.stringify(why)}, got ${told}`;
}

interface End {
  readonly word: EndWord | "no plan" | "running";
  readonly because: string;
}

function endOf({ refused }: TrialRoom, repair: Repair | undefined): End {
  if (repair === undefined) return { word: "no plan", because: refused ?? "" };
  const { plan, run } = repair;
  if (run !== undefined) return runEnd(run);
  // A vote that did not count leaves the plan as it was.
  const end = planEnd(plan);
  return end.word === "waiting" && refused !== undefined ? { word: "refused", because: refused } : end;
}

function runEnd({ state, receipt }: Run): End {
  if (receipt === null) return { word: "running", because: state.kind };
  const { verdict, reason } = receipt;
  return { word: verdict === "not-healed" ? "not healed" : verdict, because: reason ?? "" };
}

function planEnd({ state }: Plan): End {
  switch (state.kind) {
    case "refused": {
      const fields = state.drift.map(({ path }) => path).join(", ");
      return { word: "refused", because: `${state.reason}${fields === "" ? "" : ` (${fields})`}` };
    }
    case "expired":
      return { word: "expired", because: "" };
    case "approved":
      return { word: "held", because: state.heldUp ?? "" };
    case "proposed":
    case "denied":
    case "superseded":
    case "spent":
      return { word: "waiting", because: state.kind };
  }
}
