import type { Json } from "../json.ts";

/** How a method says no: `{ok: false, error}` with HTTP status 200, and what stands beside it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly error: string;
  readonly beside: Json;

  constructor(error: string, beside: Json = {}) {
    super(error);
    this.error = error;
    this.beside = beside;
  }
}

/** `invalid_arguments`, with a line that says which. */
export function invalidArguments(...lines: readonly string[]): Refusal {
  return new Refusal("invalid_arguments", { response_metadata: { messages: lines.map(errorLine) } });
}

export function errorLine(line: string): string {
  return `[ERROR] ${line}`;
}
