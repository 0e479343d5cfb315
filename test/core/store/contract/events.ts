import { expect, test } from "vitest";
import type { OpenStoreUnderTest } from "../contract.ts";
import { anEvent } from "../nouns.ts";

export function eventContract(open: OpenStoreUnderTest): void {
  test("events come back as they went in, in order, from after a seq, up to a limit", async () => {
    await using under = await open();
    const data = { text: "é\0\ud83d", list: [1.5, null, { deep: true }] };
    await under.store.write(async ({ events }) => {
      expect(await events.lastSeq()).toBe(0);
      for (const id of ["a", "b", "c"]) expect(await events.append(anEvent(id, data))).toBe(true);
      expect(await events.lastSeq()).toBe(3);
      expect(await events.after(0, 10)).toEqual(
        ["a", "b", "c"].map((id, i) => ({ seq: i + 1, event: anEvent(id, data) })),
      );
      expect((await events.after(1, 1)).map(({ seq }) => seq)).toEqual([2]);
      expect(await events.after(3, 10)).toEqual([]);
    });
  });

  test("an event that is known already is not written again; another source may use its id", async () => {
    await using under = await open();
    await under.store.write(async ({ events }) => {
      expect(await events.append(anEvent("a", 1))).toBe(true);
      expect(await events.append(anEvent("a", 2))).toBe(false);
      expect(await events.append({ ...anEvent("a", 3), source: "/other" })).toBe(true);
      expect((await events.after(0, 10)).map(({ seq, event }) => [seq, event.data])).toEqual([
        [1, 1],
        [2, 3],
      ]);
    });
  });

  test("seqs go in order of commit, and an undone append leaves no gap", async () => {
    await using under = await open();
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        under.store.write(async ({ events }) => {
          await events.append(anEvent(`e-${i}`));
          if (i % 3 === 0) throw new Error("no");
        }),
      ),
    );
    const seqs = await under.store.read(async ({ events }) => (await events.after(0, 100)).map((e) => e.seq));
    expect(seqs).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
  });

  test("a consumer moves on only from where it stands", async () => {
    await using under = await open();
    await under.store.write(async ({ events }) => {
      expect(await events.offset("bus")).toBeUndefined();
      expect(await events.advance("bus", 0, 1)).toBe(false);
      expect(await events.advance("bus", undefined, 0)).toBe(true);
      expect(await events.advance("bus", undefined, 5)).toBe(false);
      expect(await events.advance("bus", 0, 2)).toBe(true);
      expect(await events.advance("bus", 0, 3)).toBe(false);
      expect(await events.offset("bus")).toBe(2);
      await expect(events.advance("bus", 2, 1)).rejects.toMatchObject({ kind: "invalid" });
      expect(await events.offset("other")).toBeUndefined();
    });
  });

  test("pruning drops what is old and passed by the consumers that are left, up to the limit", async () => {
    await using under = await open();
    const { store, clock } = under;
    const append = (id: string) => store.write(({ events }) => events.append(anEvent(id)));
    for (const id of ["a", "b", "c"]) await append(id);
    await clock.wind(1000);
    const young = clock.nowMs();
    await append("d");
    const consumers = ["slow", "quick"];
    const prune = (limit: number) =>
      store.write(({ events }) => events.prune({ beforeMs: young, consumers, limit }));
    await store.write(async ({ events }) => {
      await events.advance("slow", undefined, 2);
      await events.advance("quick", undefined, 4);
      await events.advance("gone", undefined, 1);
    });
    expect(await prune(1)).toBe(1);
    expect(await prune(10)).toBe(1);
    expect(await prune(10)).toBe(0);
    await store.write(({ events }) => events.advance("slow", 2, 4));
    expect(await prune(10)).toBe(1);
    const left = await store.read(({ events }) => events.after(0, 10));
    expect(left.map(({ seq }) => seq)).toEqual([4]);
  });

  test("a seq is not given again after its event was pruned", async () => {
    await using under = await open();
    await under.store.write(async ({ events }) => {
      await events.append(anEvent("a"));
      await events.append(anEvent("b"));
      expect(await events.prune({ beforeMs: under.clock.nowMs() + 1, consumers: [], limit: 10 })).toBe(2);
      expect(await events.lastSeq()).toBe(2);
      await events.append(anEvent("c"));
      expect((await events.after(0, 10)).map(({ seq }) => seq)).toEqual([3]);
      expect(await events.firstSeqAfter(0)).toBe(3);
      expect(await events.firstSeqAfter(3)).toBeUndefined();
    });
  });
}
