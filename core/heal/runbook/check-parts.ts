import { compilePattern, suggestion } from "#core/expr";
import {
  later,
  type Parameter,
  type ParameterType,
  type Signature,
  signatures,
} from "../actions/signatures.ts";
import type { ArgumentNode, GrantNode, QuestionNode, StepNode, Text, ValueNode } from "./ast.ts";
import { holeNames, holesOf, isHoleName, type Hole } from "./holes.ts";
import type { HoleKind } from "./fill.ts";
import { shellMistake } from "./shell.ts";
import { readMs } from "./times.ts";

/** Writes down a mistake at a character of the block. */
export type Tell = (at: number, message: string) => unknown;

const mostText = 4_000;
const stepTime = { leastMs: 1_000, mostMs: 3_600_000, what: "a timeout" };

/** @param what of which it is the time, for the message: `a cooldown`. */
export function checkTime(
  time: { readonly at: number; readonly text: string },
  { leastMs, mostMs, what }: { readonly leastMs: number; readonly mostMs: number; readonly what: string },
  tell: Tell,
): void {
  const ms = readMs(time);
  if (typeof ms !== "number") tell(time.at, ms.message);
  else if (ms < leastMs || ms > mostMs)
    tell(time.at, `expected ${what} of ${leastMs / 1_000} s to ${mostMs / 1_000} s, got ${time.text}`);
}

export function checkQuestion(question: QuestionNode, tell: Tell): void {
  switch (question.kind) {
    case "exec":
      if (question.timeout !== null)
        tell(question.at, "expected no timeout: a question has 10 s, timeout is for steps");
      checkText(question.command, "exec", tell);
      for (const grant of question.grants) checkGrant(grant, tell);
      if (question.parse !== null) checkParse(question.parse, tell);
      return;
    case "http":
      checkText(question.url, "url", tell);
      checkUrl(question.url, tell);
      return;
    case "metric":
      checkText(question.query, "promql", tell);
  }
}

export function checkStep(step: StepNode, tell: Tell): void {
  if (step.kind === "exec") {
    checkText(step.command, "exec", tell);
    for (const grant of step.grants) checkGrant(grant, tell);
    if (step.timeout !== null) checkTime(step.timeout, stepTime, tell);
    return;
  }
  const signature = Object.hasOwn(signatures, step.name) ? signatures[step.name] : undefined;
  if (signature !== undefined) checkArguments(step, signature, tell);
  else if (later.includes(step.name))
    tell(step.at, `${step.name} is not available yet; there are ${Object.keys(signatures).join(", ")}`);
  else tell(step.at, `there is no action ${step.name}; ${suggestion(step.name, Object.keys(signatures))}`);
}

function checkArguments(
  step: Extract<StepNode, { kind: "call" }>,
  { parameters }: Signature,
  tell: Tell,
): void {
  const names = parameters.map(({ name }) => name);
  const given = new Set<string>();
  for (const [index, argument] of step.args.entries()) {
    const parameter =
      argument.name === null ? parameters[index] : parameters.find(({ name }) => name === argument.name);
    if (parameter === undefined) {
      const what =
        argument.name === null
          ? `${step.name} takes ${names.length} arguments`
          : `${step.name} has no ${argument.name}`;
      tell(argument.at, `${what}: ${names.join(", ")}`);
      continue;
    }
    if (given.has(parameter.name)) tell(argument.at, `${parameter.name} is there twice`);
    given.add(parameter.name);
    checkArgument(argument, parameter, tell);
  }
  for (const { name, otherwise } of parameters) {
    if (otherwise === undefined && !given.has(name)) tell(step.at, `${step.name} needs ${name}`);
  }
}

function checkArgument({ at, value }: ArgumentNode, { name, type }: Parameter, tell: Tell): void {
  if (!fits(value, type)) tell(at, `expected ${wanted(type)} for ${name}`);
  else if (value.kind === "string" && type.kind === "path") checkPath(value, tell, type.glob);
  else if (value.kind === "string" && type.kind === "url") {
    checkText(value, "url", tell);
    checkUrl(value, tell);
  }
}

