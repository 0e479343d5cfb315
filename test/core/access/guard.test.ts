import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Access, type AccessRequest, openGuard } from "#core/access";
import { Fault } from "#core/domain";
import { type FaultyStore, faultyStore } from "../../support/faulty-store.ts";
import { handClock } from "../../support/hand-clock.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";
import { accessOf, ask, dev, exampleFile, root } from "./support.ts";

let kept: TemporaryStore;
let store: FaultyStore;
let access: Access;

beforeEach(async () => {
  kept = await temporaryStore(handClock());
  store = faultyStore(kept.store);
  access = await accessOf([exampleFile("starter")]);
});

afterEach(() => kept[Symbol.asyncDispose]());

const guard = () => openGuard({ store, clock: handClock(5_000), access: () => access });
const backup: AccessRequest = ask(root, "store.backup");
const forbidden: AccessRequest = ask(dev, "store.backup");

const audit = async () =>
  (await store.read((r) => r.audit.list({ afterSeq: 0, limit: 10 }))).map(
    ({ actor, action, resource, outcome, policies, detail }) =>
      [actor, action, resource, outcome, policies.join(), JSON.stringify(detail)].join(" "),
  );
const keys = async () => (await store.read((r) => r.ruleStates.list("work", "h"))).map(({ key }) => key);

const entry = (outcome: string, detail = "{}") =>
  `local:0 store.backup store:store ${outcome} owner-keeps-house ${detail}`;

test.each(["inStore", "outside"] as const)(
  "%s: who is denied does nothing, and that is written down",
  async (way) => {
    let worked = false;
    const work = async (): Promise<void> => {
      worked = true;
    };
    await expect(guard()[way](forbidden, work)).rejects.toMatchObject({
      kind: "denied",
      message:
        'local:1000 needs "store.backup" on store; granted to: local:0 (policy "owner-keeps-house"); ask one of them or add a policy',
    });
    expect(worked).toBe(false);
    expect(await audit()).toEqual(["local:1000 store.backup store:store denied  {}"]);
  },
);

test("policies are asked anew each time", async () => {
  const guarding = guard();
  await guarding.outside(backup, async () => {});
  access = await accessOf([]);
  await expect(guarding.outside(backup, async () => {})).rejects.toMatchObject({ kind: "denied" });
});

describe("work in the store", () => {
  const put = (key: string) => ({ rule: "work", hash: "h", key, state: 1 });

  test("and its audit entry are one transaction", async () => {
    const before = store.writes;
    expect(
      await guard().inStore(backup, async (r) => {
        await r.ruleStates.put([put("a")]);
        return "done";
      }),
    ).toBe("done");
    expect(store.writes - before).toBe(1);
    expect(await keys()).toEqual(["a"]);
    expect(await audit()).toEqual([entry("done")]);
  });

  test("that fails leaves neither", async () => {
    const failing = guard().inStore(backup, async (r) => {
      await r.ruleStates.put([put("a")]);
      throw new Fault("conflict", "no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([await keys(), await audit()]).toEqual([[], []]);
  });

  test("is undone when its entry cannot be written", async () => {
    store.failWrites(1);
    await expect(guard().inStore(backup, (r) => r.ruleStates.put([put("a")]))).rejects.toMatchObject({
      kind: "unavailable",
    });
    expect([await keys(), await audit()]).toEqual([[], []]);
  });
});

describe("work on the world", () => {
  test("has an entry before it and one after", async () => {
    const during: string[] = [];
    await guard().outside(backup, async () => {
      during.push(...(await audit()));
    });
    expect(during).toEqual([entry("allowed")]);
    expect(await audit()).toEqual([entry("allowed"), entry("done")]);
  });

  test.each([
    ["a fault, in its words", new Fault("timeout", "no answer"), '{"fault":"timeout","because":"no answer"}'],
    ["a bug, without its words", new TypeError("password=hunter2"), '{"fault":"bug"}'],
  ])("that ends in %s is written down as failed", async (_, thrown, detail) => {
    await expect(guard().outside(backup, () => Promise.reject(thrown))).rejects.toBe(thrown);
    expect(await audit()).toEqual([entry("allowed"), entry("failed", detail)]);
  });

  test("is refused when the entry before it cannot be written", async () => {
    let worked = false;
    store.failWrites(1);
    const work = guard().outside(backup, async () => {
      worked = true;
    });
    await expect(work).rejects.toMatchObject({ kind: "unavailable" });
    expect([worked, await audit()]).toEqual([false, []]);
  });

  test("that was done is never called failed, though the entry after it cannot be written", async () => {
    const work = guard().outside(backup, async () => store.failWrites(1));
    await expect(work).rejects.toMatchObject({ kind: "unavailable" });
    expect(await audit()).toEqual([entry("allowed")]);
  });
});
