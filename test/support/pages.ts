import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A page of documentation: its path below the top, and its text. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

/** One fenced block: the word behind the fence, its lines, and what a comment just above it says: `<!-- check -->`. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly mark: string | undefined;
  readonly text: string;
}

/** Every page that people read: those at the top and all of docs. */
export function readPages(): Page[] {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  return [...top, ...docs].map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

export function blocksOf({ file, text }: Page): Block[] {
  const found = text.matchAll(/(?:^<!-- ([\w-]+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, mark, language = "", body = ""], index) => ({
    page: file,
    line: text.slice(0, [...text.matchAll(/^```\w*\n[\s\S]*?^```$/gm)][index]?.index).split("\n").length,
    language,
    mark,
    text: body,
  }));
}

/** The blocks of one page. */
export function blocksIn(file: string): Block[] {
  return readPages()
    .filter((page) => page.file === file)
    .flatMap(blocksOf);
}
