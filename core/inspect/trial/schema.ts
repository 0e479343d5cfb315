import { isSeverity, type Severity } from "#core/domain";
import { durationField } from "#core/expr";
import { z } from "zod";
import { logFormats } from "../parse/parser.ts";

/** Lines of one test, repeats counted: each costs a transaction. */
const mostLines = 10_000;

const input = z.strictObject({
  line: z.string().min(1).max(65_536).describe("As the log has it; {{ time }} stands for when it is read"),
  at: durationField.optional().describe("When it is read, since the test's begin"),
  repeat: z.int().min(1).max(mostLines).default(1).describe("How often it is read"),
  every: durationField.optional().describe("Time between two of these"),
});

const expected = z.strictObject({
  rule: z.string().describe("Id of the rule whose alert fires"),
  at: durationField.optional().describe("When it fires, since the test's begin"),
  severity: z
    .custom<Severity>(isSeverity, "expected 1 to 5")
    .meta({ type: "integer", minimum: 1, maximum: 5 })
    .optional()
    .describe("The highest that it comes to"),
  key: z.record(z.string(), z.string()).optional().describe("What the rule's `by` names have for values"),
  alert: z.string().optional().describe("Its text"),
  lines: z.int().min(1).optional().describe("How many lines it stands for"),
  resolved: durationField.optional().describe("When it resolves, since the test's begin"),
});

const test = z
  .strictObject({
    name: z.string().min(1).max(200),
    source: z.string().min(1).max(100).default("test").describe("Name of the source, as {{ source }} has it"),
    format: z.enum(logFormats).default("auto"),
    labels: z.record(z.string(), z.string()).default({}).describe("What the source's operator says of it"),
    input: z.array(input).min(1),
    expect: z.array(expected).min(1).optional().describe("All alerts that fire, in any order"),
    expect_none: z.literal(true).optional().describe("No alert fires"),
  })
  .refine(({ expect, expect_none }) => (expect === undefined) !== (expect_none === undefined), {
    path: ["name"],
    error: "expected either `expect`, all alerts that fire, or `expect_none: true`",
  })
  .refine(({ input: lines }) => lines.reduce((sum, { repeat }) => sum + repeat, 0) <= mostLines, {
    path: ["input"],
    error: `expected at most ${mostLines} lines, repeats counted`,
  });

export type ExpectedAlert = z.output<typeof expected>;
export type RuleTestSource = z.output<typeof test>;

/** A file of rule tests, `NAME.test.yml`. */
export const ruleTestFile = z.strictObject({
  rules: z.array(z.string().min(1)).min(1).optional().describe("Rule files; NAME.yml unless named"),
  tests: z.array(test).min(1).max(1_000),
});
