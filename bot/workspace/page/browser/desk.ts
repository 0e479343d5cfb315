import type { Act, ActResult } from "../../contract.ts";
import type { ConfirmModel, MessageModel, PageState } from "../model.ts";
import type { FormValue } from "./form.ts";
import type { Reading } from "./reading.ts";
import type { Spot } from "./spot.ts";

/** What the page holds and can do. Every part of the screen is drawn from it, and changes it by its calls. */
export interface Desk {
  /** Id of the persona who acts here. */
  readonly me: string;
  /** The latest that the server told; undefined until it did. */
  state: PageState | undefined;
  /** Messages as they were last seen, by channel: shown at once when somebody comes back to it. */
  readonly rooms: Map<string, readonly MessageModel[]>;
  readonly reading: Reading;
  spot: Spot;
  /** ts of a message to bring into sight. */
  sought: string | null;
  line: "open" | "lost" | "shut";
  drawerOpen: boolean;
  /** Which popover is open, by its key, and what was typed to narrow it down. */
  menu: Menu | null;
  menuClosed: { readonly key: string; readonly atMs: number };
  question: Question | null;
  /** Controls, modals and composers that wait for the app. */
  readonly busy: Set<string>;
  /** What the controls hold, by `formKey`, once somebody touched them. */
  readonly forms: Map<string, FormValue>;
  /** Half-written messages, by composer. */
  readonly drafts: Map<string, string>;
  /** What was sent last, by composer. */
  readonly lastSent: Map<string, string>;
  /** Position of the suggestion that Enter would take. */
  hintAt: number;
  /** What went wrong, by the place that it is shown at. */
  readonly failures: Map<string, string>;
  /** Errors of inputs, by view and block: the app's, or our own before anything is sent. */
  readonly problems: Map<string, Readonly<Record<string, string>>>;
  /** ts of the first message that was new when its channel was entered, by channel. */
  readonly firstNew: Map<string, string>;
  /** Ephemeral messages that this page was told to hide, by ts. */
  readonly hidden: Set<string>;
  readonly toasts: Toast[];
  act(act: Act): Promise<ActResult>;
  go(spot: Spot): void;
  /** Asks before a click is done. */
  ask(confirm: ConfirmModel): Promise<boolean>;
  toast(text: string): void;
  redraw(): void;
}

export interface Menu {
  readonly key: string;
  query: string;
  /** Position of the option that Enter would take. */
  at: number;
}

interface Question {
  readonly model: ConfirmModel;
  answer(yes: boolean): void;
}

interface Toast {
  readonly id: number;
  readonly text: string;
}
