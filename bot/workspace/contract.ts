import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * What the local Slack's page and the tests see of it. Values that Slack itself has a shape for (blocks,
 * views) stay as they came: JSON, checked by the workspace's own limits.
 */

/** A person or bot, as `users.info` tells of them. */
export interface Member {
  readonly id: string;
  /** The team that they belong to: another one's for a stranger. */
  readonly team: string;
  /** Handle, without `@`. */
  readonly name: string;
  readonly realName: string;
  /** What they are to the team, in a word or two: `developer`, `on call`. Shown by the page, unknown to Slack. */
  readonly title: string;
  readonly kind: "member" | "guest" | "single-channel guest" | "stranger" | "bot" | "deactivated";
  /** Workspace owner, as `is_owner` of `users.info`. */
  readonly owner?: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** An interactive place of a message or view: block and element, as the app named them. */
export interface ElementPlace {
  readonly block: string;
  readonly action: string;
}

export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly bytes: number;
  /** Path on the page's own server. */
  readonly url: string;
}

export interface MessageView {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** ts of the message whose thread this is in. */
  readonly threadTs: string | null;
  readonly edited: boolean;
  /** Only this persona sees it, until the page is closed. */
  readonly ephemeral: boolean;
  readonly files: readonly FileView[];
  /** Whether it calls this persona, by name, group, `<!channel>` or `<!here>`. */
  readonly mentionsMe: boolean;
}

export interface ChannelView {
  readonly id: string;
  /** Without `#`; for `im` the other's name. */
  readonly name: string;
  readonly kind: "channel" | "im";
  readonly topic: string;
  readonly shared: boolean;
  readonly joined: boolean;
  /** In order of ts, the latest 300; replies are among them. */
  readonly messages: readonly MessageView[];
}

/** A modal or the Home tab. `hash` changes with each update. */
export interface ViewState {
  readonly id: string;
  readonly hash: string;
  readonly view: Readonly<Record<string, unknown>>;
  /** Errors of the last submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface Shortcut {
  readonly name: string;
  readonly type: "global" | "message";
  readonly callbackId: string;
  readonly description: string;
}

/** What Slack says by itself, such as "/fettle failed with the error operation_timeout". */
export interface Notice {
  readonly id: number;
  readonly atMs: number;
  /** Where it is shown; null for everywhere. */
  readonly channel: string | null;
  readonly text: string;
}

/** All that one persona sees. `version` grows with each change of it. */
export interface Snapshot {
  readonly version: number;
  readonly nowMs: number;
  readonly me: Member;
  readonly team: { readonly id: string; readonly name: string };
  readonly app: {
    readonly id: string;
    readonly name: string;
    readonly botUser: string;
    readonly connections: number;
  };
  readonly members: readonly Member[];
  readonly groups: readonly UserGroup[];
  readonly channels: readonly ChannelView[];
  readonly home: ViewState | null;
  /** Open modals, the uppermost last. */
  readonly modals: readonly ViewState[];
  readonly notices: readonly Notice[];
  readonly command: { readonly command: string; readonly description: string; readonly usageHint: string };
  readonly shortcuts: readonly Shortcut[];
}

/** What a person does. Ids are Slack's; values are what the page's controls hold. */
export type Act =
  | { readonly kind: "message"; readonly channel: string; readonly text: string; readonly threadTs?: string }
  /** `text` is all that was typed, `/fettle help`. */
  | { readonly kind: "command"; readonly channel: string; readonly text: string }
  /** `value`: the chosen value(s) of a select, radio, checkbox, date or overflow; none for a button. */
  | ({
      readonly kind: "click";
      readonly on: ClickPlace;
      readonly value?: string | readonly string[];
    } & ElementPlace)
  /** `values`: what each input holds, by block and action id; null for an empty one. */
  | { readonly kind: "submit"; readonly view: string; readonly values: InputValues }
  | { readonly kind: "close"; readonly view: string }
  | {
      readonly kind: "shortcut";
      readonly callbackId: string;
      readonly channel?: string;
      readonly ts?: string;
    }
  | { readonly kind: "home" }
  | { readonly kind: "join"; readonly channel: string }
  | { readonly kind: "dismiss"; readonly notice: number };

export type ClickPlace = { readonly message: string; readonly channel: string } | { readonly view: string };

export type InputValues = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[] | null>>>
>;

/** Whether the app answered in its three seconds; `told` is what Slack would show instead. */
export type ActResult = { readonly ok: true } | { readonly ok: false; readonly told: string };

/** What the page's server needs of the workspace. */
export interface Backstage {
  /** Undefined for an id that is no persona: guests and strangers are, bots and the deactivated are not. */
  snapshot(user: string): Snapshot | undefined;
  /** Does what a person does, and waits for the app's acknowledgement. */
  act(user: string, act: Act): Promise<ActResult>;
  /** Called after each change of what anybody sees. */
  onChange(listener: () => void): Disposable;
  file(
    id: string,
  ): { readonly mimetype: string; readonly name: string; readonly bytes: Uint8Array } | undefined;
}

/** Answers what is not Slack's own: the page in the browser. Written elsewhere, and handed in. */
export interface Page {
  /** Resolves true when it answered, also with a refusal; false leaves the request to a 404. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Called before the server closes; answers that still run are cut afterwards. */
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}

export interface PageOptions {
  readonly backstage: Backstage;
  /** Ids of those who can act here, as the fixture names them. */
  readonly personas: readonly string[];
  /** Random at each start. Whoever comes with it, by `pageUrl`, is let in. */
  readonly secret: string;
  /** The two spellings of the server's own address, without a path: what Origin may say. */
  readonly origins: readonly string[];
}

export type PageFactory = (options: PageOptions) => Page;

/** The address to print: the page takes the secret from it and leaves a cookie. */
export function pageAddress(origin: string, secret: string): string {
  return `${origin}/?secret=${secret}`;
}
