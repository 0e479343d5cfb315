/** The SHA-256 of scan.as from which the bytes were made. */
export declare const source: string;

export interface Kernel {
  readonly memory: ArrayBuffer;
  /** The signs of the text of so many bytes, which stands at `at.text`. */
  readonly scan: (length: number) => number;
  /** Addresses in `memory`: scan.as says of what. */
  readonly at: Readonly<
    Record<"kinds" | "lists" | "candidates" | "places" | "sets" | "followers" | "spans" | "text", number>
  >;
}

/** `isName` is asked for addresses in the kernel's memory. */
export declare function openKernel(isName: (from: number, end: number) => number): Kernel;
