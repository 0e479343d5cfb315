import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { OpenStoreUnderTest } from "../contract.ts";
import { anAlert } from "../nouns.ts";

export function alertContract(open: OpenStoreUnderTest): void {
  test("an alert comes back as it went in, whatever its texts and labels hold", async () => {
    await using under = await open();
    const text = fc.string({ unit: "binary" });
    const labels = fc.dictionary(text, text);
    await fc.assert(
      fc.asyncProperty(text, labels, labels, fc.maxSafeInteger(), async (summary, by, named, seenMs) => {
        const alert = anAlert({ summary, by, labels: named, seenMs });
        const found = await under.store.write(async ({ alerts }) => {
          await alerts.put(alert);
          return alerts.byId(alert.id);
        });
        expect(found).toEqual(alert);
      }),
      { numRuns: 100 },
    );
  });

  test("put replaces by id", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts }) => {
      await alerts.put(anAlert());
      await alerts.put(anAlert({ count: 2 }));
      expect(await alerts.byId("al-1")).toEqual(anAlert({ count: 2 }));
      expect(await alerts.byId("al-2")).toBeUndefined();
    });
  });

  test("a second firing alert of a fingerprint is a conflict; after the first resolved it is not", async () => {
    await using under = await open();
    const second = anAlert({ id: "al-2" });
    await under.store.write(({ alerts }) => alerts.put(anAlert()));
    const refused = under.store.write(({ alerts }) => alerts.put(second));
    await expect(refused).rejects.toMatchObject({ kind: "conflict" });
    await under.store.write(async ({ alerts }) => {
      await alerts.put(anAlert({ state: { kind: "resolved", sinceMs: 1000, atMs: 2000, reason: "absent" } }));
      expect(await alerts.firing("f-1")).toBeUndefined();
      await alerts.put(second);
      expect(await alerts.firing("f-1")).toEqual(second);
    });
  });

  test("firing alerts are listed worst first, then newest, up to the limit", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts }) => {
      const put = (id: string, severity: 2 | 5, sinceMs: number) =>
        alerts.put(anAlert({ id, fingerprint: id, severity, state: { kind: "firing", sinceMs } }));
      await put("old", 5, 1);
      await put("minor", 2, 9);
      await put("new", 5, 2);
      await alerts.put(
        anAlert({ id: "over", state: { kind: "resolved", sinceMs: 1, atMs: 2, reason: "absent" } }),
      );
      const ids = async (limit: number) => (await alerts.listFiring(limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual(["new", "old", "minor"]);
      expect(await ids(2)).toEqual(["new", "old"]);
    });
  });

  test("a rule's alerts not seen since a time come oldest first, without the one seen at that time or another rule's", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts }) => {
      for (const [id, seenMs] of [["b", 20] as const, ["a", 10] as const, ["c", 30] as const]) {
        await alerts.put(anAlert({ id, fingerprint: id, seenMs }));
      }
      await alerts.put(
        anAlert({ id: "d", seenMs: 1, state: { kind: "resolved", sinceMs: 1, atMs: 2, reason: "absent" } }),
      );
      await alerts.put(anAlert({ id: "e", fingerprint: "e", seenMs: 2, rule: "other" }));
      const { rule } = anAlert({ id: "a" });
      const ids = async (limit: number) => (await alerts.firingOf(rule, 30, limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual(["a", "b"]);
      expect(await ids(1)).toEqual(["a"]);
      expect(await alerts.firingRules()).toEqual([rule, "other"].toSorted());
      const counts = [rule, "other", "none"].map((name) => alerts.countFiring(name));
      expect(await Promise.all(counts)).toEqual([3, 1, 0]);
    });
  });

  test("an alert with a broken millisecond, and a limit that is none, are refused", async () => {
    await using under = await open();
    const refused = (seenMs: number) => under.store.write(({ alerts }) => alerts.put(anAlert({ seenMs })));
    await expect(refused(1.5)).rejects.toMatchObject({ kind: "invalid" });
    await expect(refused(Number.NaN)).rejects.toMatchObject({ kind: "invalid" });
    for (const limit of [-1, 0.5, Number.POSITIVE_INFINITY, 10_001]) {
      const listing = under.store.read(({ alerts }) => alerts.listFiring(limit));
      await expect(listing).rejects.toMatchObject({ kind: "invalid" });
    }
  });
}
