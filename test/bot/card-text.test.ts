import { describe, expect, test } from "vitest";
import type { Alert, Incident, IncidentState } from "#core/domain";
import type { IncidentCard, Route } from "#core/incidents";
import { cardLines } from "../../bot/card-text.ts";
import { widthOf } from "../../bot/text.ts";

const nowMs = Date.UTC(2026, 0, 1, 12);
const open: IncidentState = { kind: "open", sinceMs: nowMs - 150_000 };
const route: Route = { channel: "#ops-alerts", mention: "oncall" };

const alert: Alert = {
  id: "alert-1",
  fingerprint: "f",
  rule: "net-timeout",
  event: "net_timeout",
  severity: 4,
  subject: "web-01",
  by: { host: "web-01" },
  labels: {},
  semantics: [],
  summary: "timeout of 12s",
  count: 3,
  seenMs: nowMs - 5_000,
  state: { kind: "firing", sinceMs: nowMs - 160_000 },
};

const incident: Incident = {
  id: "inc-7",
  groupKey: "g",
  title: "net_timeout",
  severity: 4,
  labels: {},
  parent: null,
  openedMs: nowMs - 160_000,
  changedMs: nowMs,
  state: open,
};

interface Changes {
  readonly alert?: Partial<Alert>;
  readonly incident?: Partial<Incident>;
  readonly firing?: number;
  readonly all?: number;
}

function cardOf({ firing = 1, all = 1, ...changes }: Changes): IncidentCard {
  return {
    incident: { ...incident, ...changes.incident },
    alerts: [{ ...alert, ...changes.alert }],
    firing,
    all,
    storm: undefined,
  };
}

function linesOf(changes: Changes, width = 100): string[] {
  return cardLines(cardOf(changes), route, { width, color: false, nowMs });
}

describe("a card", () => {
  test("says how bad it is, what and since when, why, the facts, and who is told", () => {
    expect(linesOf({})).toEqual([
      "● SEV4 urgent · inc-7 · net_timeout · firing for 2m 30s",
      "  timeout of 12s",
      "  web-01 · host web-01 · seen 3 times · last 5s ago",
      "  rule net-timeout · firing · → #ops-alerts @oncall",
    ]);
  });

  test.for<readonly [Changes, string]>([
    [{ firing: 0 }, "open for 2m 30s"],
    [{ incident: { state: { kind: "gathering", sinceMs: nowMs, untilMs: nowMs } } }, "gathering"],
    [
      {
        incident: {
          state: {
            kind: "acknowledged",
            sinceMs: nowMs,
            by: "local:0",
            atMs: nowMs,
            asksAtMs: null,
            lapsesAtMs: nowMs + 3_600_000,
          },
        },
      },
      "acknowledged by local:0, lapses in 1h",
    ],
    [
      {
        incident: { state: { kind: "resolved", sinceMs: nowMs - 61_000, atMs: nowMs, by: null, note: null } },
      },
      "resolved after 1m 1s",
    ],
    [{ incident: { state: { kind: "open", sinceMs: nowMs + 9_000 } } }, "firing for 0s"],
  ])("tells its state %#", ([changes, state]) => {
    expect(linesOf(changes)[0]).toBe(`● SEV4 urgent · inc-7 · net_timeout · ${state}`);
  });

  test("counts its alerts, and a sighting of this very moment", () => {
    const lines = linesOf({ firing: 2, all: 9, alert: { count: 1, seenMs: nowMs } });
    expect(lines[2]).toContain("seen once · last just now");
    expect(lines[3]).toContain("2 of 9 alerts firing");
  });

  test("without a route and without an alert is still a card", () => {
    const bare = { ...cardOf({ firing: 0, all: 0 }), alerts: [] };
    const lines = cardLines(bare, undefined, { width: 80, color: false, nowMs });
    expect(lines).toEqual([
      "● SEV4 urgent · inc-7 · net_timeout · open for 2m 30s",
      "  rule unknown · not firing",
    ]);
  });

  const hostile = "\u001B[2J\u202E漢字🔥👩‍👩‍👧‍👦e\u0301\r\nשלום\u009B1A".repeat(9);

  test.for([20, 40, 80, 100])("is never wider than %i cells, whatever names and logs hold", (width) => {
    const lines = linesOf(
      {
        alert: { summary: hostile, subject: hostile, by: { host: hostile }, rule: hostile },
        incident: { title: hostile },
      },
      width,
    );
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
  });

  test("has colour on its first line only, and ends it there", () => {
    const [head, ...rest] = cardLines(cardOf({}), route, { width: 40, color: true, nowMs });
    // eslint-disable-next-line no-control-regex -- the colour is what is looked for
    expect(head).toMatch(/^\u001B\[1;31m● SEV4[^\u001B]*\u001B\[0m$/);
    expect(rest.join("")).not.toContain("\u001B");
  });
});
