import { durationField } from "#core/expr";
import { z } from "zod";

/** Where runbooks are: one pattern or several. */
export const runbooksSection = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === "string" ? [given] : given))
  .describe("Runbook files, as patterns");

/** How a drill breaks its subject: one HTTP request, `METHOD URL`, and nothing else. */
const breakage = z.strictObject({
  http: z
    .string()
    .regex(
      /^(GET|POST|PUT|DELETE) https?:\/\/\S+$/,
      'expected a method and a URL, such as "POST http://127.0.0.1:8081/break"',
    ),
});

/** Faults that are made on purpose, to see that they are noticed and repaired. */
export const drillsSection = z.array(
  z.strictObject({
    name: z.string().min(1).max(100),
    break: breakage,
    expect: z.string().describe("The event that must be raised"),
    runbook: z.string().describe("The runbook that must repair it"),
    within: durationField.optional(),
  }),
);
