import { durationField } from "#core/expr";
import { httpUrlField, secretRefField } from "#core/reach";
import { z } from "zod";

const defaultTimeoutMs = 5_000;
const shortestEveryMs = 1_000;
const longestEveryMs = 86_400_000;

/** `shop_down`: also what runbooks trigger on. */
const eventName = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, "expected a name such as shop_down");

const statusForms = 'expected a status such as 204, or "2xx"';

const status = z
  .union([z.int().min(100, statusForms).max(599, statusForms), z.string().regex(/^[1-5]xx$/, statusForms)], {
    error: statusForms,
  })
  .transform((given): StatusRange => {
    if (typeof given === "number") return { from: given, to: given };
    const from = Number(given.slice(0, 1)) * 100;
    return { from, to: from + 99 };
  });

const severity = z.literal([1, 2, 3, 4, 5], { error: "expected a severity from 1 (note) to 5 (page)" });

const httpCheck = z
  .strictObject({
    probe: z.literal("http"),
    url: httpUrlField,
    every: durationField.refine((ms) => ms >= shortestEveryMs && ms <= longestEveryMs, "expected 1s to 1d"),
    event: eventName,
    name: eventName.optional(),
    timeout: durationField.refine((ms) => ms >= 1, "expected at least 1ms").optional(),
    method: z.enum(["GET", "HEAD"]).default("GET"),
    expect: z
      .strictObject({
        status: status.default({ from: 200, to: 299 }),
        body: z.string().min(1).max(1_000).optional(),
      })
      .default({ status: { from: 200, to: 299 } }),
    token: secretRefField.optional(),
    failures: z.int().min(1).max(100).default(2),
    successes: z.int().min(1).max(100).default(1),
    severity: severity.default(4),
    target: z.string().min(1).max(253).optional(),
    labels: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/), z.string().max(256)).default({}),
  })
  .superRefine((check, context) => {
    if (check.timeout !== undefined && check.timeout > check.every) {
      const message = "timeout is longer than every: the next probe would start before this one is over";
      context.addIssue({ code: "custom", path: ["timeout"], message });
    }
    if (check.method === "HEAD" && check.expect.body !== undefined) {
      const message = "an answer to HEAD has no body; use method GET";
      context.addIssue({ code: "custom", path: ["expect", "body"], message });
    }
  })
  .transform(({ name, timeout, every, ...check }) => ({
    ...check,
    name: name ?? check.event,
    everyMs: every,
    timeoutMs: timeout ?? Math.min(defaultTimeoutMs, every),
  }));

/** `checks:` of fettle.yml: what is probed, and when that is an alert. Names are unique. */
export const checksSection = z
  .array(httpCheck)
  .max(1_000)
  .superRefine((checks, context) => {
    const first = new Map<string, number>();
    for (const [index, { name }] of checks.entries()) {
      const before = first.get(name);
      if (before === undefined) first.set(name, index);
      else {
        const message = `${name} is the name of [${before}] already; give one of them another name`;
        context.addIssue({ code: "custom", path: [index, "name"], message });
      }
    }
  })
  .default([]);

/** A check as written: its token is still a reference. */
export type Check = z.output<typeof checksSection>[number];

/** Both ends are included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}
