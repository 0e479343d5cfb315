import { createHmac, createSecretKey } from "node:crypto";
import { remembering } from "./remember.ts";

/** Stands in for a value: the same kind, value and key give the same pseudonym, nothing leads back. */
export type Pseudonymize = (kind: string, value: string) => string;

/** `<kind:8 hex digits>`. Whatever has this shape is taken for a pseudonym and left alone. */
export const pseudonymPattern = /<[a-z][a-z0-9-]{0,31}:[0-9a-f]{8}>/g;

const whole = new RegExp(`^${pseudonymPattern.source}$`);
const afterColon = new RegExp(`(?<=<[a-z][a-z0-9-]{0,31}:)[0-9a-f]{8}>`, "y");

/**
 * HMAC-SHA-256 cut to 32 bits: short enough for a log line; two of 1,000 values share one with a chance
 * of 1 in 8,600. A key of less than 16 bytes could be guessed, so it is refused as the bug that it is.
 */
export function pseudonymizer(key: Buffer): Pseudonymize {
  if (key.length < 16) throw new RangeError(`a pseudonym key has at least 16 bytes, this has ${key.length}`);
  const secret = createSecretKey(key);
  const make = (kind: string, value: string): string => {
    const mac = createHmac("sha256", secret).update(`${kind}\0${value}`).digest("hex");
    return `<${kind}:${mac.slice(0, 8)}>`;
  };
  const byKind = new Map<string, (value: string) => string>();
  return (kind, value) => {
    let remembered = byKind.get(kind);
    if (remembered === undefined) {
      remembered = remembering((one) => make(kind, one));
      if (byKind.size < mostKinds) byKind.set(kind, remembered);
    }
    return remembered(value);
  };
}

/** Kinds are words of the program's own: fewer than ten. */
const mostKinds = 64;

export function isPseudonym(text: string): boolean {
  return text.length <= 64 && whole.test(text);
}

/** Where the pseudonym ends whose colon is just before `at`; -1 when there is none. */
export function endOfPseudonym(text: string, at: number): number {
  if (text.charAt(at + 8) !== ">") return -1;
  afterColon.lastIndex = at;
  return afterColon.test(text) ? afterColon.lastIndex : -1;
}
