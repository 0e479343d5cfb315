import { describe, expect, test } from "vitest";
import { AbsentPeer, requirePeer } from "./bench.ts";
import { median, summary, verdict } from "./measure.ts";

describe("a bench", () => {
  test("finds a peer on PATH, and names one that is absent", () => {
    expect(requirePeer("sh")).toMatch(/\/sh$/);
    expect(() => requirePeer("no-such-peer")).toThrow(
      new AbsentPeer("absent peer: no-such-peer is not on PATH"),
    );
  });

  test("reports the middle of what it measured, with its spread and its verdict", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(summary([39.4, 50, 41], "ms")).toBe("median 41 ms (min 39, max 50, n 3)");
    expect(verdict(999.9, 1000, "ms")).toBe("target < 1000 ms: met");
    expect(verdict(1000, 1000, "ms")).toBe("target < 1000 ms: MISSED");
  });
});
