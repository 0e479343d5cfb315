import { z } from "zod";
import { httpUrlField } from "./http-url.ts";
import { secretRefField } from "./secret-ref.ts";

/** `metrics` of fettle.yml: where measured values are asked for. */
export const metricsSection = z.strictObject({
  prometheus: z
    .strictObject({
      url: httpUrlField,
      token: secretRefField.optional(),
    })
    .optional(),
});

/** `sandbox` of fettle.yml: how local commands are shut in. A level that is not there means refused. */
export const sandboxSection = z.strictObject({ level: z.enum(["full", "basic", "off"]) });
