import { appPane } from "./app-pane.ts";
import { channelPane } from "./channel-pane.ts";
import type { Desk } from "./desk.ts";
import { modalLayer } from "./modal.ts";
import { questionLayer } from "./question.ts";
import { rail } from "./rail.ts";
import { sidebar } from "./sidebar.ts";
import { threadPane } from "./thread-pane.ts";
import { lineBanner, toastLayer } from "./telling.ts";
import { topBar } from "./top-bar.ts";
import { h, type VNode } from "./vnode.ts";

/** All that is to be seen. */
export function screen(desk: Desk): VNode[] {
  const { state, spot } = desk;
  if (state === undefined) {
    const waiting =
      desk.line === "open" ? h("p", { class: "starting", at: { role: "status" } }, "Opening…") : null;
    return [h("div", { key: "starting", class: "app" }, lineBanner(desk), waiting)];
  }
  const thread = threadPane(desk, state);
  const pane = spot.kind === "app" ? appPane(desk, state) : channelPane(desk, state);
  const classes = ["app", desk.drawerOpen ? "drawer-open" : "", thread === null ? "" : "thread-open"];
  return [
    h(
      "div",
      { key: "app", class: classes.filter((name) => name !== "").join(" ") },
      lineBanner(desk),
      topBar(desk, state),
      h("div", { key: "body", class: "body" }, rail(desk, state), sidebar(desk, state), pane, thread),
      h("button", {
        key: "shade",
        class: "drawer-shade",
        at: {
          type: "button",
          "aria-label": "Close the list of channels",
          tabindex: desk.drawerOpen ? 0 : -1,
        },
        on: {
          click: () => {
            desk.drawerOpen = false;
            desk.redraw();
          },
        },
      }),
    ),
    modalLayer(desk, state),
    questionLayer(desk),
    toastLayer(desk, state),
  ].filter((node) => node !== null);
}
