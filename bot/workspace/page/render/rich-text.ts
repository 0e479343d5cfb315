import { z } from "zod";
import { plain, type Inline, type RichBlock, type Style } from "./rich.ts";

/**
 * A rich_text block, https://docs.slack.dev/reference/block-kit/blocks/rich-text-block. An element that
 * is not known becomes a visible `unknown`. Throws where the block has another shape.
 */
export function parseRichText(block: unknown): RichBlock[] {
  return richText.parse(block).elements.flatMap(parseElement);
}

const flag = z.boolean().default(false);
const style = z
  .object({ bold: flag, italic: flag, strike: flag, code: flag })
  .default(plain)
  .transform((given): Style => given);

const leaf = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string(), style }),
  z.object({ type: z.literal("link"), url: z.string(), text: z.string().default(""), style }),
  z.object({ type: z.literal("user"), user_id: z.string(), style }),
  z.object({ type: z.literal("channel"), channel_id: z.string(), style }),
  z.object({ type: z.literal("usergroup"), usergroup_id: z.string(), style }),
  z.object({ type: z.literal("broadcast"), range: z.string(), style }),
  z.object({ type: z.literal("emoji"), name: z.string(), style }),
  z.object({ type: z.literal("color"), value: z.string(), style }),
  z.object({
    type: z.literal("date"),
    timestamp: z.number().int(),
    format: z.string(),
    url: z.string().nullish(),
    fallback: z.string().default(""),
    style,
  }),
]);

const leaves = z.array(z.unknown()).transform((elements) => elements.map(parseLeaf));

const element = z.discriminatedUnion("type", [
  z.object({ type: z.literal("rich_text_section"), elements: leaves }),
  z.object({ type: z.literal("rich_text_quote"), elements: leaves }),
  z.object({ type: z.literal("rich_text_preformatted"), elements: leaves }),
  z.object({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    indent: z.number().int().min(0).max(8).default(0),
    offset: z.number().int().min(0).default(0),
    elements: z.array(z.object({ type: z.literal("rich_text_section"), elements: leaves })),
  }),
]);

const richText = z.object({ type: z.literal("rich_text"), elements: z.array(z.unknown()) });

function parseElement(given: unknown): RichBlock[] {
  const parsed = element.safeParse(given);
  if (!parsed.success) return [{ kind: "section", children: [unknownInline(given)] }];
  const found = parsed.data;
  switch (found.type) {
    case "rich_text_section":
      return [{ kind: "section", children: found.elements }];
    case "rich_text_quote":
      return [{ kind: "quote", children: found.elements }];
    case "rich_text_preformatted":
      return [{ kind: "code", children: found.elements }];
    case "rich_text_list":
      return [
        {
          kind: "list",
          ordered: found.style === "ordered",
          indent: found.indent,
          offset: found.offset,
          items: found.elements.map((item) => item.elements),
        },
      ];
  }
}

function parseLeaf(given: unknown): Inline {
  const parsed = leaf.safeParse(given);
  if (!parsed.success) return unknownInline(given);
  const found = parsed.data;
  switch (found.type) {
    case "text":
      return { kind: "text", text: found.text, style: found.style };
    case "link":
      return { kind: "link", url: found.url, text: found.text || found.url, style: found.style };
    case "user":
      return { kind: "user", id: found.user_id, fallback: "", style: found.style };
    case "channel":
      return { kind: "channel", id: found.channel_id, fallback: "", style: found.style };
    case "usergroup":
      return { kind: "group", id: found.usergroup_id, fallback: "", style: found.style };
    case "broadcast":
      return { kind: "broadcast", range: found.range, style: found.style };
    case "emoji":
      return { kind: "emoji", name: found.name, style: found.style };
    case "color":
      return { kind: "color", value: found.value, style: found.style };
    case "date":
      return {
        kind: "date",
        seconds: found.timestamp,
        format: found.format,
        url: found.url ?? null,
        fallback: found.fallback,
        style: found.style,
      };
  }
}

function unknownInline(given: unknown): Inline {
  const what = z.object({ type: z.string() }).safeParse(given).data?.type ?? "element";
  return { kind: "unknown", what, style: plain };
}
