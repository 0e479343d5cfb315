import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { typedText, typographic } from "../../../../bot/workspace/people/typed.ts";
import { openTestStage } from "../stage.ts";

const { world } = openTestStage();

describe("what people type", () => {
  test.for([
    ["a & b < c > d", "a &amp; b &lt; c &gt; d"],
    ["@grace look", "<@U0GRACE> look"],
    ["@oncall look", "<!subteam^S0ONCALL> look"],
    ["@channel and @here", "<!channel> and <!here>"],
    ["see #ops-alerts.", "see <#C0ALERTS>."],
    ["@nobody in #nowhere", "@nobody in #nowhere"],
    ["mail ada@fettle.test", "mail ada@fettle.test"],
    [
      "a picked <@U0ADA> and <#C0SHOP|shop> and <!subteam^S0DEV>",
      "a picked <@U0ADA> and <#C0SHOP> and <!subteam^S0DEV>",
    ],
    ["a made up <@U0X>", "a made up &lt;@U0X&gt;"],
    ["<!channel>", "&lt;!channel&gt;"],
  ] as const)("%s arrives as %s", ([typed, arrives]) => {
    expect(typedText(typed, world, false)).toBe(arrives);
  });

  test("arrives with names, where the command asks for it", () => {
    expect(typedText("@grace @oncall #shop", world, true)).toBe(
      "<@U0GRACE|grace> <!subteam^S0ONCALL|@oncall> <#C0SHOP|shop>",
    );
  });

  test("holds no reference but to what is there", () => {
    const words = fc.array(
      fc.constantFrom("<", ">", "@", "#", "!", "|", "U0ADA", "ada", "x", " ", "channel", "subteam^"),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const references = [...typedText(parts.join(""), world, true).matchAll(/<([^>]*)>/g)].map(
          ([all]) => all,
        );
        expect(references.filter((one) => !/^<(?:@U0ADA\|ada|!channel)>$/.test(one))).toEqual([]);
      }),
    );
  });
});

test("quotes become typographic, as keyboards write them", () => {
  expect(typographic(`run "df -h" on 'web'`)).toBe("run “df -h” on ‘web’");
  expect(typographic(`it's key="a b"`)).toBe("it’s key=“a b”");
});
