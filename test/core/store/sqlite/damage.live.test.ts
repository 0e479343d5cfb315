import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Repositories } from "#core/store";
import { anAlert, anEntry, anEvent, anIncident } from "../nouns.ts";
import { stateFolder } from "../opened.ts";

const rows: readonly (readonly [string, string, RegExp, (r: Repositories) => Promise<unknown>])[] = [
  ["text that is no JSON", "update alerts set document = '{'", /alerts row "al-1".*no JSON/, readAlert],
  [
    "a field of another type",
    "update alerts set document = json_set(document, '$.count', 'many')",
    /alerts row "al-1" is damaged: count is invalid_type/,
    readAlert,
  ],
  [
    "a missing field",
    "update alerts set document = json_remove(document, '$.state.sinceMs')",
    /alerts row "al-1" is damaged: state\.sinceMs/,
    readAlert,
  ],
  [
    "a field of a newer version",
    "update alerts set document = json_set(document, '$.mood', 'grim')",
    /alerts row "al-1" is damaged/,
    readAlert,
  ],
  [
    "another row's document",
    "update alerts set document = json_set(document, '$.id', 'al-2')",
    /alerts row "al-1" is damaged: it holds another/,
    readAlert,
  ],
  [
    "a damaged incident",
    "update incidents set document = '[]'",
    /incidents row "inc-1" is damaged/,
    (r) => r.incidents.listOpen(1),
  ],
  [
    "a damaged event",
    "update events set document = 'null'",
    /events row "1" is damaged/,
    (r) => r.events.after(0, 1),
  ],
  [
    "a damaged checkpoint",
    "update checkpoints set position = 'x'",
    /checkpoints row "app 1" is damaged/,
    (r) => r.checkpoints.list("app"),
  ],
  [
    "a damaged rule state",
    "update rule_states set state = 'x'",
    /rule_states row .* is damaged/,
    (r) => r.ruleStates.list("r", "h"),
  ],
  [
    "a damaged audit row",
    "update audit set outcome = 'maybe'",
    /audit row 1 is damaged/,
    (r) => r.audit.list({ afterSeq: 0, limit: 1 }),
  ],
];

for (const [what, sql, text, look] of rows) {
  test(`${what} is an invalid Fault that names table and row, and shows no content`, async () => {
    using state = stateFolder();
    await using store = await state.open("write");
    await store.write(async (r) => {
      await r.alerts.put(anAlert());
      await r.incidents.put(anIncident());
      await r.events.append(anEvent("e-1"));
      await r.checkpoints.put({ source: "app", stream: "1", position: 1, atMs: 1 });
      await r.ruleStates.put([{ rule: "r", hash: "h", key: "k", state: 1 }]);
      await r.audit.append(anEntry());
    });
    state.tamper(sql);
    await expect(store.read(look)).rejects.toMatchObject({ kind: "invalid" });
    await expect(store.read(look)).rejects.toThrow(text);
    await expect(store.read(look)).rejects.not.toThrow(/97 %/);
  });
}

test("a damaged file is an unavailable Fault that says to restore, for start, check and backup alike", async () => {
  using state = stateFolder();
  {
    await using store = await state.open("write");
    await store.check();
    await store.write(async ({ checkpoints }) => {
      for (let i = 0; i < 50; i++) {
        await checkpoints.put({ source: "s", stream: `${i}`, position: "x".repeat(3000), atMs: 1 });
      }
    });
  }
  const bytes = readFileSync(state.file);
  bytes.fill(0xff, bytes.length - 40 * 4096);
  writeFileSync(state.file, bytes);
  const damaged = { kind: "unavailable", message: containing("restore a backup") };
  await expect(state.open("write")).rejects.toMatchObject(damaged);
  await using store = await state.open("read");
  await expect(store.read(({ checkpoints }) => checkpoints.list("s"))).rejects.toMatchObject(damaged);
  await expect(store.check()).rejects.toMatchObject(damaged);
  await expect(store.backup(`${state.file}.copy`)).rejects.toMatchObject(damaged);
  expect(existsSync(`${state.file}.copy`)).toBe(false);
});

function containing(text: string): unknown {
  return expect.stringContaining(text);
}

function readAlert({ alerts }: Repositories): Promise<unknown> {
  return alerts.byId("al-1");
}
