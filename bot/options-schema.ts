import { accessSection, peopleSection } from "#core/access";
import { apiSection } from "#core/api";
import { forecastsSection, reportsSection } from "#core/forecast";
import { drillsSection, runbooksSection } from "#core/heal";
import { routesSection } from "#core/incidents";
import { checksSection, sourcesSection } from "#core/inspect";
import { targetsSection } from "#core/inventory";
import { metricsSection, sandboxSection } from "#core/reach";
import { redactSection } from "#core/redact";
import { z } from "zod";
import { slackSection } from "./slack/section.ts";

const patterns = z
  .union([z.string().min(1), z.array(z.string().min(1))])
  .transform((given) => (typeof given === "string" ? [given] : given));

/** The whole of fettle.yml; each section belongs to the part that understands it. */
export const fettleFile = z.strictObject({
  state: z
    .string()
    .min(1)
    .default("~/.local/state/fettle")
    .describe("Folder for the store, keys and socket; made with mode 0700"),
  slack: slackSection.optional().describe("Which Slack app to be, and how it is reached"),
  people: peopleSection.optional().describe("Groups of people, for policies, routes and runbooks"),
  access: accessSection
    .optional()
    .describe("Cedar policies: who may do what; without one nobody may do anything"),
  routes: routesSection.default([]).describe("Which channel hears of which incident; the first that matches"),
  targets: targetsSection.optional().describe("Hosts that are watched and repaired"),
  sources: sourcesSection.default([]).describe("Log files that are read"),
  rules: patterns.default([]).describe("Rule files, as patterns"),
  runbooks: runbooksSection.optional(),
  metrics: metricsSection.optional().describe("Where measured values are asked for"),
  checks: checksSection.default([]).describe("What is probed, and when that is an alert"),
  forecasts: forecastsSection.default([]).describe("What is forecast, and the limit that matters"),
  reports: reportsSection.default([]).describe("When forecasts are told to a channel"),
  drills: drillsSection
    .default([])
    .describe("Faults made on purpose, to see that they are noticed and repaired"),
  redact: redactSection.optional().describe("What is hidden besides secrets and e-mail addresses"),
  sandbox: sandboxSection.optional().describe("How local commands are shut in"),
  api: apiSection.prefault({}).describe("Where metrics and health are served, or off"),
});

export type FettleFile = z.output<typeof fettleFile>;

/** The JSON Schema (2020-12) of fettle.yml, for editors: what one writes, not what it is read as. */
export function fettleFileSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(fettleFile, { io: "input" }), title: "fettle.yml" };
}

/** What is checked but not acted upon in this version, so that nobody waits for what will not come. */
export function idleNotices(file: FettleFile): string[] {
  return idleSections(file).map((name) => `\`${name}\` is checked, but this version does not act on it yet`);
}

function idleSections(file: FettleFile): string[] {
  const idle: string[] = [];
  if (file.forecasts.length > 0) idle.push("forecasts");
  if (file.reports.length > 0) idle.push("reports");
  if (file.targets !== undefined && file.targets.import.length > 0) idle.push("targets.import");
  if (file.targets?.defaults.ssh !== undefined || file.targets?.hosts.some(({ ssh }) => ssh !== undefined)) {
    idle.push("targets: ssh");
  }
  return idle;
}
