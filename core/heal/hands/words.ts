import type { Assertion, Expectation, PlanStep } from "#core/domain";

/** An assertion in the runbook's words: `http "http://127.0.0.1:8081/healthz" status == 200`. */
export function assertionWords(assertion: Assertion): string {
  const wanted = expectationWords(assertion.expect);
  switch (assertion.kind) {
    case "exec": {
      const taken = assertion.parse === null ? "exit" : `parse(${JSON.stringify(assertion.parse)})`;
      return `exec ${JSON.stringify(assertion.command)} -> ${taken} ${wanted}`;
    }
    case "http":
      return `http ${JSON.stringify(assertion.url)} ${assertion.part} ${wanted}`;
    case "metric":
      return `metric ${JSON.stringify(assertion.query)} ${wanted}`;
  }
}

function expectationWords({ comparison, value }: Expectation): string {
  return `${comparison} ${typeof value === "number" ? String(value) : JSON.stringify(value)}`;
}

/** A step in the runbook's words. */
export function stepWords(step: PlanStep): string {
  if (step.kind === "exec") return `exec ${JSON.stringify(step.command)}`;
  const args = Object.entries(step.arguments).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${step.action}(${args.join(", ")})`;
}
