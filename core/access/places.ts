import type { FileFault } from "#core/domain";

/** Line and column (from 1, in characters) of a byte offset: Cedar counts bytes of UTF-8. */
export function faultAt(
  source: { readonly file: string; readonly text: string },
  byteOffset: number,
  fault: { readonly path: string; readonly message: string },
): FileFault {
  const before = Buffer.from(source.text).subarray(0, byteOffset).toString();
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const column = before.length - lineStart + 1;
  const lineText = source.text.slice(lineStart).split(/\r?\n/, 1)[0] ?? "";
  const shown = lineText.slice(0, maxExcerpt).replaceAll("\t", " ");
  const excerpt = column > maxExcerpt ? shown : `${shown}\n${" ".repeat(column - 1)}^`;
  return { file: source.file, line, column, ...fault, excerpt };
}

const maxExcerpt = 200;
