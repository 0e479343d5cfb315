import { Fault } from "./fault.ts";

/** 1 note, 2 minor, 3 warning, 4 urgent, 5 page somebody now. */
export type Severity = 1 | 2 | 3 | 4 | 5;

/** Each in one word, for people. */
export const severityWords: Readonly<Record<Severity, string>> = {
  1: "note",
  2: "minor",
  3: "warning",
  4: "urgent",
  5: "page",
};

export function isSeverity(value: unknown): value is Severity {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5;
}

/** @throws Fault `invalid` for anything but a whole number from 1 to 5. */
export function parseSeverity(value: unknown): Severity {
  if (isSeverity(value)) return value;
  const came =
    typeof value === "string"
      ? JSON.stringify(value.slice(0, 40))
      : typeof value === "number"
        ? String(value)
        : typeof value;
  throw new Fault("invalid", `severity must be a whole number from 1 to 5, not ${came}`);
}
