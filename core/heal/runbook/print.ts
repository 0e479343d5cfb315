import type {
  ArgumentNode,
  ClauseNode,
  ExpectationNode,
  GrantNode,
  QuestionNode,
  RunbookNode,
  StepNode,
  ValueNode,
} from "./ast.ts";
import { clauseOf } from "./ast.ts";

/** Clauses in the order in which they are told. */
const order = ["on", "check", "approve", "then", "waves", "verify", "rollback", "cooldown", "limit"] as const;

/** A runbook in its one spelling; read again, it is the same runbook. */
export function printRunbook(node: RunbookNode): string {
  const clauses = node.clauses.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  if (node.form === "short") {
    const [on, check, then] = [clauseOf(node, "on"), clauseOf(node, "check"), clauseOf(node, "then")];
    const head = on === undefined ? "" : printClause(on);
    const question = check === undefined ? "" : printQuestion(check.question);
    const steps = then === undefined ? "" : printClause(then);
    return `${head} {\n  ${question}\n  ${steps}\n}\n`;
  }
  const lines = clauses.map((clause) => `  ${printClause(clause)}\n`);
  return `runbook ${printText(node.name ?? "")} {\n${lines.join("")}}\n`;
}

function printClause(clause: ClauseNode): string {
  switch (clause.kind) {
    case "on":
      return `on event ${printText(clause.event)}${clause.where === null ? "" : ` where ${clause.where.text}`}`;
    case "check":
      return `check ${printQuestion(clause.question)}`;
    case "approve": {
      const of = clause.group === null ? "" : ` of ${printText(clause.group)}`;
      return `approve ${clause.count}${of}${clause.within === null ? "" : ` within ${clause.within.text}`}`;
    }
    case "then":
    case "rollback":
      return `${clause.kind} [\n${clause.steps.map((step) => `    ${printStep(step)}`).join(",\n")}\n  ]`;
    case "waves":
      return `in waves ${clause.text}`;
    case "verify": {
      const every = clause.every === null ? "" : ` every ${clause.every.text}`;
      const hold = clause.hold === null ? "" : ` hold ${clause.hold.text}`;
      const questions = clause.questions.map((question) => `    ${printQuestion(question)}\n`).join("");
      return `verify within ${clause.within.text}${every}${hold} {\n${questions}  }`;
    }
    case "cooldown":
      return `cooldown ${clause.time.text}`;
    case "limit":
      return `limit ${clause.count} per ${clause.time.text}`;
  }
}

function printStep(step: StepNode): string {
  if (step.kind === "call") return `${step.name}(${step.args.map(printArgument).join(", ")})`;
  const timeout = step.timeout === null ? "" : ` timeout ${step.timeout.text}`;
  return `exec ${printText(step.command.value)}${printGrants(step.grants)}${timeout}`;
}

function printArgument({ name, value }: ArgumentNode): string {
  return `${name === null ? "" : `${name}: `}${printValue(value)}`;
}

function printValue(value: ValueNode): string {
  switch (value.kind) {
    case "duration":
      return value.text;
    case "number":
    case "boolean":
      return String(value.value);
    case "string":
      return printText(value.value);
  }
}

function printQuestion(question: QuestionNode): string {
  switch (question.kind) {
    case "exec": {
      const { command, grants, timeout, parse, expect } = question;
      const within = timeout === null ? "" : ` timeout ${timeout.text}`;
      const taken = parse === null ? "" : ` -> parse(${printText(parse.value)})`;
      const wanted = expect === null ? "" : ` ${printExpectation(expect)}`;
      return `exec ${printText(command.value)}${printGrants(grants)}${within}${taken}${wanted}`;
    }
    case "http":
      return `http ${printText(question.url.value)} ${question.part} ${printExpectation(question.expect)}`;
    case "metric":
      return `metric ${printText(question.query.value)} ${printExpectation(question.expect)}`;
  }
}

function printExpectation({ comparison, value }: ExpectationNode): string {
  return `${comparison} ${typeof value === "number" ? String(value) : printText(value)}`;
}

function printGrants(grants: readonly GrantNode[]): string {
  if (grants.length === 0) return "";
  return ` with ${grants.map((grant) => (grant.kind === "net" ? "net" : `${grant.kind} ${printText(grant.path.value)}`)).join(", ")}`;
}

/** In the marks that need fewer escapes. */
function printText(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${quote}${text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`)}${quote}`;
}
