import { type Json, objectsOf } from "../json.ts";
import { type Problem, problemLine } from "../limits/check.ts";
import { withIds } from "../limits/ids.ts";
import { limits } from "../limits/limits.ts";
import { blockProblems, metadataRefusal, tooLong } from "../limits/message.ts";
import type { World } from "../model/world.ts";
import { jsonArg, objectArg, textArg } from "./args.ts";
import { readyImage } from "./ready-image.ts";
import { errorLine, invalidArguments, Refusal } from "./refusal.ts";

/** Arguments that Slack knows and this workspace does not: better refused than dropped without a word. */
const notImitated = [
  "attachments",
  "markdown_text",
  "reply_broadcast",
  "link_names",
  "parse",
  "as_user",
  "username",
  "icon_emoji",
  "icon_url",
  "file_ids",
];

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly metadata: Json | null;
}

/** Reads and checks what is to be posted. Null for a field that was not given. @throws Refusal */
export function readContent(args: Json, world: World): { [Field in keyof Content]: Content[Field] | null } {
  const foreign = notImitated.filter((name) => args[name] !== undefined);
  if (foreign.length > 0) throw invalidArguments(...foreign.map((name) => `not in the local Slack: ${name}`));
  const text = textArg(args, "text") ?? null;
  if (text !== null && text.length > limits.message.text) throw new Refusal("msg_too_long");
  return { text, blocks: readBlocks(args, world), metadata: readMetadata(args) };
}

/** A message needs a text, or blocks that can do without. */
export function needContent(args: Json, world: World): Content {
  const { text, blocks, metadata } = readContent(args, world);
  if ((text ?? "") === "" && (blocks ?? []).length === 0) throw new Refusal("no_text");
  const given = metadata === null || Object.keys(metadata).length === 0 ? null : metadata;
  return { text: text ?? "", blocks: blocks ?? [], metadata: given };
}

function readBlocks(args: Json, world: World): readonly Json[] | null {
  const blocks = jsonArg(args, "blocks", "invalid_blocks_format");
  if (blocks === undefined || blocks === null) return null;
  if (!Array.isArray(blocks)) throw new Refusal("invalid_blocks_format");
  const problems = blockProblems(blocks, "message", readyImage(world));
  if (problems.length > 0) throw invalidBlocks(problems);
  const known = objectsOf(blocks);
  if (tooLong(known)) throw new Refusal("msg_blocks_too_long");
  return withIds(known, world.ids);
}

/** Slack names the places twice. */
function invalidBlocks(problems: readonly Problem[]): Refusal {
  const errors = problems.map(problemLine);
  return new Refusal("invalid_blocks", { errors, response_metadata: { messages: errors.map(errorLine) } });
}

/** An empty object takes metadata away. */
function readMetadata(args: Json): Json | null {
  const metadata = objectArg(args, "metadata");
  if (metadata === undefined) return null;
  const refused = Object.keys(metadata).length === 0 ? undefined : metadataRefusal(metadata);
  if (refused !== undefined) throw new Refusal(refused);
  return metadata;
}
