import type { Desk } from "./desk.ts";
import { h, type Child, type VNode } from "./vnode.ts";

export interface MenuButton {
  readonly key: string;
  readonly class: string;
  /** For screen readers; the content where it is missing. */
  readonly label?: string;
  readonly at?: Readonly<Record<string, string | number | boolean | null>>;
  readonly content: Child;
  readonly menu: () => Child;
  readonly menuClass?: string;
  readonly menuLabel: string;
  readonly role?: "menu" | "dialog";
}

/** A button with a popover. One is open at a time; Escape or a click elsewhere closes it. */
export function openMenuButton(desk: Desk, button: MenuButton): VNode {
  const open = desk.menu?.key === button.key;
  return h(
    "span",
    { class: "menu-holder" },
    h(
      "button",
      {
        class: button.class,
        at: {
          type: "button",
          "aria-label": button.label,
          "aria-haspopup": button.role ?? "menu",
          "aria-expanded": String(open),
          ...button.at,
        },
        on: {
          click: () => {
            // The same click has just closed it, by being elsewhere than in it.
            const justClosed =
              desk.menuClosed.key === button.key && performance.now() - desk.menuClosed.atMs < 300;
            desk.menu = open || justClosed ? null : { key: button.key, query: "", at: 0 };
            desk.redraw();
          },
        },
      },
      button.content,
    ),
    open ? popover(desk, button) : null,
  );
}

function popover(desk: Desk, { key, menu, menuClass = "", menuLabel, role = "menu" }: MenuButton): VNode {
  return h(
    "div",
    {
      key: `popover ${key}`,
      class: `popover ${menuClass}`,
      at: { popover: "auto", role, "aria-label": menuLabel },
      created: (element) => {
        element.showPopover();
        placeNear(element, element.previousElementSibling ?? element);
        (element.querySelector<HTMLElement>("[data-first]") ?? items(element)[0])?.focus();
      },
      on: {
        toggle: (event) => {
          if (!(event instanceof ToggleEvent) || event.newState !== "closed") return;
          desk.menuClosed = { key, atMs: performance.now() };
          if (desk.menu?.key === key) closeMenu(desk);
        },
        keydown: (event) => moveFocus(event),
        click: (event) => {
          const item = event.target instanceof Element ? event.target.closest('[role="menuitem"]') : null;
          if (item !== null) closeMenu(desk);
        },
      },
    },
    menu(),
  );
}

/** Closes what is open, and puts the focus back to where it came from. */
export function closeMenu(desk: Desk): void {
  const open = document.querySelector(".popover:popover-open");
  const opener = open?.previousElementSibling;
  if (opener instanceof HTMLElement && open?.contains(document.activeElement) === true) opener.focus();
  desk.menu = null;
  desk.redraw();
}

function items(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]:not([aria-disabled="true"])')];
}

function moveFocus(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !(event.currentTarget instanceof Element)) return;
  const all = items(event.currentTarget);
  const at = all.findIndex((item) => item === document.activeElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  };
  const next = all[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

const gapPx = 6;
const edgePx = 8;

/** Below its opener where there is room, else above; never past the edge of the window. */
function placeNear(element: HTMLElement, opener: Element): void {
  const anchor = opener.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const below = anchor.bottom + gapPx;
  const fits = below + height + edgePx <= innerHeight || anchor.top - gapPx - height < edgePx;
  const top = fits
    ? Math.max(edgePx, Math.min(below, innerHeight - height - edgePx))
    : anchor.top - gapPx - height;
  const rightwards = anchor.left + width + edgePx <= innerWidth;
  const left = rightwards ? anchor.left : Math.max(edgePx, anchor.right - width);
  element.style.top = `${Math.round(top)}px`;
  element.style.left = `${Math.round(left)}px`;
}
