import type { PageState } from "../model.ts";
import { avatar } from "./avatar.ts";
import type { Desk } from "./desk.ts";
import { icon, type IconName } from "./icons.ts";
import { initials } from "./initials.ts";
import { unreadOf } from "./reading.ts";
import { currentTheme, toggleTheme } from "./theme.ts";
import { h, type VNode } from "./vnode.ts";

/** The narrow column at the very left. */
export function rail(desk: Desk, state: PageState): VNode {
  const { spot } = desk;
  const firstChannel = state.channels.find(({ kind, joined }) => kind === "channel" && joined);
  const im = state.channels.find(({ id }) => id === state.app.im);
  const waiting = im === undefined ? 0 : unreadOf(im, desk.reading.upTo(im.id)).badge;
  const dark = currentTheme() === "dark";
  return h(
    "nav",
    { key: "rail", class: "rail", at: { "aria-label": "Workspace" } },
    h(
      "span",
      { class: "team-icon", at: { title: state.team.name, "aria-hidden": "true" } },
      initials(state.team.name),
    ),
    railButton({
      icon: "home",
      label: "Channels",
      current: spot.kind === "channel",
      click: () => {
        if (firstChannel !== undefined) desk.go({ kind: "channel", channel: firstChannel.id, thread: null });
      },
    }),
    railButton({
      icon: "chat",
      label: state.app.name,
      current: spot.kind === "app",
      badge: waiting,
      click: () => desk.go({ kind: "app", tab: "home", thread: null }),
    }),
    h("span", { class: "rail-space" }),
    railButton({
      icon: dark ? "sun" : "moon",
      label: dark ? "Light" : "Dark",
      click: () => {
        toggleTheme();
        desk.redraw();
      },
    }),
    h("span", { class: "rail-me", at: { title: state.me.name } }, avatar(state.me, "medium")),
  );
}

interface RailButton {
  readonly icon: IconName;
  readonly label: string;
  readonly current?: boolean;
  readonly badge?: number;
  readonly click: () => void;
}

function railButton({ icon: name, label, current = false, badge = 0, click }: RailButton): VNode {
  const count = badge > 0 ? h("span", { class: "rail-badge" }, String(badge)) : null;
  return h(
    "button",
    {
      class: `rail-button${current ? " is-current" : ""}`,
      at: { type: "button", "aria-current": current ? "page" : null },
      on: { click },
    },
    h("span", { class: "rail-icon" }, icon(name, 20), count),
    h("span", { class: "rail-label" }, label),
  );
}
