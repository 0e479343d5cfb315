import { isSeverity, type Severity } from "#core/domain";
import { durationField } from "#core/expr";
import { z } from "zod";

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,99}$/i, "expected a name of letters, digits, `_`, `.` and `-`, at most 100");

const name = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, "expected the name of a group or field");

/** A key of the rule language that a later version understands: refused by name, so that no rule is half obeyed. */
const notYet = (key: string) =>
  z.undefined({ error: `\`${key}\` is not available in this version` }).optional();

const by = z.array(name).max(8, "at most 8 keys").optional();

const frequency = z
  .strictObject({
    count: z.int().min(1).max(1_000).describe("How many hits of one key"),
    within: durationField.describe("Event time in which they must lie"),
    by,
  })
  .describe("Fires only when one key hits this often");

const of = name.describe("The name whose value counts: a named group, a field, a label");

const change = z
  .strictObject({ of })
  .describe("Fires when the value is another than the last one of its key");

const dayMs = 86_400_000;
const newTerm = z
  .strictObject({
    of,
    within: durationField.default(30 * dayMs).describe("A value not seen for longer is new again"),
    learn: durationField.default(dayMs).describe("So long after its key's first hit nothing is new"),
  })
  .describe("Fires when a value was not seen before");

const cardinality = z
  .strictObject({
    of,
    more_than: z.int().min(1).max(1_000).describe("Values of one key"),
    within: durationField.describe("Event time in which they must lie"),
  })
  .describe("Fires when one key has more different values than this");

const spike = z
  .strictObject({
    times: z.number().min(1.1).max(1_000).describe("How many times as many hits as in the window before"),
    at_least: z.int().min(1).default(10).describe("And at least so many"),
    within: durationField.describe("The window"),
  })
  .describe("Fires when one key is hit much more often than before");

const patternOf = (what: string) => z.string().describe(`${what} (RE2 syntax)`);

const context = z
  .strictObject({
    before: z
      .union([patternOf("What another line must have held"), z.array(z.string()).min(1).max(8)])
      .optional()
      .describe("Patterns of lines that must have come before, in their order"),
    unless: patternOf("What no line before may have held").optional(),
    within: durationField.describe("Event time in which all of them must lie"),
    by,
    when: z.string().optional().describe("CEL over named groups of `before`, `by` keys and its record"),
  })
  .refine(({ before, unless }) => before !== undefined || unless !== undefined, {
    path: ["within"],
    error: "expected `before` or `unless` beside it",
  })
  .describe("Fires only after other lines of the same key, or only without one");

/** A rule remembers in one way at most. */
const memories = { frequency, change, new_term: newTerm, cardinality, spike };
const kinds = ["frequency", "change", "new_term", "cardinality", "spike"] as const;

const shape = z.strictObject({
  id: id.describe("Unique among all rules"),
  event: id.optional().describe("What runbooks trigger on; the id unless named"),
  type: z
    .enum(["match", ...kinds])
    .optional()
    .describe("What it looks for; told by its other keys, too"),
  severity: z
    .union([
      z
        .custom<Severity>(isSeverity, "expected 1 to 5, or an expression")
        .meta({ type: "integer", minimum: 1, maximum: 5 }),
      z.string(),
    ])
    .default(3)
    .describe("1 (note) to 5 (page), or a CEL expression that gives one"),
  semantics: z.array(z.string().min(1).max(40)).max(16).default([]),
  pattern: z.string().describe("What a line must hold (RE2 syntax); named groups become values"),
  types: z
    .record(z.string(), z.enum(["int", "double", "duration", "size", "string"]))
    .default({})
    .describe("Types of named groups, where the pattern does not tell them"),
  where: z.string().optional().describe("CEL over the record"),
  when: z.string().optional().describe("CEL over named groups, `by` keys and the record"),
  by: by.describe("Names whose values make one alert each"),
  frequency: memories.frequency.optional(),
  change: memories.change.optional(),
  new_term: memories.new_term.optional(),
  cardinality: memories.cardinality.optional(),
  spike: memories.spike.optional(),
  alert: z.string().describe("Text of the alert: {{ group }}, {{ host }}, {{ record.fields.x }}"),
  resolveAfter: durationField.default(5 * 60_000).describe("Resolved when not seen for this long"),
  context: context.optional(),
  for: notYet("for"),
  suppress: notYet("suppress"),
});

/** `type: match` stood with `frequency` before there were other types. */
function isOfType({ type, ...source }: z.output<typeof shape>): boolean {
  const told = kinds.find((kind) => source[kind] !== undefined) ?? "match";
  return type === undefined || type === told || (type === "match" && told === "frequency");
}

const rule = shape
  .refine(
    (source) => [...kinds, "context" as const].filter((kind) => source[kind] !== undefined).length < 2,
    {
      path: ["id"],
      error: `expected at most one of ${kinds.join(", ")}, context`,
    },
  )
  .refine(isOfType, { path: ["type"], error: "expected a key of the type's name beside it, and no other" })
  .refine(({ by: keys, frequency: often }) => keys === undefined || often?.by === undefined, {
    path: ["by"],
    error: "expected `by` once; it stands in `frequency` too",
  })
  .refine(({ by: keys, context: around }) => keys === undefined || around?.by === undefined, {
    path: ["by"],
    error: "expected `by` once; it stands in `context` too",
  });

export type RuleSource = z.output<typeof rule>;

/** A rules file: `rules: [...]`. */
export const rulesFile = z.strictObject({ rules: z.array(rule).max(5_000) });
