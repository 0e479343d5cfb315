import { parseSeverity, type Severity } from "#core/domain";
import { suggestion } from "#core/expr";
import { Mistake, type Reader } from "./reader.ts";
import {
  type Answer,
  type AskedKind,
  endWords,
  type EndWord,
  type Expected,
  type Statement,
  type TimedAnswer,
} from "./script.ts";

/** Reads one line of a test. @throws Mistake */
export function readStatement(line: Reader, text: string): Statement {
  const { at } = line;
  const verb = line.bare("given, when or expect");
  if (verb === "given") return readGiven(line);
  if (verb === "when") return readWhen(line);
  if (verb === "expect") return { kind: "expect", what: readExpect(line, text) };
  throw new Mistake(
    at,
    `expected given, when or expect, got ${verb}; ${suggestion(verb, ["given", "when", "expect"])}`,
  );
}

function readGiven(line: Reader): Statement {
  if (line.takes("event")) return readEvent(line);
  const { at } = line;
  const of = line.bare("event, exec, http or metric");
  if (of !== "exec" && of !== "http" && of !== "metric") {
    throw new Mistake(at, `expected event, exec, http or metric, got ${of}`);
  }
  const asked = line.text(`what is asked, as the plan shows it, in quotation marks`);
  if (!line.takes("->")) throw new Mistake(line.at, "expected -> and what it gives");
  return { kind: "answers", of, asked, answers: readAnswers(line, of) };
}

function readEvent(line: Reader): Statement {
  const event = line.text("the event's name in quotation marks");
  let severity: Severity = 3;
  const labels: Record<string, string> = {};
  while (!line.isDone) {
    const { at } = line;
    if (line.takes("severity")) severity = readSeverity(line);
    else if (line.takes("labels")) Object.assign(labels, readLabels(line));
    else throw new Mistake(at, "expected severity 1 to 5, labels name=value, or the end of the line");
  }
  return { kind: "event", event, severity, labels };
}

function readSeverity(line: Reader): Severity {
  const { at } = line;
  const number = line.number("a severity");
  if (Number.isInteger(number) && number >= 1 && number <= 5) return parseSeverity(number);
  throw new Mistake(at, `expected a severity of 1 to 5, got ${number}`);
}

function readLabels(line: Reader): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let word = line.peek(); word?.kind === "bare" && word.text.includes("="); word = line.peek()) {
    const [name = "", ...value] = line.bare("a label").split("=");
    // `host="web 1"`: the word ends before the quotation mark.
    labels[name] = value.join("=") === "" ? line.textOrNothing() : value.join("=");
  }
  return labels;
}

function readAnswers(line: Reader, of: AskedKind): TimedAnswer[] {
  const answers: TimedAnswer[] = [{ answer: readAnswer(line, of), afterMs: null }];
  while (line.takes("then")) {
    const answer = readAnswer(line, of);
    answers.push({ answer, afterMs: line.takes("after") ? line.duration("a duration such as 20s") : 0 });
  }
  line.end();
  return answers;
}

function readAnswer(line: Reader, of: AskedKind): Answer {
  if (line.takes("fails")) return { kind: "fails", why: line.textOrNothing() || "it does not answer" };
  if (of === "exec" && line.takes("exit")) {
    return { kind: "exit", exit: line.number("an exit code"), output: line.textOrNothing() };
  }
  if (of !== "metric" && line.peek()?.kind === "text") return { kind: "value", value: line.text("a text") };
  return { kind: "value", value: line.number("a number, a text in quotation marks, or fails") };
}

function readWhen(line: Reader): Statement {
  const { at } = line;
  const what = line.bare("plan, approved or time");
  if (what === "plan") {
    const runbook = line.text("the runbook's name in quotation marks");
    line.end();
    return { kind: "plan", runbook };
  }
  if (what === "approved") {
    const votes = line.takes("by") ? readVotes(line) : null;
    line.end();
    return { kind: "approved", votes };
  }
  if (what !== "time") throw new Mistake(at, `expected plan, approved or time, got ${what}`);
  const ms = line.duration("a duration such as 10m");
  line.end();
  return { kind: "time", ms };
}

function readVotes(line: Reader): number {
  const { at } = line;
  const votes = line.number("how many approve");
  if (Number.isInteger(votes) && votes >= 1) return votes;
  throw new Mistake(at, `expected a whole number of people, at least 1, got ${votes}`);
}

function readExpect(line: Reader, text: string): Expected {
  if (line.takes("no")) {
    if (!line.takes("plan")) throw new Mistake(line.at, 'expected: no plan "why"');
    return ended(line, { kind: "no-plan", why: line.textOrNothing() });
  }
  // The runbook's own words, as they stand.
  if (line.takes("step")) {
    const number = line.number("the step's number");
    const words = text.slice(line.at).trim();
    if (words === "") throw new Mistake(line.at, "expected the step in the runbook's words");
    return { kind: "step", number, words };
  }
  if (line.takes("approvals")) {
    const needed = line.number("how many approvals");
    const group = line.takes("of") ? line.text("a group in quotation marks") : null;
    return ended(line, { kind: "approvals", needed, group });
  }
  if (line.takes("within"))
    return ended(line, { kind: "within", ms: line.duration("a duration such as 30s") });
  return ended(line, { kind: "ends", as: readEnd(line), why: line.textOrNothing() });
}

function readEnd(line: Reader): EndWord {
  const { at } = line;
  const first = line.bare(`step, approvals, within, no plan, ${endWords.join(", ")}`);
  const word = first === "not" ? `not ${line.bare("healed")}` : first;
  const known = endWords.find((one) => one === word);
  if (known !== undefined) return known;
  const all = ["step", "approvals", "within", "no plan", ...endWords];
  throw new Mistake(at, `there is nothing like ${word} to expect; ${suggestion(word, all)}`);
}

function ended(line: Reader, expected: Expected): Expected {
  line.end();
  return expected;
}
