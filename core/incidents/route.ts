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

/** Where an incident goes, and who is called. */
export type Way = Pick<Route, "channel" | "mention">;

/** What the group keys of storms begin with; those of other incidents are JSON. */
const stormPrefix = "storm:";

/** The group key of the storm of incidents that go one way: what one channel may know, no other is told. */
export function stormKey({ channel, mention }: Way): string {
  return `${stormPrefix}${JSON.stringify([channel, mention ?? null])}`;
}

/** Also one of an earlier version, which took in everything. */
export function isStorm({ groupKey }: Pick<Incident, "groupKey">): boolean {
  return groupKey.startsWith(stormPrefix) || groupKey === '["storm"]';
}

const wayShape = z.tuple([z.string(), z.string().nullable()]);

/**
 * Where an incident goes: a storm goes the way of its parts, whatever they have in common; any other by the first
 * route that matches. Undefined when nobody wants to know.
 */
export function wayOf(incident: Incident, routes: readonly Route[]): Way | undefined {
  if (!incident.groupKey.startsWith(stormPrefix)) return routeFor(incident, routes);
  const [channel, mention] = wayShape.parse(JSON.parse(incident.groupKey.slice(stormPrefix.length)));
  return mention === null ? { channel } : { channel, mention };
}

/** Where everything goes that no other route takes; undefined where there is no such route. */
export function restOf(routes: readonly Route[]): Route | undefined {
  return routes.find(({ match }) => match === undefined);
}

/** The first route whose severity and labels all match; undefined when nobody wants to know. */
function routeFor(incident: Incident, routes: readonly Route[]): Route | undefined {
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
