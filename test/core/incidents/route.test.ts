import { describe, expect, test } from "vitest";
import type { Incident, Severity } from "#core/domain";
import { type Route, wayOf, routesSection } from "#core/incidents";

function incident(severity: Severity, labels: Incident["labels"] = {}): Incident {
  return {
    id: "inc-1",
    groupKey: "g",
    title: "t",
    severity,
    labels,
    parent: null,
    openedMs: 0,
    changedMs: 0,
    state: { kind: "open", sinceMs: 0 },
  };
}

function channelOf(routes: readonly unknown[], of: Incident): string | undefined {
  const parsed: readonly Route[] = routesSection.parse(routes);
  return wayOf(of, parsed)?.channel;
}

describe("the severities that a route wants", () => {
  test.each([
    [">=4", [4, 5]],
    [">4", [5]],
    ["<=2", [1, 2]],
    ["<2", [1]],
    ["=3", [3]],
    [">= 4", [4, 5]],
  ])("%s", (severity, wanted) => {
    const all: readonly Severity[] = [1, 2, 3, 4, 5];
    const routes = [{ match: { severity }, channel: "#a" }];
    expect(all.filter((level) => channelOf(routes, incident(level)) === "#a")).toEqual(wanted);
  });
});

test.each([
  [
    "the first that fits is taken, not the best",
    [{ channel: "#all" }, { match: { severity: ">=4" }, channel: "#page" }],
    "#all",
  ],
  [
    "every label must fit",
    [{ match: { labels: { env: "prod", team: "db" } }, channel: "#db" }, { channel: "#rest" }],
    "#rest",
  ],
  [
    "labels that fit are enough",
    [{ match: { labels: { env: "prod" } }, channel: "#prod" }, { channel: "#rest" }],
    "#prod",
  ],
  [
    "severity and labels must both fit",
    [{ match: { severity: "<3", labels: { env: "prod" } }, channel: "#x" }],
    undefined,
  ],
  ["an empty match takes all", [{ match: {}, channel: "#all" }], "#all"],
  [
    "a label that every object has by birth fits nothing",
    [{ match: { labels: { constructor: "" } }, channel: "#x" }],
    undefined,
  ],
  ["without routes nobody wants to know", [], undefined],
])("%s", (_, routes, channel) => {
  expect(channelOf(routes, incident(4, { env: "prod" }))).toBe(channel);
});

test.each([
  [
    "a severity that compares nothing",
    { match: { severity: "4" }, channel: "#a" },
    'expected a comparison such as ">=4"',
  ],
  [
    "a severity off the scale",
    { match: { severity: ">=6" }, channel: "#a" },
    'expected a comparison such as ">=4"',
  ],
  ["a channel without its mark", { channel: "ops" }, 'expected a channel such as "#ops-alerts"'],
  ["a channel with a space", { channel: "#o ps" }, 'expected a channel such as "#ops-alerts"'],
  ["a key that is none", { channel: "#a", chanel: "#b" }, "Unrecognized key"],
])("%s is a mistake in the file", (_, route, message) => {
  const parsed = routesSection.safeParse([route]);
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
});
