import type { Labels } from "./labels.ts";

/** What is watched and repaired. */
export type TargetKind = "host" | "workload" | "endpoint" | "container";

export interface Target {
  /** Unique in an inventory: `web-01`, `shop/api`. */
  readonly name: string;
  readonly kind: TargetKind;
  /** Host name, IP address or URL; part of a plan's hash, so a moved address voids an approval. */
  readonly address: string;
  readonly labels: Labels;
}

/** The machine that Fettle runs on. The name is reserved. */
export const localTarget: Target = { name: "local", kind: "host", address: "127.0.0.1", labels: {} };
