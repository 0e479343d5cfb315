import { describe, expect, test } from "vitest";
import type { Control, Piece } from "../../../../../bot/workspace/page/model.ts";
import { openRenderer } from "../../../../../bot/workspace/page/render/renderer.ts";
import { cast } from "./cast.ts";

const renderer = await openRenderer();
const plain = (text: string): object => ({ type: "plain_text", text });

describe("a block that cannot be drawn", () => {
  test.for([
    [{ type: "nonsense" }, "The block “nonsense” is not drawn here."],
    [{ type: "section", text: 5 }, "The block “section” has another shape than Slack documents."],
    [{ type: "table", rows: "x" }, "The block “table” has another shape than Slack documents."],
    [{ type: "plan", title: {}, tasks: [] }, "The block “plan” cannot be drawn."],
    [
      { type: "data_visualization", title: "x", chart: { type: "pie" } },
      "The block “data_visualization” is not drawn here.",
    ],
    ["no block", "The block “without a type” has another shape than Slack documents."],
  ] as const)("says so in its place: %j", ([block, words]) => {
    expect(textOf(only(block))).toBe(words);
  });

  test("does not take its neighbours with it", () => {
    const pieces = renderer.pieces(
      [
        { type: "section", text: 5 },
        { type: "header", text: plain("Here") },
      ],
      cast,
    );
    expect(pieces.map(textOf)).toEqual([expect.stringContaining("another shape"), "Here"]);
  });
});

describe("passive blocks", () => {
  test("plain text is no mrkdwn", () => {
    expect(textOf(only({ type: "header", text: plain("*no* :fire: <!channel> # x") }))).toBe(
      "*no* 🔥 &lt;!channel&gt; # x",
    );
  });

  test("cells of a table keep what Markdown would drop", () => {
    const table = {
      type: "table",
      rows: [[{ type: "raw_text", text: "# x" }], [{ type: "raw_text", text: "a*b*c" }]],
    };
    expect(textOf(only(table))).toBe("# xa*b*c");
  });

  test("a chart is drawn, with its numbers for those who cannot see it", () => {
    const chart = {
      type: "data_visualization",
      title: "CPU",
      chart: {
        type: "pie",
        segments: [
          { label: "used", value: 3 },
          { label: "free", value: 1 },
        ],
      },
    };
    expect(htmlOf(only(chart))).toMatch(/<svg[^>]*aria-label="Pie chart: CPU[^"]*used \(75%\)/);
  });

  test("an image of this server is shown, one from elsewhere only named", () => {
    expect(htmlOf(only({ type: "image", slack_file: { id: "F1" }, alt_text: "curve" }))).toContain(
      'src="/files/F1/image"',
    );
    const own = { type: "image", image_url: "http://127.0.0.1:4747/files/F1/x.png", alt_text: "curve" };
    expect(htmlOf(only(own))).toContain('src="/files/F1/x.png"');
    const elsewhere = htmlOf(only({ type: "image", image_url: "https://e.org/x.png", alt_text: "curve" }));
    expect(elsewhere).not.toContain("<img");
    expect(elsewhere).toContain("not loaded: curve");
  });

  test("names that change are drawn anew, and the same is drawn once", () => {
    const message = "<@U0ADA>";
    expect(renderer.text(message, cast)).toBe(renderer.text(message, cast));
    const words = { ...cast.words, user: () => "Countess" };
    const [piece] = renderer.text(message, { ...cast, words, key: "two" });
    expect(piece && htmlOf(piece)).toContain("@Countess");
  });
});

describe("emoji", () => {
  test.for([
    ["fire", "🔥"],
    ["wave::skin-tone-3", "👋🏼"],
    ["one", "1️⃣"],
    ["nonsense", undefined],
    ["constructor", undefined],
    ["__proto__", undefined],
    ["", undefined],
  ] as const)(":%s: is %s", ([name, emoji]) => {
    expect(renderer.emoji(name)).toBe(emoji);
  });
});

describe("interactive elements", () => {
  const control = (element: object): Control | undefined => {
    const piece = only({ type: "actions", block_id: "b", elements: [element] });
    return piece.kind === "actions" ? piece.controls[0] : undefined;
  };

  test("a button with all that it may have", () => {
    const confirm = {
      title: plain("Sure?"),
      text: { type: "mrkdwn", text: "*x*" },
      confirm: plain("Yes"),
      deny: plain("No"),
      style: "danger",
    };
    expect(
      control({ type: "button", action_id: "a", text: plain(":fire: Go"), style: "danger", confirm }),
    ).toEqual({
      kind: "button",
      block: "b",
      action: "a",
      text: "🔥 Go",
      label: "🔥 Go",
      style: "danger",
      url: null,
      confirm: {
        title: "Sure?",
        html: '<div class="rich-line" dir="auto"><strong>x</strong></div>',
        confirm: "Yes",
        deny: "No",
        danger: true,
      },
    });
  });

  test("a menu of people offers those whom the workspace knows", () => {
    expect(control({ type: "multi_users_select", action_id: "a", initial_users: ["U0ADA"] })).toMatchObject({
      kind: "select",
      multiple: true,
      initial: ["U0ADA"],
      options: [{ value: "U0ADA", text: "Ada Lovelace", description: "@ada" }],
    });
  });

  test("options keep their groups", () => {
    const option = { text: plain("db-1"), value: "1" };
    const element = {
      type: "static_select",
      action_id: "a",
      option_groups: [{ label: plain("Databases"), options: [option] }],
    };
    expect(control(element)).toMatchObject({ options: [{ value: "1", text: "db-1", group: "Databases" }] });
  });

  test.for([
    ["datepicker", { initial_date: "2026-01-02" }, "2026-01-02"],
    ["timepicker", { initial_time: "23:05" }, "23:05"],
    ["datetimepicker", { initial_date_time: 1767225600 }, "1767225600"],
  ] as const)("%s begins with what the app says", ([type, given, initial]) => {
    expect(control({ type, action_id: "a", ...given })).toMatchObject({ kind: "moment", initial });
  });

  test.for([
    { type: "file_input", action_id: "a" },
    { type: "button", action_id: "a", text: 5 },
    { type: "overflow", options: 5 },
  ])("one that cannot be drawn says so: %j", (element) => {
    expect(control(element)).toMatchObject({ kind: "unsupported", what: element.type });
  });
});

function only(block: unknown): Piece {
  const [piece] = renderer.pieces([block], cast);
  if (piece === undefined) throw new TypeError("expected a piece");
  return piece;
}

function htmlOf(piece: Piece): string {
  return "html" in piece ? piece.html : "";
}

function textOf(piece: Piece): string {
  return htmlOf(piece).replace(/<[^>]*>/g, "");
}
