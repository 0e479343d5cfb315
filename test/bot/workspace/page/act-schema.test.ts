import { describe, expect, test } from "vitest";
import type { Act } from "../../../../bot/workspace/contract.ts";
import { actSchema } from "../../../../bot/workspace/page/act-schema.ts";

describe("an act", () => {
  const acts: readonly Act[] = [
    { kind: "message", channel: "C1", text: "x" },
    { kind: "message", channel: "C1", text: "x", threadTs: "1.1" },
    { kind: "command", channel: "C1", text: "/fettle help" },
    { kind: "click", on: { channel: "C1", message: "1.1" }, block: "b", action: "a" },
    { kind: "click", on: { view: "V1" }, block: "", action: "a", value: "v" },
    { kind: "click", on: { view: "V1" }, block: "b", action: "a", value: ["v", "w"] },
    { kind: "submit", view: "V1", values: { b: { a: "x", c: ["y"], d: null } } },
    { kind: "close", view: "V1" },
    { kind: "shortcut", callbackId: "incidents.list" },
    { kind: "shortcut", callbackId: "incident.note", channel: "C1", ts: "1.1" },
    { kind: "home" },
    { kind: "join", channel: "C1" },
    { kind: "dismiss", notice: 3 },
  ];

  test.for(acts)("passes as it is: %j", (act) => {
    expect(actSchema.parse(act)).toEqual(act);
  });

  test.for([
    null,
    {},
    { kind: "other" },
    { kind: "message", channel: "C1", text: "" },
    { kind: "message", channel: "C1", text: "x".repeat(40_001) },
    { kind: "message", channel: "C1", text: "x", user: "U0GRACE" },
    { kind: "click", on: {}, block: "b", action: "a" },
    { kind: "click", on: { view: "V1", message: "1" }, block: "b", action: "a" },
    { kind: "click", on: { view: "V1" }, block: "b", action: "a", value: { x: 1 } },
    {
      kind: "click",
      on: { view: "V1" },
      block: "b",
      action: "a",
      value: Array.from({ length: 101 }, String),
    },
    { kind: "submit", view: "V1", values: { b: { a: 1 } } },
    { kind: "dismiss", notice: "3" },
  ])("of another shape does not: %#", (act) => {
    expect(actSchema.safeParse(act).success).toBe(false);
  });
});
