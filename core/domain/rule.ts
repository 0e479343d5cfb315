/** What every rule has, whatever its type; types add their own (core/inspect/rules). */
export interface RuleHead {
  readonly id: string;
  /** What runbooks trigger on; the id unless the rule names another. */
  readonly event: string;
  readonly semantics: readonly string[];
  /** Hash of all that the rule says: state made under another hash is not this rule's state. */
  readonly hash: string;
}
