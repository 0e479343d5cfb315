import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKeys } from "#core/store";
import { stateFolder } from "./opened.ts";

test("the first start makes two keys of 32 random bytes for the owner only; the next reads them", () => {
  using state = stateFolder();
  const made = openKeys(state.folder);
  expect(made.auditKey).toHaveLength(32);
  expect(made.redactKey).toHaveLength(32);
  expect(made.auditKey.equals(made.redactKey)).toBe(false);
  expect(readdirSync(state.folder)).toEqual(["audit.key", "redact.key"]);
  expect(statSync(state.folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(state.folder, "audit.key")).mode & 0o777).toBe(0o600);
  expect(openKeys(state.folder)).toEqual(made);
  expect(openKeys(state.folder, "read")).toEqual(made);
});

test("a key that others may read is denied, with the command that mends it", () => {
  using state = stateFolder();
  openKeys(state.folder);
  const file = join(state.folder, "redact.key");
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(file, mode);
    expect(() => openKeys(state.folder)).toThrow(expect.objectContaining({ kind: "denied" }));
    expect(() => openKeys(state.folder)).toThrow(`chmod 600 ${file}`);
  }
});

test("a key of another length is invalid and stays as it is", () => {
  using state = stateFolder();
  openKeys(state.folder);
  const file = join(state.folder, "audit.key");
  truncateSync(file, 31);
  expect(() => openKeys(state.folder)).toThrow(/must hold 32 bytes, not 31/);
  expect(statSync(file).size).toBe(31);
});

test("a key that is gone beside a database is not made anew: the chain could not be verified with it", async () => {
  using state = stateFolder();
  openKeys(state.folder);
  await (await state.open("write"))[Symbol.asyncDispose]();
  rmSync(join(state.folder, "audit.key"));
  expect(() => openKeys(state.folder)).toThrow(expect.objectContaining({ kind: "missing" }));
  expect(readdirSync(state.folder)).not.toContain("audit.key");
});

test("reading makes no keys", () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  expect(() => openKeys(state.folder, "read")).toThrow(expect.objectContaining({ kind: "missing" }));
  expect(readdirSync(state.folder)).toEqual([]);
});
