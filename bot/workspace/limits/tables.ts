import { isJson, listOf, type Json } from "../json.ts";
import { all, byType, type Check, fields, flag, list, number, oneOf, rule, text } from "./check.ts";
import { limits } from "./limits.ts";
import { parts } from "./rich-text.ts";

/** docs.slack.dev/reference/block-kit/blocks/table-block and .../data-table-block */
const block_id = text(limits.id);
const any = Number.MAX_SAFE_INTEGER;

const cell = byType({
  raw_text: fields({ text: text(limits.text) }),
  raw_number: fields({ value: number(-any, any) }, { text: text(limits.text) }),
  rich_text: fields({ elements: parts() }, { block_id }),
});

const alignment = fields({}, { align: oneOf("left", "center", "right"), is_wrapped: flag });

export const table: Check = fields(
  { rows: list(list(cell, limits.table.cells), limits.table.rows) },
  { block_id, column_settings: list(alignment, limits.table.cells, 0) },
);

export const dataTable: Check = all(
  fields(
    {
      rows: list(list(cell, limits.dataTable.cells), limits.dataTable.rows),
      caption: text(limits.text),
    },
    {
      block_id,
      page_size: number(1, limits.dataTable.page),
      row_header_column_index: number(0, limits.dataTable.cells - 1),
    },
  ),
  rule(
    (block) => characters(block) <= limits.dataTable.characters,
    `must be less than ${limits.dataTable.characters + 1} characters`,
  ),
);

function characters({ rows }: Json): number {
  return listOf(rows)
    .flatMap(listOf)
    .filter(isJson)
    .reduce((sum, { text: words }) => sum + (typeof words === "string" ? words.length : 0), 0);
}
