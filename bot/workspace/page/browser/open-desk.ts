import type { Act, ActResult } from "../../contract.ts";
import type { PageState } from "../model.ts";
import type { Desk } from "./desk.ts";
import { compareTs, openReading, type Shelf } from "./reading.ts";
import { sendAct } from "./server.ts";
import { formatSpot, parseSought, parseSpot, type Spot } from "./spot.ts";

export interface DeskOptions {
  readonly me: string;
  readonly shelf: Shelf;
  /** The team's id is only known later, but reading needs a name to keep its notes under. */
  readonly team: string;
  readonly redraw: () => void;
  readonly refresh: () => Promise<void>;
}

const toastMs = 8_000;
const toastsMax = 4;

export function openDesk({ me, shelf, team, redraw, refresh }: DeskOptions): Desk {
  let toastId = 0;
  const desk: Desk = {
    me,
    state: undefined,
    rooms: new Map(),
    reading: openReading(shelf, team, me),
    // The app is what this workspace is for: its Home tab says what there is to try.
    spot: parseSpot(location.hash) ?? { kind: "app", tab: "home", thread: null },
    sought: parseSought(location.hash),
    line: "open",
    drawerOpen: false,
    menu: null,
    menuClosed: { key: "", atMs: 0 },
    question: null,
    busy: new Set(),
    forms: new Map(),
    drafts: new Map(),
    lastSent: new Map(),
    hintAt: 0,
    failures: new Map(),
    problems: new Map(),
    firstNew: new Map(),
    hidden: new Set(),
    toasts: [],
    redraw,
    act: async (act: Act): Promise<ActResult> => {
      const result = await sendAct(me, act);
      // The answer often comes before the news of what it changed: what follows should see both.
      await refresh();
      return result;
    },
    go: (spot: Spot) => {
      desk.spot = spot;
      desk.drawerOpen = false;
      desk.menu = null;
      noteNew(desk);
      if (location.hash !== formatSpot(spot)) history.pushState(null, "", formatSpot(spot));
      redraw();
      void refresh();
    },
    ask: (model) =>
      new Promise((resolve) => {
        desk.question?.answer(false);
        desk.question = {
          model,
          answer: (yes) => {
            desk.question = null;
            resolve(yes);
            redraw();
          },
        };
        redraw();
      }),
    toast: (text) => {
      toastId += 1;
      const id = toastId;
      desk.toasts.push({ id, text });
      if (desk.toasts.length > toastsMax) desk.toasts.shift();
      setTimeout(() => dropToast(desk, id), toastMs);
      redraw();
    },
  };
  return desk;
}

export function dropToast(desk: Desk, id: number): void {
  const at = desk.toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) desk.toasts.splice(at, 1);
  desk.redraw();
}

/** Takes what the server told. */
export function takeState(desk: Desk, state: PageState): void {
  const before = desk.state;
  desk.state = state;
  if (before === undefined) noteNew(desk);
  if (state.open !== null) desk.rooms.set(state.open.id, state.open.messages);
  if (desk.spot.kind === "channel" && !state.channels.some(({ id }) => id === spotChannel(desk))) {
    const first =
      state.channels.find(({ kind, joined }) => kind === "channel" && joined) ?? state.channels[0];
    desk.spot = { kind: "channel", channel: first?.id ?? "", thread: null };
  }
  for (const modal of state.modals) {
    const known = before?.modals.find(({ id }) => id === modal.id);
    if (known === undefined || known.hash !== modal.hash || !sameErrors(known.errors, modal.errors)) {
      desk.problems.set(modal.id, modal.errors);
    }
  }
  forgetClosed(desk, before, state);
}

/** Where the red line stands: before what came since this channel was last looked at. */
function noteNew(desk: Desk): void {
  const id = spotChannel(desk);
  const upTo = desk.reading.upTo(id);
  const marks = desk.state?.channels.find((channel) => channel.id === id)?.marks ?? [];
  const first = marks.find(({ ts, reply }) => !reply && compareTs(ts, upTo) > 0);
  if (first === undefined || upTo === "") desk.firstNew.delete(id);
  else desk.firstNew.set(id, first.ts);
}

/** What is shown to one who looks counts as read. */
export function markRead(desk: Desk): void {
  const id = spotChannel(desk);
  const last = desk.rooms.get(id)?.at(-1);
  if (last !== undefined && document.visibilityState === "visible") desk.reading.read(id, last.ts);
}

/** Id of the channel that the middle shows; "" where it shows none. */
export function spotChannel({ spot, state }: Desk): string {
  if (spot.kind === "channel") return spot.channel;
  return spot.tab === "messages" ? (state?.app.im ?? "") : "";
}

/** What was typed into a modal goes with it. */
function forgetClosed(desk: Desk, before: PageState | undefined, now: PageState): void {
  for (const { id } of before?.modals ?? []) {
    if (now.modals.some((modal) => modal.id === id)) continue;
    desk.problems.delete(id);
    desk.failures.delete(id);
    for (const key of desk.forms.keys()) if (key.startsWith(`${id}|`)) desk.forms.delete(key);
  }
}

function sameErrors(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
