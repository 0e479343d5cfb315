import {
  all,
  byType,
  type Check,
  type Checks,
  fields,
  flag,
  list,
  oneOf,
  pick,
  rule,
  text,
} from "./check.ts";
import { chart } from "./charts.ts";
import * as compose from "./composition.ts";
import { elements, elementsOf } from "./elements.ts";
import { limits } from "./limits.ts";
import { parts, richText } from "./rich-text.ts";
import { dataTable, table } from "./tables.ts";

/** docs.slack.dev/reference/block-kit/blocks. Video and file blocks need what this app has not, and are refused. */
const block_id = text(limits.id);

const image = all(
  fields(compose.imageFields.required, {
    ...compose.imageFields.optional,
    block_id,
    title: compose.plainText(limits.image.title),
  }),
  compose.oneImageSource,
);

const simple: Checks = {
  divider: fields({}, { block_id }),
  header: fields({ text: compose.plainText(limits.header) }, { block_id }),
  image,
  markdown: fields({ text: text(limits.message.markdown) }, { block_id }),
  rich_text: fields({ elements: parts() }, { block_id }),
  section: all(
    fields(
      {},
      {
        block_id,
        text: compose.anyText(limits.section.text),
        fields: list(compose.anyText(limits.section.field), limits.section.fields),
        accessory: byType(pick(elements, elementsOf.section)),
        expand: flag,
      },
    ),
    rule(
      (block) => block["text"] !== undefined || block["fields"] !== undefined,
      "must define either `text` or `fields`",
    ),
  ),
  actions: fields(
    { elements: list(byType(pick(elements, elementsOf.actions)), limits.actions) },
    { block_id },
  ),
  context: fields({ elements: list(contextElement(), limits.context) }, { block_id }),
  context_actions: fields(
    { elements: list(byType(pick(elements, elementsOf.contextActions)), limits.contextActions) },
    { block_id },
  ),
  input: fields(
    {
      label: compose.plainText(limits.input.label),
      element: byType(pick(elements, elementsOf.input)),
    },
    { block_id, hint: compose.plainText(limits.input.hint), optional: flag, dispatch_action: flag },
  ),
  alert: fields(
    { text: compose.anyText(limits.text) },
    { block_id, level: oneOf("default", "info", "warning", "error", "success") },
  ),
  table,
  data_table: dataTable,
  data_visualization: chart,
};

const icon = byType(pick(elements, ["image"]));

const card = all(
  fields(
    {},
    {
      block_id,
      hero_image: icon,
      icon,
      title: compose.mrkdwn(limits.card.title),
      subtitle: compose.mrkdwn(limits.card.title),
      body: compose.mrkdwn(limits.card.body),
      actions: list(byType(pick(elements, ["button"])), limits.card.actions),
    },
  ),
  rule(
    ({ hero_image: hero, title, actions, body }) =>
      [hero, title, actions, body].some((one) => one !== undefined),
    "must define one of `hero_image`, `title`, `actions` or `body`",
  ),
);

const task = fields(
  {
    task_id: text(limits.id),
    title: text(limits.text),
    status: oneOf("pending", "in_progress", "complete", "error"),
  },
  { block_id, details: richText, output: richText, sources: list(source(), 100, 0) },
);

const nested: Checks = {
  card,
  carousel: fields({ elements: list(byType({ card }), limits.carousel) }, { block_id }),
  container: all(
    fields(
      {
        child_blocks: list(
          byType(
            pick(simple, [
              "actions",
              "context",
              "divider",
              "header",
              "image",
              "input",
              "rich_text",
              "section",
              "table",
            ]),
          ),
          limits.container.children,
        ),
      },
      {
        block_id,
        title: compose.plainText(limits.container.title),
        rich_text_title: richText,
        subtitle: compose.anyText(limits.container.title),
        width: oneOf("narrow", "standard", "wide", "full"),
        icon,
        is_collapsible: flag,
        default_collapsed: flag,
        has_header_divider: flag,
      },
    ),
    rule(
      (block) => block["title"] !== undefined || block["rich_text_title"] !== undefined,
      "must define `title`",
    ),
  ),
  task_card: task,
  plan: fields({ title: text(limits.text) }, { block_id, tasks: list(byType({ task_card: task }), 50, 0) }),
};

export type Surface = "message" | "modal" | "home";

/** Where each block may stand; those not named, everywhere. */
const surfaces: Readonly<Record<string, readonly Surface[]>> = {
  alert: ["modal"],
  card: ["message"],
  carousel: ["message"],
  container: ["message"],
  context_actions: ["message"],
  data_table: ["message"],
  data_visualization: ["message"],
  markdown: ["message"],
  plan: ["message"],
  table: ["message"],
  task_card: ["message"],
};

/** The check of one block on one surface. */
export function blockOn(surface: Surface): Check {
  const known = Object.entries({ ...simple, ...nested });
  return byType(Object.fromEntries(known.filter(([type]) => surfaces[type]?.includes(surface) ?? true)));
}

function contextElement(): Check {
  return byType({
    ...pick(elements, ["image"]),
    plain_text: fields({ text: text(limits.text) }, { emoji: flag }),
    mrkdwn: fields({ text: text(limits.text) }, { verbatim: flag }),
  });
}

function source(): Check {
  return byType({ url: fields({ url: compose.url(limits.image.url), text: text(limits.text) }) });
}
