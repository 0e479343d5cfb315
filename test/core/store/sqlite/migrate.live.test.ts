import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { connect } from "../../../../core/store/sqlite/connection.ts";
import { migrate } from "../../../../core/store/sqlite/migrate.ts";
import { migrations } from "../../../../core/store/sqlite/schema.ts";
import { anAlert } from "../nouns.ts";
import { stateFolder } from "../opened.ts";

test("a new state folder and all in it are for the owner only", async () => {
  using state = stateFolder();
  await using store = await state.open("write");
  await store.write(({ alerts }) => alerts.put(anAlert()));
  expect(statSync(state.folder).mode & 0o777).toBe(0o700);
  const files = readdirSync(state.folder);
  expect(files).toContain("fettle.db-wal");
  for (const file of files) {
    expect([file, statSync(`${state.folder}/${file}`).mode & 0o777]).toEqual([file, 0o600]);
  }
});

test("what was written is there after closing and opening again", async () => {
  using state = stateFolder();
  {
    await using store = await state.open("write");
    await store.write(({ alerts }) => alerts.put(anAlert()));
  }
  expect(readdirSync(state.folder)).toEqual(["fettle.db"]);
  await using again = await state.open("write");
  expect(await again.read(({ alerts }) => alerts.byId("al-1"))).toEqual(anAlert());
});

test("reading where there is no store is a missing Fault, and makes nothing", async () => {
  using state = stateFolder();
  await expect(state.open("read")).rejects.toMatchObject({ kind: "missing" });
  expect(() => statSync(state.folder)).toThrow(/ENOENT/);
});

test("a store of a newer Fettle is refused, with the way out, and not touched", async () => {
  using state = stateFolder();
  await (await state.open("write"))[Symbol.asyncDispose]();
  state.tamper("update schema_version set version = 99");
  for (const mode of ["write", "read"] as const) {
    const text = /version 99, this Fettle knows them up to \d+: run the newer Fettle/;
    await expect(state.open(mode)).rejects.toMatchObject({ kind: "conflict" });
    await expect(state.open(mode)).rejects.toThrow(text);
  }
});

test("reading a store of an older Fettle does not migrate it, and says what does", async () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  new DatabaseSync(state.file).close();
  await expect(state.open("read")).rejects.toMatchObject({ kind: "conflict" });
  await expect(state.open("read")).rejects.toThrow(/start this Fettle once/);
  await (await state.open("write"))[Symbol.asyncDispose]();
  await (await state.open("read"))[Symbol.asyncDispose]();
});

test("another program's database is refused and stays as it is", async () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  {
    using other = new DatabaseSync(state.file);
    other.exec("create table theirs (x)");
  }
  await expect(state.open("write")).rejects.toMatchObject({ kind: "invalid" });
  await expect(state.open("write")).rejects.toThrow(/another program's/);
  using other = new DatabaseSync(state.file);
  expect(other.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "delete" });
});

test("a file that is no database is refused with what to do", async () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  writeFileSync(state.file, "not a database, but long enough to look at".repeat(100));
  await expect(state.open("write")).rejects.toMatchObject({ kind: "invalid" });
  await expect(state.open("write")).rejects.toThrow(/no SQLite database/);
});

test("a migration that fails is undone whole, and the steps before it stay", () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  new DatabaseSync(state.file).close();
  using connection = connect(state.file, "write");
  const last = migrations.length;
  const steps = [
    ...migrations,
    { version: last + 1, sql: "create table added (x integer) strict" },
    { version: last + 2, sql: "create table half (x integer) strict; insert into nowhere values (1)" },
  ];
  expect(() => migrate(connection, state.file, steps)).toThrow(/nowhere/);
  expect(connection.value("select version from schema_version")).toBe(last + 1);
  expect(connection.value("select count(*) from sqlite_schema where name = 'half'")).toBe(0);
  const half = { version: last + 2, sql: "create table half (x integer) strict" };
  migrate(connection, state.file, [...steps.slice(0, -1), half]);
  expect(connection.value("select version from schema_version")).toBe(last + 2);
});

test("incidents of version 1 are the same in version 2, with nobody asked and nobody's word", async () => {
  using state = stateFolder();
  mkdirSync(state.folder);
  new DatabaseSync(state.file).close();
  const told = { groupKey: "g", title: "disk_full", severity: 4, labels: { env: "prod" }, parent: null };
  const whole = { ...told, openedMs: 1, changedMs: 2 };
  const states = {
    open: { kind: "open", sinceMs: 1 },
    taken: { kind: "acknowledged", sinceMs: 1, by: "local:1000", atMs: 2, lapsesAtMs: 3_600_002 },
    over: { kind: "resolved", sinceMs: 1, atMs: 3 },
  };
  {
    using connection = connect(state.file, "write");
    migrate(connection, state.file, migrations.slice(0, 1));
    for (const [id, its] of Object.entries(states)) {
      const document = JSON.stringify({ id, ...whole, groupKey: id, state: its });
      const [open, due, resolved] =
        id === "over" ? [0, "null", 3] : [1, id === "taken" ? 3_600_002 : "null", "null"];
      connection.exec(
        `insert into incidents values ('${id}', '${id}', ${open}, 4, 1, ${due}, ${resolved}, '${document}')`,
      );
    }
  }
  await using store = await state.open("write");
  const { open, taken, over } = states;
  const after = { open, taken: { ...taken, asksAtMs: null }, over: { ...over, by: null, note: null } };
  for (const [id, its] of Object.entries(after)) {
    expect(await store.read(({ incidents }) => incidents.byId(id))).toEqual({
      id,
      ...whole,
      groupKey: id,
      state: its,
    });
  }
  expect(await store.read(({ incidents }) => incidents.countChildren("open"))).toMatchObject({ all: 0 });
  expect(await store.read(({ posts }) => posts.countWaiting())).toBe(0);
});
