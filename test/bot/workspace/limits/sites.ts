/**
 * Every published limit of Block Kit once more, as a block that is `n` long at one place. The figures are
 * written out here, and not taken from the workspace's table, which they check.
 */
export interface Site {
  readonly name: string;
  readonly most: number;
  /** Where `n` stands, below the block. */
  readonly at: string;
  readonly block: (n: number) => Readonly<Record<string, unknown>>;
}

const long = (n: number): string => "x".repeat(n);
export const plain = (n: number) => ({ type: "plain_text", text: long(n) });
export const mrkdwn = (n: number) => ({ type: "mrkdwn", text: long(n) });
const times = <T>(n: number, make: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, index) => make(index));
const button = (more: object = {}) => ({ type: "button", text: plain(1), ...more });
const option = (more: object = {}) => ({ text: plain(1), value: "v", ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const input = (element: object, more: object = {}) => ({ type: "input", label: plain(1), element, ...more });
const confirm = (more: object = {}) => ({
  title: plain(1),
  text: plain(1),
  confirm: plain(1),
  deny: plain(1),
  ...more,
});
const url = (n: number) => `https://e.test/${"x".repeat(n - 15)}`;
const select = (more: object = {}) => ({ type: "static_select", options: [option()], ...more });
const image = (more: object = {}) => ({
  type: "image",
  image_url: "https://e.test/a.png",
  alt_text: "a",
  ...more,
});
const chart = (more: object = {}) => ({
  type: "line",
  series: [{ name: "s", data: [{ label: "c", value: 1 }] }],
  axis_config: { categories: ["c"] },
  ...more,
});
const viz = (c: object, more: object = {}) => ({ type: "data_visualization", title: "t", chart: c, ...more });
const axis = { categories: ["c"] };

/** Blocks that may stand in a message. */
export const sites: readonly Site[] = [
  { name: "block_id", most: 255, at: "/block_id", block: (n) => ({ type: "divider", block_id: long(n) }) },
  { name: "header", most: 150, at: "/text/text", block: (n) => ({ type: "header", text: plain(n) }) },
  {
    name: "section text",
    most: 3000,
    at: "/text/text",
    block: (n) => ({ type: "section", text: mrkdwn(n) }),
  },
  {
    name: "fields",
    most: 10,
    at: "/fields",
    block: (n) => ({ type: "section", fields: times(n, () => mrkdwn(1)) }),
  },
  {
    name: "field",
    most: 2000,
    at: "/fields/0/text",
    block: (n) => ({ type: "section", fields: [plain(n)] }),
  },
  {
    name: "context elements",
    most: 10,
    at: "/elements",
    block: (n) => ({ type: "context", elements: times(n, () => mrkdwn(1)) }),
  },
  {
    name: "context text",
    most: 3000,
    at: "/elements/0/text",
    block: (n) => ({ type: "context", elements: [mrkdwn(n)] }),
  },
  { name: "actions", most: 25, at: "/elements", block: (n) => actions(...times(n, () => button())) },
  {
    name: "action_id",
    most: 255,
    at: "/elements/0/action_id",
    block: (n) => actions(button({ action_id: long(n) })),
  },
  {
    name: "button label",
    most: 75,
    at: "/elements/0/text/text",
    block: (n) => actions(button({ text: plain(n) })),
  },
  {
    name: "button value",
    most: 2000,
    at: "/elements/0/value",
    block: (n) => actions(button({ value: long(n) })),
  },
  {
    name: "button label for readers",
    most: 75,
    at: "/elements/0/accessibility_label",
    block: (n) => actions(button({ accessibility_label: long(n) })),
  },
  {
    name: "confirm title",
    most: 100,
    at: "/elements/0/confirm/title/text",
    block: (n) => actions(button({ confirm: confirm({ title: plain(n) }) })),
  },
  {
    name: "confirm text",
    most: 300,
    at: "/elements/0/confirm/text/text",
    block: (n) => actions(button({ confirm: confirm({ text: mrkdwn(n) }) })),
  },
  {
    name: "confirm button",
    most: 30,
    at: "/elements/0/confirm/confirm/text",
    block: (n) => actions(button({ confirm: confirm({ confirm: plain(n) }) })),
  },
  {
    name: "deny button",
    most: 30,
    at: "/elements/0/confirm/deny/text",
    block: (n) => actions(button({ confirm: confirm({ deny: plain(n) }) })),
  },
  {
    name: "select options",
    most: 100,
    at: "/elements/0/options",
    block: (n) => actions(select({ options: times(n, () => option()) })),
  },
  {
    name: "option text",
    most: 75,
    at: "/elements/0/options/0/text/text",
    block: (n) => actions(select({ options: [option({ text: plain(n) })] })),
  },
  {
    name: "option value",
    most: 150,
    at: "/elements/0/options/0/value",
    block: (n) => actions(select({ options: [option({ value: long(n) })] })),
  },
  {
    name: "option description",
    most: 75,
    at: "/elements/0/options/0/description/text",
    block: (n) => actions(select({ options: [option({ description: plain(n) })] })),
  },
  {
    name: "option groups",
    most: 100,
    at: "/elements/0/option_groups",
    block: (n) =>
      actions({
        type: "static_select",
        option_groups: times(n, () => ({ label: plain(1), options: [option()] })),
      }),
  },
  {
    name: "group label",
    most: 75,
    at: "/elements/0/option_groups/0/label/text",
    block: (n) =>
      actions({ type: "static_select", option_groups: [{ label: plain(n), options: [option()] }] }),
  },
  {
    name: "placeholder",
    most: 150,
    at: "/elements/0/placeholder/text",
    block: (n) => actions(select({ placeholder: plain(n) })),
  },
  {
    name: "overflow",
    most: 5,
    at: "/elements/0/options",
    block: (n) => actions({ type: "overflow", options: times(n, () => option()) }),
  },
  {
    name: "checkboxes",
    most: 10,
    at: "/element/options",
    block: (n) => input({ type: "checkboxes", options: times(n, () => option()) }),
  },
  {
    name: "radio buttons",
    most: 10,
    at: "/element/options",
    block: (n) => input({ type: "radio_buttons", options: times(n, () => option()) }),
  },
  {
    name: "input label",
    most: 2000,
    at: "/label/text",
    block: (n) => input({ type: "plain_text_input" }, { label: plain(n) }),
  },
  {
    name: "hint",
    most: 2000,
    at: "/hint/text",
    block: (n) => input({ type: "plain_text_input" }, { hint: plain(n) }),
  },
  {
    name: "initial value",
    most: 3000,
    at: "/element/initial_value",
    block: (n) => input({ type: "plain_text_input", initial_value: long(n) }),
  },
  { name: "image alt", most: 2000, at: "/alt_text", block: (n) => image({ alt_text: long(n) }) },
  { name: "image title", most: 2000, at: "/title/text", block: (n) => image({ title: plain(n) }) },
  { name: "chart title", most: 50, at: "/title", block: (n) => viz(chart(), { title: long(n) }) },
  {
    name: "chart categories",
    most: 20,
    at: "/chart/axis_config/categories",
    block: (n) =>
      viz(
        chart({
          series: [{ name: "s", data: times(Math.min(n, 20), (i) => ({ label: `c${i}`, value: 1 })) }],
          axis_config: { categories: times(n, (i) => (i < 20 ? `c${i}` : "c0")) },
        }),
      ),
  },
  {
    name: "chart series",
    most: 6,
    at: "/chart/series",
    block: (n) => viz(chart({ series: times(n, () => ({ name: "s", data: [{ label: "c", value: 1 }] })) })),
  },
  {
    name: "series name",
    most: 20,
    at: "/chart/series/0/name",
    block: (n) =>
      viz(chart({ series: [{ name: long(n), data: [{ label: "c", value: 1 }] }], axis_config: axis })),
  },
  {
    name: "pie segments",
    most: 6,
    at: "/chart/segments",
    block: (n) => viz({ type: "pie", segments: times(n, () => ({ label: "c", value: 1 })) }),
  },
  {
    name: "carousel",
    most: 10,
    at: "/elements",
    block: (n) => ({ type: "carousel", elements: times(n, () => ({ type: "card", body: mrkdwn(1) })) }),
  },
  { name: "card body", most: 200, at: "/body/text", block: (n) => ({ type: "card", body: mrkdwn(n) }) },
  { name: "card title", most: 150, at: "/title/text", block: (n) => ({ type: "card", title: mrkdwn(n) }) },
  {
    name: "card buttons",
    most: 2,
    at: "/actions",
    block: (n) => ({ type: "card", actions: times(n, () => button()) }),
  },
  {
    name: "container",
    most: 10,
    at: "/child_blocks",
    block: (n) => ({
      type: "container",
      title: plain(1),
      child_blocks: times(n, () => ({ type: "divider" })),
    }),
  },
];

/** Limits that a random message would break together, or that cost more than they show. */
export const singleSites: readonly Site[] = [
  { name: "button url", most: 3000, at: "/elements/0/url", block: (n) => actions(button({ url: url(n) })) },
  { name: "image url", most: 3000, at: "/image_url", block: (n) => image({ image_url: url(n) }) },
  { name: "markdown", most: 12_000, at: "/text", block: (n) => ({ type: "markdown", text: long(n) }) },
  {
    name: "table rows",
    most: 100,
    at: "/rows",
    block: (n) => ({ type: "table", rows: times(n, () => [{ type: "raw_text", text: "x" }]) }),
  },
  {
    name: "table cells",
    most: 20,
    at: "/rows/0",
    block: (n) => ({ type: "table", rows: [times(n, () => ({ type: "raw_text", text: "x" }))] }),
  },
  {
    name: "data table rows",
    most: 101,
    at: "/rows",
    block: (n) => ({
      type: "data_table",
      caption: "c",
      rows: times(n, () => [{ type: "raw_text", text: "x" }]),
    }),
  },
];
