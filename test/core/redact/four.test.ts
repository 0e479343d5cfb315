import { array, assert, constantFrom, property, string, oneof } from "fast-check";
import { expect, test } from "vitest";
import { replaceFours } from "../../../core/redact/four.ts";
import { anywhere } from "../../../core/redact/span.ts";

const pattern = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;

/** As a pattern finds them, and then only numbers that an address may have. */
function byPattern(text: string): string {
  return text.replaceAll(pattern, (found) =>
    found.split(".").every((number) => Number(number) <= 255) && !/(?:^|\.)0\d/.test(found)
      ? `<${found}>`
      : found,
  );
}

test("addresses are found as the pattern finds them", () => {
  const piece = oneof(
    { weight: 6, arbitrary: constantFrom(..."1.2.3.4 203.0.113.9 255.255.255.255 256.1.1.1".split(" ")) },
    {
      weight: 6,
      arbitrary: constantFrom(..."1 12 0 00 01 255 256 999 1. . .. .1 - : _ a Z / [ ] , é ſ".split(" "), " "),
    },
    { weight: 1, arbitrary: string({ unit: "binary", maxLength: 2 }) },
  );
  assert(
    property(array(piece, { maxLength: 10 }), (pieces) => {
      const text = pieces.join("");
      expect(replaceFours(text, anywhere, (address) => `<${address}>`)).toBe(byPattern(text));
    }),
    { numRuns: 20_000 },
  );
});
