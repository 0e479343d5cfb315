import { z } from "zod";
import { escapeHtml } from "./escape.ts";
import { imageHtml } from "./image.ts";
import { richHtml } from "./rich-html.ts";
import { parseRichText } from "./rich-text.ts";
import type { Stage } from "./stage.ts";
import { spellOut } from "./table-cells.ts";
import { plainHtml, textHtml, textObject } from "./text-object.ts";

/** HTML of a block that nobody clicks; undefined where there is none. Throws where it has another shape. */
export function passiveHtml(type: string, block: unknown, stage: Stage): string | undefined {
  const { cast, library } = stage;
  switch (type) {
    case "header": {
      const { text } = z.object({ text: textObject }).parse(block);
      return `<h3 class="block-header" dir="auto">${plainHtml(text, cast.words)}</h3>`;
    }
    case "divider":
      return '<hr class="block-divider">';
    case "context":
      return contextHtml(block, stage);
    case "image":
      return imageHtml(block, cast, "block");
    case "image-element":
      return imageHtml(block, cast, "accessory");
    case "alert":
      return alertHtml(block, stage);
    case "rich_text":
      return `<div class="rich">${richHtml(parseRichText(block), cast.words)}</div>`;
    case "video":
    case "file":
      // A film from elsewhere would be a request to elsewhere.
      return undefined;
    default:
      return library.draw(spellOut(z.looseObject({ type: z.string() }).parse(block)), cast);
  }
}

const context = z.object({ elements: z.array(z.looseObject({ type: z.string() })) });

function contextHtml(block: unknown, { cast }: Stage): string {
  const parts = context.parse(block).elements.map((element) => {
    if (element.type === "image") return imageHtml(element, cast, "context");
    return `<div class="context-text">${textHtml(textObject.parse(element), cast.words)}</div>`;
  });
  return `<div class="block-context">${parts.join("")}</div>`;
}

const alert = z.object({ level: z.string().default("info"), text: textObject });

function alertHtml(block: unknown, { cast }: Stage): string {
  const { level, text } = alert.parse(block);
  return `<div class="block-alert" role="note" data-level="${escapeHtml(level)}">${textHtml(text, cast.words)}</div>`;
}
