import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { lockState } from "#core/store";
import { startChild } from "./child.ts";
import { stateFolder } from "./opened.ts";

const holder = fileURLToPath(new URL("fixtures/lock-holder.ts", import.meta.url));

test("a second process is refused and told the pid of the first", async () => {
  using state = stateFolder();
  await using first = startChild(holder, [state.folder]);
  await first.printed(1);
  expect(first.lines).toEqual(["held"]);
  await expect(lockState(state.folder, process.pid)).rejects.toMatchObject({ kind: "conflict" });
  await expect(lockState(state.folder, process.pid)).rejects.toThrow(`process ${first.pid}:`);
  await using second = startChild(holder, [state.folder]);
  expect(await second.ended).toBe(0);
  expect(second.lines[0]).toContain(`conflict: this state folder is in use by process ${first.pid}`);
});

test("a killed holder leaves no stale lock", async () => {
  using state = stateFolder();
  for (let i = 0; i < 5; i++) {
    await using child = startChild(holder, [state.folder]);
    await child.printed(1);
    expect(child.lines).toEqual(["held"]);
    await child.kill();
    await (await lockState(state.folder, process.pid))[Symbol.asyncDispose]();
  }
});

test("of many that start at once one gets it", async () => {
  using state = stateFolder();
  await using stack = new AsyncDisposableStack();
  const children = Array.from({ length: 4 }, () => stack.use(startChild(holder, [state.folder])));
  await Promise.all(children.map((child) => child.printed(1)));
  const said = children.map(({ lines }) => lines[0]?.split(":")[0]);
  expect(said.filter((word) => word === "held")).toHaveLength(1);
  expect(said.filter((word) => word === "conflict")).toHaveLength(3);
});

test("in one process too it is had once, asking again does not drop it, and giving it back frees it", async () => {
  using state = stateFolder();
  const lock = await lockState(state.folder, process.pid);
  await expect(lockState(state.folder, process.pid)).rejects.toMatchObject({ kind: "conflict" });
  await using other = startChild(holder, [state.folder]);
  await other.printed(1);
  expect(other.lines[0]).toContain(`process ${process.pid}:`);
  await lock[Symbol.asyncDispose]();
  await lock[Symbol.asyncDispose]();
  expect(existsSync(join(state.folder, "lock.pid"))).toBe(false);
  await (await lockState(state.folder, process.pid))[Symbol.asyncDispose]();
});

test("the store is read while another holds the lock", async () => {
  using state = stateFolder();
  await (await state.open("write"))[Symbol.asyncDispose]();
  await using child = startChild(holder, [state.folder]);
  await child.printed(1);
  await using store = await state.open("read");
  expect(await store.read(({ events }) => events.lastSeq())).toBe(0);
});
