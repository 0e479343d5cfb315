import { type Kysely, sql } from "kysely";
import type { AuditHead, AuditVerdict } from "../audit.ts";
import { auditHead, auditMac, noMac, parseAuditHead } from "../audit-chain.ts";
import type { Tables } from "./tables.ts";

/** Rows read at a time: bounds memory. */
const page = 1000;

/**
 * Walks the chain from its first row. Numbers are compared as text, as the table holds them, so that no
 * value that somebody wrote there can stop the walk.
 * @throws Fault `invalid` when an expected head is none.
 */
export async function verifyAudit(
  db: Kysely<Tables>,
  key: Buffer,
  expectedHeads: readonly AuditHead[],
): Promise<AuditVerdict> {
  const expected = expectedHeads.map(parseAuditHead);
  const macs = new Map(expected.map(({ seq, mac }) => [seq, mac]));
  const disagreeing = expected.find(({ seq, mac }) => macs.get(seq) !== mac);
  if (disagreeing !== undefined) return broken(disagreeing.seq, "the expected heads contradict each other");

  let seq = 0;
  let mac = noMac;
  for (;;) {
    const rows = await pageAfter(db, seq);
    for (const row of rows) {
      seq++;
      if (row.seq !== String(seq)) return broken(seq, `row ${seq} is missing: row ${row.seq} comes next`);
      if (auditMac(key, mac, row) !== row.mac) {
        return broken(seq, `row ${seq} was changed, moved, or written without the key`);
      }
      const wanted = macs.get(seq);
      if (wanted !== undefined && wanted !== row.mac) {
        return broken(seq, `row ${seq} is not the one whose head was kept: the chain was rewritten`);
      }
      ({ mac } = row);
    }
    if (rows.length < page) break;
  }
  const highest = Math.max(0, ...macs.keys());
  if (highest > seq) return broken(seq + 1, `the rows from ${seq + 1} to ${highest} are missing`);
  return { kind: "intact", entries: seq, head: seq === 0 ? undefined : auditHead(seq, mac) };
}

function pageAfter(db: Kysely<Tables>, seq: number) {
  const text = (column: "seq" | "at_ms") => sql<string>`cast(${sql.ref(column)} as text)`;
  return db
    .selectFrom("audit")
    .select([text("seq").as("seq"), text("at_ms").as("atMs")])
    .select(["actor", "action", "resource", "outcome", "policies", "detail", "mac"])
    .where("seq", ">", seq)
    .orderBy("audit.seq")
    .limit(page)
    .execute();
}

function broken(seq: number, reason: string): AuditVerdict {
  return { kind: "broken", seq, reason };
}
