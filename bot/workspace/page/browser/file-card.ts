import type { FileModel } from "../model.ts";
import { icon } from "./icons.ts";
import { h, type VNode } from "./vnode.ts";

/** A file below a message: pictures as they are, texts by their first lines, and all of them to be saved. */
export function fileCard(file: FileModel): VNode {
  const { id, name, title, url, look, preview, bytes } = file;
  const shown = title || name;
  const save = h(
    "a",
    {
      class: "icon-button file-save",
      at: {
        href: url,
        download: name,
        "aria-label": `Download ${name}`,
        title: "Download",
        "data-download": id,
      },
    },
    icon("download"),
  );
  if (look === "image") {
    return h(
      "figure",
      { key: id, class: "file file-image", at: { "data-file": id } },
      h("figcaption", { class: "file-caption" }, h("span", { at: { dir: "auto" } }, shown), save),
      h(
        "a",
        { at: { href: url, target: "_blank", rel: "noreferrer" } },
        h("img", { at: { src: url, alt: shown, loading: "lazy" } }),
      ),
    );
  }
  const kind = `${name.includes(".") ? (name.split(".").at(-1) ?? "").toUpperCase() : "File"} · ${sizeText(bytes)}`;
  return h(
    "div",
    { key: id, class: "file file-card", at: { "data-file": id } },
    h(
      "div",
      { class: "file-head" },
      h("span", { class: "file-icon" }, icon("file", 22)),
      h(
        "span",
        { class: "file-text" },
        h("span", { class: "file-name", at: { dir: "auto", title: name } }, shown),
        h("span", { class: "file-kind" }, kind),
      ),
      save,
    ),
    preview === null ? null : h("pre", { class: "file-preview", at: { tabindex: 0, dir: "ltr" } }, preview),
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
