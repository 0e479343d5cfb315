import { byType, type Check, type Checks, fields, flag, list, number, oneOf, text } from "./check.ts";
import { url } from "./composition.ts";
import { limits } from "./limits.ts";

/** docs.slack.dev/reference/block-kit/blocks/rich-text-block. How many parts it may have is not published. */
const most = 1_000;

const style = {
  style: fields({}, { bold: flag, code: flag, italic: flag, strike: flag, underline: flag }),
};
const id = text(limits.id);

const spans: Checks = {
  text: fields({ text: text(limits.message.text) }, style),
  link: fields({ url: url(limits.image.url) }, { ...style, text: text(limits.message.text), unsafe: flag }),
  emoji: fields({ name: id }, { ...style, unicode: id, url: url(limits.image.url) }),
  user: fields({ user_id: id }, style),
  usergroup: fields({ usergroup_id: id }, style),
  channel: fields({ channel_id: id }, style),
  team: fields({ team_id: id }, style),
  broadcast: fields({ range: oneOf("here", "channel", "everyone") }, style),
  color: fields({ value: id }, style),
  date: fields(
    { timestamp: number(0, 1e12), format: id },
    { ...style, url: url(limits.image.url), fallback: id },
  ),
};

const section = fields({ elements: list(byType(spans), most, 0) });
const border = { border: oneOf(0, 1) };

/** A whole block, without its id. */
export const richText: Check = byType({ rich_text: fields({ elements: parts() }, { block_id: id }) });

export function parts(): Check {
  return list(
    byType({
      rich_text_section: section,
      rich_text_quote: fields({ elements: list(byType(spans), most, 0) }, border),
      rich_text_preformatted: fields(
        {
          elements: list(byType({ text: spans["text"] ?? section, link: spans["link"] ?? section }), most, 0),
        },
        { ...border, language: id },
      ),
      rich_text_list: fields(
        { elements: list(byType({ rich_text_section: section }), most), style: oneOf("bullet", "ordered") },
        { ...border, indent: number(0, limits.richTextIndent), offset: number(0, most) },
      ),
    }),
    most,
  );
}
