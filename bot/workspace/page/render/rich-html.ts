import { escapeHtml } from "./escape.ts";
import { safeUrl } from "./safe-url.ts";
import type { Inline, RichBlock, Style } from "./rich.ts";

/** What text needs to know of the workspace. */
export interface Words {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  /** Handle, without `@`. */
  group(id: string): string | undefined;
  /** The emoji itself; undefined for a name that there is none for. */
  emoji(name: string): string | undefined;
}

/** HTML of rich text. Every tag is written here, and every text goes through `escapeHtml`. */
export function richHtml(blocks: readonly RichBlock[], words: Words): string {
  return blocks.map((block) => blockHtml(block, words)).join("");
}

function blockHtml(block: RichBlock, words: Words): string {
  switch (block.kind) {
    case "section":
      return `<div class="rich-line" dir="auto">${inlineHtml(block.children, words)}</div>`;
    case "quote":
      return `<blockquote class="rich-quote" dir="auto">${inlineHtml(block.children, words)}</blockquote>`;
    case "code":
      // Reachable by keyboard, or a long line could not be scrolled without a mouse.
      return `<pre class="rich-code" dir="ltr" tabindex="0">${inlineHtml(block.children, words)}</pre>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      const start = block.ordered && block.offset > 0 ? ` start="${block.offset + 1}"` : "";
      const items = block.items.map((item) => `<li dir="auto">${inlineHtml(item, words)}</li>`).join("");
      return `<${tag} class="rich-list indent-${block.indent}"${start}>${items}</${tag}>`;
    }
  }
}

export function inlineHtml(inlines: readonly Inline[], words: Words): string {
  return inlines.map((inline) => styled(bareHtml(inline, words), inline.style)).join("");
}

function bareHtml(inline: Inline, words: Words): string {
  switch (inline.kind) {
    case "text":
      return escapeHtml(inline.text);
    case "link":
      return linkHtml(inline.url, escapeHtml(inline.text));
    case "user":
      return mentionHtml("data-user", "@", inline, words.user(inline.id));
    case "channel":
      return mentionHtml("data-to-channel", "#", inline, words.channel(inline.id));
    case "group":
      return mentionHtml("data-group", "@", inline, words.group(inline.id));
    case "broadcast":
      return `<span class="mention broadcast">@${escapeHtml(inline.range)}</span>`;
    case "emoji":
      return emojiHtml(inline.name, words);
    case "color":
      return `<code class="rich-inline">${escapeHtml(inline.value)}</code>`;
    case "date":
      return dateHtml(inline);
    case "unknown":
      return `<span class="placeholder">${escapeHtml(inline.what)}</span>`;
  }
}

interface Mentioned {
  readonly id: string;
  readonly fallback: string;
}

function mentionHtml(
  data: string,
  sign: string,
  { id, fallback }: Mentioned,
  name: string | undefined,
): string {
  const shown = escapeHtml(sign + (name ?? (fallback || id)));
  return `<span class="mention" ${data}="${escapeHtml(id)}" dir="auto">${shown}</span>`;
}

/** A link only to the web or to mail; whatever else asks to be one is shown with its address, to be seen. */
function linkHtml(url: string, html: string): string {
  const href = safeUrl(url);
  if (href === undefined) return `${html}<span class="no-link"> (${escapeHtml(url.slice(0, 200))})</span>`;
  return `<a href="${escapeHtml(href)}" target="_blank" rel="noreferrer noopener">${html}</a>`;
}

function emojiHtml(name: string, words: Words): string {
  const emoji = words.emoji(name);
  if (emoji === undefined) return escapeHtml(`:${name}:`);
  return `<span class="emoji" role="img" aria-label="${escapeHtml(name)}">${escapeHtml(emoji)}</span>`;
}

/** The browser, which knows the reader's zone, puts the local time in place of the fallback. */
function dateHtml(date: Extract<Inline, { kind: "date" }>): string {
  const text = date.fallback || new Date(date.seconds * 1000).toISOString();
  const format = escapeHtml(date.format);
  const html = `<time datetime="${date.seconds}" data-format="${format}">${escapeHtml(text)}</time>`;
  return date.url === null ? html : linkHtml(date.url, html);
}

function styled(html: string, style: Style): string {
  let out = style.code ? `<code class="rich-inline">${html}</code>` : html;
  if (style.strike) out = `<s>${out}</s>`;
  if (style.italic) out = `<em>${out}</em>`;
  return style.bold ? `<strong>${out}</strong>` : out;
}
