import type { ClickPlace, ElementPlace, FileView, Notice, Shortcut } from "../contract.ts";

/**
 * What the browser gets to draw: a Snapshot whose blocks became pieces. Types only, for both sides. `html`
 * fields are written by ./render, which lets no tag or URL through that it did not write itself.
 */
export interface PageState {
  readonly version: number;
  readonly nowMs: number;
  readonly team: { readonly id: string; readonly name: string };
  readonly app: AppModel;
  readonly me: Person;
  /** All of the team, bots and the deactivated too: messages of theirs stay. */
  readonly people: readonly Person[];
  readonly groups: readonly { readonly handle: string; readonly name: string }[];
  readonly channels: readonly ChannelRow[];
  /** The channel that was asked for, with all its messages. */
  readonly open: OpenChannel | null;
  readonly home: ViewModel | null;
  /** The uppermost last. */
  readonly modals: readonly ViewModel[];
  readonly notices: readonly Notice[];
  readonly command: { readonly command: string; readonly description: string; readonly usageHint: string };
  readonly shortcuts: readonly Shortcut[];
}

interface AppModel {
  readonly id: string;
  readonly name: string;
  readonly botUser: string;
  readonly connections: number;
  /** The channel of the Messages tab; null while this persona has none with the app. */
  readonly im: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly title: string;
  readonly kind: "member" | "guest" | "single-channel guest" | "stranger" | "bot" | "deactivated";
}

export interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "im";
  readonly topic: string;
  readonly shared: boolean;
  readonly joined: boolean;
  /** One a message of somebody else's: what unread and mention badges are counted from. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly ts: string;
  readonly mention: boolean;
  /** True for a reply, which makes a channel unread only when it mentions. */
  readonly reply: boolean;
}

interface OpenChannel {
  readonly id: string;
  readonly messages: readonly MessageModel[];
}

export interface MessageModel {
  readonly ts: string;
  readonly user: string;
  readonly threadTs: string | null;
  readonly edited: boolean;
  readonly ephemeral: boolean;
  readonly mentionsMe: boolean;
  readonly pieces: readonly Piece[];
  readonly files: readonly FileModel[];
}

export interface FileModel extends FileView {
  readonly look: "image" | "text" | "other";
  /** The first lines of a text file. */
  readonly preview: string | null;
}

export interface ViewModel {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  /** Label of the button; null where the view has no input, so nothing to submit. */
  readonly submit: string | null;
  readonly close: string;
  readonly pieces: readonly Piece[];
  readonly errors: Readonly<Record<string, string>>;
}

/** A block, or the part of one that is drawn in one way. */
export type Piece =
  | { readonly kind: "html"; readonly html: string }
  | {
      readonly kind: "section";
      readonly block: string;
      readonly html: string;
      readonly accessory: Control | null;
    }
  | { readonly kind: "actions"; readonly block: string; readonly controls: readonly Control[] }
  | InputPiece
  | {
      readonly kind: "group";
      readonly look: "container" | "card" | "carousel";
      readonly title: string;
      readonly pieces: readonly Piece[];
    };

export interface InputPiece {
  readonly kind: "input";
  readonly block: string;
  readonly label: string;
  readonly hint: string;
  readonly optional: boolean;
  /** Whether a change is told to the app at once. */
  readonly dispatch: boolean;
  readonly control: Control;
}

/** An element that somebody can use. Texts are plain, with emoji already in place. */
export type Control = ControlHead &
  (
    | {
        readonly kind: "button";
        readonly text: string;
        readonly label: string;
        readonly style: "default" | "primary" | "danger";
        /** A web address that opens beside the click. */
        readonly url: string | null;
      }
    | { readonly kind: "overflow"; readonly options: readonly Choice[] }
    | {
        readonly kind: "select";
        readonly multiple: boolean;
        readonly options: readonly Choice[];
        readonly initial: readonly string[];
        readonly placeholder: string;
        readonly max: number | null;
      }
    | {
        readonly kind: "choice";
        readonly multiple: boolean;
        readonly options: readonly Choice[];
        readonly initial: readonly string[];
      }
    | {
        /** Values are YYYY-MM-DD, HH:MM, or seconds since the epoch for `datetime`. */
        readonly kind: "moment";
        readonly of: "date" | "time" | "datetime";
        readonly initial: string;
        readonly placeholder: string;
      }
    | {
        readonly kind: "text";
        readonly input: "text" | "number" | "email" | "url";
        readonly multiline: boolean;
        readonly initial: string;
        readonly placeholder: string;
        readonly minLength: number;
        readonly maxLength: number;
        readonly focus: boolean;
      }
    | { readonly kind: "unsupported"; readonly what: string }
  );

export interface ControlHead extends ElementPlace {
  readonly confirm: ConfirmModel | null;
}

export interface ConfirmModel {
  readonly title: string;
  readonly html: string;
  readonly confirm: string;
  readonly deny: string;
  readonly danger: boolean;
}

export interface Choice {
  readonly value: string;
  /** Plain, for names and searching. */
  readonly text: string;
  /** The same as it is shown. */
  readonly html: string;
  readonly description: string;
  /** Label of its option group; empty without one. */
  readonly group: string;
  readonly url: string | null;
}

/** Where the controls of a list of pieces stand. */
export type Place = ClickPlace;
