import { durationField } from "#core/expr";
import { z } from "zod";

/** What is forecast: a query or a check's own samples, and the limit that matters. */
export const forecastsSection = z.array(
  z
    .strictObject({
      name: z.string().min(1).max(100),
      query: z.string().min(1).optional().describe("PromQL"),
      check: z.string().min(1).optional().describe("Name of a check whose samples are used"),
      horizon: durationField,
      limit: z.number().optional(),
      direction: z.enum(["up", "down"]).default("up"),
      lead: durationField.optional().describe("Alert when the limit is nearer than this"),
    })
    .refine((one) => (one.query === undefined) !== (one.check === undefined), {
      error: "expected either `query` or `check`",
    }),
);

const cron = z
  .string()
  .regex(/^\s*(\S+\s+){4}\S+\s*$/, "expected five cron fields: minute hour day month weekday");

/** When forecasts are told to a channel. */
export const reportsSection = z.array(
  z.strictObject({
    forecast: z.array(z.string().min(1)).min(1),
    channel: z.string().regex(/^#\S+$/, 'expected a channel such as "#ops-forecast"'),
    cron,
    zone: z.string().refine(isZone, { error: 'expected a time zone such as "Europe/Berlin"' }).default("UTC"),
  }),
);

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}
