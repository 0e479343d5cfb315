import { h, type VNode } from "./vnode.ts";

/** Paths on a grid of 20 by 20, drawn as lines. */
const paths = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  shared: "M7 7.5 5 9.6a2.8 2.8 0 0 0 4 4l2-2.1M13 12.5l2-2.1a2.8 2.8 0 0 0-4-4L9 8.5M8.2 11.8l3.6-3.6",
  thread: "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5zM6.5 7.7h7M6.5 10.4h4.5",
  more: "M10 4.6v.1M10 10v.1M10 15.4v.1",
  close: "m5 5 10 10M15 5 5 15",
  bolt: "M11 2.5 4.5 11.5H9.5L9 17.5l6.5-9H10.5z",
  send: "M3.5 4 17 10 3.5 16l1.8-6zM5.3 10H10",
  chevron: "m5.5 8 4.5 4.5L14.5 8",
  back: "M12 4.5 6.5 10l5.5 5.5",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2",
  moon: "M16.5 11.8A7 7 0 1 1 8.2 3.5a5.6 5.6 0 0 0 8.3 8.3",
  file: "M5 2.8h6.5L15.5 7v10.2H5zM11.2 3v4.2h4.2",
  download: "M10 3v9.5M6.3 9 10 12.7 13.7 9M3.5 16.5h13",
  check: "m4.5 10.5 3.7 3.7 7.3-8",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  warning: "M10 3 18 16.5H2zM10 8v4M10 14.2v.1",
  columns: "M3 4h14v12H3zM10 4v12",
  home: "M3.5 9.5 10 3.8l6.5 5.7v7h-4.6v-4.3H8.1v4.3H3.5z",
  chat: "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z",
  down: "M10 4v11M5.5 11 10 15.5 14.5 11",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.6h13M7 3v3.4M13 3v3.4",
} as const;

export type IconName = keyof typeof paths;

/** Decoration: what it means is said by the label of what it stands in. */
export function icon(name: IconName, size = 18): VNode {
  const svg =
    `<svg viewBox="0 0 20 20" width="${size}" height="${size}" fill="none" stroke="currentColor" ` +
    `stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d="${paths[name]}"/></svg>`;
  return h("span", { class: `icon icon-${name}`, at: { "aria-hidden": "true" }, html: svg });
}
