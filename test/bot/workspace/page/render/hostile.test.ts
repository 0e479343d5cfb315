import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Control, Piece } from "../../../../../bot/workspace/page/model.ts";
import { openRenderer } from "../../../../../bot/workspace/page/render/renderer.ts";
import { cast as names } from "./cast.ts";
import { foreignMarkup } from "./foreign-markup.ts";

const renderer = await openRenderer();
const cast = { ...names, words: { ...names.words, emoji: (name: string) => renderer.emoji(name) } };

/** Attacks, and pieces of which they could be made. */
const attacks = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<javascript:alert(1)|click>",
  "<JaVaScRiPt:alert(1)|click>",
  "<\u0001javascript:alert(1)|click>",
  "<data:text/html,<script>alert(1)</script>|x>",
  "<vbscript:x|y>",
  "[x](javascript:alert(1))",
  "![x](javascript:alert(1))",
  "![x](https://elsewhere.example/pixel.png)",
  "<!channel>",
  "<@U0EVIL>",
  '<https://e.org/"onmouseover="alert(1)|x>',
  "<https://e.org|<img src=x onerror=alert(1)>>",
  "`<svg onload=alert(1)>`",
  "```<iframe srcdoc=x>```",
  ":constructor: :__proto__: :fire:",
  "<!date^1^{date}^javascript:alert(1)|x>",
  '<!date^1^"onload="x|<b>x</b>>',
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<!--",
  "-->",
  "]]>",
  "'",
  '"',
  "\\",
  "\u202e",
  "\u0000",
];

describe("nothing that runs comes through", () => {
  test("the judge of this test sees what it should", () => {
    expect(foreignMarkup("<script>")).toHaveLength(1);
    expect(foreignMarkup('<a href="javascript:x">')).toHaveLength(1);
    expect(foreignMarkup('<p onclick="x">')).toHaveLength(1);
    expect(foreignMarkup('<img src="https://elsewhere.example/x.png">')).toHaveLength(1);
    expect(foreignMarkup('<p class="x">&lt;script&gt;</p>')).toEqual([]);
  });

  test.for(attacks)("in a message: %s", (attack) => {
    expect(htmlOf(renderer.text(attack, cast)).flatMap(foreignMarkup)).toEqual([]);
  });

  test.for(attacks)("in every block: %s", (attack) => {
    const pieces = renderer.pieces(everyBlock(attack), cast);
    expect(htmlOf(pieces).flatMap(foreignMarkup)).toEqual([]);
  });

  test("in anything made of them", () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...attacks), fc.string({ maxLength: 5 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const pieces = [
          ...renderer.text(parts.join(""), cast),
          ...renderer.pieces(everyBlock(parts.join("")), cast),
        ];
        expect(htmlOf(pieces).flatMap(foreignMarkup)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("blocks of any shape leave a piece and never throw", () => {
    const types = [
      "section",
      "header",
      "context",
      "image",
      "actions",
      "input",
      "table",
      "markdown",
      "rich_text",
      "plan",
      "card",
      "container",
      "data_visualization",
      "alert",
      "divider",
      "nonsense",
    ];
    const block = fc.record(
      {
        type: fc.constantFrom(...types),
        text: fc.jsonValue(),
        elements: fc.jsonValue(),
        fields: fc.jsonValue(),
        rows: fc.jsonValue(),
        chart: fc.jsonValue(),
        element: fc.jsonValue(),
        label: fc.jsonValue(),
        accessory: fc.jsonValue(),
        tasks: fc.jsonValue(),
        title: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.oneof(block, fc.jsonValue()), (given) => {
        const pieces = renderer.pieces([given], cast);
        expect(pieces).toHaveLength(1);
        expect(htmlOf(pieces).flatMap(foreignMarkup)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** All blocks there are, with this text wherever text may stand. */
function everyBlock(text: string): object[] {
  const mrkdwn = { type: "mrkdwn", text };
  const plain = { type: "plain_text", text };
  const confirm = { title: plain, text: mrkdwn, confirm: plain, deny: plain };
  const option = { text: mrkdwn, value: text, description: plain, url: text };
  const rich = {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text },
          { type: "link", url: text, text },
          { type: "user", user_id: "U0EVIL" },
          { type: "color", value: text },
          { type: "emoji", name: text },
          { type: "date", timestamp: 1, format: text, url: text, fallback: text },
          { type: text },
        ],
      },
      { type: "rich_text_preformatted", elements: [{ type: "text", text }] },
      {
        type: "rich_text_list",
        style: "bullet",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
      },
    ],
  };
  return [
    { type: "header", text: plain },
    {
      type: "section",
      block_id: text,
      text: mrkdwn,
      fields: [mrkdwn, plain],
      accessory: { type: "button", action_id: text, text: plain, url: text, confirm },
    },
    { type: "section", text: mrkdwn, accessory: { type: "image", image_url: text, alt_text: text } },
    { type: "context", elements: [mrkdwn, plain, { type: "image", image_url: text, alt_text: text }] },
    { type: "image", image_url: text, alt_text: text, title: plain },
    { type: "image", slack_file: { id: text }, alt_text: text },
    rich,
    { type: "markdown", text },
    { type: "table", rows: [[{ type: "raw_text", text }, rich]] },
    {
      type: "data_visualization",
      title: text,
      chart: {
        type: "line",
        series: [{ name: text, data: [{ label: text, value: 1 }] }],
        axis_config: { categories: [text], x_label: text, y_label: text },
      },
    },
    {
      type: "data_visualization",
      title: text,
      chart: { type: "pie", segments: [{ label: text, value: 1 }] },
    },
    {
      type: "plan",
      title: text,
      tasks: [{ type: "task_card", task_id: text, title: text, status: "complete", details: rich }],
    },
    { type: "container", title: plain, child_blocks: [{ type: "section", text: mrkdwn }] },
    { type: "card", title: mrkdwn, body: mrkdwn },
    { type: "alert", level: text, text: mrkdwn },
    { type: "video", video_url: text, thumbnail_url: text, title: plain, alt_text: text },
    {
      type: "input",
      label: plain,
      hint: plain,
      element: { type: "radio_buttons", action_id: "a", options: [option] },
    },
    {
      type: "actions",
      elements: [
        { type: "static_select", action_id: "a", placeholder: plain, options: [option], confirm },
        { type: "overflow", action_id: "b", options: [option] },
      ],
    },
    { type: text },
  ];
}

function htmlOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => {
    switch (piece.kind) {
      case "html":
        return [piece.html];
      case "section":
        return [piece.html, ...(piece.accessory === null ? [] : htmlOfControl(piece.accessory))];
      case "actions":
        return piece.controls.flatMap(htmlOfControl);
      case "input":
        return htmlOfControl(piece.control);
      case "group":
        return htmlOf(piece.pieces);
    }
  });
}

function htmlOfControl(control: Control): string[] {
  const options = "options" in control ? control.options.map(({ html }) => html) : [];
  return [...options, ...(control.confirm === null ? [] : [control.confirm.html])];
}
