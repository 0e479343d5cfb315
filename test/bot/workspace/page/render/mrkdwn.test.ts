import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMrkdwn } from "../../../../../bot/workspace/page/render/mrkdwn.ts";
import { richHtml } from "../../../../../bot/workspace/page/render/rich-html.ts";
import { cast } from "./cast.ts";

describe("mrkdwn becomes HTML:", () => {
  const line = (html: string): string => `<div class="rich-line" dir="auto">${html}</div>`;
  const cases: Record<string, readonly [mrkdwn: string, html: string]> = {
    "marks of words": [
      "*b* _i_ ~s~ `c`",
      line('<strong>b</strong> <em>i</em> <s>s</s> <code class="rich-inline">c</code>'),
    ],
    "marks within marks": ["*b _i_*", line("<strong>b </strong><strong><em>i</em></strong>")],
    "names with underlines are no marks": ["a_snake_case 5 * 3 * 2", line("a_snake_case 5 * 3 * 2")],
    "code keeps its stars": ["`a*b*c`", line('<code class="rich-inline">a*b*c</code>')],
    "what Markdown would take for a heading or a rule stays": ["# head\n---", line("# head\n---")],
    "a mark that never ends is a sign": ["*open", line("*open")],
    "a mark does not cross lines": ["*a\nb*", line("*a\nb*")],
    "escapes are undone once": ["&lt;b&gt; &amp;lt;", line("&lt;b&gt; &amp;lt;")],
    "people by their names": [
      "<@U0ADA>",
      line('<span class="mention" data-user="U0ADA" dir="auto">@Ada Lovelace</span>'),
    ],
    "people by their label where nobody knows them": [
      "<@U0NONE|otto>",
      line('<span class="mention" data-user="U0NONE" dir="auto">@otto</span>'),
    ],
    channels: [
      "<#C0OPS|x>",
      line('<span class="mention" data-to-channel="C0OPS" dir="auto">#ops-alerts</span>'),
    ],
    groups: [
      "<!subteam^S0ONCALL>",
      line('<span class="mention" data-group="S0ONCALL" dir="auto">@oncall</span>'),
    ],
    "calls to all": ["<!channel>", line('<span class="mention broadcast">@channel</span>')],
    "an escaped call is text": ["&lt;!channel&gt;", line("&lt;!channel&gt;")],
    links: [
      "<https://e.org/?a=1&amp;b=2|x>",
      line('<a href="https://e.org/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">x</a>'),
    ],
    "addresses that stand free": [
      "see https://e.org/a.",
      line('see <a href="https://e.org/a" target="_blank" rel="noreferrer noopener">https://e.org/a</a>.'),
    ],
    "a link to a script is told, not made": [
      "<javascript:alert(1)|x>",
      line('x<span class="no-link"> (javascript:alert(1))</span>'),
    ],
    emoji: [
      ":fire: :nope: 12:30:45",
      line('<span class="emoji" role="img" aria-label="fire">🔥</span> :nope: 12:30:45'),
    ],
    "dates, for the browser to fill": [
      "<!date^1767225600^{date}|soon>",
      line('<time datetime="1767225600" data-format="{date}">soon</time>'),
    ],
    "angle brackets that mean nothing": ["a <nothing> b", line("a &lt;nothing&gt; b")],
  };

  test.for(Object.entries(cases))("%s", ([, [mrkdwn, html]]) => {
    expect(richHtml(parseMrkdwn(mrkdwn), cast.words)).toBe(html);
  });

  test("code blocks, quotes and what stands between them", () => {
    const kinds = parseMrkdwn("a\n```\nx *y*\n```\nb\n> q\n> r\nc\n>>> d\ne").map((block) => block.kind);
    expect(kinds).toEqual(["section", "code", "section", "quote", "section", "quote"]);
  });
});

describe("mrkdwn is safe to parse:", () => {
  test("text without marks comes out as it went in", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{L}\p{N} #.,;=+()[\]{}\n-]{1,200}$/u), (text) => {
        expect(textOf(text)).toBe(text);
      }),
    );
  });

  test("no sign of a word is ever lost, whatever marks surround it", () => {
    const token = fc.constantFrom(
      "*",
      "_",
      "~",
      "`",
      "```",
      "<",
      ">",
      "&amp;",
      "\n",
      " ",
      "word",
      "<@U0ADA>",
      ">>>",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const words = (text: string): number => text.split("word").length;
        expect(words(textOf(tokens.join("")))).toBe(words(tokens.join("")));
      }),
    );
  });

  test.for(["*", "`", "<", "*a ", "_a", ":a", "<@", "https://", "> ", "```a"])(
    "40,000 signs of %s take no more time than as much text",
    (sign) => {
      const started = performance.now();
      parseMrkdwn(sign.repeat(40_000 / sign.length));
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );
});

function textOf(mrkdwn: string): string {
  return parseMrkdwn(mrkdwn)
    .map((block) =>
      block.kind === "list"
        ? ""
        : block.children.map((inline) => ("text" in inline ? inline.text : "")).join(""),
    )
    .join("\n");
}
