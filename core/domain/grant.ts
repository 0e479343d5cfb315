/** What a command may touch beyond its own empty room. Part of a plan's hash and of its card. */
export type Grant =
  /** `path`: absolute. Writing includes reading. */
  | { readonly kind: "read" | "write"; readonly path: string }
  /** The machine's network, as it stands. */
  | { readonly kind: "net" };
