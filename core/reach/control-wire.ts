import { z } from "zod";

/** Most bytes of a call to the control socket; an answer may have sixteen times as many. */
export const maxControlBytes = 64 * 1024;

/** What the command line asks of the running process: POST / on its unix socket. */
export const controlCallSchema = z.strictObject({
  verb: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  args: z.unknown().optional(),
});

/** What comes back, whatever the HTTP status. A bug's text stays in the process's log. */
export const controlAnswerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("result"), result: z.unknown().optional() }),
  z.strictObject({
    kind: z.literal("fault"),
    fault: z.enum(["denied", "invalid", "missing", "conflict", "timeout", "unavailable"]),
    message: z.string(),
  }),
  z.strictObject({ kind: z.literal("bug") }),
]);

export type ControlAnswer = z.output<typeof controlAnswerSchema>;
