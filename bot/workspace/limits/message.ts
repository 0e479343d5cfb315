import { isJson, type Json, objectsOf, textOf } from "../json.ts";
import { type Check, list, type Problem } from "./check.ts";
import { blockOn, type Surface } from "./blocks.ts";
import { idProblems } from "./ids.ts";
import { limits } from "./limits.ts";
import { type FileLookup, fileProblems } from "./slack-files.ts";

const blockLists: Readonly<Record<Surface, Check>> = {
  message: list(blockOn("message"), limits.message.blocks, 0),
  modal: list(blockOn("modal"), limits.view.blocks, 0),
  home: list(blockOn("home"), limits.view.blocks, 0),
};

/** What is wrong with the blocks of one message or view, beginning with `at`; `/blocks` in a message. */
export function blockProblems(
  blocks: unknown,
  surface: Surface,
  isReadyFile: FileLookup,
  at = "/blocks",
): readonly Problem[] {
  const problems: Problem[] = [];
  blockLists[surface](blocks, at, problems);
  const known = objectsOf(blocks);
  const all = surface === "message" ? [...idProblems(known), ...overAll(known)] : idProblems(known);
  return [
    ...problems,
    ...all.map((one) => ({ ...one, at: `${at}${one.at}` })),
    ...fileProblems(blocks, at, isReadyFile),
  ];
}

/** True for a message whose blocks are too much together, though each may be right. */
export function tooLong(blocks: readonly Json[]): boolean {
  return JSON.stringify(blocks).length > limits.message.blocksJson;
}

/** Limits over all blocks of a message. */
function overAll(blocks: readonly Json[]): Problem[] {
  const count = (...types: readonly string[]): number =>
    blocks.filter((block) => types.includes(textOf(block["type"]) ?? "")).length;
  const markdown = blocks
    .filter((block) => block["type"] === "markdown")
    .reduce((sum, block) => sum + (textOf(block["text"])?.length ?? 0), 0);
  return [
    { wrong: count("data_visualization") > limits.message.charts, message: "no more than 2 charts allowed" },
    { wrong: count("table", "data_table") > limits.message.tables, message: "only_one_table_allowed" },
    { wrong: markdown > limits.message.markdown, message: `must be less than 12001 characters of markdown` },
  ].flatMap(({ wrong, message }) => (wrong ? [{ message, at: "" }] : []));
}

/** `metadata` of a message: the error that Slack answers, or undefined. */
export function metadataRefusal(metadata: Json): string | undefined {
  const { event_type: type, event_payload: payload, ...others } = metadata;
  if (typeof type !== "string" || !isJson(payload)) return "invalid_metadata_format";
  if (!/^\w{1,255}$/.test(type) || Object.keys(others).length > 0) return "invalid_metadata_schema";
  return JSON.stringify(metadata).length > limits.message.metadataJson ? "metadata_too_large" : undefined;
}
