import { mayHoldKeyLine } from "./key-lines.ts";
import { openKernel } from "./kernel.ts";
import { cutNameAndSeparator, longestBeforeSeparator } from "./names.ts";
import { bitOf, everySign, sign } from "./signs.ts";
import { anywhere, type Span } from "./span.ts";
import { fillTables } from "./tables.ts";

/** Looks at a text once, and tells what it holds signs of. */
export interface Look {
  /** Bits of `sign`: perhaps too many, never too few. */
  readonly signsOf: (text: string) => number;
  /** Where signs of one kind stand in the text that was looked at last. */
  readonly spanOf: (one: number) => Span;
}

let shared: Look | undefined;

/** One for all in a thread: it keeps nothing that the next text does not overwrite, and each more would cost 256 KiB. */
export function sharedLook(): Look {
  shared ??= openLook();
  return shared;
}

/** Longer texts are rare and get every sign: each detector looks for itself then, in linear time. */
const longest = 64 * 1024;

/**
 * Texts are looked at as bytes. A character past 255 is cut to some byte, which adds signs at worst: all that signs are
 * made of is ASCII.
 */
export function openLook(): Look {
  const { memory, scan, at } = openKernel((from, end) => {
    const start = from - longestBeforeSeparator;
    cutNameAndSeparator.lastIndex = longestBeforeSeparator;
    return cutNameAndSeparator.test(bytes.toString("latin1", start, end + 1));
  });
  const bytes = Buffer.from(memory);
  fillTables(memory, at);
  const spans = new Int32Array(memory, at.spans);
  let known = false;
  return {
    signsOf: (text) => {
      known = text.length <= longest;
      if (!known) return everySign;
      const signs = scan(bytes.write(text, at.text, "latin1"));
      return (signs & unsure) === 0 ? signs : withoutDoubt(signs, text);
    },
    spanOf: (one) => {
      if (!known || (one & unplaced) !== 0) return anywhere;
      const bit = bitOf(one);
      return { first: spans[2 * bit] ?? 0, last: spans[2 * bit + 1] ?? 0 };
    },
  };
}

/** Nothing says where these are. */
const unplaced = sign.keyBody | sign.urlPassword;
/** The kernel sees only a part of what these need. */
const unsure = sign.keyBody | sign.email;

function withoutDoubt(signs: number, text: string): number {
  const sure = (signs & sign.keyBody) !== 0 && !mayHoldKeyLine(text) ? signs & ~sign.keyBody : signs;
  return (signs & sign.email) !== 0 && isUrlBeforeAt(text) ? sure | sign.urlPassword : sure;
}

/** A password in a URL stands between both. */
function isUrlBeforeAt(text: string): boolean {
  const url = text.indexOf("://");
  return url !== -1 && text.includes("@", url);
}
