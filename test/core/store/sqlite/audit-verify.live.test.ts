import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AuditVerdict } from "#core/store";
import { auditMac } from "../../../../core/store/audit-chain.ts";
import { anEntry } from "../nouns.ts";
import { stateFolder, type OpenedFolder } from "../opened.ts";

async function append(state: OpenedFolder, count: number): Promise<string> {
  await using store = await state.open("write");
  for (let i = 0; i < count; i++) {
    await store.write(({ audit }) => audit.append(anEntry({ detail: { i } })));
  }
  return (await store.read(({ audit }) => audit.head())) ?? "";
}

async function verify(state: OpenedFolder, heads: string[] = []): Promise<AuditVerdict> {
  await using store = await state.open("read");
  return store.read(({ audit }) => audit.verify(heads));
}

function headFile(state: OpenedFolder): string {
  return join(state.folder, "audit.head");
}

const edits: readonly (readonly [string, string, number])[] = [
  ["an edited actor", "update audit set actor = 'slack:T1/U2' where seq = 3", 3],
  ["an edited time", "update audit set at_ms = at_ms + 1 where seq = 3", 3],
  ["a time beyond all numbers", "update audit set at_ms = 9007199254740993 where seq = 3", 3],
  ["an edited detail", `update audit set detail = '{"i":9}' where seq = 5`, 5],
  ["a detail written another way", `update audit set detail = '{ "i":1}' where seq = 2`, 2],
  ["an edited policy", "update audit set policies = '[]' where seq = 1", 1],
  ["an edited outcome", "update audit set outcome = 'denied' where seq = 1", 1],
  [
    "text moved from one field to the next",
    "update audit set actor = actor || substr(action, 1, 1), action = substr(action, 2) where seq = 2",
    2,
  ],
  ["a removed first row", "delete from audit where seq = 1", 1],
  ["a removed row in the middle", "delete from audit where seq = 4", 4],
  [
    "a removed row with the rest renumbered",
    "delete from audit where seq = 4; update audit set seq = seq - 1 where seq > 4",
    4,
  ],
  [
    "two rows in each other's place",
    "update audit set seq = 100 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = 100",
    2,
  ],
  ["a cut tail", "delete from audit where seq > 4", 5],
  ["an emptied table", "delete from audit", 1],
  ["a row of an impossible number", "update audit set seq = 9007199254740993 where seq = 6", 6],
  [
    "a forged row at the end",
    "insert into audit select 7, at_ms, actor, action, resource, outcome, policies, detail, mac from audit where seq = 6",
    7,
  ],
];

for (const [what, sql, seq] of edits) {
  test(`${what} is found at its row`, async () => {
    using state = stateFolder();
    await append(state, 6);
    expect(await verify(state)).toMatchObject({ kind: "intact", entries: 6 });
    state.tamper(sql);
    expect(await verify(state)).toMatchObject({ kind: "broken", seq });
  });
}

test("a chain recomputed without the key is found, one recomputed with it only by a head kept elsewhere", async () => {
  using state = stateFolder();
  const kept = await append(state, 1);
  state.tamper(rewrite(Buffer.alloc(32, 8)));
  expect(await verify(state)).toMatchObject({ kind: "broken", seq: 1 });
  state.tamper(rewrite(Buffer.alloc(32, 7)));
  expect(await verify(state)).toMatchObject({ kind: "broken", seq: 1 });
  rmSync(headFile(state));
  expect(await verify(state)).toMatchObject({ kind: "intact" });
  expect(await verify(state, [kept])).toMatchObject({ kind: "broken", seq: 1 });
});

/** Puts another actor into row 1, with a mac under `key`. */
function rewrite(key: Buffer): string {
  const { atMs, action, resource, outcome, policies } = anEntry();
  const detail = JSON.stringify({ i: 0 });
  const row = { action, resource, outcome, detail, policies: JSON.stringify(policies) };
  const mac = auditMac(key, "", { ...row, seq: "1", atMs: String(atMs), actor: "somebody else" });
  return `update audit set actor = 'somebody else', mac = '${mac}' where seq = 1`;
}

test("a cut tail is found by the high-water file, and without it by a head kept elsewhere", async () => {
  using state = stateFolder();
  const head = await append(state, 6);
  expect(readFileSync(headFile(state), "utf8")).toBe(head);
  state.tamper("delete from audit where seq > 4");
  expect(await verify(state)).toMatchObject({ kind: "broken", seq: 5 });
  rmSync(headFile(state));
  expect(await verify(state)).toMatchObject({ kind: "intact", entries: 4 });
  expect(await verify(state, [head])).toMatchObject({ kind: "broken", seq: 5 });
});

test("a cut stays found when the chain goes on after it", async () => {
  using state = stateFolder();
  const head = await append(state, 6);
  state.tamper("delete from audit where seq > 4");
  await append(state, 5);
  expect(readFileSync(headFile(state), "utf8")).toBe(head);
  expect(await verify(state)).toMatchObject({ kind: "broken", seq: 6 });
});

test("a high-water file that a crash left behind, or that is not there yet, is fine", async () => {
  using state = stateFolder();
  const early = await append(state, 2);
  await append(state, 2);
  writeFileSync(headFile(state), early);
  expect(await verify(state)).toMatchObject({ kind: "intact", entries: 4 });
  rmSync(headFile(state));
  expect(await verify(state)).toMatchObject({ kind: "intact", entries: 4 });
  await append(state, 1);
  expect(existsSync(headFile(state))).toBe(true);
});

test("a high-water file that holds no head is refused by name", async () => {
  using state = stateFolder();
  await append(state, 1);
  writeFileSync(headFile(state), "1:zz");
  await expect(state.open("write")).rejects.toMatchObject({ kind: "invalid" });
  await expect(state.open("read")).rejects.toThrow(/audit\.head/);
});

test("an entry that commits while a read goes on is not taken for a cut by that read", async () => {
  using state = stateFolder();
  await append(state, 2);
  await using writer = await state.open("write");
  await using reader = await state.open("read");
  for (const store of [writer, reader]) {
    await store.read(async ({ audit }) => {
      await writer.write((writing) => writing.audit.append(anEntry()));
      expect(await audit.verify([])).toMatchObject({ kind: "intact" });
    });
  }
  expect(await reader.read(({ audit }) => audit.verify([]))).toMatchObject({ entries: 4 });
});

test("a row of another chain under the same key, as a restored copy grows one, does not fit in", async () => {
  using here = stateFolder();
  using there = stateFolder();
  await append(here, 3);
  await append(there, 1);
  await using store = await there.open("write");
  await store.write(({ audit }) => audit.append(anEntry({ actor: "slack:T1/U2" })));
  await store.write(({ audit }) => audit.append(anEntry({ actor: "slack:T1/U3" })));
  rmSync(headFile(here));
  here.tamper(`
    attach '${there.file}' as other;
    delete from main.audit where seq = 3;
    insert into main.audit select * from other.audit where seq = 3`);
  expect(await verify(here)).toMatchObject({ kind: "broken", seq: 3 });
});
