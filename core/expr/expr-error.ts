/** What is wrong with an expression that a user wrote, and where. */
export interface ExprError {
  /** What was expected and what came, in one line. */
  readonly message: string;
  /** Index in the source, in UTF-16 units from 0; at most its length. */
  readonly offset: number;
  /** A way to write it instead, where there is a simple one. */
  readonly hint?: string;
}

/** What compiling gives: mistakes in patterns, conditions and templates are expected, so none is thrown. */
export type Compiled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ExprError };

export function compiled<T>(value: T): Compiled<T> {
  return { ok: true, value };
}

export function refused(
  message: string,
  offset: number,
  hint?: string,
): { readonly ok: false; readonly error: ExprError } {
  return { ok: false, error: hint === undefined ? { message, offset } : { message, offset, hint } };
}
