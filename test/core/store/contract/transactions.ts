import { expect, test } from "vitest";
import type { Repositories } from "#core/store";
import type { OpenStoreUnderTest } from "../contract.ts";
import { anAlert, anEntry, anEvent } from "../nouns.ts";

export function transactionContract(open: OpenStoreUnderTest): void {
  test("a write that throws leaves nothing, and its error comes through", async () => {
    await using under = await open();
    const failure = new Error("changed my mind");
    const writing = under.store.write(async ({ alerts, events, audit }) => {
      await alerts.put(anAlert());
      await events.append(anEvent("e-1"));
      await audit.append(anEntry());
      throw failure;
    });
    await expect(writing).rejects.toBe(failure);
    await under.store.read(async ({ alerts, events, audit }) => {
      expect(await alerts.byId("al-1")).toBeUndefined();
      expect(await events.lastSeq()).toBe(0);
      expect(await audit.head()).toBeUndefined();
    });
  });

  test("a write sees what it has written, and gives back what its work gives", async () => {
    await using under = await open();
    const seen = await under.store.write(async ({ alerts }) => {
      await alerts.put(anAlert());
      return alerts.byId("al-1");
    });
    expect(seen).toEqual(anAlert());
  });

  test("writes are serialised: fifty increments at once make fifty", async () => {
    await using under = await open();
    const increment = () =>
      under.store.write(async ({ checkpoints }) => {
        const [found] = await checkpoints.list("counter");
        const count = typeof found?.position === "number" ? found.position : 0;
        await checkpoints.put({ source: "counter", stream: "s", position: count + 1, atMs: 1 });
      });
    await Promise.all(Array.from({ length: 50 }, increment));
    const [found] = await under.store.read(({ checkpoints }) => checkpoints.list("counter"));
    expect(found?.position).toBe(50);
  });

  test("a read does not see a write that commits meanwhile, the next read does", async () => {
    await using under = await open();
    await under.store.read(async ({ alerts }) => {
      await under.store.write((writing) => writing.alerts.put(anAlert()));
      expect(await alerts.byId("al-1")).toBeUndefined();
    });
    expect(await under.store.read(({ alerts }) => alerts.byId("al-1"))).toEqual(anAlert());
  });

  test("a read does not see what a write has not committed yet", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts }) => {
      await alerts.put(anAlert());
      expect(await under.store.read((reading) => reading.alerts.byId("al-1"))).toBeUndefined();
    });
  });

  test("a repository that outlives its transaction throws, and writes nothing", async () => {
    await using under = await open();
    let kept: Repositories | undefined;
    await under.store.write(async (repositories) => {
      kept = repositories;
    });
    await expect(kept?.alerts.put(anAlert())).rejects.toThrow(/after its transaction had ended/);
    expect(await under.store.read(({ alerts }) => alerts.byId("al-1"))).toBeUndefined();
  });

  test("a repository that outlives its transaction cannot slip into the next one", async () => {
    await using under = await open();
    let kept: Repositories | undefined;
    await under.store.write(async (repositories) => {
      kept = repositories;
    });
    await under.store.write(async ({ events }) => {
      await events.append(anEvent("e-1"));
      await expect(kept?.alerts.put(anAlert())).rejects.toThrow(/after its transaction had ended/);
    });
    expect(await under.store.read(({ alerts }) => alerts.byId("al-1"))).toBeUndefined();
  });

  test("a call that nobody awaited undoes the write and is named a bug", async () => {
    await using under = await open();
    let forgotten: Promise<unknown> = Promise.resolve();
    const writing = under.store.write(async ({ alerts, events }) => {
      await events.append(anEvent("e-1"));
      forgotten = Promise.allSettled([alerts.put(anAlert())]);
    });
    await expect(writing).rejects.toThrow(/1 of its calls were not awaited/);
    await forgotten;
    await under.store.read(async ({ alerts, events }) => {
      expect(await alerts.byId("al-1")).toBeUndefined();
      expect(await events.lastSeq()).toBe(0);
    });
  });

  test("a write inside a write does not wait for ever: it ends as a timeout that undoes both", async () => {
    await using under = await open();
    const outer = under.store.write(async ({ alerts }) => {
      await alerts.put(anAlert());
      await under.store.write((inner) => inner.alerts.put(anAlert({ id: "al-2", fingerprint: "f-2" })));
    });
    const [failed] = await Promise.all([outer.catch((thrown: unknown) => thrown), under.clock.wind(10_000)]);
    expect(failed).toMatchObject({ name: "Fault", kind: "timeout" });
    expect(await under.store.read(({ alerts }) => alerts.listFiring(10))).toEqual([]);
    await under.store.write(({ alerts }) => alerts.put(anAlert()));
  });

  test("a store for reading sees the writer's commits and is denied writing", async () => {
    await using under = await open();
    const reader = await under.reader();
    await under.store.write(({ alerts }) => alerts.put(anAlert()));
    expect(await reader.read(({ alerts }) => alerts.byId("al-1"))).toEqual(anAlert());
    await expect(reader.write(async () => {})).rejects.toMatchObject({ kind: "denied" });
    await expect(reader.read(({ alerts }) => alerts.put(anAlert({ count: 2 })))).rejects.toThrow(/read-only/);
  });

  test("a listener is called after each commit that appended an event, and only then", async () => {
    await using under = await open();
    const seen: number[] = [];
    const listening = under.store.onAppend(() => {
      void under.store.read(({ events }) => events.lastSeq()).then((seq) => seen.push(seq));
    });
    const append = (id: string) => under.store.write(({ events }) => events.append(anEvent(id)));
    await append("e-1");
    await append("e-1");
    await under.store.write(({ alerts }) => alerts.put(anAlert()));
    await under.store
      .write(async ({ events }) => {
        await events.append(anEvent("e-2"));
        throw new Error("no");
      })
      .catch(() => {});
    await append("e-3");
    listening[Symbol.dispose]();
    await append("e-4");
    await under.clock.wind(0);
    expect(seen).toEqual([1, 2]);
  });

  test("a closed store waits for what is under way and refuses what comes after", async () => {
    await using under = await open();
    const writing = under.store.write(({ alerts }) => alerts.put(anAlert()));
    await under.store[Symbol.asyncDispose]();
    await writing;
    await expect(under.store.read(async () => {})).rejects.toThrow(/closed/);
    const reader = await under.reader();
    expect(await reader.read(({ alerts }) => alerts.byId("al-1"))).toEqual(anAlert());
  });

  test("a backup holds what was committed when it began, and goes on beside writes", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts, audit }) => {
      await alerts.put(anAlert());
      await audit.append(anEntry());
    });
    const backingUp = under.store.backup(under.freePath);
    await under.store.write(({ alerts }) => alerts.put(anAlert({ id: "al-2", fingerprint: "f-2" })));
    await backingUp;
    const copy = await under.openBackup(under.freePath);
    await copy.read(async ({ alerts, audit }) => {
      expect(await alerts.listFiring(10)).toEqual([anAlert()]);
      expect(await audit.verify([])).toMatchObject({ kind: "intact", entries: 1 });
    });
  });

  test("a backup never replaces a file", async () => {
    await using under = await open();
    await under.store.backup(under.freePath);
    await expect(under.store.backup(under.freePath)).rejects.toMatchObject({ kind: "conflict" });
  });
}
