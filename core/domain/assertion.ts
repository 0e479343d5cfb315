import type { Grant } from "./grant.ts";

export const comparisons = ["<", "<=", ">", ">=", "==", "!="] as const;
export type Comparison = (typeof comparisons)[number];

/** What an assertion expects of the value that it reads: `< 80`. */
export interface Expectation {
  readonly comparison: Comparison;
  /** Text is only ever equal or not. */
  readonly value: number | string;
}

/**
 * One question to the world whose answer is yes, no or not to be had; used as a runbook's check, before, and
 * as its proof, after. Rendered: nothing in it is filled in later.
 */
export type Assertion =
  | {
      readonly kind: "exec";
      /** For `sh -c`, in the sandbox, with these grants and no others. */
      readonly command: string;
      readonly grants: readonly Grant[];
      /** Takes the value out of the output by its one group; null: the value is the exit code. */
      readonly parse: string | null;
      readonly expect: Expectation;
    }
  | {
      readonly kind: "http";
      readonly url: string;
      /** What of the answer to a GET is looked at. */
      readonly part: "status" | "body";
      readonly expect: Expectation;
    }
  /** PromQL that gives one sample. */
  | { readonly kind: "metric"; readonly query: string; readonly expect: Expectation };

/** Whether a value is what is expected; text that is no number is never less or more than one. */
export function meets(value: number | string, { comparison, value: wanted }: Expectation): boolean {
  const [a, b] = [asNumber(value), asNumber(wanted)];
  switch (comparison) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return same(value, wanted);
    case "!=":
      return !same(value, wanted);
  }
}

function same(value: number | string, wanted: number | string): boolean {
  return typeof wanted === "number" ? asNumber(value) === wanted : String(value) === wanted;
}

/** NaN, which is neither less nor more than anything nor equal to it, where the text is no number. */
function asNumber(value: number | string): number {
  if (typeof value === "number") return value;
  return value.trim() === "" ? Number.NaN : Number(value);
}
