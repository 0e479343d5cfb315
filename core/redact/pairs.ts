import { beginsFour, beginsSix } from "./address-clues.ts";
import { setOf } from "./bytes.ts";
import { four, listed, pairKinds, six } from "./pair-kinds.ts";
import { sign } from "./signs.ts";

const { kindOfPair, lists } = pairKinds();
export { kindOfPair };

/*
 * The lists as flat tables, which cost a fraction of what objects do: the candidates of a list stand from
 * `firstOf[list]` up to that of the next, each with its places from `placesOf[candidate]` up to those of the next.
 */
const flat = lists.flat();
const firstOf = Int32Array.from(startsOf(lists.map((list) => list.length)));
const offsetOf = Int32Array.from(flat, ({ offset }) => offset);
const signOf = Int32Array.from(flat, ({ clue }) => clue.sign);
const placesOf = Int32Array.from(startsOf(flat.map(({ clue }) => clue.places.length)));
/** For each place 256 numbers: 1 for the bytes that it may hold. */
const allowed = Uint8Array.from(
  flat.flatMap(({ clue }) => clue.places.flatMap((place) => [...setOf(place)])),
);
const goesOn = flat.map(({ clue }) => clue.goesOn);

/** The signs of which the two bytes at `at` are a part. */
export function signsAt(bytes: Buffer, at: number, kind: number): number {
  if (kind === four) return beginsFour(bytes, bytes[at] === 0x2e ? at : at + 1) ? sign.four : 0;
  if (kind === six) return beginsSixAt(bytes, at) ? sign.six : 0;
  return listedSigns(bytes, at, kind - listed);
}

function beginsSixAt(bytes: Buffer, at: number): boolean {
  return (bytes[at] === 0x3a && beginsSix(bytes, at)) || (bytes[at + 1] === 0x3a && beginsSix(bytes, at + 1));
}

function listedSigns(bytes: Buffer, at: number, list: number): number {
  const last = firstOf[list + 1] ?? 0;
  let signs = 0;
  for (let candidate = firstOf[list] ?? 0; candidate < last; candidate++) {
    const from = at - (offsetOf[candidate] ?? 0);
    if (!standsAt(bytes, from, candidate)) continue;
    const more = goesOn[candidate];
    if (more === undefined || more(bytes, from)) signs |= signOf[candidate] ?? 0;
  }
  return signs;
}

function standsAt(bytes: Buffer, from: number, candidate: number): boolean {
  const first = placesOf[candidate] ?? 0;
  // From behind: the pair is most often the beginning.
  for (let place = (placesOf[candidate + 1] ?? 0) - 1; place >= first; place--) {
    if (allowed[(place << 8) | (bytes[from + place - first] ?? 0)] === 0) return false;
  }
  return true;
}

function startsOf(lengths: readonly number[]): number[] {
  let sum = 0;
  return [0, ...lengths.map((length) => (sum += length))];
}
