import { glob, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "#core/domain";
import { fileStat, type FileStat, keyText } from "./file-stat.ts";
import { errorCode, type Troubles } from "./troubles.ts";

export interface FoundFile {
  readonly path: string;
  readonly stat: FileStat;
}

/** Most files of one source. */
const maxFiles = 10_000;

/**
 * The regular files that the globs match (`*`, `?`, `[…]`, `{…}`, `**`; `*` skips dot files, `**` does not
 * enter linked folders), each file once however many names lead to it, a link as the file that it names.
 * Anything else is refused through `troubles` and never opened: a fifo would block its reader.
 */
export async function findFiles(globs: readonly string[], troubles: Troubles): Promise<FoundFile[]> {
  const paths = new Set<string>();
  for (const pattern of globs) await expand(pattern, paths);
  if (paths.size > maxFiles) {
    troubles.report(
      globs.join(", "),
      new Fault("invalid", `${globs.join(", ")} matches more than ${maxFiles} files: the rest is not read`),
    );
  }
  const found = new Map<string, FoundFile>();
  for (const file of await statAll([...paths].slice(0, maxFiles), troubles)) {
    const key = keyText(file.stat);
    if (!file.stat.regular) {
      troubles.report(file.path, new Fault("invalid", `${file.path} is no regular file: it is not read`));
    } else if (!found.has(key)) {
      found.set(key, file);
    }
  }
  return [...found.values()];
}

/** The files of a folder by `keyText`, to find one that was renamed; empty when the folder is gone. */
export async function filesByKey(folder: string, troubles: Troubles): Promise<Map<string, string>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error;
    return [];
  });
  const paths = names.slice(0, maxFiles).map((name) => join(folder, name));
  const files = await statAll(paths, troubles);
  return new Map(files.filter((file) => file.stat.regular).map((file) => [keyText(file.stat), file.path]));
}

async function expand(pattern: string, paths: Set<string>): Promise<void> {
  if (!/[*?[\]{}()!+@]/.test(pattern)) {
    paths.add(pattern);
    return;
  }
  for await (const path of glob(pattern)) {
    paths.add(path);
    if (paths.size > maxFiles) return;
  }
}

const statsAtOnce = 64;

async function statAll(paths: readonly string[], troubles: Troubles): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (let i = 0; i < paths.length; i += statsAtOnce) {
    const batch = paths.slice(i, i + statsAtOnce).map((path) => statOne(path, troubles));
    for (const file of await Promise.all(batch)) if (file !== undefined) found.push(file);
  }
  return found;
}

async function statOne(path: string, troubles: Troubles): Promise<FoundFile | undefined> {
  try {
    return { path, stat: fileStat(await stat(path, { bigint: true })) };
  } catch (error) {
    const code = errorCode(error);
    if (code !== "ENOENT" && code !== "ENOTDIR") troubles.report(path, error);
    return undefined;
  }
}
