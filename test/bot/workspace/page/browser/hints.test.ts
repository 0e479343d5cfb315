import { describe, expect, test } from "vitest";
import { hintsFor } from "../../../../../bot/workspace/page/browser/hints.ts";

const known = {
  command: { command: "/fettle", description: "Asks Fettle", usageHint: "[help]" },
  people: [
    { id: "U1", name: "Ada Lovelace", handle: "ada", title: "developer", kind: "member" },
    { id: "U2", name: "Gone Gibson", handle: "gone", title: "", kind: "deactivated" },
  ],
  groups: [{ handle: "oncall", name: "On call" }],
  channels: [
    { id: "C1", name: "ops-alerts", kind: "channel", topic: "t", shared: false, joined: true, marks: [] },
    { id: "D1", name: "Fettle", kind: "im", topic: "", shared: false, joined: true, marks: [] },
  ],
} as const;

describe("suggestions", () => {
  test.for([
    ["/", null, ["/fettle"]],
    ["/fet", null, ["/fettle"]],
    ["/fettle help", null, ["/fettle"]],
    ["/other", null, []],
    ["/fet", "1.1", []],
    ["a /fet", null, []],
    ["hi @lov", null, ["@ada"]],
    ["hi @gon", null, []],
    ["@on c", null, []],
    ["@onc", null, ["@oncall"]],
    ["@her", null, ["@here"]],
    ["ada@lov", null, []],
    ["see #op", "1.1", ["#ops-alerts"]],
    ["#fet", null, []],
    ["hello", null, []],
  ] as const)("for %j in thread %s are %j", ([text, thread, inserts]) => {
    expect(hintsFor(text, thread, known).map(({ insert }) => insert)).toEqual(inserts);
  });

  test("say when all is typed, so that Enter sends it", () => {
    expect(hintsFor("/fettle", null, known)[0]?.done).toBe(true);
    expect(hintsFor("/fettl", null, known)[0]?.done).toBe(false);
    expect(hintsFor("@ada", null, known)).toEqual([]);
  });
});
