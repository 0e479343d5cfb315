/**
 * `waiting`: not sent. `sending`: a first sending is under way, or ended without an answer; it may be there.
 * `sent`: it is there, in version `shown`. `refused`: it was not taken, and nobody tries again by itself.
 * `unknown`: it may be there, and it cannot be found out; it is never sent again, for twice is worse than never.
 */
export type PostState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly sinceMs: number }
  | {
      readonly kind: "sent";
      readonly channelId: string;
      readonly ts: string;
      readonly shown: number;
      readonly atMs: number;
    }
  | { readonly kind: "refused"; readonly reason: string; readonly atMs: number }
  | { readonly kind: "unknown"; readonly reason: string; readonly atMs: number };

/** A message that a chat is to show, and what is known of it there. */
export interface Post {
  /** Names it for ever, here and in the metadata that travels with it. */
  readonly key: string;
  /** Id of what it speaks of. */
  readonly subject: string;
  /** Name or id of the channel that it is for. */
  readonly channel: string;
  /** Key of the post in whose thread it stands; null at the top. */
  readonly thread: string | null;
  /** Its owner's document: what to draw, or how. */
  readonly content: unknown;
  /** The version that is to be shown; grows with each change of what it speaks of. */
  readonly wanted: number;
  /** When it may be sent, or edited, at the earliest. */
  readonly dueMs: number;
  readonly state: PostState;
}

export interface PostRepository {
  /** False, and nothing is written, when its key is known. */
  add(post: Post): Promise<boolean>;
  /** Replaces what is known by its key. @throws Fault `missing` for a key that was not added. */
  put(post: Post): Promise<void>;
  byKey(key: string): Promise<Post | undefined>;
  /** The post that is shown there. */
  byPlace(channelId: string, ts: string): Promise<Post | undefined>;
  /** In the order in which they were added. */
  ofSubject(subject: string, limit: number): Promise<Post[]>;
  /** Channels for which there are posts that are not there yet and may be sent. */
  channelsToSend(nowMs: number, limit: number): Promise<string[]>;
  /** Those of one channel: those at the top first, then those in threads, each in the order in which they were added. */
  toSend(channel: string, nowMs: number, limit: number): Promise<Post[]>;
  /** Posts that are shown in an older version than is wanted and may be edited, the longest due first. */
  toEdit(nowMs: number, limit: number): Promise<Post[]>;
  /** Posts that were refused, or of unknown outcome, the newest first. */
  failed(limit: number): Promise<Post[]>;
  /** How many wait to be sent or edited. */
  countWaiting(): Promise<number>;
  /** Forgets posts about which nothing is to be done and that did not change since; at most `limit`, and how many went. */
  forget(unchangedSinceMs: number, limit: number): Promise<number>;
}
