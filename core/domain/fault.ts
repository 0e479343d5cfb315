/** What a caller may branch on; the text is for people. */
export type FaultKind = "denied" | "invalid" | "missing" | "conflict" | "timeout" | "unavailable";

/**
 * An expected failure: its message says what was expected and what came, and never holds a secret.
 * Anything thrown that is no Fault is a bug; it reaches the top, is logged and ends the process.
 */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

export function isFault(thrown: unknown, kind?: FaultKind): thrown is Fault {
  return thrown instanceof Fault && (kind === undefined || thrown.kind === kind);
}

/** A fault's or bug's message in one printable line; never its stack, which may hold paths and values. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : primitiveText(thrown);
  // Other people's errors may hold line breaks and terminal escapes.
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, " ").trim();
}

function primitiveText(thrown: unknown): string {
  switch (typeof thrown) {
    case "string":
      return thrown;
    case "number":
    case "bigint":
    case "boolean":
    case "undefined":
      return String(thrown);
    case "object":
    case "function":
    case "symbol":
      return "unknown error";
  }
}
