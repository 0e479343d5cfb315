/** Text with its marks, however it came: mrkdwn, plain text and rich_text blocks all become this. */
export type RichBlock =
  | { readonly kind: "section"; readonly children: readonly Inline[] }
  | { readonly kind: "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly children: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly indent: number;
      /** Items before the first one; a list that goes on after a nested one starts there. */
      readonly offset: number;
      readonly items: readonly (readonly Inline[])[];
    };

export type Inline = { readonly style: Style } & (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly url: string; readonly text: string }
  | { readonly kind: "user"; readonly id: string; readonly fallback: string }
  | { readonly kind: "channel"; readonly id: string; readonly fallback: string }
  | { readonly kind: "group"; readonly id: string; readonly fallback: string }
  | { readonly kind: "broadcast"; readonly range: string }
  | { readonly kind: "emoji"; readonly name: string }
  | { readonly kind: "color"; readonly value: string }
  | {
      readonly kind: "date";
      /** Since the epoch. */
      readonly seconds: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    }
  | { readonly kind: "unknown"; readonly what: string }
);

export interface Style {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly strike: boolean;
  readonly code: boolean;
}

export const plain: Style = { bold: false, italic: false, strike: false, code: false };

/** What a parser of one kind of mark found. */
export interface Found {
  readonly inlines: readonly Inline[];
  /** Where the text goes on. */
  readonly end: number;
}
