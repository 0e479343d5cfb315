import { parseInline } from "./mrkdwn-inline.ts";
import { plain, type RichBlock } from "./rich.ts";
import { unescapeEntities } from "./escape.ts";

const fence = "```";

/**
 * Slack's mrkdwn, as https://docs.slack.dev/messaging/formatting-message-text tells of it, in linear time.
 * Nothing is lost: what is no mark stays as text. slack-blocks-to-jsx parses it too, but as Markdown: it
 * drops lines that start with `#` or `---`, turns `a*b*c` in code into `a**b**c`, and makes links of escaped
 * text, so it is not used for this.
 */
export function parseMrkdwn(text: string): RichBlock[] {
  return splitFences(text).flatMap(({ code, body }) => {
    if (code) return [codeBlock(body)];
    return body === "" ? [] : splitQuotes(body);
  });
}

interface Part {
  readonly code: boolean;
  readonly body: string;
}

function splitFences(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf(fence, from);
    const close = open < 0 ? -1 : text.indexOf(fence, open + fence.length);
    if (close < 0) break;
    const body = text.slice(open + fence.length, close);
    if (body.trim() === "") {
      parts.push({ code: false, body: text.slice(from, close + fence.length) });
    } else {
      // The line breaks around a code block belong to the block, not to the text beside it.
      parts.push({ code: false, body: text.slice(from, open).replace(/\n$/, "") }, { code: true, body });
    }
    from = close + fence.length;
    if (text[from] === "\n") from += 1;
  }
  parts.push({ code: false, body: text.slice(from) });
  return parts;
}

function codeBlock(body: string): RichBlock {
  const text = unescapeEntities(body.replace(/^\n/, "").replace(/\n$/, ""));
  return { kind: "code", children: [{ kind: "text", text, style: plain }] };
}

/** Lines that begin with `>` (escaped or not) are a quote, and all that follows `>>>` is. */
function splitQuotes(body: string): RichBlock[] {
  const blocks: RichBlock[] = [];
  let lines: string[] = [];
  let quoted = false;
  let toTheEnd = false;
  const flush = (): void => {
    if (lines.length > 0) {
      blocks.push({ kind: quoted ? "quote" : "section", children: parseInline(lines.join("\n")) });
    }
    lines = [];
  };
  for (const line of body.split("\n")) {
    const [mark = ""] = toTheEnd ? [] : (/^(?:(?:&gt;|>){3}|&gt;|>) ?/.exec(line) ?? []);
    const isQuote = toTheEnd || mark !== "";
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    toTheEnd ||= /^(?:&gt;|>){3}/.test(mark);
    lines.push(line.slice(mark.length));
  }
  flush();
  return blocks;
}
