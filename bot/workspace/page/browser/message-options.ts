import type { Row } from "./grouping.ts";

export interface MessageOptions {
  readonly row: Row;
  readonly channel: string;
  /** The thread that this is drawn in; null in the channel. */
  readonly thread: string | null;
}
