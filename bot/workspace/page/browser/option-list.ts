import type { Choice } from "../model.ts";
import type { Desk, Menu } from "./desk.ts";
import { icon } from "./icons.ts";
import { closeMenu } from "./popover.ts";
import { h, type VNode } from "./vnode.ts";

export interface OptionList {
  readonly options: readonly Choice[];
  readonly multiple: boolean;
  readonly chosen: readonly Choice[];
  readonly take: (option: Choice) => void;
}

/** The list of an open menu: a field to narrow it down, arrows to move, Enter to take. */
export function optionList(desk: Desk, list: OptionList): VNode[] {
  const { menu } = desk;
  if (menu === null) return [];
  const found = list.options.filter(({ text, description }) => {
    return `${text} ${description}`.toLowerCase().includes(menu.query.trim().toLowerCase());
  });
  const at = Math.min(menu.at, Math.max(0, found.length - 1));
  const take = (option: Choice): void => {
    list.take(option);
    if (!list.multiple) closeMenu(desk);
  };
  return [
    h("input", {
      class: "field option-search",
      at: {
        type: "search",
        placeholder: "Search",
        "aria-label": "Search",
        "data-first": true,
        autocomplete: "off",
        role: "combobox",
        "aria-expanded": "true",
        "aria-controls": "option-list",
        "aria-activedescendant": found.length > 0 ? `option-${at}` : null,
      },
      on: {
        input: ({ target }) => {
          if (!(target instanceof HTMLInputElement)) return;
          menu.query = target.value;
          menu.at = 0;
          desk.redraw();
        },
        keydown: (event) => {
          if (!(event instanceof KeyboardEvent) || event.isComposing) return;
          const option = found[at];
          if (event.key === "Enter" && option !== undefined) take(option);
          else if (!move(menu, event.key, found.length)) return;
          event.preventDefault();
          event.stopPropagation();
          desk.redraw();
          queueMicrotask(() =>
            document.getElementById(`option-${menu.at}`)?.scrollIntoView({ block: "nearest" }),
          );
        },
      },
    }),
    h(
      "div",
      {
        class: "options",
        at: { id: "option-list", role: "listbox", "aria-multiselectable": String(list.multiple) },
      },
      found.length === 0 ? h("p", { class: "menu-none" }, "Nothing by this name") : null,
      found.map((option, index) =>
        drawOption(option, {
          index,
          isAt: index === at,
          isChosen: list.chosen.includes(option),
          groupStarts: option.group !== "" && option.group !== found[index - 1]?.group,
          take: () => {
            menu.at = index;
            take(option);
          },
        }),
      ),
    ),
  ];
}

function move(menu: Menu, key: string, count: number): boolean {
  if (key === "ArrowDown") menu.at = Math.min(menu.at + 1, count - 1);
  else if (key === "ArrowUp") menu.at = Math.max(menu.at - 1, 0);
  else return false;
  return true;
}

interface Drawn {
  readonly index: number;
  readonly isAt: boolean;
  readonly isChosen: boolean;
  readonly groupStarts: boolean;
  readonly take: () => void;
}

function drawOption(option: Choice, { index, isAt, isChosen, groupStarts, take }: Drawn): VNode {
  return h(
    "div",
    { key: option.value, class: "option-holder", at: { role: "presentation" } },
    groupStarts ? h("p", { class: "menu-title" }, option.group) : null,
    h(
      "div",
      {
        class: `option${isAt ? " is-at" : ""}`,
        at: {
          id: `option-${index}`,
          role: "option",
          "aria-selected": String(isChosen),
          "data-value": option.value,
        },
        on: { click: take },
      },
      h(
        "span",
        { class: "menu-text" },
        h("span", { at: { dir: "auto" }, html: option.html }),
        option.description === ""
          ? null
          : h("span", { class: "menu-note", at: { dir: "auto" } }, option.description),
      ),
      isChosen ? icon("check", 16) : null,
    ),
  );
}
