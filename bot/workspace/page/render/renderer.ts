import type { Piece } from "../model.ts";
import { openCache } from "./cache.ts";
import type { Cast } from "./cast.ts";
import { openLibrary } from "./library.ts";
import { parseMrkdwn } from "./mrkdwn.ts";
import { toPieces } from "./pieces.ts";
import { richHtml } from "./rich-html.ts";
import type { Stage } from "./stage.ts";

/** Draws blocks and text. The same content with the same names is drawn once. */
export interface Renderer {
  pieces(blocks: readonly unknown[], cast: Cast): readonly Piece[];
  /** A message without blocks. */
  text(text: string, cast: Cast): readonly Piece[];
}

/** Together about 20 MB at the worst: what is not asked for goes first. */
const cachedPieces = 2_000;
const cachedEmoji = 2_000;

export async function openRenderer(): Promise<Renderer & { emoji(name: string): string | undefined }> {
  const library = await openLibrary();
  const drawn = openCache<readonly Piece[]>(cachedPieces);
  const emoji = openCache<string | null>(cachedEmoji);
  const emojiOf = (name: string): string | undefined =>
    emoji.get(name, () => library.emoji(name) ?? null) ?? undefined;
  return {
    emoji: emojiOf,
    pieces: (blocks, cast) => {
      const stage: Stage = { cast, library };
      return drawn.get(`${cast.key} ${JSON.stringify(blocks)}`, () => toPieces(blocks, stage));
    },
    text: (text, cast) =>
      drawn.get(`${cast.key} text ${text}`, () => [
        { kind: "html", html: `<div class="rich">${richHtml(parseMrkdwn(text), cast.words)}</div>` },
      ]),
  };
}
