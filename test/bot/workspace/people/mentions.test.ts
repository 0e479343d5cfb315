import { describe, expect, test } from "vitest";
import { mentions } from "../../../../bot/workspace/people/mentions.ts";
import { openTestStage } from "../stage.ts";

const { world } = openTestStage();
const grace = world.people.get("U0GRACE") ?? expect.fail("no Grace");

const called = (text: string, blocks: object[] = []): boolean =>
  mentions(
    {
      ts: "1.1",
      channel: "C0ALERTS",
      user: "U0FETTLE",
      text,
      blocks: blocks.map((block) => ({ ...block })),
      threadTs: null,
      editedTs: null,
      metadata: null,
      ephemeralTo: null,
      files: [],
    },
    grace,
    world,
  );

const rich = (type: string, ...elements: object[]) => ({ type: "rich_text", elements: [{ type, elements }] });

describe("a message calls somebody", () => {
  test.for([
    ["by name", called("hi <@U0GRACE>")],
    ["by group", called("hi <!subteam^S0ONCALL>")],
    ["as one of all", called("<!channel> hi")],
    ["in a section", called("", [{ type: "section", text: { type: "mrkdwn", text: "<@U0GRACE|grace>" } }])],
    [
      "in rich text",
      called("", [rich("rich_text_section", { type: "usergroup", usergroup_id: "S0ONCALL" })]),
    ],
    ["by a broadcast", called("", [rich("rich_text_section", { type: "broadcast", range: "here" })])],
  ] as const)("%s", ([, is]) => {
    expect(is).toBe(true);
  });
});

describe("a message calls nobody", () => {
  test.for([
    ["who is somebody else", called("<@U0ADA> <!subteam^S0DEV>")],
    ["when it is escaped", called("&lt;!channel&gt; &lt;@U0GRACE&gt;")],
    ["in plain text", called("", [{ type: "section", text: { type: "plain_text", text: "<!channel>" } }])],
    ["in a log line", called("", [rich("rich_text_preformatted", { type: "text", text: "<!channel>" })])],
  ] as const)("%s", ([, is]) => {
    expect(is).toBe(false);
  });
});
