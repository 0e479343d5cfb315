import type { PageState } from "../model.ts";
import { avatar } from "./avatar.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { openMenuButton } from "./popover.ts";
import { personaMenu } from "./persona-menu.ts";
import { h, type VNode } from "./vnode.ts";

/** Where Slack has its search: as whom everything on this page is done. */
export function topBar(desk: Desk, state: PageState): VNode {
  const { me, team } = state;
  return h(
    "header",
    { key: "top", class: "top-bar" },
    h(
      "button",
      {
        class: "icon-button drawer-button",
        at: { type: "button", "aria-label": "Channels", "aria-expanded": String(desk.drawerOpen) },
        on: {
          click: () => {
            desk.drawerOpen = !desk.drawerOpen;
            desk.redraw();
          },
        },
      },
      icon("menu", 20),
    ),
    h("span", { class: "top-team", at: { dir: "auto" } }, team.name),
    openMenuButton(desk, {
      key: "persona",
      class: "persona-button",
      label: `You act as ${me.name}. Change persona`,
      at: { "data-persona-button": me.id },
      content: [
        avatar(me, "small"),
        h("span", { class: "persona-as" }, "Acting as"),
        h("strong", { class: "persona-name", at: { dir: "auto" } }, me.name),
        me.title === "" ? null : h("span", { class: "persona-title", at: { dir: "auto" } }, me.title),
        icon("chevron", 16),
      ],
      menu: () => personaMenu(desk, state),
      menuClass: "persona-menu",
      menuLabel: "Act as",
    }),
    h(
      "span",
      { class: "top-local", at: { title: "Runs on this computer. No Slack account is used." } },
      "Local",
    ),
  );
}
