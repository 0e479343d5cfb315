import { startEnlivening } from "./enliven.ts";
import { markRead, openDesk, spotChannel, takeState } from "./open-desk.ts";
import { openPainter } from "./painter.ts";
import { screen } from "./screen.ts";
import { keepAtBottom } from "./scrolling.ts";
import { goToArchive, ownPermalink, seek } from "./seeking.ts";
import { shelfOf } from "./shelf.ts";
import { parseSpot } from "./spot.ts";
import { openSync } from "./sync.ts";
import { titleOf } from "./title.ts";

/** Starts the page: one desk, one painter, one line to the server. */
function start(root: Element): void {
  const me = document.documentElement.dataset["me"] ?? "";
  const paint = openPainter((element) => startEnlivening(element, me));
  let asked = false;
  const draw = (): void => {
    asked = false;
    markRead(desk);
    paint(root, screen(desk));
    keepAtBottom();
    seek(desk);
    document.title = titleOf(desk);
  };
  const redraw = (): void => {
    // Not requestAnimationFrame: that stands still in a tab that nobody sees, and the title must not.
    if (!asked) queueMicrotask(draw);
    asked = true;
  };
  const desk = openDesk({
    me,
    shelf: shelfOf(),
    team: document.documentElement.dataset["team"] ?? "",
    redraw,
    refresh: () => sync.refresh(),
  });
  const sync = openSync({
    me,
    channel: () => spotChannel(desk),
    take: (state) => {
      const wanted = spotChannel(desk);
      takeState(desk, state);
      redraw();
      if (spotChannel(desk) !== wanted) void sync.refresh();
    },
    line: (now) => {
      if (desk.line === now) return;
      desk.line = now;
      redraw();
    },
  });
  window.addEventListener("popstate", () => {
    const spot = parseSpot(location.hash);
    if (spot !== undefined) desk.go(spot);
  });
  document.addEventListener("visibilitychange", redraw);
  root.addEventListener("click", (event) => {
    const { target } = event;
    const permalink = ownPermalink(target);
    if (permalink !== undefined) {
      event.preventDefault();
      goToArchive(desk, permalink);
    }
    const mention = target instanceof Element ? target.closest<HTMLElement>("[data-to-channel]") : null;
    const channel = mention?.dataset["toChannel"];
    if (channel !== undefined) desk.go({ kind: "channel", channel, thread: null });
  });
  redraw();
}

const root = document.getElementById("page");
if (root !== null) start(root);
