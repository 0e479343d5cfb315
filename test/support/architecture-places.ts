import { layers, subfolders, topNames } from "./architecture-tables.ts";

/** What stands or leans where it may not. */
export interface Breach {
  readonly file: string;
  /** Counts from 1; 0 where the file as a whole is meant. */
  readonly line: number;
  readonly reason: string;
}

/** True when `path` is at `place` or beneath it; `folder/*` means the files of one folder only. */
export function isWithin(path: string, place: string): boolean {
  return place.endsWith("/*") ? parentOf(path) === place.slice(0, -2) : `${path}/`.startsWith(`${place}/`);
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The folder of the house that a file belongs to: the longest that holds it; undefined outside of the layers. */
export function folderOf(path: string): string | undefined {
  return layers
    .flat()
    .filter((folder) => isWithin(path, folder))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Files that stand where nothing was foreseen, and folders of core that have files but no door. */
export function placeBreaches(paths: readonly string[]): Breach[] {
  const known = new Set(paths);
  const doors = new Set(
    paths.flatMap((path) => {
      const folder = folderOf(path);
      return folder?.startsWith("core") === true ? [`${folder}/index.ts`] : [];
    }),
  );
  return [
    ...paths.flatMap((path) => {
      const reason = misplaced(path);
      return reason === undefined ? [] : [{ file: path, line: 0, reason }];
    }),
    ...[...doors]
      .filter((door) => !known.has(door))
      .map((door) => ({ file: door, line: 0, reason: "is missing: every folder of core has a door" })),
  ];
}

function misplaced(path: string): string | undefined {
  const [top = "", second, ...rest] = path.split("/");
  if (!topNames.includes(top)) return `"${top}" has no place at the top; it needs a page in docs/decisions`;
  const folders = subfolders[top];
  if (folders !== undefined && rest.length > 0 && second !== undefined && !folders.includes(second)) {
    return `"${second}" has no place in ${top}; that has: ${folders.join(" ") || "files only"}`;
  }
  if (top === "docs" && second === "decisions" && !/^\d{4}-[a-z0-9-]+\.md$/.test(rest.join("/"))) {
    return "a decision is named NNNN-title.md";
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (
    /\.[cm]?[jt]sx?$/.test(name) &&
    top !== ".githooks" &&
    // A tool wrote it, and says so in its name.
    !name.endsWith(".generated.js") &&
    !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.ts$/.test(name)
  ) {
    return "a module is a kebab-case noun that ends in .ts";
  }
  return undefined;
}
