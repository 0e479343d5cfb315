import { durationField, formatDuration, formatSize, parseDuration, parseSize, sizeField } from "#core/expr";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

describe("durations", () => {
  test.each([
    ["250ms", 250],
    ["30s", 30_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["7d", 604_800_000],
    ["2w", 1_209_600_000],
    ["1.5h", 5_400_000],
    ["0.1s", 100],
    ["1.1h", 3_960_000],
    ["0s", 0],
    [" 5m ", 300_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(["", "5", "m", "5 m", "5min", "-5m", "1m1h", "1m1m", "5m,", "1e3s", "0x5s", ".5s", "5.s", "٣s"])(
    "%j is refused with the forms that are expected",
    (text) => {
      expect(() => parseDuration(text)).toThrow('expected a duration such as "250ms", "30s"');
    },
  );

  test("a number without a unit is told so", () => {
    expect(() => parseDuration("30")).toThrow('got "30", which names no unit');
  });

  test("more than a hundred years and less than a millisecond are refused", () => {
    expect(() => parseDuration("6000w")).toThrow("at most 36525d");
    expect(() => parseDuration("0.1ms")).toThrow("at least 1ms");
    expect(() => parseDuration("9".repeat(500))).toThrow(/got "9{40}…"/);
  });

  test.each([
    [720_000, "12m"],
    [3_900_000, "1h 5m"],
    [350, "350ms"],
    [0, "0s"],
    [-90_000, "-1m 30s"],
    [1_209_600_000, "14d"],
  ])("%d ms is written %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test("with a number of parts only the biggest are written", () => {
    expect(formatDuration(273_845_250, 2)).toBe("3d 4h");
  });

  test("what is written is read back to the millisecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_525 * 86_400_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  test("any text gives a number or an invalid fault", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,5}[mshdw ]{1,3}[0-9mshdw.]*$/)),
        (text) => {
          expect(numberOrFault(() => parseDuration(text))).toBe(true);
          expect(numberOrFault(() => parseSize(text))).toBe(true);
        },
      ),
    );
  });
});

describe("sizes", () => {
  test.each([
    ["512", 512],
    ["512B", 512],
    ["64KiB", 65_536],
    ["10MB", 10_000_000],
    ["10 MB", 10_000_000],
    ["1.5GiB", 1_610_612_736],
    ["3kB", 3000],
  ])("%s is %d bytes", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(["", "MB", "-1", "10mb", "10 M", "1,5GiB", "9999999TiB"])("%j is refused", (text) => {
    expect(() => parseSize(text)).toThrow('expected a size such as "512", "64KiB"');
  });

  test.each([
    [512, "512B"],
    [1536, "1.5KiB"],
    [1_048_575, "1MiB"],
    [1_610_612_736, "1.5GiB"],
  ])("%d bytes are written %s", (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  test("whole sizes are read and written back alike", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1023 }),
        fc.constantFrom("B", "KiB", "MiB", "GiB", "TiB"),
        (count, unit) => {
          expect(formatSize(parseSize(`${count}${unit}`))).toBe(`${count}${unit}`);
        },
      ),
    );
  });
});

describe("fields", () => {
  const schema = z.strictObject({ every: durationField, max: sizeField });

  test("turn texts into numbers, and a number into bytes", () => {
    expect(schema.parse({ every: "1h30m", max: "64KiB" })).toEqual({ every: 5_400_000, max: 65_536 });
    expect(schema.parse({ every: "1ms", max: 512 })).toEqual({ every: 1, max: 512 });
  });

  test("say what is expected", () => {
    const messages = schema.safeParse({ every: 30, max: "lots" }).error?.issues.map((issue) => issue.message);
    expect(messages).toEqual([
      expect.stringMatching(/^expected a duration such as .*; got the number 30$/),
      expect.stringMatching(/^expected a size such as .*; got "lots"$/),
    ]);
  });

  test("are exported for editors with a pattern that takes every form", () => {
    const exported = z.toJSONSchema(schema, { io: "input" });
    expect(JSON.stringify(exported.properties)).toMatch(
      /^{"every":{"type":"string","description":"A duration[^}]*","pattern":"[^}]*"},"max":{"anyOf":\[{"type":"string","pattern"/,
    );
    const pattern = new RegExp(z.string().parse(z.toJSONSchema(durationField, { io: "input" }).pattern), "u");
    for (const text of ["250ms", "30s", "5m", "1h30m", "1h 30m", "1.5h", "7d", "2w"]) {
      expect(text).toMatch(pattern);
    }
    expect("30").not.toMatch(pattern);
  });
});

function numberOrFault(work: () => number): boolean {
  try {
    return Number.isSafeInteger(work());
  } catch (thrown) {
    return thrown instanceof Error && thrown.name === "Fault";
  }
}
