import { expect, test } from "vitest";
import { connect } from "../../../../core/store/sqlite/connection.ts";
import { stateFolder } from "../opened.ts";

test("the settings that durability stands on are on", async () => {
  using state = stateFolder();
  await (await state.open("write"))[Symbol.asyncDispose]();
  using connection = connect(state.file, "write");
  expect(connection.value("pragma journal_mode")).toBe("wal");
  expect(connection.value("pragma synchronous")).toBe(2);
  expect(connection.value("pragma foreign_keys")).toBe(1);
  expect(connection.value("pragma busy_timeout")).toBe(2000);
});

test("SQLite ending a transaction by itself lets no later statement of it be kept alone", async () => {
  using state = stateFolder();
  await (await state.open("write"))[Symbol.asyncDispose]();
  using connection = connect(state.file, "write");
  const lease = { name: "n", holder: "h", fence: 1, expires_ms: 1 };
  connection.begin("write");
  connection.exec("rollback");
  await expect(connection.db.insertInto("leases").values(lease).execute()).rejects.toThrow(/had ended/);
  expect(() => connection.commit()).toThrow(/nothing of it was kept/);
  expect(connection.value("select count(*) from leases")).toBe(0);
});
