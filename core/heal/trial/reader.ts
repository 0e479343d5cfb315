import { isFault, messageOf } from "#core/domain";
import { parseDuration } from "#core/expr";
import type { Word } from "./words.ts";

/** A mistake in a line, at one of its characters. */
export class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Reads the words of one line, one after the other. All throw `Mistake` for what is something else. */
export interface Reader {
  readonly isDone: boolean;
  /** Where it is, for a mistake. */
  readonly at: number;
  /** Whether the next word is this one; then it is read. */
  takes(bare: string): boolean;
  bare(what: string): string;
  text(what: string): string;
  /** A text, where there is one; else an empty one. */
  textOrNothing(): string;
  number(what: string): number;
  duration(what: string): number;
  /** The next word as it is, without reading it. */
  peek(): Word | undefined;
  /** Nothing more may come. */
  end(): void;
}

export function openReader(words: readonly Word[], length: number): Reader {
  let index = 0;
  const next = (kind: Word["kind"], what: string): string => {
    const word = words[index];
    if (word?.kind !== kind) throw new Mistake(reader.at, `expected ${what}, got ${shown(word)}`);
    index += 1;
    return word.text;
  };
  const reader: Reader = {
    get isDone() {
      return index >= words.length;
    },
    get at() {
      return words[index]?.at ?? length;
    },
    takes: (bare) => {
      const word = words[index];
      if (word?.kind !== "bare" || word.text !== bare) return false;
      index += 1;
      return true;
    },
    bare: (what) => next("bare", what),
    text: (what) => next("text", what),
    textOrNothing: () => (words[index]?.kind === "text" ? next("text", "a text") : ""),
    number: (what) => {
      const { at } = reader;
      const text = next("bare", what);
      if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
      throw new Mistake(at, `expected ${what}, got ${text}`);
    },
    duration: (what) => {
      const { at } = reader;
      try {
        return parseDuration(next("bare", what));
      } catch (thrown) {
        if (!isFault(thrown)) throw thrown;
        throw new Mistake(at, messageOf(thrown));
      }
    },
    peek: () => words[index],
    end: () => {
      if (!reader.isDone)
        throw new Mistake(reader.at, `expected the end of the line, got ${shown(words[index])}`);
    },
  };
  return reader;
}

function shown(word: Word | undefined): string {
  if (word === undefined) return "the end of the line";
  return word.kind === "text" ? JSON.stringify(word.text) : word.text;
}
