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

/**
 * `{"log":"it works\\n","stream":"stdout","time":"2026-01-02T03:04:05.678901234Z"}`: Docker's json-file driver
 * (https://docs.docker.com/engine/logging/drivers/json-file/), with or without `attrs`. Undefined for any other line.
 */
export function unwrapDocker(line: string): Wrapped | undefined {
  if (!line.startsWith('{"log":"') || !line.endsWith("}")) return undefined;
  const found = docker.exec(line);
  if (found === null) return undefined;
  const [, log = "", stream = "", time = ""] = found;
  const inner = stringOf(log);
  if (inner === undefined) return undefined;
  const isWhole = inner.endsWith("\n");
  return { line: inner.replace(/\r?\n$/, ""), timeMs: timeOf(time), stream, partial: !isWhole };
}

const docker =
  /^\{"log":("(?:[^"\\]|\\.)*"),"stream":"(stdout|stderr)"(?:,"attrs":\{[^{}]*\})?,"time":"([^"]{20,40})"\}$/;

/** Undefined for what is no string of JSON after all. */
function stringOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
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
