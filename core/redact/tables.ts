import { type Candidate, pairKinds } from "./pair-kinds.ts";
import { bitOf } from "./signs.ts";
import type { Kernel } from "./kernel.ts";

/** Writes what the kernel looks things up in to its memory: its source says how each table is made. */
export function fillTables(memory: ArrayBuffer, at: Kernel["at"]): void {
  const bytes = new Uint8Array(memory);
  const view = new DataView(memory);
  const { kindOfPair, lists, followers } = pairKinds();
  bytes.set(kindOfPair, at.kinds);
  let candidates = 0;
  let places = 0;
  const sets = new Map<string, number>();

  function addSet(members: string): number {
    const known = sets.get(members);
    if (known !== undefined) return known;
    const number = sets.size;
    writeSet(at.sets + 256 * number, members);
    sets.set(members, number);
    return number;
  }

  function writeSet(set: number, members: string): void {
    for (const byte of Buffer.from(members, "latin1")) bytes[set + byte] = 1;
  }

  function addCandidate({ clue, offset }: Candidate): void {
    const entry = at.candidates + 8 * candidates++;
    view.setInt8(entry, offset);
    view.setUint8(entry + 1, clue.places.length);
    view.setUint16(entry + 2, places, true);
    view.setUint16(entry + 4, bitOf(clue.sign), true);
    view.setUint8(entry + 6, clue.name === undefined ? 0 : clue.name + 1);
    view.setUint8(entry + 7, clue.isWhole === true ? 1 : 0);
    for (const place of clue.places) bytes[at.places + places++] = addSet(place);
  }

  for (const [number, list] of lists.entries()) {
    view.setUint16(at.lists + 2 * number, candidates, true);
    for (const candidate of list) addCandidate(candidate);
  }
  view.setUint16(at.lists + 2 * lists.length, candidates, true);
  for (const [kind, members] of followers.entries()) writeSet(at.followers + 256 * kind, members);
  const ends = [
    at.lists + 2 * lists.length + 2,
    at.candidates + 8 * candidates,
    at.places + places,
    at.sets + 256 * sets.size,
    at.followers + 256 * followers.length,
  ];
  const limits = [at.candidates, at.places, at.sets, at.followers, at.spans];
  if (ends.some((end, table) => end > (limits[table] ?? 0))) {
    throw new RangeError(
      `the kernel's tables end at ${ends.join(", ")}, expected at most ${limits.join(", ")}`,
    );
  }
}
