import { expect, test } from "vitest";
import type { Pause } from "#core/domain";
import type { OpenStoreUnderTest } from "../contract.ts";

const all: Pause = { scope: null, by: "local:0", reason: "freeze", atMs: 1 };

export function pauseContract(open: OpenStoreUnderTest): void {
  test("pauses are one a scope, that of everything first, and end when they are removed", async () => {
    await using under = await open();
    await under.store.write(async ({ pauses }) => {
      await pauses.put({ ...all, scope: "web-01" });
      await pauses.put(all);
      await pauses.put({ ...all, reason: "still" });
    });
    expect(await under.store.read(({ pauses }) => pauses.list())).toEqual([
      { ...all, reason: "still" },
      { ...all, scope: "web-01" },
    ]);
    const removed = await under.store.write(async ({ pauses }) => [
      await pauses.remove(null),
      await pauses.remove(null),
    ]);
    expect(removed).toEqual([true, false]);
    expect(await under.store.read(({ pauses }) => pauses.list())).toHaveLength(1);
  });
}
