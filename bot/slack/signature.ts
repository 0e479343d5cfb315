import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "#core/domain";

export interface SignedRequest {
  readonly body: Buffer;
  /** Seconds since the epoch, as the header says. */
  readonly timestamp: string;
  readonly signature: string;
}

/** A request that is older, or comes from so far in the future, is nobody's. */
const mostAgeMs = 5 * 60_000;

/** Whether Slack sent it, just now: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isSigned(request: SignedRequest, secret: Secret, nowMs: number): boolean {
  const { body, timestamp, signature } = request;
  if (!/^\d{9,11}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1_000) > mostAgeMs) return false;
  const expected = createHmac("sha256", secret.reveal()).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice("v0=".length), "hex"));
}
