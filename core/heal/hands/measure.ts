import { type Assertion, Fault, isFault, type Measurement, meets, messageOf } from "#core/domain";
import { compilePattern } from "#core/expr";
import type { Doing } from "./hands.ts";
import { assertionWords } from "./words.ts";
import type { World } from "./world.ts";

const questionMs = 10_000;
const mostBytes = 64 * 1024;
const mostShown = 200;

/** Asks one question. What goes wrong with it stands in the measurement. */
export async function measure(world: World, assertion: Assertion, doing: Doing): Promise<Measurement> {
  const { redact, clock } = world;
  const base = { name: redact(assertionWords(assertion)), atMs: clock.nowMs() };
  try {
    const value = await valueOf(world, assertion, doing);
    const shown = typeof value === "number" ? value : redact(value).slice(0, mostShown);
    return { ...base, value: shown, holds: meets(value, assertion.expect), trouble: null };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    // Whoever does not answer has told how it is: not as expected.
    const unanswered =
      assertion.kind === "http" && (thrown.kind === "unavailable" || thrown.kind === "timeout");
    const holds = unanswered && !doing.signal.aborted ? assertion.expect.comparison === "!=" : null;
    return { ...base, value: null, holds, trouble: redact(messageOf(thrown)).slice(0, mostShown) };
  }
}

async function valueOf(world: World, assertion: Assertion, doing: Doing): Promise<number | string> {
  switch (assertion.kind) {
    case "exec":
      return executed(world, assertion, doing);
    case "http": {
      const answer = await world.http.request({
        url: assertion.url,
        method: "GET",
        timeoutMs: questionMs,
        maxBytes: mostBytes,
        signal: doing.signal,
      });
      return assertion.part === "status" ? answer.status : answer.body.trim();
    }
    case "metric": {
      if (world.prometheus === undefined)
        throw new Fault("unavailable", "metrics.prometheus is not configured");
      return world.prometheus.value(assertion.query, { timeoutMs: questionMs, signal: doing.signal });
    }
  }
}

async function executed(
  { sandbox }: World,
  { command, grants, parse }: Extract<Assertion, { kind: "exec" }>,
  { signal, what }: Doing,
): Promise<number | string> {
  const outcome = await sandbox.execute({
    argv: ["sh", "-c", command],
    grants,
    deadlineMs: questionMs,
    signal,
    mostBytes,
    what,
  });
  if (outcome.exit === null) throw new Fault("timeout", `it was ended by ${outcome.ended}`);
  if (parse === null) return outcome.exit;
  const found = firstGroup(outcome.stdout, parse);
  if (found !== undefined) return found;
  const said = outcome.stdout.trim() === "" ? outcome.stderr : outcome.stdout;
  throw new Fault(
    "missing",
    `parse(${JSON.stringify(parse)}) found nothing in ${JSON.stringify(said.trim().slice(0, 100))}`,
  );
}

function firstGroup(text: string, source: string): string | undefined {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error(`a pattern was not checked: ${compiled.error.message}`);
  return compiled.value.firstGroup(text);
}
