import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { undoEscapes, wordsOf } from "../../commands/words.ts";

const marks = ['""', "''", "“”", "„“", "‘’", "«»"];
const textsOf = (text: string): string[] => wordsOf(text).map((word) => word.text);

describe("what was typed falls into words", () => {
  test.for([
    ["ack inc-7  looking\tat\nit ", ["ack", "inc-7", "looking", "at", "it"]],
    ["", []],
    [" \n\t", []],
    ['drill "shop errors"', ["drill", "shop errors"]],
    ["drill 'shop errors'", ["drill", "shop errors"]],
    ["drill “shop errors”", ["drill", "shop errors"]],
    ["drill „shop errors“", ["drill", "shop errors"]],
    ["drill ‘shop errors’", ["drill", "shop errors"]],
    ["drill «shop errors»", ["drill", "shop errors"]],
    ['""', [""]],
    ['"a"b', ["a", "b"]],
    ['say "a b', ["say", '"a', "b"]],
    ["don't you", ["don't", "you"]],
    ["note “a “b” c”", ["note", "a “b", "c”"]],
    ['note “a" b', ["note", '“a"', "b"]],
    ["é 漢字 👩‍👩‍👧‍👦", ["é", "漢字", "👩‍👩‍👧‍👦"]],
  ] as const)("%j", ([text, words]) => {
    expect(textsOf(text)).toEqual(words);
  });

  /** Text in which quotation marks and blanks are frequent. */
  const typed = fc.oneof(
    fc
      .array(
        fc.constantFrom(
          ..."\"_'_“_”_„_‘_’_«_»_ _\t_\n".split("_"),
          "a",
          "inc-7",
          "<",
          "&lt;",
          "👩‍👩‍👧‍👦",
          "\uD800",
        ),
        {
          maxLength: 40,
        },
      )
      .map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );

  test("each of which stands where it says, alone or in its marks, with only blanks between", () => {
    fc.assert(
      fc.property(typed, (text) => {
        const words = wordsOf(text);
        expect(text.slice(0, words[0]?.at).trim()).toBe("");
        for (const [index, word] of words.entries()) {
          const taken = text.slice(word.at, words[index + 1]?.at).trimEnd();
          if (taken === word.text) expect(taken).toMatch(/^\S+$/);
          else
            expect([taken.slice(1, -1), marks]).toEqual([
              word.text,
              expect.arrayContaining([taken.charAt(0) + taken.slice(-1)]),
            ]);
        }
      }),
      { numRuns: 250 },
    );
  });

  test("as by blanks, where nothing is quoted", () => {
    fc.assert(
      fc.property(typed, (text) => {
        const plain = text.replaceAll(/["'“„‘«]/g, "x");
        expect(textsOf(plain)).toEqual(plain.split(/\s+/).filter((word) => word !== ""));
      }),
    );
  });
});

describe("Slack's escapes are undone", () => {
  test.for([
    ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
    ["&amp;lt;", "&lt;"],
    ["&quot; &amp", "&quot; &amp"],
    ["<@U1|ada> and <@U2>", "@U1 and @U2"],
    ["<#C1|ops> <#C2> <#C3|>", "#ops #C2 #C3"],
    ["<!here> <!channel|channel> <!here|@here>", "@here @channel @here"],
    ["<!subteam^S1|@oncall> <!subteam^S2>", "@oncall @S2"],
    ["<https://x.test/?a=1&amp;b=2|x>", "https://x.test/?a=1&b=2"],
    ["<https://x.test>", "https://x.test"],
    ["<mailto:a@b.test|a@b.test>", "a@b.test"],
    ["&lt;@U1&gt;", "<@U1>"],
    ["<nothing", "<nothing"],
    ["<<@U1>", "<@U1"],
    ["<>", ""],
  ] as const)("%j is %j", ([text, meant]) => {
    expect(undoEscapes(text)).toBe(meant);
  });

  test("so that whatever somebody typed is what they typed", () => {
    const typed = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("&", "&lt;", "<", ">", "|", "@U1", "#", "!", "amp;"), { maxLength: 20 })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const sent = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        expect(undoEscapes(sent)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test("of anything without a throw", () => {
    const parts = fc.constantFrom(
      "<",
      ">",
      "|",
      "@",
      "#",
      "!",
      "&",
      "lt;",
      "subteam^",
      "mailto:",
      "x",
      "\uD800",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), (some) => {
        expect(typeof undoEscapes(some.join(""))).toBe("string");
      }),
      { numRuns: 250 },
    );
  });
});

describe("hostile text costs no more than its length:", () => {
  const pieces = [
    "„ ",
    "“ ",
    "«a ",
    '"a ',
    "' ",
    "<",
    "<|",
    "<@U1|",
    "<x",
    "|",
    "&amp;",
    "&",
    " ",
    "\uD800",
    "x",
  ];

  test.for([8_000, 40_000])("%i characters of any kind take no time worth telling", (length) => {
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const started = performance.now();
      wordsOf(undoEscapes(text));
      expect([piece, performance.now() - started < 500]).toEqual([piece, true]);
    }
  });
});
