import { Fault } from "#core/domain";
import { connect, type Connection } from "./connection.ts";

/** @throws Fault `unavailable` for a database of which a part cannot be read as one. Takes some ms for each MB. */
export function expectSound(connection: Connection, file: string): void {
  const found = connection.value("pragma quick_check(1)");
  if (found === "ok") return;
  throw new Fault("unavailable", `${file} is damaged (${String(found)}): stop Fettle and restore a backup`);
}

/** As `expectSound`, of a file that may be in use. */
export function expectWhole(file: string): void {
  using connection = connect(file, "read");
  expectSound(connection, file);
}
