/**
 * What Slack publishes as its limits (docs.slack.dev/reference/block-kit, .../reference/views, and the page of
 * each method). Never shared with the bot's own builders: a figure that is wrong there must fail here.
 */
export const limits = {
  message: {
    blocks: 50,
    /** Characters of `text`; Slack cuts what is longer, the workspace refuses it. */
    text: 40_000,
    /** Characters of all blocks as JSON. Not published; seen by many at about this size (bolt-js#2509). */
    blocksJson: 13_200,
    charts: 2,
    tables: 1,
    markdown: 12_000,
    /** Not published; more than any app needs to know its own message again. */
    metadataJson: 8_000,
  },
  view: {
    blocks: 100,
    title: 24,
    submit: 24,
    close: 24,
    privateMetadata: 3_000,
    callbackId: 255,
    externalId: 255,
    json: 250_000,
  },
  id: 255,
  /** Of any text object where nothing smaller is said. */
  text: 3_000,
  header: 150,
  section: { text: 3_000, fields: 10, field: 2_000 },
  actions: 25,
  context: 10,
  contextActions: 5,
  image: { url: 3_000, alt: 2_000, title: 2_000 },
  input: { label: 2_000, hint: 2_000 },
  button: { text: 75, value: 2_000, url: 3_000, label: 75 },
  option: { text: 75, value: 150, description: 75, url: 3_000 },
  options: { select: 100, groups: 100, groupLabel: 75, overflow: 5, choice: 10 },
  placeholder: 150,
  plainTextInput: 3_000,
  confirm: { title: 100, text: 300, button: 30 },
  table: { rows: 100, cells: 20 },
  dataTable: { rows: 101, cells: 20, characters: 10_000, page: 100 },
  chart: { title: 50, series: 6, segments: 6, categories: 20, name: 20 },
  card: { title: 150, body: 200, actions: 2 },
  carousel: 10,
  container: { title: 150, children: 10 },
  richTextIndent: 8,
} as const;
