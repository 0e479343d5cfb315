const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand between tags and inside double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** Undoes the three escapes that Slack asks apps for. Once only: `&amp;lt;` is the text `&lt;`. */
export function unescapeEntities(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => {
    if (entity === "&lt;") return "<";
    return entity === "&gt;" ? ">" : "&";
  });
}
