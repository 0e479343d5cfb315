/** One hit, as far as a rule remembers it. */
export interface Sight {
  /** The value that the rule looks at, fit to be seen; empty where the line has none, or the rule looks at none. */
  readonly term: string;
  /** 0 for the line that the rule fires on; for rules with a context the number of the other line that it is. */
  readonly leg: number;
  /** What such another line says by its named groups, fit to be seen. */
  readonly said: Told;
}

/** What an alert's text may say of why the condition holds, by name (`told-names.ts`). */
export type Told = Readonly<Record<string, string | number>>;

/** What a rule remembers of one key. */
export interface KeyState {
  /** Takes one more hit in, with its event time. What it gives is undefined where the rule's condition does not hold with it. */
  take(sight: Sight, atMs: number): Told | undefined;
  copy(): KeyState;
  /** As it is stored. */
  json(): unknown;
  /** Whether there is something new to store; without it there always is. */
  readonly isNews?: boolean;
}

/** How a rule remembers: one of these for each that needs more than the line before it. */
export interface Memory {
  /** So many keys at most: what they hold together stays within tens of megabytes. */
  readonly mostKeys: number;
  fresh(): KeyState;
  /** What was stored; undefined for what this memory cannot have stored: it is outside data. */
  restore(json: unknown): KeyState | undefined;
}

/** What a rule wants remembered of each of its keys. */
export type Remembers =
  | { readonly kind: "frequency"; readonly count: number; readonly withinMs: number }
  | { readonly kind: "change"; readonly of: string }
  | { readonly kind: "new_term"; readonly of: string; readonly withinMs: number; readonly learnMs: number }
  | {
      readonly kind: "cardinality";
      readonly of: string;
      readonly moreThan: number;
      readonly withinMs: number;
    }
  | { readonly kind: "context"; readonly steps: number; readonly withinMs: number }
  | { readonly kind: "spike"; readonly times: number; readonly atLeast: number; readonly withinMs: number };

/** Keys of a memory that holds little of each. */
export const manyKeys = 100_000;

export function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
