import { z } from "zod";
import type { Cast } from "./cast.ts";
import { escapeHtml } from "./escape.ts";
import { imageSource, safeUrl } from "./safe-url.ts";
import { plainText, textObject } from "./text-object.ts";

const image = z.object({
  image_url: z.string().nullish(),
  slack_file: z.object({ id: z.string().nullish(), url: z.string().nullish() }).nullish(),
  alt_text: z.string().default(""),
  title: textObject.nullish(),
});

/**
 * An image of this server, or written into the block. One from elsewhere is named and linked, not
 * loaded: the page asks nothing of other hosts.
 */
export function imageHtml(block: unknown, cast: Cast, where: "block" | "context" | "accessory"): string {
  const given = image.parse(block);
  const id = given.slack_file?.id;
  const url = id
    ? `/files/${encodeURIComponent(id)}/image`
    : (given.slack_file?.url ?? given.image_url ?? "");
  const source = imageSource(url, cast.hosts);
  const alt = escapeHtml(given.alt_text);
  const drawn =
    source === undefined
      ? elsewhere(url, alt, where)
      : `<img class="${where}-image" src="${escapeHtml(source)}" alt="${alt}" loading="lazy">`;
  if (where !== "block") return drawn;
  const title = given.title ? escapeHtml(plainText(given.title, cast.words)) : "";
  const caption = title === "" ? "" : `<figcaption dir="auto">${title}</figcaption>`;
  return `<figure class="block-figure">${caption}${drawn}</figure>`;
}

function elsewhere(url: string, alt: string, where: string): string {
  if (where === "context") return `<span class="no-image" role="img" aria-label="${alt}"></span>`;
  const href = safeUrl(url);
  const link =
    href === undefined
      ? ""
      : ` <a href="${escapeHtml(href)}" target="_blank" rel="noreferrer noopener">Open</a>`;
  return `<div class="placeholder" role="note">Image from elsewhere, not loaded: ${alt}${link}</div>`;
}
