import { Liquid } from "liquidjs";

/** No loops, no files, no variables: what a template does is bounded by its own length. */
const tags: ReadonlySet<string> = new Set(["if", "unless", "case", "comment", "raw", "#"]);

/**
 * Left out are filters that evaluate text (`where_exp`), that backtrack (`strip_html`), that can multiply a
 * log line's length (`replace`), that ask the wall clock (`date`), and all that needs a list made first.
 */
const filters: ReadonlySet<string> = new Set(
  "default upcase downcase capitalize strip lstrip rstrip squish truncate truncatewords remove_first append prepend size first last slice join json abs ceil floor round plus minus times divided_by modulo at_least at_most".split(
    " ",
  ),
);

const mostJoined = 100;
const longestSeparator = 20;

export const filterNames: readonly string[] = [...filters];
export const tagNames: readonly string[] = [...tags].filter((tag) => tag !== "#");

/** A liquid engine of which only what is harmless on hostile values is left. */
export function restrictedEngine(maxSource: number): Liquid {
  const engine = new Liquid({
    // An empty set of templates stands in for the file system.
    templates: {},
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: maxSource,
    memoryLimit: 1_000_000,
    renderLimit: 1000,
  });
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!filters.has(name)) delete engine.filters[name];
  engine.registerFilter("join", (list: unknown, separator: unknown = " ") =>
    Array.isArray(list)
      ? list.slice(0, mostJoined).map(String).join(String(separator).slice(0, longestSeparator))
      : list,
  );
  return engine;
}
