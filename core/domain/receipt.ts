/** What a run proved: `unknown` where the proof itself could not be had. */
export type Verdict = "healed" | "not-healed" | "unknown";

/** The proof that somebody keeps of one run. */
export interface Receipt {
  readonly run: string;
  readonly plan: string;
  readonly planHash: string;
  /** Actor ids. */
  readonly proposer: string;
  readonly approvers: readonly string[];
  readonly before: readonly Measurement[];
  readonly after: readonly Measurement[];
  readonly verdict: Verdict;
  /** Why it is not healed or not known; null where it is healed. */
  readonly reason: string | null;
  readonly startedMs: number;
  readonly endedMs: number;
  /** Head of the audit chain when the receipt was written: a tail that is cut later no longer reaches it. */
  readonly auditHead: string;
}

/** What one assertion gave. */
export interface Measurement {
  /** The assertion in the runbook's words: `http "http://127.0.0.1:8080/healthz" status == 200`. */
  readonly name: string;
  /** Redacted; null where it could not be had. */
  readonly value: number | string | null;
  /** Null where that is not known. */
  readonly holds: boolean | null;
  /** Why there is no value; null where there is one. */
  readonly trouble: string | null;
  readonly atMs: number;
}
