import { z } from "zod";

/** An endpoint in a file: http:// or https://, without user and password, which belong into a secret. */
export const httpUrlField = z
  .string()
  .max(2_000)
  .superRefine((given, context) => {
    const message = refuseUrl(given);
    // What stands before an @ may be a password.
    const params = { hide: given.includes("@") };
    if (message !== undefined) context.addIssue({ code: "custom", message, params });
  })
  .meta({ description: "http:// or https://, without user and password." });

/** Why `text` is no such URL; never repeats it, for it may hold a password. */
function refuseUrl(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    return "expected a URL that starts with http:// or https://";
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return "a URL must not hold a user or password; use token: { env: NAME }";
  }
  return undefined;
}
