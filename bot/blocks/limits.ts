/**
 * How much Slack takes of what, in characters or items. Source: the pages of each block, element and
 * surface below https://docs.slack.dev/reference/block-kit, read in 2026.
 */
export const limits = {
  message: { blocks: 50, text: 4_000 },
  view: { blocks: 100, title: 24, button: 24, privateMetadata: 3_000 },
  header: 150,
  section: { text: 3_000, fields: 10, field: 2_000 },
  context: 10,
  actions: 25,
  button: { label: 75, value: 2_000 },
  overflow: 5,
  options: 100,
  option: { text: 75, value: 150 },
  confirm: { title: 100, text: 300, button: 30 },
  input: { label: 2_000, text: 3_000, placeholder: 150 },
} as const;

/** All blocks of a message as JSON: Slack refuses somewhat above 13,000 without saying so in its pages (bolt-js#2509). */
export const mostPayload = 11_500;
