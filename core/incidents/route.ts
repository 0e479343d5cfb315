import { type Incident, parseSeverity, type Severity } from "#core/domain";
import { z } from "zod";

const severityMatch = z
  .string()
  .regex(/^(>=|<=|=|>|<)\s*[1-5]$/, 'expected a comparison such as ">=4"')
  .transform((text) => ({
    operator: text.slice(0, -1).trim(),
    level: parseSeverity(Number(text.slice(-1))),
  }));

const route = z.strictObject({
  match: z
    .strictObject({
      severity: severityMatch.optional(),
      labels: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  channel: z.string().regex(/^#[^\s#]{1,80}$/, 'expected a channel such as "#ops-alerts"'),
  mention: z.string().min(1).optional().describe("A group of `people` that is called"),
});

/** Where incidents go: the first route that matches. A route without `match` takes what is left. */
export const routesSection = z.array(route);

export type Route = z.output<typeof route>;

/** The first route whose severity and labels all match; undefined when nobody wants to know. */
export function routeFor(incident: Incident, routes: readonly Route[]): Route | undefined {
  return routes.find(({ match }) => {
    if (match === undefined) return true;
    const severityFits = match.severity === undefined || compare(incident.severity, match.severity);
    const labels = Object.entries(match.labels ?? {});
    return severityFits && labels.every(([key, value]) => incident.labels[key] === value);
  });
}

function compare(severity: Severity, { operator, level }: { operator: string; level: Severity }): boolean {
  if (operator === ">=") return severity >= level;
  if (operator === "<=") return severity <= level;
  if (operator === ">") return severity > level;
  if (operator === "<") return severity < level;
  return severity === level;
}
