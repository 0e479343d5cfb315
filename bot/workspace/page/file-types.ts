/** Pictures that a browser shows without running anything; SVG is a document with scripts, so it is none. */
const pictures: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export function isPicture(mimetype: string): boolean {
  return pictures.has(mimetype);
}
