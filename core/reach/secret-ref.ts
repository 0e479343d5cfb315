import { z } from "zod";

const forms = "expected { env: NAME } or { file: PATH }; a secret itself does not belong into this file";

/** Where a secret is kept, as written in fettle.yml: DESIGN rule "secrets come from the environment or files". */
export const secretRefField = z
  .union(
    [
      z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { abort: true }) }),
      z.strictObject({ file: z.string().min(1) }),
    ],
    { error: forms },
  )
  .meta({ description: "Where the secret is kept: { env: NAME } or { file: PATH }." });

export type SecretRef = z.output<typeof secretRefField>;
