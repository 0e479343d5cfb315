import { describe, expect, test } from "vitest";
import { nearest } from "#core/expr";

describe("the name that was meant", () => {
  test.each([
    ["ack", ["acknowledge", "note"], "acknowledge"],
    ["ac", ["acknowledge", "note"], undefined],
    ["res", ["resolve", "reset"], undefined],
    ["chanel", ["channel", "mention"], "channel"],
    ["hcannel", ["channel"], "channel"],
    ["CHANNEL", ["channel"], "channel"],
    ["weather", ["channel"], undefined],
  ])("%s among %j is %s", (name, known, meant) => {
    expect(nearest(name, known)).toBe(meant);
  });

  test("is none for a long one that is like nothing", () => {
    expect(nearest("x".repeat(10_000), ["channel", "y".repeat(100)])).toBeUndefined();
  });
});
