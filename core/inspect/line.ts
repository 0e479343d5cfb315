import type { Labels, LogRecord } from "#core/domain";
import type { Redactor } from "#core/redact";
import type { Here } from "./line-engine.ts";
import { redactorOfLine } from "./nested-secrets.ts";
import { visibleIn, type Visible } from "./visible.ts";

/** A line on which a rule's pattern matched. What costs something is worked out once, when it is asked for. */
export interface Line {
  readonly offset: number;
  /** What the operator says of the source: the only values here that no line has written. */
  readonly labels: Labels;
  /** What was read out of it, raw. */
  readonly record: () => LogRecord;
  /** What its text and its values look like to people. */
  readonly shown: () => { readonly redactor: Redactor; readonly visible: Visible };
}

export function openLine({ text, offset, source, traits }: Here, of: Redactor): Line {
  const { parse, labels } = traits;
  let record: LogRecord | undefined;
  let shown: ReturnType<Line["shown"]> | undefined;
  return {
    offset,
    labels,
    record: () => (record ??= parse(text, source, labels)),
    shown: () => (shown ??= shownOf(text, of)),
  };
}

function shownOf(text: string, of: Redactor): ReturnType<Line["shown"]> {
  const redactor = redactorOfLine(text, of);
  return { redactor, visible: visibleIn(text, redactor) };
}
