import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, escape, escapeLines, printable, printableLines, when } from "../../../bot/blocks/text.ts";
import { heavy, hostile, long } from "./hostile.ts";

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const moves = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u;

describe("what programs write is made printable", () => {
  test.for([
    ["a\u001B[31mred\u001B[0m", "a [31mred [0m"],
    ["one\r\n\r\ntwo\0three", "one two three"],
    ["safe\u202Egnp.exe", "safe gnp.exe"],
    ["half \uD83D of a pair", "half � of a pair"],
    ["  שלום 👩‍👩‍👧‍👦 e\u0301  ", "שלום 👩‍👩‍👧‍👦 e\u0301"],
    ["\n\t ", ""],
  ] as const)("%j becomes %j", ([text, shown]) => {
    expect(printable(text)).toBe(shown);
  });

  test("with its line ends, where lines are meant", () => {
    expect(printableLines("one\r\ntwo\rthree\n\nfour\u2028five\0")).toBe("one\ntwo\nthree\n\nfour five");
    expect(escapeLines("a < b\n<!here>")).toBe("a &lt; b\n&lt;!here&gt;");
  });

  test("whatever it is, and twice is no more than once", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = printable(text);
        expect(line).not.toMatch(moves);
        expect(printable(line)).toBe(line);
        const lines = printableLines(text);
        expect(lines.replaceAll("\n", "")).not.toMatch(moves);
        expect(printableLines(lines)).toBe(lines);
        expect([line.isWellFormed(), lines.isWellFormed()]).toEqual([true, true]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("an escaped text", () => {
  test("calls nobody and links nowhere", () => {
    expect(escape("<!channel> & <@U1>, see <https://evil.test|x>")).toBe(
      "&lt;!channel&gt; &amp; &lt;@U1&gt;, see &lt;https://evil.test|x&gt;",
    );
    expect(escape("&lt;")).toBe("&amp;lt;");
  });

  test("says, once Slack has undone it, what was printable of it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escape(text);
        expect(escaped).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(unescape(escaped)).toBe(printable(text));
        expect(unescape(escapeLines(text))).toBe(printableLines(text));
      }),
      { numRuns: 150 },
    );
  });
});

describe("a cut text", () => {
  test.for([
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["ab cdefg", 4, "ab…"],
    ["a&lt;b&gt;cde", 5, "a…"],
    ["a&lt;b&gt;cde", 6, "a&lt;…"],
    ["ok👩‍👩‍👧‍👦family", 10, "ok…"],
    ["e\u0301e\u0301e\u0301", 4, "e\u0301…"],
    ["🇩🇪🇫🇷🇯🇵", 8, "🇩🇪…"],
    ["👩‍👩‍👧‍👦", 3, "…"],
    ["ab\u{1D158}\u{1D165}\u{1D16E}", 7, "ab…"],
    ["漢字漢字", 1, "…"],
    ["", 1, ""],
  ] as const)("of %j at %i is %j", ([text, max, kept]) => {
    expect(cut(text, max)).toBe(kept);
  });

  const whole = fc.oneof(hostile, fc.string({ unit: "grapheme", maxLength: 80 }));

  test("is never longer than it may be, and begins as the whole does", () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 100 }), (text, max) => {
        const shown = cut(text, max);
        expect(shown.length).toBeLessThanOrEqual(max);
        if (text.length <= max) expect(shown).toBe(text);
        else {
          expect(shown.endsWith("…")).toBe(true);
          expect(text.startsWith(shown.slice(0, -1))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("ends between two signs that people see as one each", () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 100 }), (text, max) => {
        if (text.length <= max) return;
        const kept = cut(text, max).slice(0, -1);
        // What it drops at its end besides: blanks, and the beginning of what may be an entity.
        const dropped = /^(?:&[a-z]{0,3})?\s*/.exec(text.slice(kept.length))?.[0].length ?? 0;
        const ends = boundaries(text.slice(0, 200));
        const near = Array.from({ length: dropped + 1 }, (_, more) => kept.length + more);
        expect(near.some((end) => ends.has(end))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("never ends in half a surrogate pair or half an entity", () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 100 }), (text, max) => {
        const shown = cut(escape(text), max);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 150 },
    );
  });

  test("of a megabyte of anything takes no time worth telling", () => {
    const texts = heavy.map((piece) => long(piece, 1_000_000));
    const started = performance.now();
    for (const text of texts) expect(cut(text, 3_000).length).toBeLessThanOrEqual(3_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("a moment", () => {
  test("is shown in its reader's zone, and in UTC where a client cannot", () => {
    const ms = Date.UTC(2026, 0, 31, 23, 59, 59, 999);
    expect(when(ms)).toBe("<!date^1769903999^{time}|2026-01-31 23:59 UTC>");
    expect(when(ms, "day")).toBe("<!date^1769903999^{date_short_pretty}, {time}|2026-01-31 23:59 UTC>");
  });

  test("is a date as Slack reads it, whenever it was", () => {
    const moment = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(moment, fc.constantFrom("time", "day"), (ms, form) => {
        const [, seconds = "", tokens, fallback = ""] =
          /^<!date\^(\d+)\^([^|^<>]+)\|([^|<>]+)>$/.exec(when(ms, form)) ?? [];
        expect(Number(seconds)).toBe(Math.floor(ms / 1_000));
        expect(tokens).toBe(form === "time" ? "{time}" : "{date_short_pretty}, {time}");
        const told = Date.parse(fallback.replace(" UTC", ":00Z").replace(" ", "T"));
        expect(told).toBe(Math.floor(ms / 60_000) * 60_000);
      }),
    );
  });
});

function boundaries(text: string): ReadonlySet<number> {
  return new Set([...new Intl.Segmenter().segment(text)].map(({ index }) => index)).add(text.length);
}
