import { unescapeEntities } from "./escape.ts";
import type { Found, Inline, Style } from "./rich.ts";

const longestToken = 3_100;

/** `<…>`: a mention, a date or a link; undefined where it is none of them, so that it stays as text. */
export function parseAngle(text: string, at: number, style: Style): Found | undefined {
  const pattern = new RegExp(`<([^<>\\n]{1,${longestToken}})>`, "y");
  pattern.lastIndex = at;
  const body = pattern.exec(text)?.[1];
  if (body === undefined) return undefined;
  const inline = parseBody(body, style);
  return inline === undefined ? undefined : { inlines: [inline], end: at + body.length + 2 };
}

/** A web address that stands in the text as it is, up to the mark that ends its sentence. */
export function parseBareUrl(text: string, at: number, style: Style): Found | undefined {
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) return undefined;
  const pattern = /https?:\/\/[^\s<>|"]{1,2000}/y;
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0].replace(/(?:&gt;|[.,:;!?)\]}'*_~`])+$/, "");
  if (found === undefined || found.endsWith("//")) return undefined;
  const url = unescapeEntities(found);
  return { inlines: [{ kind: "link", url, text: url, style }], end: at + found.length };
}

function parseBody(body: string, style: Style): Inline | undefined {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : unescapeEntities(body.slice(bar + 1));
  const id = /^(?:[@#]|!subteam\^)([A-Z0-9]{1,30})$/.exec(target)?.[1];
  if (id !== undefined) {
    const fallback = label.replace(/^[@#]/, "");
    if (target.startsWith("@")) return { kind: "user", id, fallback, style };
    return { kind: target.startsWith("#") ? "channel" : "group", id, fallback, style };
  }
  const range = /^!(here|channel|everyone)$/.exec(target)?.[1];
  if (range !== undefined) return { kind: "broadcast", range, style };
  if (target.startsWith("!date^")) return parseDate(target, label, style);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const url = unescapeEntities(target);
  return { kind: "link", url, text: label === "" ? url.replace(/^mailto:/, "") : label, style };
}

function parseDate(target: string, fallback: string, style: Style): Inline | undefined {
  const [, seconds = "", format = "", url] = target.split("^");
  if (!/^\d{1,12}$/.test(seconds) || format === "") return undefined;
  return { kind: "date", seconds: Number(seconds), format, url: url ?? null, fallback, style };
}
