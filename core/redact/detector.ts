import type { Span } from "./span.ts";

/**
 * Finds one family of things to hide. Each runs in time linear in the text, whatever the text: patterns
 * begin with a literal or at the edge of a run, and no part of one can give back what another would take.
 */
export interface Detector {
  /** A bit of `sign`. A text without it is left as it is, and so is each part of it. */
  readonly sign: number;
  /** The text with what it finds hidden; looks only where `span` says that signs are. */
  readonly hide: (text: string, hide: Hide, span: Span) => string;
}

/** The replacement of a value; what is no secret has a kind of its own, so that users can be counted. */
type Hide = (kind: "secret" | "email" | "ip" | "card", value: string) => string;
