/** One thing that was looked at, and what to do where it is not as it should be. */
export interface Finding {
  readonly name: string;
  /** `note`: works, but somebody should know. */
  readonly state: "ok" | "note" | "wrong";
  readonly text: string;
  readonly todo?: string;
}
