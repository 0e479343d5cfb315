import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockProblems } from "../../../../bot/workspace/limits/message.ts";
import type { Surface } from "../../../../bot/workspace/limits/blocks.ts";
import { mrkdwn, plain, type Site, singleSites, sites } from "./sites.ts";

const problems = (blocks: unknown, surface: Surface = "message") =>
  blockProblems(blocks, surface, () => true);
const lines = (blocks: unknown, surface?: Surface): string[] =>
  problems(blocks, surface).map(({ message, at }) => `${at}: ${message}`);
/** One place is told by one line, but for what is beneath an index of the same block. */
const places = (blocks: unknown): string[] => problems(blocks).map(({ at }) => at);

describe("a block", () => {
  test.for([...sites, ...singleSites])(
    "with $name at $most passes, and with one more fails there",
    ({ most, at, block }) => {
      expect(places([block(most)])).toEqual([]);
      expect(places([block(most + 1)])).toContain(`/blocks/0${at}`);
    },
  );

  test("that is within all limits passes in any company, and fails by the one place that is not", () => {
    const within = fc
      .constantFrom(...sites)
      .chain((site) => fc.integer({ min: 1, max: site.most }).map((n) => ({ site, n })));
    const message = fc.array(within, { minLength: 1, maxLength: 50 }).filter(isTogetherFine);
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 1, max: 40 }), (parts, chosen, over) => {
        const blocks = parts.map(({ site, n }, index) => named(site.block(n), index));
        expect(places(blocks)).toEqual([]);
        const index = chosen % blocks.length;
        const { site } = parts[index] ?? expect.fail("no part");
        const wrong = blocks.with(index, named(site.block(site.most + over), index));
        expect(places(wrong)).toContain(`/blocks/${index}${site.at}`);
        expect(places(wrong).every((at) => at.startsWith(`/blocks/${index}/`))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Charts count over the whole message. */
function isTogetherFine(parts: readonly { site: Site }[]): boolean {
  return parts.filter(({ site }) => /^(?:chart|pie|series)/.test(site.name)).length <= 2;
}

/** Block ids must differ; those that are under test are left alone, and there is room for but one. */
function named(block: Readonly<Record<string, unknown>>, index: number): Readonly<Record<string, unknown>> {
  const { block_id: id } = block;
  return typeof id === "string"
    ? { ...block, block_id: `${index}`.padEnd(id.length, "x").slice(0, Math.max(id.length, 2)) }
    : block;
}

describe("a message", () => {
  const divider = { type: "divider" };
  const dividers = (n: number): object[] => Array.from({ length: n }, () => divider);

  test("has at most 50 blocks, a modal and the Home tab at most 100", () => {
    expect(lines(dividers(50))).toEqual([]);
    expect(lines(dividers(51))).toEqual(["/blocks: no more than 50 items allowed"]);
    for (const surface of ["modal", "home"] as const) {
      expect(lines(dividers(100), surface)).toEqual([]);
      expect(lines(dividers(101), surface)).toEqual(["/blocks: no more than 100 items allowed"]);
    }
  });

  test("has no block id twice, and no block an action id twice", () => {
    const button = (action_id: string) => ({ type: "button", text: plain(1), action_id });
    const actions = (block_id: string, ...ids: string[]) => ({
      type: "actions",
      block_id,
      elements: ids.map(button),
    });
    expect(lines([actions("a", "x", "y"), actions("b", "x")])).toEqual([]);
    expect(lines([actions("a", "x"), actions("a", "y")])).toEqual([
      '/blocks/1/block_id: block_id "a" already exists',
    ]);
    expect(lines([divider, actions("a", "x", "x")])).toEqual([
      '/blocks/1: action_id "x" already exists for block_id',
    ]);
  });

  test("has one table, two charts and 12,000 characters of markdown in all", () => {
    const table = { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };
    const chart = (sites.find(({ name }) => name === "chart title") ?? expect.fail("no site")).block(1);
    const markdown = (n: number) => ({ type: "markdown", text: "x".repeat(n) });
    expect(lines([table, chart, chart, markdown(6_000), markdown(6_000)])).toEqual([]);
    expect(lines([table, table])).toHaveLength(1);
    expect(lines([chart, chart, chart])).toHaveLength(1);
    expect(lines([markdown(6_000), markdown(6_001)])).toHaveLength(1);
  });
});

describe("what is no block at all", () => {
  test.for([
    [{ type: "foo" }, "/type: unsupported type: foo"],
    [{ type: "constructor" }, "/type: unsupported type: constructor"],
    [{}, "/type: unsupported type: undefined"],
    ["divider", ": must provide an object"],
    [null, ": must provide an object"],
    [{ type: "divider", color: "red" }, ": invalid additional property: color"],
    [{ type: "header" }, ": missing required field: text"],
    [{ type: "header", text: mrkdwn(1) }, "/text/type: unsupported type: mrkdwn"],
    [{ type: "header", text: plain(0) }, "/text/text: must be more than 0 characters"],
    [{ type: "header", text: { type: "plain_text", text: 1 } }, "/text/text: must provide a string"],
    [{ type: "section" }, ": must define either `text` or `fields`"],
    [
      { type: "section", text: plain(1), accessory: { type: "plain_text_input" } },
      "/accessory/type: unsupported type: plain_text_input",
    ],
    [{ type: "actions", elements: [] }, "/elements: no less than 1 items allowed"],
    [{ type: "actions", elements: "x" }, "/elements: must be an array"],
    [
      { type: "actions", elements: [{ type: "image", alt_text: "a", image_url: "https://e.test" }] },
      "/elements/0/type: unsupported type: image",
    ],
    [
      { type: "context", elements: [{ type: "button", text: plain(1) }] },
      "/elements/0/type: unsupported type: button",
    ],
    [{ type: "image", alt_text: "a" }, ": must define either `image_url` or `slack_file`"],
    [{ type: "image", alt_text: "a", image_url: "x" }, "/image_url: must be a valid URL"],
    [
      { type: "actions", elements: [{ type: "static_select" }] },
      "/elements/0: must define either `options` or `option_groups`",
    ],
    [
      {
        type: "actions",
        elements: [
          {
            type: "static_select",
            options: [{ text: plain(1), value: "a" }],
            initial_option: { text: plain(1), value: "b" },
          },
        ],
      },
      "/elements/0: initial option is not one of the options",
    ],
    [
      { type: "actions", elements: [{ type: "button", text: plain(1), style: "red" }] },
      "/elements/0/style: must be one of: primary, danger",
    ],
    [
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text" }] }] },
      "/elements/0/elements/0: missing required field: text",
    ],
    [
      { type: "input", label: plain(1), element: { type: "button", text: plain(1) } },
      "/element/type: unsupported type: button",
    ],
    [{ type: "section", text: plain(1), expand: "yes" }, "/expand: must be a boolean"],
    [
      { type: "actions", elements: [{ type: "datepicker", initial_date: "1.1.2026" }] },
      "/elements/0/initial_date: must be a date: YYYY-MM-DD",
    ],
  ] as const)("%j is refused, and why", ([block, line]) => {
    expect(lines([block])).toEqual([`/blocks/0${line}`]);
  });

  test("is refused however it is built, and nothing is thrown", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const found = problems(value);
        expect(Array.isArray(value) && value.length === 0 ? found.length === 0 : found.length > 0).toBe(true);
      }),
    );
  });
});

