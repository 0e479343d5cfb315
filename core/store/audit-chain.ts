import { createHmac } from "node:crypto";
import { Fault } from "#core/domain";
import type { AuditHead } from "./audit.ts";

/** An audit row as text, all but its mac: what the mac is computed over, exactly as the table holds it. */
export interface AuditText {
  readonly seq: string;
  readonly atMs: string;
  readonly actor: string;
  readonly action: string;
  readonly resource: string;
  readonly outcome: string;
  /** JSON. */
  readonly policies: string;
  /** JSON. */
  readonly detail: string;
}

/** What stands before the first row. */
export const noMac = "";

/**
 * HMAC-SHA256, in hex, over the row and the mac of the row before. A JSON array of strings says where
 * each field ends, so that no two rows have the same form.
 */
export function auditMac(key: Buffer, before: string, row: AuditText): string {
  const { seq, atMs, actor, action, resource, outcome, policies, detail } = row;
  const form = [before, seq, atMs, actor, action, resource, outcome, policies, detail];
  return createHmac("sha256", key).update(JSON.stringify(form)).digest("hex");
}

export function auditHead(seq: number, mac: string): AuditHead {
  return `${seq}:${mac}`;
}

/** @throws Fault `invalid` for anything but `<seq>:<mac>`. */
export function parseAuditHead(head: string): { seq: number; mac: string } {
  const [, seq, mac] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(head) ?? [];
  if (seq === undefined || mac === undefined) {
    throw new Fault(
      "invalid",
      `an audit head is <seq>:<64 hex digits>, not ${JSON.stringify(head.slice(0, 80))}`,
    );
  }
  return { seq: Number(seq), mac };
}
