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
  readonly endedMs: number;
  /** Head of the audit chain when the receipt was written: a tail that is cut later no longer reaches it. */
  readonly auditHead: string;
}

/** One value that the verification looked at. */
export interface Measurement {
  readonly name: string;
  readonly value: number | string | null;
  readonly atMs: number;
}
