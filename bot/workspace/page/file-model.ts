import type { Backstage, FileView } from "../contract.ts";
import type { FileModel } from "./model.ts";
import { isPicture } from "./file-types.ts";

/** Where the bytes of files are. */
export type Files = Pick<Backstage, "file">;

const previewBytes = 4_096;
const previewLines = 12;

/** A file of a message, with what can be seen of it without opening it. */
export function fileModel(view: FileView, files: Files): FileModel {
  if (isPicture(view.mimetype)) return { ...view, look: "image", preview: null };
  if (!/^(?:text\/|application\/(?:json|yaml|x-yaml|xml)\b)/.test(view.mimetype)) {
    return { ...view, look: "other", preview: null };
  }
  const bytes = files.file(view.id)?.bytes.subarray(0, previewBytes);
  if (bytes === undefined) return { ...view, look: "other", preview: null };
  // `stream` keeps a sign that was cut in the middle from becoming a replacement sign.
  const text = new TextDecoder("utf-8").decode(bytes, { stream: true });
  return { ...view, look: "text", preview: text.split("\n").slice(0, previewLines).join("\n") };
}
