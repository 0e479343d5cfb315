import type { MessagePort } from "node:worker_threads";
import type { Labels } from "#core/domain";
import type { SentBytes } from "./blocks.ts";
import type { RedactorRecipe } from "#core/redact";
import type { LogFormat } from "../parse/parser.ts";
import type { Chunk } from "../sources/source.ts";

/* What goes between the thread that reads and those that judge: data, and no functions. */

/** What a thread needs to judge as every other does. */
export interface CrewJob {
  readonly ruleFiles: readonly { readonly file: string; readonly text: string }[];
  readonly redactor: RedactorRecipe;
  readonly format: LogFormat;
}

/** What a thread begins with. */
export interface CrewData {
  readonly job: CrewJob;
  readonly port: MessagePort;
}

/** A chunk to judge. */
export interface Order extends Pick<Chunk, "source" | "stream" | "offset" | "cut" | "before"> {
  readonly number: number;
  readonly bytes: SentBytes;
}

/** What a thread says first, once it can take chunks. */
export const ready = "ready";

/** What a thread says of a chunk. */
export interface Report {
  readonly number: number;
  readonly lines: number;
  readonly matched: number;
  readonly unconverted: number;
  /** For each hit the number of its rule, where its line begins in the chunk, and its severity. */
  readonly hits: Uint32Array;
  /** For each hit of a rule that remembers its time in ms, NaN where the line names none or nothing counts. */
  readonly times: Float64Array;
  /** For each hit which of `keys` it has. */
  readonly keyOf: Uint32Array;
  /** The `by` keys that there are, each once. */
  readonly keys: readonly Labels[];
}

/** Of what comes from a thread; the other thing is `ready`. */
export function isReport(message: unknown): message is Report {
  return typeof message === "object" && message !== null && "hits" in message;
}

export function isCrewData(data: unknown): data is CrewData {
  return typeof data === "object" && data !== null && "job" in data && "port" in data;
}

/** Words a hit. */
export const hitWords = 3;
