/**
 * Who did what, and what was decided. Each entry is chained to the one before it by a keyed hash; the
 * key stands outside the database, so that somebody who can write the table cannot recompute the chain.
 */
export interface AuditEntry {
  readonly atMs: number;
  /** Actor id. */
  readonly actor: string;
  /** `incident.acknowledge` */
  readonly action: string;
  /** What was acted on: `incident:inc-7`. */
  readonly resource: string;
  readonly outcome: "allowed" | "denied" | "done" | "failed";
  /** Names of the policies that decided; empty when none allowed it. */
  readonly policies: readonly string[];
  /** Redacted facts that a reader needs, small. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditRow extends AuditEntry {
  readonly seq: number;
  /** Keyed hash over this entry, its seq and the row before: the head of the chain as of here. */
  readonly mac: string;
}

/** Where the chain stands, in a form to write down elsewhere: `<seq>:<mac>`. */
export type AuditHead = string;

export type AuditVerdict =
  /** `head` is undefined when there is no entry yet. */
  | { readonly kind: "intact"; readonly entries: number; readonly head: AuditHead | undefined }
  /** `seq` is the first place that does not fit. */
  | { readonly kind: "broken"; readonly seq: number; readonly reason: string };

export interface AuditRepository {
  append(entry: AuditEntry): Promise<AuditRow>;
  head(): Promise<AuditHead | undefined>;
  /** In order of seq; at most 10,000. */
  list(options: { readonly afterSeq: number; readonly limit: number }): Promise<AuditRow[]>;
  /**
   * Reads the whole chain, a page at a time: one to two seconds for 100,000 rows, in which this process does
   * nothing else. What it finds, and what that needs:
   * - an edited, reordered, forged or recomputed row, and one that is missing before others: the key alone;
   * - a cut tail or an emptied table: a head of what was cut. The store keeps one beside the database
   *   (`audit.head`); against somebody who can change that file too, `expectedHeads` from receipts;
   * - a chain rewritten by somebody who has the key: a head from before, kept where they cannot write.
   *
   * @throws Fault `invalid` when an expected head is none.
   */
  verify(expectedHeads: readonly AuditHead[]): Promise<AuditVerdict>;
}
