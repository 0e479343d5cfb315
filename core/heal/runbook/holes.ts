/** A hole of a text: `{{ target.name }}`. */
export interface Hole {
  /** Of its first brace, in the text. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** What stands in a text where a hole may not be, or is none. */
export interface Malformed {
  readonly start: number;
  readonly message: string;
}

/** All holes of a text, in order. */
export function holesOf(text: string): {
  readonly holes: readonly Hole[];
  readonly malformed: readonly Malformed[];
} {
  const holes: Hole[] = [];
  const malformed: Malformed[] = [];
  for (let start = text.indexOf("{{"); start !== -1; start = text.indexOf("{{", start + 2)) {
    const end = text.indexOf("}}", start);
    const name = end === -1 ? "" : text.slice(start + 2, end).trim();
    if (/^[a-z]+(?:\.[A-Za-z_][\w-]*)+$/.test(name)) holes.push({ start, end: end + 2, name });
    else malformed.push({ start, message: 'expected a hole such as "{{ target.name }}"' });
  }
  return { holes, malformed };
}

/** What may stand in a hole; labels and `by` keys are whatever they are called. */
export const holeNames = [
  "target.name",
  "target.address",
  "target.labels.NAME",
  "incident.id",
  "incident.title",
  "incident.severity",
  "incident.labels.NAME",
  "alert.subject",
  "alert.event",
  "alert.by.NAME",
  "alert.labels.NAME",
] as const;

export function isHoleName(name: string): boolean {
  const [noun, part, label, ...rest] = name.split(".");
  if (rest.length > 0) return false;
  const general = label === undefined ? `${noun}.${part}` : `${noun}.${part}.NAME`;
  return holeNames.some((known) => known === general);
}

/** A text with each hole filled. */
export function fillHoles(text: string, fill: (hole: Hole) => string): string {
  let filled = "";
  let from = 0;
  for (const hole of holesOf(text).holes) {
    filled += text.slice(from, hole.start) + fill(hole);
    from = hole.end;
  }
  return filled + text.slice(from);
}