function fits(value: ValueNode, type: ParameterType): boolean {
  switch (type.kind) {
    case "path":
    case "url":
    case "text":
      return value.kind === "string";
    case "choice":
      return value.kind === "string" && type.of.includes(value.value);
    case "whole":
      return value.kind === "number" && Number.isInteger(value.value) && isIn(value.value, type);
    case "duration": {
      const ms = value.kind === "duration" ? readMs(value) : undefined;
      return typeof ms === "number" && ms <= type.mostMs;
    }
  }
}

function isIn(value: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return value >= least && value <= most;
}

function wanted(type: ParameterType): string {
  switch (type.kind) {
    case "path":
      return "a path in quotation marks";
    case "url":
      return "a URL in quotation marks";
    case "text":
      return "a text in quotation marks";
    case "choice":
      return `one of ${type.of.join(", ")}`;
    case "whole":
      return `a whole number from ${type.least} to ${type.most}`;
    case "duration":
      return `a duration of at most ${type.mostMs / 1_000} s`;
  }
}

/** What is the same for all texts with holes: known names, in places where they stay values. */
function checkText(text: Text, kind: HoleKind, tell: Tell): void {
  if (text.value.trim() === "" || text.value.length > mostText) {
    tell(text.at, `expected 1 to ${mostText} characters in the quotation marks`);
    return;
  }
  const { holes, malformed } = holesOf(text.value);
  for (const { start, message } of malformed) tell(text.at + 1 + start, message);
  for (const hole of holes) {
    const mistake = holeMistake(text.value, hole, kind);
    if (mistake !== undefined) tell(text.at + 1 + hole.start, mistake);
  }
}

function holeMistake(text: string, hole: Hole, kind: HoleKind): string | undefined {
  if (!isHoleName(hole.name))
    return `there is no hole {{ ${hole.name} }}; ${suggestion(hole.name, holeNames)}`;
  if (kind === "exec") return shellMistake(text, hole);
  if (kind === "url" || isInLabel(text, hole)) return undefined;
  return 'a hole outside of a label\'s quotation marks: {host="{{ target.name }}"}';
}

/** Whether a hole of PromQL stands in a quoted label value. */
function isInLabel(query: string, { start }: Hole): boolean {
  let quote = "";
  for (let at = 0; at < start; at++) {
    const sign = query[at] ?? "";
    if (quote !== "" && sign === "\\") at += 1;
    else if (quote === "" && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = "";
  }
  return quote !== "";
}

function checkGrant(grant: GrantNode, tell: Tell): void {
  if (grant.kind !== "net") checkPath(grant.path, tell, false);
}

function checkPath({ at, value }: Text, tell: Tell, glob: boolean): void {
  if (value === "" || value.includes("{{") || /\p{Cc}/u.test(value))
    tell(at, "expected a path without holes");
  else if (!glob && /[*?[]/.test(value)) tell(at, "expected one path, without * and ?");
  else if (glob && /[*?[]/.test(value.slice(0, value.lastIndexOf("/")))) {
    tell(at, "expected * and ? in the last part of the path only");
  }
}

function checkUrl({ at, value }: Text, tell: Tell): void {
  const url = URL.parse(value.replaceAll(/\{\{[^}]*\}\}/g, "x"));
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    tell(at, "expected an http or https URL");
  } else if (url.username !== "" || url.password !== "") tell(at, "expected a URL without user and password");
}

function checkParse({ at, value }: Text, tell: Tell): void {
  const compiled = compilePattern(value);
  if (!compiled.ok) {
    tell(at + 1 + compiled.error.offset, compiled.error.message);
    return;
  }
  const groups = value.replaceAll(/\\./g, "").match(/\((?!\?(?!<[A-Za-z]|P<))/g) ?? [];
  if (groups.length !== 1) tell(at, `expected one group in the pattern, the value, got ${groups.length}`);
}
