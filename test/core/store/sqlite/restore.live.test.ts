import { readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { lockState, openStore, restoreStore, type Store } from "#core/store";
import { systemClock } from "#core/runtime";
import { anAlert, anEntry } from "../nouns.ts";
import { auditKey, stateFolder, type OpenedFolder } from "../opened.ts";

const { pid } = process;

async function with1(state: OpenedFolder, id: string): Promise<void> {
  await using store = await state.open("write");
  await put(store, id);
}

async function put(store: Store, id: string): Promise<void> {
  await store.write(async ({ alerts, audit }) => {
    await alerts.put(anAlert({ id, fingerprint: id }));
    await audit.append(anEntry({ resource: id }));
  });
}

async function idsIn(state: OpenedFolder): Promise<string[]> {
  await using store = await state.open("read");
  return store.read(async ({ alerts }) => (await alerts.listFiring(10)).map(({ id }) => id).toSorted());
}

async function backedUp(state: OpenedFolder): Promise<string> {
  await with1(state, "one");
  const path = join(state.folder, "..", "backup.db");
  await using store = await state.open("write");
  await store.backup(path);
  await put(store, "two");
  return path;
}

test("a backup is one file for the owner only, and nothing else stays beside it", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(state.folder, "..")).toSorted()).toEqual(["backup.db", "state"]);
});

test("restoring brings the backup back, keeps the old database, and its audit chain verifies", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  const { kept } = await restoreStore({ folder: state.folder, from: path, pid });
  expect(kept).toBe(`${state.file}.before-restore-1`);
  expect(await idsIn(state)).toEqual(["one"]);
  await using store = await state.open("write");
  expect(await store.read(({ audit }) => audit.verify([]))).toMatchObject({ kind: "intact", entries: 1 });
  await put(store, "three");
  expect(await store.read(({ audit }) => audit.verify([]))).toMatchObject({ kind: "intact", entries: 2 });

  using old = new DatabaseSync(kept ?? "", { readOnly: true });
  expect(old.prepare("select count(*) as n from alerts").get()).toEqual({ n: 2 });
  expect(readFileSync(`${state.folder}/audit.head.before-restore-1`, "utf8")).toMatch(/^2:/);
  const again = await restoreStore({ folder: state.folder, from: path, pid }).catch(
    (thrown: unknown) => thrown,
  );
  expect(again).toMatchObject({ kind: "conflict" });
});

test("commits that stand only in the old write-ahead log are kept with the old database", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  crashed(state, "update alerts set seen_ms = 77 where id = 'two'");
  expect(readdirSync(state.folder)).toContain("fettle.db-wal");
  const { kept } = await restoreStore({ folder: state.folder, from: path, pid });
  expect(await idsIn(state)).toEqual(["one"]);
  using old = new DatabaseSync(kept ?? "");
  expect(old.prepare("select seen_ms from alerts where id = 'two'").get()).toEqual({ seen_ms: 77 });
});

test("a damaged old database makes way, and its log is never taken for the restored one's", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  crashed(state, "update alerts set seen_ms = 77 where id = 'two'");
  writeFileSync(state.file, "x".repeat(8192));
  await restoreStore({ folder: state.folder, from: path, pid });
  expect(await idsIn(state)).toEqual(["one"]);
  const names = readdirSync(state.folder);
  expect(names).toContain("fettle.db.before-restore-1");
  expect(names).toContain("fettle.db.before-restore-1-wal");
});

test("an empty folder gets the backup, a second restore keeps the second old one too", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  rmSync(state.folder, { recursive: true });
  expect(await restoreStore({ folder: state.folder, from: path, pid })).toEqual({});
  expect(await idsIn(state)).toEqual(["one"]);
  await restoreStore({ folder: state.folder, from: path, pid });
  const { kept } = await restoreStore({ folder: state.folder, from: path, pid });
  expect(kept).toBe(`${state.file}.before-restore-2`);
});

test("restoring is refused while the lock is held, and changes nothing", async () => {
  using state = stateFolder();
  const path = await backedUp(state);
  await using held = new AsyncDisposableStack();
  held.use(await lockState(state.folder, pid));
  const restoring = restoreStore({ folder: state.folder, from: path, pid });
  await expect(restoring).rejects.toMatchObject({ kind: "conflict" });
  expect(await idsIn(state)).toEqual(["one", "two"]);
});

const spoilt: readonly (readonly [string, (path: string) => void, string])[] = [
  ["a missing file", (path) => rmSync(path), "missing"],
  ["an empty file", (path) => truncateSync(path, 0), "invalid"],
  ["a cut file", (path) => truncateSync(path, statSync(path).size - 4096), "invalid"],
  ["no database", (path) => writeFileSync(path, "x".repeat(9000)), "invalid"],
  ["a damaged page", damage, "invalid"],
  ["another program's database", (path) => edit(path, "pragma application_id = 1"), "invalid"],
  ["a newer Fettle's backup", (path) => edit(path, "update schema_version set version = 99"), "conflict"],
  ["a database in use", (path) => writeFileSync(`${path}-wal`, ""), "invalid"],
];

for (const [what, spoil, kind] of spoilt) {
  test(`${what} is refused, and changes nothing`, async () => {
    using state = stateFolder();
    const path = await backedUp(state);
    spoil(path);
    const before = readdirSync(state.folder);
    await expect(restoreStore({ folder: state.folder, from: path, pid })).rejects.toMatchObject({ kind });
    expect(readdirSync(state.folder).filter((name) => name !== "lock.db")).toEqual(before);
    expect(await idsIn(state)).toEqual(["one", "two"]);
  });
}

test("a backup of a store that is written meanwhile holds one moment of it", async () => {
  using state = stateFolder();
  const clock = systemClock;
  await using store = await openStore({ folder: state.folder, mode: "write", auditKey, clock });
  const big = "x".repeat(100_000);
  const step = (n: number) =>
    store.write(async ({ checkpoints }) => {
      for (const stream of ["a", "b"]) await checkpoints.put({ source: "s", stream, position: n, atMs: 1 });
      await checkpoints.put({ source: "bulk", stream: `${n % 200}`, position: big, atMs: 1 });
    });
  for (let n = 0; n < 200; n++) await step(n);
  const backup = { over: false };
  let commits = 0;
  const path = join(state.folder, "..", "backup.db");
  const backingUp = store.backup(path).finally(() => {
    backup.over = true;
  });
  for (let n = 200; !backup.over; n++) {
    await step(n);
    commits++;
    await clock.sleep(0);
  }
  await backingUp;
  expect(commits).toBeGreaterThan(0);
  using copy = new DatabaseSync(path, { readOnly: true });
  const row = copy.prepare(
    "select count(distinct position) as n, count(*) as all_rows from checkpoints where source = 's'",
  );
  expect(row.get()).toEqual({ n: 1, all_rows: 2 });
  expect(copy.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
});

/** Leaves a commit in the write-ahead log only, as a killed process does. */
function crashed(state: OpenedFolder, sql: string): void {
  const database = new DatabaseSync(state.file);
  database.exec("pragma wal_autocheckpoint = 0");
  database.exec(sql);
  const files = ["", "-wal"].map(
    (end) => [`${state.file}${end}`, readFileSync(`${state.file}${end}`)] as const,
  );
  database.close();
  for (const [file, bytes] of files) writeFileSync(file, bytes);
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * 2, 4096 * 4);
  writeFileSync(path, bytes);
}

function edit(path: string, sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}
