import { createHash } from "node:crypto";
import { type Labels, sortedPairs } from "#core/domain";

/**
 * Names one trouble for ever: the same rule, subject and `by` pairs give the same 32 hex digits, on any
 * machine. The pairs must be redacted already, so that a fingerprint can be shown without telling more.
 */
export function fingerprint(rule: string, subject: string, by: Labels): string {
  return shortHash([rule, subject, ...sortedPairs(by).flat()]);
}

/** 32 hex digits of SHA-256 over parts that may hold any character (JSON keeps them apart). */
export function shortHash(parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
