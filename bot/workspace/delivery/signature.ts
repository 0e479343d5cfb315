import { createHmac } from "node:crypto";

/** v0 of docs.slack.dev/authentication/verifying-requests-from-slack; `seconds` since the epoch. */
export function sign(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex")}`;
}
