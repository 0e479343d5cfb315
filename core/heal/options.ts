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
      /^(GET|POST|PUT|DELETE) https?:\/\/[^\s@]+$/,
      'expected a method and a URL without user and password, such as "POST http://127.0.0.1:8081/break"',
    )
    .transform((text) => {
      const [method, url = ""] = text.split(" ");
      return { method: z.enum(["GET", "POST", "PUT", "DELETE"]).parse(method), url };
    }),
});

const drill = z.strictObject({
  name: z.string().min(1).max(100),
  title: z.string().min(1).max(60).optional().describe("What people see of it; default: the name"),
  break: breakage,
  expect: z.string().describe("The event that must be raised"),
  runbook: z.string().optional().describe("The runbook that must repair it"),
  within: durationField.optional(),
});

/** Faults that are made on purpose, to see that they are noticed and repaired. */
export const drillsSection = z.array(drill).max(20);

export type DrillSetting = z.output<typeof drill>;
