import type { PageState, Person } from "../model.ts";
import { avatar } from "./avatar.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { currentTheme, toggleTheme } from "./theme.ts";
import { h, type VNode } from "./vnode.ts";

/** Everybody who can be played; bots act by themselves, and the deactivated not at all. */
export function personaMenu(desk: Desk, state: PageState): VNode[] {
  const players = state.people.filter(({ kind }) => kind !== "bot" && kind !== "deactivated");
  const other = players.find(({ id }) => id !== desk.me);
  const dark = currentTheme() === "dark";
  return [
    h("p", { class: "menu-title" }, "Act as"),
    h(
      "div",
      { class: "persona-list" },
      players.map((person) => personaLink(desk, person)),
    ),
    h("hr", { class: "menu-rule" }),
    other === undefined
      ? null
      : h(
          "a",
          {
            class: "menu-item",
            at: {
              role: "menuitem",
              href: `/side-by-side?${new URLSearchParams([
                ["as", desk.me],
                ["as", other.id],
                ["at", location.hash.slice(1)],
              ])}`,
              target: "_top",
              tabindex: -1,
            },
          },
          icon("columns"),
          "Two personas side by side",
        ),
    h(
      "button",
      {
        class: "menu-item theme-toggle",
        at: { type: "button", role: "menuitem", tabindex: -1 },
        on: {
          click: () => {
            toggleTheme();
            desk.redraw();
          },
        },
      },
      icon(dark ? "sun" : "moon"),
      dark ? "Light theme" : "Dark theme",
    ),
  ].filter((node) => node !== null);
}

function personaLink(desk: Desk, person: Person): VNode {
  const isMe = person.id === desk.me;
  return h(
    "a",
    {
      key: person.id,
      class: `menu-item persona${isMe ? " is-current" : ""}`,
      at: {
        role: "menuitem",
        tabindex: -1,
        // The same spot as another person: whoever may not see it is taken to what they may.
        href: `/as/${encodeURIComponent(person.id)}${location.hash}`,
        "data-persona": person.id,
        "aria-current": isMe ? "true" : null,
      },
    },
    avatar(person, "medium"),
    h(
      "span",
      { class: "persona-text" },
      h("span", { class: "persona-name", at: { dir: "auto" } }, person.name),
      h("span", { class: "persona-title", at: { dir: "auto" } }, person.title || person.kind),
    ),
    person.kind === "member" ? null : h("span", { class: "badge-kind" }, kindLabel(person.kind)),
    isMe ? icon("check") : null,
  );
}

function kindLabel(kind: Person["kind"]): string {
  if (kind === "stranger") return "other team";
  return kind === "single-channel guest" ? "guest, one channel" : kind;
}
