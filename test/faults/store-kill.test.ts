import { fileURLToPath } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { systemClock } from "#core/runtime";
import { lockState, openKeys, openStore, type Store } from "#core/store";
import { startChild } from "../core/store/child.ts";
import { anEvent } from "../core/store/nouns.ts";
import { stateFolder, type OpenedFolder } from "../core/store/opened.ts";

const writer = fileURLToPath(new URL("fixtures/store-writer.ts", import.meta.url));
const consumer = fileURLToPath(new URL("fixtures/store-consumer.ts", import.meta.url));

test(
  "a hundred kills at random moments lose no acknowledged effect and halve none",
  { timeout: 120_000 },
  async () => {
    using state = stateFolder();
    let acknowledged = 0;
    let unacknowledged = 0;
    let checked = 0;
    for (let round = 0; round < 100; round++) {
      await using child = startChild(writer, [state.folder]);
      await child.printed(1);
      await systemClock.sleep(Math.random() * 30);
      await child.kill();
      acknowledged = Math.max(acknowledged, Number(child.lines.at(-1) ?? 0));

      await using opened = await opening(state);
      const found = await wholeEffects(opened.store, checked);
      expect(found).toBeGreaterThanOrEqual(acknowledged);
      // One more than was told is in doubt only: its commit came through, its word did not.
      expect(found).toBeLessThanOrEqual(acknowledged + 1);
      if (found > acknowledged) unacknowledged++;
      acknowledged = found;
      checked = found;
      expect(soundness(state)).toBe("ok");
    }
    expect(acknowledged).toBeGreaterThan(100);
    process.stdout.write(
      `100 kills: ${acknowledged} effects kept, ${unacknowledged} of them not yet acknowledged\n`,
    );
  },
);

test(
  "kills at random moments leave each event with exactly one effect a consumer",
  { timeout: 120_000 },
  async () => {
    using state = stateFolder();
    const events = 1500;
    {
      await using opened = await opening(state);
      await opened.store.write(async (r) => {
        for (let n = 1; n <= events; n++) await r.events.append(anEvent(`e-${n}`));
      });
    }
    let kills = 0;
    for (;;) {
      await using child = startChild(consumer, [state.folder]);
      await child.printed(1);
      await systemClock.sleep(Math.random() * 60);
      if (kills < 20) await child.kill();
      await child.ended;
      if (child.lines.at(-1) === "done") break;
      kills++;
    }
    expect(kills).toBeGreaterThan(5);
    await using opened = await opening(state);
    for (const name of ["a", "b"]) {
      const effects = await opened.store.read(({ checkpoints }) => checkpoints.list(name));
      expect(effects).toHaveLength(events);
      expect(effects.filter(({ position }) => position !== 1)).toEqual([]);
    }
    process.stdout.write(`${kills} kills: 2 x ${events} effects, each once\n`);
  },
);

/** As the next process would: lock, keys, store. */
async function opening(state: OpenedFolder): Promise<AsyncDisposable & { readonly store: Store }> {
  const stack = new AsyncDisposableStack();
  stack.use(await lockState(state.folder, process.pid));
  const { auditKey } = openKeys(state.folder);
  const store = stack.use(
    await openStore({ folder: state.folder, mode: "write", auditKey, clock: systemClock }),
  );
  return { store, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** How many effects there are; fails when one is not whole. Those up to `checked` were looked at before. */
async function wholeEffects(store: Store, checked: number): Promise<number> {
  return store.read(async ({ alerts, events, checkpoints, audit }) => {
    const last = await events.lastSeq();
    const told = await events.after(checked, 10_000);
    expect(told.map(({ seq }) => seq)).toEqual(
      Array.from({ length: last - checked }, (_, i) => checked + i + 1),
    );
    for (const { seq, event } of told) {
      expect(event.id).toBe(`e-${seq}`);
      expect((await alerts.byId(`al-${seq}`))?.fingerprint).toBe(`f-${seq}`);
    }
    expect(await alerts.byId(`al-${last + 1}`)).toBeUndefined();
    const [mark] = await checkpoints.list("log");
    expect(mark?.position ?? 0).toBe(last);
    expect(await audit.verify([])).toMatchObject({ kind: "intact", entries: last });
    return last;
  });
}

function soundness(state: OpenedFolder): unknown {
  using database = new DatabaseSync(state.file, { readOnly: true });
  return database.prepare("pragma integrity_check").get()?.["integrity_check"];
}
