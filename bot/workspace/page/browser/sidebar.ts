import type { ChannelRow, PageState } from "../model.ts";
import { avatar } from "./avatar.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { unreadOf } from "./reading.ts";
import { formatSpot, type Spot } from "./spot.ts";
import { h, type VNode } from "./vnode.ts";

/** Channels with what waits in them, conversations, and the app. */
export function sidebar(desk: Desk, state: PageState): VNode {
  const channels = state.channels.filter(({ kind }) => kind === "channel");
  const ims = state.channels.filter(({ kind, id }) => kind === "im" && id !== state.app.im);
  return h(
    "nav",
    { key: "sidebar", class: "sidebar", at: { "aria-label": "Channels" } },
    h(
      "div",
      { class: "sidebar-head" },
      h("h1", { class: "team-name", at: { dir: "auto" } }, state.team.name),
    ),
    h(
      "div",
      { class: "sidebar-list" },
      section(
        "Channels",
        channels.map((channel) => channelLink(desk, channel)),
      ),
      ims.length > 0
        ? section(
            "Direct messages",
            ims.map((channel) => channelLink(desk, channel)),
          )
        : null,
      section("Apps", [appLink(desk, state)]),
    ),
  );
}

function section(title: string, rows: readonly VNode[]): VNode {
  return h(
    "section",
    { key: title, class: "sidebar-section", at: { "aria-label": title } },
    h("h2", { class: "sidebar-title" }, title),
    h(
      "ul",
      { class: "sidebar-rows" },
      rows.map((row) => h("li", { key: row.props.key }, row)),
    ),
  );
}

function channelLink(desk: Desk, channel: ChannelRow): VNode {
  const { id, name, kind, shared, joined } = channel;
  const current = desk.spot.kind === "channel" && desk.spot.channel === id;
  const { any, badge } = unreadOf(channel, desk.reading.upTo(id));
  const sign = kind === "im" ? "chat" : shared ? "shared" : "hash";
  return link(
    desk,
    { kind: "channel", channel: id, thread: null },
    {
      key: id,
      current,
      unread: any && !current,
      badge: current ? 0 : badge,
      faint: !joined,
      at: { "data-channel": id },
      content: [icon(sign, 16), h("span", { class: "row-name", at: { dir: "auto" } }, name)],
    },
  );
}

function appLink(desk: Desk, state: PageState): VNode {
  const { app } = state;
  const im = state.channels.find(({ id }) => id === app.im);
  const current = desk.spot.kind === "app";
  const { any, badge } = im === undefined ? { any: false, badge: 0 } : unreadOf(im, desk.reading.upTo(im.id));
  const up = app.connections > 0;
  const told = up ? `Connected by ${app.connections}` : "Not connected: it cannot answer";
  return link(
    desk,
    { kind: "app", tab: "home", thread: null },
    {
      key: "app",
      current,
      unread: any && !current,
      badge: current ? 0 : badge,
      faint: false,
      at: { "data-app": app.id, "data-channel": app.im },
      content: [
        avatar(
          state.people.find(({ id }) => id === app.botUser),
          "small",
        ),
        h("span", { class: "row-name", at: { dir: "auto" } }, app.name),
        h("span", {
          class: `presence${up ? " is-up" : ""}`,
          at: { role: "img", "aria-label": told, title: told },
        }),
      ],
    },
  );
}

interface Row {
  readonly key: string;
  readonly current: boolean;
  readonly unread: boolean;
  readonly badge: number;
  readonly faint: boolean;
  readonly at: Readonly<Record<string, string | null>>;
  readonly content: readonly VNode[];
}

function link(desk: Desk, spot: Spot, { key, current, unread, badge, faint, at, content }: Row): VNode {
  const classes = ["row", current && "is-current", unread && "is-unread", faint && "is-faint"];
  return h(
    "a",
    {
      key,
      class: classes.filter((name) => name !== false).join(" "),
      at: { href: formatSpot(spot), "aria-current": current ? "page" : null, ...at },
      on: {
        click: (event) => {
          event.preventDefault();
          desk.go(spot);
        },
      },
    },
    content,
    badge > 0
      ? h(
          "span",
          { class: "badge", at: { "data-badge": badge, "aria-label": `${badge} unread` } },
          String(badge),
        )
      : null,
  );
}
