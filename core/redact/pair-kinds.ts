import { digits, hexDigits } from "./bytes.ts";
import { type Clue, clues } from "./clues.ts";

/*
 * What two bytes say is their kind, as the kernel reads it: 0 for most. `numeric`, and `broken`, which says that one is no
 * letter of base64, are bits of their own. The rest is `four` or `six`, where they hold a dot or colon of an address, or
 * from `listed` on the number of a list of clues that they may belong to.
 */
const numeric = 128;
const broken = 64;
const four = 1;
const six = 2;
const listed = 3;

/** A clue that two bytes may belong to. */
export interface Candidate {
  readonly clue: Clue;
  /** Where in the clue the two stand. */
  readonly offset: number;
}

interface PairKinds {
  /** The kind of each pair, by the number that a kernel reads where the two bytes stand. */
  readonly kindOfPair: Uint8Array;
  readonly lists: readonly (readonly Candidate[])[];
  /** By kind, the bytes that may stand behind its pair: with any other, the pair means nothing. */
  readonly followers: readonly string[];
}

const anything = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));

const withoutBase64 = anything.replaceAll(/[A-Za-z0-9+/]/g, "");

export function pairKinds(): PairKinds {
  const lists: (readonly Candidate[])[] = [];
  const kindOfPair = new Uint8Array(65_536);
  for (const [pair, candidates] of candidatesByPair()) {
    // Pairs with the same candidates share a list.
    const known = lists.findIndex((list) => areSame(list, candidates));
    kindOfPair[pair] = listed + (known === -1 ? lists.push(candidates) - 1 : known);
  }
  const add = (first: string, second: string, kind: number): void => {
    for (const pair of pairsOf(first, second)) kindOfPair[pair] = (kindOfPair[pair] ?? 0) | kind;
  };
  add(digits, ".", four);
  add(".", digits, four);
  add(hexDigits, ":", six);
  add(":", `${hexDigits}:`, six);
  add(digits, `${digits} -`, numeric);
  add(" -", digits, numeric);
  add(anything, withoutBase64, broken);
  add(withoutBase64, anything, broken);
  return { kindOfPair, lists, followers: ["", `${digits}.`, anything, ...lists.map(followersOf)] };
}

function candidatesByPair(): ReadonlyMap<number, readonly Candidate[]> {
  const byPair = new Map<number, Candidate[]>();
  for (const clue of clues) {
    for (const offset of clue.pairsAt) {
      const candidate = { clue, offset };
      for (const pair of pairsOf(clue.places[offset] ?? anything, clue.places[offset + 1] ?? anything)) {
        byPair.set(pair, [...(byPair.get(pair) ?? []), candidate]);
      }
    }
  }
  return byPair;
}

/** The numbers of all pairs of a byte of `first` and one of `second`. */
function* pairsOf(first: string, second: string): Generator<number> {
  for (const one of Buffer.from(first, "latin1")) {
    for (const other of Buffer.from(second, "latin1")) {
      // The kernel reads the lower byte first, whatever the machine.
      yield one + 256 * other;
    }
  }
}

function followersOf(list: readonly Candidate[]): string {
  return list.map(({ clue, offset }) => clue.places[offset + 2] ?? anything).join("");
}

function areSame(list: readonly Candidate[], other: readonly Candidate[]): boolean {
  return list.length === other.length && list.every((one, at) => one === other[at]);
}
