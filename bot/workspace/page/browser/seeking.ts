import { archiveSpot } from "./archive-spot.ts";
import type { Desk } from "./desk.ts";
import { goTo } from "./scrolling.ts";
import { parseSought, parseSpot } from "./spot.ts";

/** Brings the message that was asked for into sight, once it is drawn; until then it stays asked for. */
export function seek(desk: Desk): void {
  if (desk.sought === null) return;
  const inThread = document.querySelector<HTMLElement>(`.thread [data-ts="${desk.sought}"]`);
  const row = inThread ?? document.querySelector<HTMLElement>(`.pane [data-ts="${desk.sought}"]`);
  if (row === null) return;
  desk.sought = null;
  goTo(row);
  row.dataset["sought"] = "";
}

/** A link to a message of this workspace stays in this page, and with this persona. */
export function ownPermalink(target: EventTarget | null): string | undefined {
  const link = target instanceof Element ? target.closest("a") : null;
  if (link === null || link.origin !== location.origin) return undefined;
  return link.pathname.startsWith("/archives/") ? link.pathname + link.search : undefined;
}

export function goToArchive(desk: Desk, permalink: string): void {
  const hash = archiveSpot(permalink) ?? "";
  const spot = parseSpot(hash);
  if (spot === undefined) return;
  desk.sought = parseSought(hash);
  desk.go(spot);
}
