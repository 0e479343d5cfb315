import type { KnownBlock } from "@slack/types";
import { limits, mostPayload } from "./limits.ts";
import { cut } from "./text.ts";

/** What Slack is to show: blocks, and the text of notifications and of clients that know no blocks. */
export interface Message {
  /** mrkdwn, escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** What is too long for blocks: goes beside them as a file, and is never dropped. */
  readonly file?: TextFile;
}

export interface TextFile {
  /** With its ending, `inc-7-alerts.txt`. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** Id of the incident in whose thread it belongs; without one it goes to whoever asked, alone. */
  readonly incident?: string;
}

/**
 * Says in `text` what the blocks say. Blocks that a message cannot hold are a bug of whoever drew them: lists
 * are cut where it is known what to say about the rest.
 */
export function message(text: string, blocks: readonly KnownBlock[], file?: TextFile): Message {
  if (blocks.length > limits.message.blocks) throw new Error(`a message of ${blocks.length} blocks`);
  return {
    text: cut(text, limits.message.text),
    blocks,
    ...(file === undefined ? {} : { file }),
  };
}

/** How many of `items` can be shown before a message gets too big, by the size of their blocks. */
export function fitting<T>(
  items: readonly T[],
  draw: (item: T) => readonly KnownBlock[],
  room: { readonly blocks: number; readonly used?: number },
): { readonly blocks: readonly KnownBlock[]; readonly shown: number } {
  const blocks: KnownBlock[] = [];
  let size = room.used ?? 1_500;
  let shown = 0;
  for (const item of items) {
    const drawn = draw(item);
    size += JSON.stringify(drawn).length;
    if (size > mostPayload || blocks.length + drawn.length > room.blocks) break;
    blocks.push(...drawn);
    shown += 1;
  }
  return { blocks, shown };
}
