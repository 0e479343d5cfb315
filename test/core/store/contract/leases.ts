import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isFault } from "#core/domain";
import type { Lease, Store } from "#core/store";
import type { OpenStoreUnderTest } from "../contract.ts";

export function leaseContract(open: OpenStoreUnderTest): void {
  test("a lease goes to the first, is renewed by its holder with its fence, and is refused to others", async () => {
    await using under = await open();
    await under.store.write(async ({ leases }) => {
      const ask = (by: string, nowMs: number) =>
        leases.acquire({ name: "web-01", holder: by, nowMs, lastsMs: 10 });
      expect(await ask("a", 0)).toEqual({ name: "web-01", holder: "a", fence: 1, expiresMs: 10 });
      expect(await ask("b", 9)).toBeUndefined();
      expect(await ask("a", 9)).toEqual({ name: "web-01", holder: "a", fence: 1, expiresMs: 19 });
      expect(await ask("b", 19)).toMatchObject({ holder: "b", fence: 2 });
    });
  });

  test("a late holder's fence undoes the write it stands in", async () => {
    await using under = await open();
    const late = under.store.write(async ({ leases, checkpoints }) => {
      const mine = await leases.acquire({ name: "n", holder: "a", nowMs: 0, lastsMs: 10 });
      await checkpoints.put({ source: "s", stream: "t", position: 1, atMs: 1 });
      await leases.acquire({ name: "n", holder: "b", nowMs: 10, lastsMs: 10 });
      await leases.assertFence("n", mine?.fence ?? 0, 11);
    });
    await expect(late).rejects.toThrow(/b has had it since/);
    expect(await under.store.read(({ checkpoints }) => checkpoints.list("s"))).toEqual([]);
  });

  test("a lease must last", async () => {
    await using under = await open();
    const ask = (lastsMs: number) =>
      under.store.write(({ leases }) => leases.acquire({ name: "n", holder: "a", nowMs: 0, lastsMs }));
    await expect(ask(0)).rejects.toMatchObject({ kind: "invalid" });
    await expect(ask(1.5)).rejects.toMatchObject({ kind: "invalid" });
  });

  test("any course of acquiring, waiting, asserting and releasing goes as in the model", async () => {
    await using under = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (course) => {
        run++;
        const name = `lease-${run}`;
        const setup = () => ({ model: { nowMs: 0, fence: 0 }, real: { store: under.store, name } });
        await fc.asyncModelRun(setup, course);
      }),
      { numRuns: 60 },
    );
    expect(run).toBe(60);
  });
}

interface Model {
  nowMs: number;
  fence: number;
  held?: Lease;
}

interface Real {
  readonly store: Store;
  readonly name: string;
}

type Command = fc.AsyncCommand<Model, Real>;

const holder = fc.constantFrom("a", "b", "c");
const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(holder, fc.integer({ min: 1, max: 20 })).map(([by, lastsMs]) => acquire(by, lastsMs)),
  fc.integer({ min: 1, max: 15 }).map((ms) => wait(ms)),
  fc.integer({ min: 0, max: 3 }).map((back) => assertFence(back)),
  fc.tuple(holder, fc.integer({ min: 0, max: 2 })).map(([by, back]) => release(by, back)),
];

/** Held at this moment; a lease ends at `expiresMs`. */
function holds(model: Model): Lease | undefined {
  return model.held !== undefined && model.held.expiresMs > model.nowMs ? model.held : undefined;
}

function command(text: string, run: Command["run"]): Command {
  return { check: () => true, run, toString: () => text };
}

function acquire(by: string, lastsMs: number): Command {
  return command(`acquire(${by}, ${lastsMs})`, async (model, { store, name }) => {
    const found = await store.write(({ leases }) =>
      leases.acquire({ name, holder: by, nowMs: model.nowMs, lastsMs }),
    );
    const current = holds(model);
    if (current !== undefined && current.holder !== by) {
      expect(found).toBeUndefined();
      return;
    }
    if (current === undefined) model.fence++;
    model.held = { name, holder: by, fence: model.fence, expiresMs: model.nowMs + lastsMs };
    expect(found).toEqual(model.held);
  });
}

function wait(ms: number): Command {
  return command(`wait(${ms})`, async (model) => {
    model.nowMs += ms;
  });
}

function assertFence(back: number): Command {
  return command(`assertFence(-${back})`, async (model, { store, name }) => {
    const fence = model.fence - back;
    const held = await store
      .write(({ leases }) => leases.assertFence(name, fence, model.nowMs))
      .then(() => true)
      .catch((thrown: unknown) => {
        expect(isFault(thrown, "conflict")).toBe(true);
        return false;
      });
    expect(held).toBe(holds(model)?.fence === fence);
  });
}

function release(by: string, back: number): Command {
  return command(`release(${by}, -${back})`, async (model, { store, name }) => {
    const fence = model.fence - back;
    await store.write(({ leases }) => leases.release(name, by, fence));
    if (model.held?.holder === by && model.held.fence === fence) delete model.held;
  });
}
