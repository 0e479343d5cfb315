import type { Kysely } from "kysely";
import { z } from "zod";
import { Fault } from "#core/domain";
import type { AuditEntry, AuditHead, AuditRepository, AuditRow } from "../audit.ts";
import { auditHead, auditMac, noMac } from "../audit-chain.ts";
import { verifyAudit } from "./audit-verify.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import type { Tables } from "./tables.ts";

export interface AuditOptions {
  readonly key: Buffer;
  /** Where the chain stood at least when this transaction began. */
  readonly kept: AuditHead | undefined;
  /** Called with each new head. */
  readonly onAppend: (head: AuditHead) => void;
}

export function auditRepository(db: Kysely<Tables>, options: AuditOptions): AuditRepository {
  return {
    async append(entry) {
      const last = await lastRow(db);
      const row = auditRow(entry, (last?.seq ?? 0) + 1);
      const mac = auditMac(options.key, last?.mac ?? noMac, {
        ...row,
        seq: String(row.seq),
        atMs: String(row.at_ms),
      });
      await db
        .insertInto("audit")
        .values({ ...row, mac })
        .execute();
      options.onAppend(auditHead(row.seq, mac));
      return { ...entry, seq: row.seq, mac };
    },
    async head() {
      const last = await lastRow(db);
      return last === undefined ? undefined : auditHead(last.seq, last.mac);
    },
    async list({ afterSeq, limit }) {
      const found = await db
        .selectFrom("audit")
        .selectAll()
        .where("seq", ">", afterSeq)
        .orderBy("seq")
        .limit(rows(limit))
        .execute();
      return found.map(entryOf);
    },
    verify: (expectedHeads) => {
      const kept = options.kept === undefined ? [] : [options.kept];
      return verifyAudit(db, options.key, [...kept, ...expectedHeads]);
    },
  };
}

const outcomes = z.literal(["allowed", "denied", "done", "failed"]);
const policiesShape: z.ZodType<readonly string[]> = z.array(z.string());
const detailShape: z.ZodType<AuditEntry["detail"]> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

async function lastRow(db: Kysely<Tables>): Promise<{ seq: number; mac: string } | undefined> {
  return db.selectFrom("audit").select(["seq", "mac"]).orderBy("seq", "desc").limit(1).executeTakeFirst();
}

function auditRow(entry: AuditEntry, seq: number): Omit<Tables["audit"], "mac"> {
  const place = { table: "audit", id: String(seq) };
  const { actor, action, resource, outcome } = entry;
  if (!Number.isSafeInteger(entry.atMs)) {
    throw new Fault("invalid", `an audit entry's time must be whole ms, not ${entry.atMs}`);
  }
  const policies = writeDocument(policiesShape, entry.policies, place);
  const detail = writeDocument(detailShape, entry.detail, place);
  return { seq, at_ms: entry.atMs, actor, action, resource, outcome, policies, detail };
}

function entryOf(row: Tables["audit"]): AuditRow {
  const place = { table: "audit", id: String(row.seq) };
  const outcome = outcomes.safeParse(row.outcome);
  if (!outcome.success) {
    throw new Fault("invalid", `audit row ${row.seq} is damaged: no known outcome; see fettle audit verify`);
  }
  return {
    seq: row.seq,
    atMs: row.at_ms,
    actor: row.actor,
    action: row.action,
    resource: row.resource,
    outcome: outcome.data,
    policies: readDocument(policiesShape, row.policies, place),
    detail: readDocument(detailShape, row.detail, place),
    mac: row.mac,
  };
}
