/** While it stands no run begins; runs that go on finish. */
export interface Pause {
  /** Null: everything; else a target's name. */
  readonly scope: string | null;
  /** Actor id. */
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
}
