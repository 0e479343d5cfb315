import { statSync } from "node:fs";
import type { Store } from "#core/store";
import type { HandClock } from "./hand-clock.ts";

/** Waits until the place at the end of the file is durable. The disk takes its turns while the clock stands. */
export async function readToEnd(
  store: Store,
  clock: HandClock,
  { source, file }: { source: string; file: string },
): Promise<void> {
  for (let round = 0; round < 2_000; round++) {
    const checkpoints = await store.read((r) => r.checkpoints.list(source));
    if (checkpoints.some(({ position }) => offsetOf(position) === statSync(file).size)) return;
    await clock.wind(round % 50 === 0 ? 250 : 0);
  }
  throw new Error(`${file} was not read to its end`);
}

function offsetOf(position: unknown): unknown {
  return typeof position === "object" && position !== null && "offset" in position
    ? position.offset
    : undefined;
}
