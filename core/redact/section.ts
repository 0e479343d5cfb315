import { z } from "zod";

/** `redact` of fettle.yml. `patterns` are in the language of core/expr; whatever they match is hidden. */
export const redactSection = z.strictObject({
  patterns: z
    .array(z.string().min(1).max(1000))
    .max(100)
    .default([])
    .describe("Own patterns (RE2 syntax): whatever they match is hidden"),
  keep: z
    .array(z.enum(["private-addresses", "inventory"]))
    .max(2)
    .optional()
    .describe("What stays readable where addresses are hidden"),
});
