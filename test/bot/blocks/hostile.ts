import * as fc from "fast-check";
import type { Alert, AlertState, Incident, IncidentState, Severity } from "#core/domain";
import type { IncidentCard } from "#core/incidents";
import type { Drawing } from "../../../bot/blocks/index.ts";
import { alert, cardOf, drawing, nowMs } from "./cast.ts";

/** Text as attackers, other languages and broken programs write it. */
export const nasty: readonly string[] = [
  "<!channel>",
  "<!here|here>",
  "<@U1>",
  "<#C1|ops>",
  "<https://evil.test|inc-7>",
  "<!date^1^{time}|forged>",
  "<!subteam^S0OTHER>",
  "&",
  "&amp;",
  "&lt;!channel&gt;",
  "<",
  ">",
  "\0",
  "\u001B[2J",
  "\r\n",
  "\n",
  "\u0085",
  "\u2028",
  "\u202E",
  "\u2066",
  "שלום",
  "مرحبا",
  "👨‍👩‍👧‍👦",
  "🇩🇪",
  "e\u0301",
  "\u0301",
  "\u200D",
  "\u0600",
  "\uD800",
  "\uDC00",
  "`",
  "*",
  "_",
  '"',
  "\\",
  "|",
  "漢字",
  " ",
  "a",
  "toString",
];

/** A megabyte of each is enough. */
export const heavy: readonly string[] = ["<!channel>", "&", "\u202E", "\uD800", "👨‍👩‍👧‍👦", "e\u0301", '"', "\n"];

export function long(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length));
}

const words = fc.array(fc.constantFrom(...nasty), { maxLength: 12 }).map((parts) => parts.join(""));

export const hostile: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: words, weight: 6 },
  { arbitrary: fc.string({ unit: "binary", maxLength: 30 }), weight: 2 },
  { arbitrary: fc.constantFrom(...nasty).map((piece) => long(piece, 4_500)), weight: 2 },
  { arbitrary: fc.constantFrom("", " ", "\n"), weight: 1 },
);

/** Few or very many pairs, as a rule's `by` makes them of what a line says. */
const pairs = fc.oneof(
  fc.dictionary(hostile, hostile, { maxKeys: 3 }),
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), words)
    .map(([count, value]) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value]))),
);

const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const severity = fc.constantFrom<Severity>(1, 2, 3, 4, 5);
const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

const alertState: fc.Arbitrary<AlertState> = fc.oneof(
  moment.map((sinceMs) => ({ kind: "firing", sinceMs }) as const),
  fc
    .tuple(moment, moment)
    .map(([sinceMs, atMs]) => ({ kind: "resolved", sinceMs, atMs, reason: "absent" }) as const),
);

const anyAlert: fc.Arbitrary<Alert> = fc.record({
  id: fc.constant("alert-1"),
  fingerprint: fc.constant("f"),
  rule: hostile,
  event: hostile,
  severity,
  subject: hostile,
  by: pairs,
  labels: fc.constant({}),
  semantics: fc.constant([]),
  summary: hostile,
  count,
  seenMs: moment,
  state: alertState,
});

const incidentState: fc.Arbitrary<IncidentState> = fc.oneof(
  moment.map((sinceMs) => ({ kind: "open", sinceMs }) as const),
  moment.map((sinceMs) => ({ kind: "gathering", sinceMs, untilMs: sinceMs + 10_000 }) as const),
  fc.tuple(moment, hostile).map(
    ([sinceMs, by]) =>
      ({
        kind: "acknowledged",
        sinceMs,
        by,
        atMs: sinceMs,
        asksAtMs: null,
        lapsesAtMs: sinceMs + 3_600_000,
      }) as const,
  ),
  fc
    .tuple(moment, moment, fc.option(hostile), fc.option(hostile))
    .map(([sinceMs, atMs, by, note]) => ({ kind: "resolved", sinceMs, atMs, by, note }) as const),
);

export const anyIncident: fc.Arbitrary<Incident> = fc.record({
  id: fc.nat(999_999_999).map((n) => `inc-${n}`),
  groupKey: fc.constant("g"),
  title: hostile,
  severity,
  labels: fc.oneof(fc.constant({}), fc.record({ env: hostile })),
  parent: fc.constantFrom(null, null, null, "inc-3"),
  openedMs: moment,
  changedMs: moment,
  state: incidentState,
});

const storm = fc
  .tuple(fc.array(anyIncident, { maxLength: 12 }), fc.nat(500), fc.nat(500))
  .map(([parts, more, open]) => ({ parts, all: parts.length + more, open: Math.min(open, parts.length) }));

/** With few alerts, or as many as a file is needed for; there may be more than were read. */
export const anyCard: fc.Arbitrary<IncidentCard> = fc
  .record({
    incident: anyIncident,
    alerts: fc.oneof(
      fc.array(anyAlert, { maxLength: 5 }),
      fc
        .tuple(anyAlert, fc.integer({ min: 6, max: 60 }))
        .map(([one, times]) => Array.from({ length: times }, (_, i) => ({ ...one, subject: `host-${i}.` }))),
    ),
    storm: fc.option(storm, { nil: undefined, freq: 3 }),
  })
  .chain(({ alerts, ...card }) =>
    fc.tuple(fc.nat(3), fc.nat(3)).map(([more, firing]) => ({
      ...card,
      alerts,
      all: alerts.length + more,
      firing: Math.min(firing, alerts.length + more),
    })),
  );

/** Up to as many as the desk lists, alike but for their ids. */
export const anyCards: fc.Arbitrary<readonly IncidentCard[]> = fc
  .tuple(fc.array(anyCard, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }))
  .map(([some, times]) =>
    Array.from({ length: times }, () => some)
      .flat()
      .map((card, index) => ({ ...card, incident: { ...card.incident, id: `inc-${index + 1}` } })),
  );

/** Calls and links that are Slack's own, and names that are not. */
export const anyDrawing: fc.Arbitrary<Drawing> = fc
  .tuple(fc.constantFrom("", drawing.mention), hostile, fc.boolean())
  .map(([mention, name, linked]) => ({
    mention,
    nameOf: () => name,
    linkTo: linked ? drawing.linkTo : (id) => id,
  }));

/** One card in which every text is this one. */
export function cardSaying(text: string): IncidentCard {
  const by = { [text]: text, host: text };
  return cardOf(
    { title: text, labels: { env: text }, state: { kind: "open", sinceMs: nowMs } },
    { alerts: [{ ...alert, summary: text, subject: text, rule: text, event: text, by }] },
  );
}
