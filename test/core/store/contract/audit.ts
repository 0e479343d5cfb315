import { expect, test } from "vitest";
import type { OpenStoreUnderTest } from "../contract.ts";
import { anEntry } from "../nouns.ts";

export function auditContract(open: OpenStoreUnderTest): void {
  test("entries come back as they went in, numbered, and the head names the last", async () => {
    await using under = await open();
    await under.store.write(async ({ audit }) => {
      expect(await audit.head()).toBeUndefined();
      const first = await audit.append(anEntry());
      const second = await audit.append(
        anEntry({ outcome: "denied", policies: [], detail: { why: "é\0\ud83d" } }),
      );
      expect(first).toEqual({ ...anEntry(), seq: 1, mac: first.mac });
      expect(await audit.list({ afterSeq: 0, limit: 10 })).toEqual([first, second]);
      expect(await audit.list({ afterSeq: 1, limit: 10 })).toEqual([second]);
      expect(await audit.list({ afterSeq: 0, limit: 1 })).toEqual([first]);
      expect(await audit.head()).toBe(`2:${second.mac}`);
    });
  });

  test("an untouched chain is intact, also when it is empty, and as of a head that was kept", async () => {
    await using under = await open();
    await under.store.read(async ({ audit }) => {
      expect(await audit.verify([])).toEqual({ kind: "intact", entries: 0, head: undefined });
    });
    const heads: string[] = [];
    for (let i = 0; i < 5; i++) {
      await under.store.write(async ({ audit }) => {
        await audit.append(anEntry({ atMs: i }));
        heads.push((await audit.head()) ?? "");
      });
    }
    await under.store.read(async ({ audit }) => {
      expect(await audit.verify(heads)).toEqual({ kind: "intact", entries: 5, head: heads[4] });
    });
  });

  test("a head of rows that are not there, or of other rows, is a broken chain; no head at all is invalid", async () => {
    await using under = await open();
    await under.store.write(({ audit }) => audit.append(anEntry()));
    await under.store.read(async ({ audit }) => {
      const mac = "0".repeat(64);
      expect(await audit.verify([`3:${mac}`])).toMatchObject({ kind: "broken", seq: 2 });
      expect(await audit.verify([`1:${mac}`])).toMatchObject({ kind: "broken", seq: 1 });
      await expect(audit.verify(["1"])).rejects.toMatchObject({ kind: "invalid" });
    });
  });
}
