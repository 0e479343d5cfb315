import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable } from "../../bot/blocks/index.ts";
import { fit, jsonLine, widthOf } from "../../bot/text.ts";

const esc = "\u001B";

describe("hostile text", () => {
  test.for([
    ["a colour", `${esc}[31mred${esc}[0m`, "[31mred [0m"],
    ["a window title", `${esc}]0;owned\u0007x`, "]0;owned x"],
    ["a C1 control", "a\u009B2Jb", "a 2Jb"],
    ["line ends", "a\r\nb\u2028c\u0085d", "a b c d"],
    ["a right-to-left override", "user\u202Egpj.exe\u202C", "user gpj.exe"],
    ["isolates and marks", "\u2066a\u2069\u200Fb\u061Cc", "a b c"],
    ["a NUL", "a\0b", "a b"],
  ])("loses %s before a person sees it", ([, text = "", seen]) => {
    expect(printable(text)).toBe(seen);
  });

  test("keeps what is only foreign: joined emoji, Hebrew, combining marks", () => {
    for (const text of ["👩‍👩‍👧‍👦", "שלום", "e\u0301"]) expect(printable(text)).toBe(text);
  });

  test("is escaped in JSON, which reads as the same", () => {
    const value = { text: `${esc}[2J\u009B\u202E\u2028\u007F"\\` };
    const line = jsonLine(value);
    expect(line).toMatch(/^[\u0020-\u007E]+\n$/);
    expect(JSON.parse(line)).toEqual(value);
  });

  test("never holds a control again, whatever came", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      }),
    );
  });
});

describe("the width of text", () => {
  test.for([
    ["ascii", 5],
    ["漢字", 4],
    ["ｆｕｌｌ", 8],
    ["한국어", 6],
    ["e\u0301e\u0301", 2],
    ["🔥", 2],
    ["❤️", 2],
    ["🇩🇪", 4],
    ["שלום", 4],
    ["\u200B", 0],
    ["· → ●", 5],
  ] as const)("of %s is %i cells at the most", ([text, cells]) => {
    expect(widthOf(text)).toBe(cells);
  });

  test("is kept: a cut text has an ellipsis, and no half a sign", () => {
    expect(fit("abcdef", 6)).toBe("abcdef");
    expect(fit("abcdefg", 6)).toBe("abcde…");
    expect(fit("漢字漢字", 6)).toBe("漢字…");
    expect(fit("ab🔥", 3)).toBe("ab…");
    expect(fit("anything", 0)).toBe("");
  });

  test("is kept whatever comes, and so is the number of marks on one sign", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.nat(40), (text, width) => {
        expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
      }),
    );
    expect(fit(`a${"\u0301".repeat(10_000)}b`, 10)).toBe("\uFFFDb");
  });
});