describe("blocks stand", () => {
  const messageOnly = {
    markdown: { type: "markdown", text: "x" },
    table: { type: "table", rows: [[{ type: "raw_text", text: "x" }]] },
    data_visualization: (sites.find(({ name }) => name === "pie segments") ?? expect.fail("no site")).block(
      2,
    ),
    card: { type: "card", body: mrkdwn(1) },
    plan: {
      type: "plan",
      title: "p",
      tasks: [{ type: "task_card", task_id: "1", title: "t", status: "pending" }],
    },
    context_actions: {
      type: "context_actions",
      elements: [{ type: "icon_button", icon: "trash", text: plain(1) }],
    },
  };

  test.for(Object.entries(messageOnly))("%s in messages only", ([type, block]) => {
    expect(lines([block])).toEqual([]);
    expect(lines([block], "modal")).toEqual([`/blocks/0/type: unsupported type: ${type}`]);
    expect(lines([block], "home")).toEqual([`/blocks/0/type: unsupported type: ${type}`]);
  });

  test("alerts in modals only", () => {
    const block = { type: "alert", text: plain(1), level: "warning" };
    expect(lines([block], "modal")).toEqual([]);
    expect(lines([block])).toHaveLength(1);
    expect(lines([block], "home")).toHaveLength(1);
  });

  test("all others everywhere", () => {
    for (const surface of ["message", "modal", "home"] as const) {
      expect(lines([{ type: "divider" }, { type: "header", text: plain(1) }], surface)).toEqual([]);
    }
  });
});

test("each series of a chart has one value a category", () => {
  const chart = (labels: string[]) => ({
    type: "data_visualization",
    title: "t",
    chart: {
      type: "bar",
      series: [{ name: "s", data: labels.map((label) => ({ label, value: 1 })) }],
      axis_config: { categories: ["a", "b"] },
    },
  });
  expect(lines([chart(["a", "b"])])).toEqual([]);
  for (const labels of [["a"], ["a", "c"], ["a", "b", "b"]]) {
    expect(lines([chart(labels)])).toEqual([
      "/blocks/0/chart: each series must have one data point per category",
    ]);
  }
});
