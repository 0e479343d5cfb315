import type { ControlHead } from "../model.ts";
import type { Cast } from "./cast.ts";
import type { Library } from "./library.ts";

/** What drawing a block needs beside the block. */
export interface Stage {
  readonly cast: Cast;
  readonly library: Library;
}

/** An interactive element on its way to a Control. */
export interface Given {
  readonly element: unknown;
  readonly type: string;
  readonly head: ControlHead;
  readonly cast: Cast;
}
