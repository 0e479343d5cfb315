import { timeOf } from "./time.ts";

/** A line of a container, out of what its runtime wrapped it in. */
export interface Wrapped {
  readonly line: string;
  /** When the runtime got it. */
  readonly timeMs: number | null;
  readonly stream: string;
  /** It was too long for the runtime: more of it follows. */
  readonly partial: boolean;
}

const cri = /^(\d{4}-\d\d-\d\dT\S{8,30}) (stdout|stderr) ([FP])(?::\S{0,100})? (.*)$/s;

/** `2026-01-02T03:04:05.678901234Z stdout F it works`: containerd's and CRI-O's files (Kubernetes' CRI log format). */
export function unwrapCri(line: string): Wrapped | undefined {
  // Spares most lines the regular expression.
  if (!line.startsWith("std", line.indexOf(" ") + 1)) return undefined;
  const found = cri.exec(line);
  if (found === null) return undefined;
  const [, time = "", stream = "", tag, inner = ""] = found;
  return { line: inner, timeMs: timeOf(time), stream, partial: tag === "P" };
}
