import { escapeHtml } from "./escape.ts";

/** How addresses are let through: the one to write, or undefined to leave the attribute out. */
export interface Addresses {
  href(url: string): string | undefined;
  src(url: string): string | undefined;
}

const tags = new Set(
  (
    "a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img input li ol p pre s section small span " +
    "strong sub sup table tbody td tfoot th thead time tr u ul " +
    "circle defs ellipse g line linearGradient path polygon polyline rect stop svg text title tspan"
  ).split(" "),
);

/** Taken out with all that is in them: controls that nobody would answer, and what loads or runs. */
const dropped = new Set(
  "button embed iframe link math noscript object script select style template video".split(" "),
);

const attributes = new Set(
  (
    "align alt checked aria-hidden aria-label aria-level aria-labelledby aria-describedby class colspan cx cy d datetime " +
    "data-format data-level data-user dir disabled dominant-baseline dx dy fill fill-opacity fill-rule font-size " +
    "font-weight height lang offset opacity points preserveAspectRatio r rel role rowspan rx ry start " +
    "stop-color stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width " +
    "target text-anchor title transform type viewBox width x x1 x2 y y1 y2"
  ).split(" "),
);

const tagOrText = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[a-zA-Z_:][\w:.-]*(?:="[^"]*")?)*)\s*(\/?)>|[^<>]+/gy;

/**
 * Lets through what stands in the lists above, and nothing else. Made for what React writes (each value in
 * double quotes, each sign of text escaped); throws on anything that is written in another way.
 *
 * `style` becomes `data-style`, which the browser applies by script: the policy of the page allows no style
 * attribute.
 */
export function cleanMarkup(html: string, addresses: Addresses): string {
  const out: string[] = [];
  /** Dropped tags that are open, the outermost first. */
  const within: string[] = [];
  let end = 0;
  for (const match of html.matchAll(tagOrText)) {
    end = match.index + match[0].length;
    const tag = match[2] ?? "";
    const isOpening = match[1] === "" && match[4] === "";
    if (dropped.has(tag) && isOpening) within.push(tag);
    else if (tag !== "" && tag === within.at(-1) && match[1] === "/") within.pop();
    else if (within.length === 0) out.push(cleanTag(match, addresses));
  }
  if (end !== html.length || within.length > 0) {
    throw new TypeError(`markup is not as React writes it at ${end}`);
  }
  return out.join("");
}

/** Text as it is; a tag of the list with what it may have; nothing for any other. */
function cleanTag(
  [whole, close, tag, rest = "", selfClose = ""]: RegExpExecArray,
  addresses: Addresses,
): string {
  if (tag === undefined) return whole;
  if (!tags.has(tag)) return "";
  return close === "/" ? `</${tag}>` : `<${tag}${cleanAttributes(rest, addresses)}${selfClose}>`;
}

function cleanAttributes(text: string, addresses: Addresses): string {
  return [...text.matchAll(/\s([^\s="]+)(?:="([^"]*)")?/g)]
    .map(([, name = "", value = ""]) => {
      if (attributes.has(name)) return ` ${name}="${value}"`;
      if (name === "style") return isPlainStyle(value) ? ` data-style="${value}"` : "";
      if (name !== "href" && name !== "src") return "";
      const address = addresses[name](decode(value));
      return address === undefined ? "" : ` ${name}="${escapeHtml(address)}"`;
    })
    .join("");
}

/** No address and no escape can be written with these signs. */
function isPlainStyle(style: string): boolean {
  return /^[\w\s#%.,:;()-]*$/.test(style) && !/url|expression|image|position/i.test(style);
}

function decode(value: string): string {
  return value.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => {
    const sign = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" }[entity];
    return sign ?? entity;
  });
}
