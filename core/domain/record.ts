export type Level = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

export const levels: readonly Level[] = ["trace", "debug", "info", "warn", "error", "fatal"];

/** A value of a record's own fields: what JSON can hold. */
export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [name: string]: FieldValue };

/**
 * One log line, understood. The six named fields always exist; everything else that the line said is
 * in `fields`, with its type kept. Values are raw: they are redacted when they leave the engine.
 */
export interface LogRecord {
  /** Event time in ms since the epoch; null where the line names none. */
  readonly timeMs: number | null;
  readonly level: Level | null;
  readonly host: string | null;
  readonly service: string | null;
  readonly message: string;
  /** Id of the source that the line came from. */
  readonly source: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}
