import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "#core/incidents";

/** Texts that try to be two, or to look like their neighbours. */
const text = fc.oneof(
  fc.constantFrom("", "a", "b", "a,b", '"', '","', "=", "\\", "\u0000", "\ud800", "\udc00", "__proto__"),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const pairs = fc.uniqueArray(fc.tuple(text, text), { maxLength: 4, selector: ([key]) => key });
const subject = fc.record({ rule: text, subject: text, by: pairs });

test("the order of the `by` pairs does not matter", () => {
  fc.assert(
    fc.property(subject, fc.nat(), ({ rule, subject: of, by }, seed) => {
      const turned = [
        ...by.slice(seed % (by.length + 1)),
        ...by.slice(0, seed % (by.length + 1)),
      ].toReversed();
      expect(fingerprint(rule, of, Object.fromEntries(turned))).toBe(
        fingerprint(rule, of, Object.fromEntries(by)),
      );
    }),
  );
});

test("different troubles have different fingerprints, wherever their texts are cut", () => {
  const canonical = ({
    rule,
    subject: of,
    by,
  }: {
    rule: string;
    subject: string;
    by: [string, string][];
  }) => [rule, of, ...by.toSorted(([a], [b]) => (a < b ? -1 : 1)).flat()];
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      const same =
        fingerprint(a.rule, a.subject, Object.fromEntries(a.by)) ===
        fingerprint(b.rule, b.subject, Object.fromEntries(b.by));
      expect(same).toBe(JSON.stringify(canonical(a)) === JSON.stringify(canonical(b)));
    }),
    { numRuns: 2_000 },
  );
});

test("a fingerprint stays the same for ever", () => {
  expect(fingerprint("disk", "web-01", { mount: "/data", host: "web-01" })).toBe(
    "1b1cf70e3b99f2593e542aa07321441f",
  );
});
