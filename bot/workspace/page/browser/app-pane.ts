import type { PageState } from "../model.ts";
import { avatar } from "./avatar.ts";
import { noticesOf } from "./channel-pane.ts";
import { composer } from "./composer.ts";
import type { Desk } from "./desk.ts";
import { messageList } from "./message-list.ts";
import { drawPieces, failureLine } from "./pieces.ts";
import { h, type Child, type VNode } from "./vnode.ts";

/** The app's own place: its Home tab, and the conversation with it. */
export function appPane(desk: Desk, state: PageState): VNode {
  const { app } = state;
  const tab = desk.spot.kind === "app" ? desk.spot.tab : "home";
  const up = app.connections > 0;
  return h(
    "main",
    { key: "app", class: "pane app-pane", at: { "aria-label": app.name } },
    h(
      "header",
      { class: "pane-head app-head" },
      h(
        "h2",
        { class: "pane-title" },
        avatar(
          state.people.find(({ id }) => id === app.botUser),
          "medium",
        ),
        h("span", { class: "pane-name", at: { dir: "auto" } }, app.name),
        h("span", { class: `presence${up ? " is-up" : ""}`, at: { "aria-hidden": "true" } }),
      ),
      h("p", { class: "pane-topic" }, up ? "Connected" : "Not connected: the app is not running"),
    ),
    h("div", { class: "tabs", at: { role: "tablist", "aria-label": app.name } }, [
      tabButton(desk, "home", "Home"),
      tabButton(desk, "messages", "Messages"),
    ]),
    tab === "home" ? home(desk, state) : conversation(desk, state),
  );
}

function tabButton(desk: Desk, tab: "home" | "messages", title: string): VNode {
  const current = desk.spot.kind === "app" && desk.spot.tab === tab;
  return h(
    "button",
    {
      class: `tab${current ? " is-current" : ""}`,
      at: { type: "button", role: "tab", "aria-selected": String(current), "data-tab": tab },
      on: { click: () => desk.go({ kind: "app", tab, thread: null }) },
    },
    title,
  );
}

function home(desk: Desk, state: PageState): VNode {
  const { home: view } = state;
  const content: Child =
    view === null
      ? h("p", { class: "empty" }, `${state.app.name} has not published its Home tab yet.`)
      : [failureLine(desk, { view: view.id }), drawPieces(desk, view.pieces, { view: view.id })];
  return h(
    "div",
    {
      key: "home",
      class: "scroller home",
      at: { role: "tabpanel", "aria-label": "Home", "data-view": view?.id, tabindex: 0 },
      // Slack tells the app each time that somebody looks.
      created: () => void desk.act({ kind: "home" }),
    },
    h("div", { class: "home-content" }, content),
  );
}

function conversation(desk: Desk, state: PageState): Child {
  const channel = state.channels.find(({ id }) => id === state.app.im);
  if (channel === undefined) {
    return h("p", { class: "empty" }, `There is no conversation with ${state.app.name} yet.`);
  }
  return [
    messageList(desk, state, { channel, thread: null, notices: noticesOf(state, channel.id) }),
    composer(desk, state, {
      channel: channel.id,
      thread: null,
      placeholder: `Message ${state.app.name}`,
      focus: "if-free",
    }),
  ];
}
