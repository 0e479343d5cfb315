import type { Person } from "../model.ts";
import type { Words } from "./rich-html.ts";

/** Who and what blocks may speak of: names for mentions, lists for menus of people and channels. */
export interface Cast {
  readonly words: Words;
  /** Those who can be chosen: not the deactivated. */
  readonly people: readonly Person[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** Hosts by which this server may be called; images from elsewhere are not loaded. */
  readonly hosts: readonly string[];
  /** Changes whenever a name does; what was drawn under another key is stale. */
  readonly key: string;
}
