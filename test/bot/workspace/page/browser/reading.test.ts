import { describe, expect, test } from "vitest";
import type { ChannelRow } from "../../../../../bot/workspace/page/model.ts";
import { compareTs, openReading, unreadOf } from "../../../../../bot/workspace/page/browser/reading.ts";

const row: ChannelRow = {
  id: "C1",
  name: "ops",
  kind: "channel",
  topic: "",
  shared: false,
  joined: true,
  marks: [
    { ts: "10.000001", mention: false, reply: false },
    { ts: "11.000001", mention: true, reply: false },
    { ts: "12.000001", mention: false, reply: true },
  ],
};

describe("unread", () => {
  test.for([
    ["all, to one who was never there", row, "", { any: true, badge: 1 }],
    ["what came after the last look", row, "10.000001", { any: true, badge: 1 }],
    ["not a reply that calls nobody", row, "11.000001", { any: false, badge: 0 }],
    ["not a channel that was not joined", { ...row, joined: false }, "", { any: false, badge: 1 }],
    ["each message of a conversation of two", { ...row, kind: "im" as const }, "", { any: true, badge: 2 }],
  ] as const)("is %s", ([, channel, upTo, unread]) => {
    expect(unreadOf(channel, upTo)).toEqual(unread);
  });

  test("is remembered by team, person and channel, and never goes back", () => {
    const kept = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    openReading(shelf, "T1", "U1").read("C1", "10.5");
    expect(openReading(shelf, "T1", "U1").upTo("C1")).toBe("10.5");
    expect(openReading(shelf, "T1", "U2").upTo("C1")).toBe("");
    expect(openReading(shelf, "T2", "U1").upTo("C1")).toBe("");
    openReading(shelf, "T1", "U1").read("C1", "9.9");
    expect(openReading(shelf, "T1", "U1").upTo("C1")).toBe("10.5");
  });

  test("is remembered for as long as the page is open where nothing can be kept", () => {
    const reading = openReading(undefined, "T1", "U1");
    reading.read("C1", "10.5");
    expect(reading.upTo("C1")).toBe("10.5");
  });
});

test("ts that are a microsecond apart are in order", () => {
  const sorted = ["1767225600.000009", "1767225600.000010", "1767225601.000001", "99.1"].toSorted(compareTs);
  expect(sorted).toEqual(["99.1", "1767225600.000009", "1767225600.000010", "1767225601.000001"]);
  expect(compareTs("1.1", "1.100000")).toBe(0);
});
