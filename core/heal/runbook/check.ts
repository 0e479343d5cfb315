import type { FileFault } from "#core/domain";
import { compileCondition, type Condition, conditionScope, suggestion } from "#core/expr";
import { type Clause, clauseOf, type ClauseNode, type RunbookNode } from "./ast.ts";
import { checkQuestion, checkStep, checkTime, type Tell } from "./check-parts.ts";
import { mostFaults, type Parsed } from "./parse.ts";
import { readMs } from "./times.ts";

/** What a configuration has, against which runbooks are checked. */
export interface CheckOptions {
  /** Events that some rule or probe raises; undefined where that is not known, and not asked. */
  readonly events: readonly string[] | undefined;
}

export interface Checked {
  readonly event: string;
  /** Whether it is for this incident; undefined where it is for all of its event. */
  readonly where: Condition<boolean> | undefined;
}

const mostSteps = 20;
const mostApprovals = 10;
const longestVerifyMs = 3_600_000;
const dayMs = 24 * 3_600_000;

/** Everything in one runbook that would fail later, and what could be made out of it. */
export function checkRunbook(
  { node, place }: Parsed,
  { events }: CheckOptions,
): { readonly checked: Checked | undefined; readonly faults: readonly FileFault[] } {
  const faults: FileFault[] = [];
  const tell: Tell = (at, message) => {
    if (faults.length < mostFaults) faults.push(place(at, message));
  };
  const on = clauseOf(node, "on");
  if (on === undefined) tell(node.at, 'expected on event "NAME": what is it a repair for?');
  else if (events !== undefined && !events.includes(on.event)) {
    tell(on.at, `nothing raises the event "${on.event}"; ${suggestion(on.event, events)}`);
  }
  checkClauses(node, tell);
  const where = on?.where === null || on?.where === undefined ? undefined : condition(on.where, tell);
  return { checked: on === undefined ? undefined : { event: on.event, where }, faults };
}

function checkClauses(node: RunbookNode, tell: Tell): void {
  const seen = new Set<string>();
  for (const clause of node.clauses) {
    if (seen.has(clause.kind)) tell(atOf(clause, node), `${clause.kind} is there twice`);
    seen.add(clause.kind);
    checkClause(clause, tell);
  }
  if (node.form === "full" && (node.name ?? "").trim() === "")
    tell(node.at, "expected a name in the quotation marks");
  if ((node.name ?? "").length > 100) tell(node.at, "expected a name of at most 100 characters");
  if (!seen.has("then")) tell(node.at, "expected then [ … ]: what does it do?");
  if (!seen.has("verify") && !seen.has("check")) {
    tell(node.at, "expected verify or check: without one nothing could prove that it helped");
  }
}

function checkClause(clause: ClauseNode, tell: Tell): void {
  switch (clause.kind) {
    case "on":
      return;
    case "check":
      return checkQuestion(clause.question, tell);
    case "approve":
      return checkApprove(clause, tell);
    case "then":
      if (clause.steps.length > mostSteps)
        tell(clause.at, `expected at most ${mostSteps} steps, got ${clause.steps.length}`);
      for (const step of clause.steps.slice(0, mostSteps)) checkStep(step, tell);
      return;
    case "verify":
      return checkVerify(clause, tell);
    case "waves":
      tell(clause.at, "in waves is not available yet: so far a runbook acts on one target");
      return;
    case "rollback":
      tell(clause.at, "rollback is not available yet: write a runbook of its own for the way back");
      return;
    case "cooldown":
      return checkTime(clause.time, { leastMs: 1_000, mostMs: 30 * dayMs, what: "a cooldown" }, tell);
    case "limit":
      if (clause.count < 1) tell(clause.at, "expected a limit of at least 1");
      return checkTime(
        clause.time,
        { leastMs: 60_000, mostMs: 30 * dayMs, what: "the time of a limit" },
        tell,
      );
  }
}

function checkApprove({ at, count, within: time }: Clause<"approve">, tell: Tell): void {
  if (count < 1 || count > mostApprovals) {
    tell(at, `expected 1 to ${mostApprovals} approvals, got ${count}: without any nothing runs`);
  }
  if (time !== null)
    checkTime(time, { leastMs: 60_000, mostMs: dayMs, what: "the time for approvals" }, tell);
}

function checkVerify({ at, questions, ...times }: Clause<"verify">, tell: Tell): void {
  if (questions.length === 0 || questions.length > mostSteps) {
    tell(at, `expected 1 to ${mostSteps} questions in verify, got ${questions.length}`);
  }
  for (const question of questions.slice(0, mostSteps)) checkQuestion(question, tell);
  const [withinMs, holdMs] = [readMs(times.within), times.hold === null ? 0 : readMs(times.hold)];
  checkTime(times.within, { leastMs: 1_000, mostMs: longestVerifyMs, what: "the time of verify" }, tell);
  const mostMs = typeof withinMs === "number" ? withinMs : longestVerifyMs;
  if (times.every !== null) checkTime(times.every, { leastMs: 1_000, mostMs, what: "every" }, tell);
  if (typeof holdMs !== "number") tell(times.hold?.at ?? at, holdMs.message);
  else if (holdMs >= mostMs)
    tell(times.hold?.at ?? at, "expected hold to be shorter than within, or it could never hold so long");
}

function condition(where: { at: number; text: string }, tell: Tell): Condition<boolean> | undefined {
  const scope = conditionScope({ incident: "incident" });
  if (!scope.ok) throw new Error(scope.error.message);
  const compiled = compileCondition(where.text, scope.value);
  if (compiled.ok) return compiled.value;
  const { message, hint, offset } = compiled.error;
  tell(where.at + offset, hint === undefined ? message : `${message}; ${hint}`);
  return undefined;
}

function atOf(clause: ClauseNode, { at }: RunbookNode): number {
  return clause.kind === "check" ? clause.question.at : "at" in clause ? clause.at : at;
}
