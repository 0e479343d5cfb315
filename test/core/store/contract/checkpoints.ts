import { expect, test } from "vitest";
import type { OpenStoreUnderTest } from "../contract.ts";

export function checkpointContract(open: OpenStoreUnderTest): void {
  test("checkpoints are kept a source and stream, replaced, listed and removed", async () => {
    await using under = await open();
    const first = { source: "app", stream: "1", position: { offset: 10, head: "ab" }, atMs: 1 };
    const second = { source: "app", stream: "2", position: null, atMs: 2 };
    const other = { source: "sys", stream: "1", position: [1, "x"], atMs: 3 };
    await under.store.write(async ({ checkpoints }) => {
      for (const checkpoint of [second, first, other]) await checkpoints.put(checkpoint);
      expect(await checkpoints.list("app")).toEqual([first, second]);
      await checkpoints.put({ ...first, position: { offset: 20 }, atMs: 9 });
      expect(await checkpoints.list("app")).toEqual([
        { ...first, position: { offset: 20 }, atMs: 9 },
        second,
      ]);
      await checkpoints.remove("app", "1");
      await checkpoints.remove("app", "never there");
      expect(await checkpoints.list("app")).toEqual([second]);
      expect(await checkpoints.list("sys")).toEqual([other]);
    });
  });

  test("a position that is no JSON, or too long, is refused", async () => {
    await using under = await open();
    const put = (position: unknown) =>
      under.store.write(({ checkpoints }) =>
        checkpoints.put({ source: "app", stream: "1", position, atMs: 1 }),
      );
    await expect(put(undefined)).rejects.toMatchObject({ kind: "invalid" });
    await expect(put("x".repeat(1024 * 1024))).rejects.toMatchObject({ kind: "invalid" });
  });
}
