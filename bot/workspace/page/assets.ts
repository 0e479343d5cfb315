import { readdirSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The files that every page needs, by path. Read at the first question for any, then kept. */
export interface Assets {
  get(path: string): { readonly type: string; readonly body: string } | undefined;
  /** Paths of the modules that the page will ask for, so that it can ask for all of them at once. */
  readonly modules: readonly string[];
}

const here = fileURLToPath(new URL(".", import.meta.url));
const browserFolder = join(here, "browser");
const stylesFolder = join(here, "styles");

/** A classic script: it has to run before the page is drawn, which modules do not. */
const beforePaint = "before-paint.ts";

export function openAssets(): Assets {
  const sources = readdirSync(browserFolder).filter((name) => name.endsWith(".ts"));
  const kept = new Map<string, { readonly type: string; readonly body: string }>();
  const make = (path: string): { readonly type: string; readonly body: string } | undefined => {
    if (path === "/page/style.css") return { type: "text/css; charset=utf-8", body: readStyles() };
    if (path === "/page/icon.svg") {
      return { type: "image/svg+xml", body: readFileSync(join(stylesFolder, "icon.svg"), "utf8") };
    }
    const name = sources.find((source) => path === `/page/${source}`);
    return name === undefined
      ? undefined
      : { type: "text/javascript; charset=utf-8", body: readModule(name) };
  };
  return {
    modules: sources.filter((name) => name !== beforePaint).map((name) => `/page/${name}`),
    get: (path) => {
      const asset = kept.get(path) ?? make(path);
      if (asset !== undefined) kept.set(path, asset);
      return asset;
    },
  };
}

/** TypeScript whose types became blanks: no bundler, and the browser's debugger shows the source. */
function readModule(name: string): string {
  return stripTypeScriptTypes(readFileSync(join(browserFolder, name), "utf8"), { mode: "strip" });
}

/** Ours come after the library's, in the order of their names, and so have the last word. */
function readStyles(): string {
  const library = createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css");
  const own = readdirSync(stylesFolder)
    .filter((name) => name.endsWith(".css"))
    .toSorted()
    .map((name) => readFileSync(join(stylesFolder, name), "utf8"));
  // The library hangs its rules on an id, which a page with more than one message cannot have.
  const borrowed = readFileSync(library, "utf8").replaceAll("#slack_blocks_to_jsx", ".slack_blocks_to_jsx");
  return [borrowed, ...own].join("\n");
}
