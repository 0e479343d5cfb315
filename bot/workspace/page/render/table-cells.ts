import { z } from "zod";

const cell = z.looseObject({ type: z.string(), text: z.string().optional() });
const table = z.looseObject({ type: z.literal("table"), rows: z.array(z.array(cell)) });

/**
 * A table whose plain cells are rich text: the library reads plain cells as Markdown, and so loses a line
 * that starts with `#`. Other blocks as they are.
 */
export function spellOut(block: Readonly<Record<string, unknown>>): object {
  if (block["type"] !== "table") return block;
  const given = table.parse(block);
  return { ...given, rows: given.rows.map((row) => row.map(toRich)) };
}

function toRich(given: z.output<typeof cell>): object {
  if (given.type === "rich_text") return given;
  const elements = [{ type: "text", text: given.text ?? "" }];
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}
