import { isAbsolute, join, normalize } from "node:path";
import type {
  Assertion,
  Brakes,
  Comparison,
  Expectation,
  Grant,
  PlanContent,
  PlanStep,
  Verification,
} from "#core/domain";
import { signatures } from "../actions/signatures.ts";
import type { Facts } from "../shelf.ts";
import {
  clauseOf,
  type GrantNode,
  type QuestionNode,
  type RunbookNode,
  type StepNode,
  type ValueNode,
} from "./ast.ts";
import { fill } from "./fill.ts";
import { msOf, otherwise } from "./times.ts";

export interface RenderOptions {
  readonly name: string;
  /** Folder of the runbook's file: relative paths start there. */
  readonly folder: string;
}

/**
 * What a runbook that was checked comes down to here and now.
 * @throws Fault `missing` for a hole that nothing fills, `invalid` for a value that cannot stand there.
 */
export function renderRunbook(node: RunbookNode, facts: Facts, { name, folder }: RenderOptions): PlanContent {
  const rendering = { facts, folder };
  const question = clauseOf(node, "check")?.question;
  const check = question === undefined ? null : renderQuestion(question, rendering);
  const steps = (clauseOf(node, "then")?.steps ?? []).map((step) => renderStep(step, rendering));
  const approve = clauseOf(node, "approve");
  return {
    runbook: name,
    target: { name: facts.target.name, address: facts.target.address },
    check,
    steps,
    verify: renderVerify(node, check, rendering),
    brakes: brakesOf(node),
    approvals: {
      needed: approve?.count ?? 1,
      group: approve?.group ?? null,
      withinMs: msOf(approve?.within, otherwise.approveMs),
    },
  };
}

interface Rendering {
  readonly facts: Facts;
  readonly folder: string;
}

/** Without `verify`, the repair has helped when its check does not hold any more. */
function renderVerify(node: RunbookNode, check: Assertion | null, rendering: Rendering): Verification {
  const verify = clauseOf(node, "verify");
  if (verify === undefined) {
    const assertions = check === null ? [] : [{ ...check, expect: opposite(check.expect) }];
    return { withinMs: otherwise.withinMs, everyMs: otherwise.everyMs, holdMs: 0, assertions };
  }
  return {
    withinMs: msOf(verify.within, otherwise.withinMs),
    everyMs: msOf(verify.every, otherwise.everyMs),
    holdMs: msOf(verify.hold, 0),
    assertions: verify.questions.map((question) => renderQuestion(question, rendering)),
  };
}

const opposites: Readonly<Record<Comparison, Comparison>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};

function opposite({ comparison, value }: Expectation): Expectation {
  return { comparison: opposites[comparison], value };
}

function renderQuestion(question: QuestionNode, rendering: Rendering): Assertion {
  const { facts } = rendering;
  switch (question.kind) {
    case "exec":
      return {
        kind: "exec",
        command: fill(question.command.value, "exec", facts),
        grants: question.grants.map((grant) => renderGrant(grant, rendering)),
        parse: question.parse?.value ?? null,
        expect: question.expect ?? { comparison: "==", value: 0 },
      };
    case "http":
      return {
        kind: "http",
        url: fill(question.url.value, "url", facts),
        part: question.part,
        expect: question.expect,
      };
    case "metric":
      return { kind: "metric", query: fill(question.query.value, "promql", facts), expect: question.expect };
  }
}

function renderStep(step: StepNode, rendering: Rendering): PlanStep {
  if (step.kind === "exec") {
    return {
      kind: "exec",
      command: fill(step.command.value, "exec", rendering.facts),
      grants: step.grants.map((grant) => renderGrant(grant, rendering)),
      deadlineMs: msOf(step.timeout, otherwise.stepMs),
    };
  }
  const signature = signatures[step.name];
  if (signature === undefined) throw new Error(`${step.name} was not checked`);
  const args: Record<string, string | number | boolean> = {};
  for (const [index, { name, type, otherwise: unsaid }] of signature.parameters.entries()) {
    const given = step.args.find((one, at) => (one.name === null ? at === index : one.name === name))?.value;
    const value = given === undefined ? unsaid : plainValue(given);
    if (value === undefined) throw new Error(`${name} of ${step.name} was not checked`);
    if (type.kind === "path") args[name] = absolute(String(value), rendering.folder);
    else args[name] = type.kind === "url" ? fill(String(value), "url", rendering.facts) : value;
  }
  return { kind: "action", action: step.name, arguments: args, deadlineMs: signature.deadlineMs };
}

function plainValue(value: ValueNode): string | number | boolean {
  return value.kind === "duration" ? msOf(value, 0) : value.value;
}

function renderGrant(grant: GrantNode, { folder }: Rendering): Grant {
  if (grant.kind === "net") return { kind: "net" };
  return { kind: grant.kind, path: absolute(grant.path.value, folder) };
}

function absolute(path: string, folder: string): string {
  const whole = isAbsolute(path) ? normalize(path) : join(folder, path);
  return whole.length > 1 && whole.endsWith("/") ? whole.slice(0, -1) : whole;
}

function brakesOf(node: RunbookNode): Brakes {
  const [cooldown, limit] = [clauseOf(node, "cooldown"), clauseOf(node, "limit")];
  return {
    cooldownMs: cooldown === undefined ? null : msOf(cooldown.time, 0),
    limit: limit === undefined ? null : { count: limit.count, perMs: msOf(limit.time, 0) },
  };
}
