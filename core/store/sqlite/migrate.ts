import { Fault } from "#core/domain";
import type { Connection } from "./connection.ts";
import { type Migration, migrations } from "./schema.ts";

/** "FETT": tells a Fettle store from any other SQLite file. https://www.sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x46_45_54_54;

/**
 * Brings a database up to date, each step in its own transaction; a new one is made from nothing.
 * @throws Fault `invalid` for a file that is not Fettle's, `conflict` for one of a newer Fettle.
 */
export function migrate(connection: Connection, file: string, steps = migrations): void {
  const found = expectKnown(connection, file, steps);
  for (const step of steps) {
    if (step.version > found) take(connection, step);
  }
}

/** @throws like `migrate`, and Fault `conflict` for a database that is not up to date. */
export function expectCurrent(connection: Connection, file: string, steps = migrations): void {
  const found = expectKnown(connection, file, steps);
  const wanted = latest(steps);
  if (found === wanted) return;
  const text = `${file} has schema version ${found}, this Fettle reads ${wanted}: start this Fettle once, it brings the store up to date`;
  throw new Fault("conflict", text);
}

/**
 * The schema version of a database, 0 for an empty one.
 * @throws Fault `invalid` for a file that is not Fettle's, `conflict` for one of a newer Fettle.
 */
export function expectKnown(connection: Connection, file: string, steps = migrations): number {
  const found = versionOf(connection, file);
  if (found <= latest(steps)) return found;
  const text = `${file} has schema version ${found}, this Fettle knows them up to ${latest(steps)}: run the newer Fettle that wrote it, or restore a backup from before`;
  throw new Fault("conflict", text);
}

function take(connection: Connection, step: Migration): void {
  connection.begin("write");
  try {
    connection.exec(step.sql);
    if (step.version === 1) {
      connection.exec(`pragma application_id = ${applicationId}`);
      connection.exec("create table schema_version (version integer not null) strict");
      connection.exec("insert into schema_version values (0)");
    }
    connection.exec(`update schema_version set version = ${step.version}`);
    connection.commit();
  } catch (thrown) {
    connection.rollback();
    throw thrown;
  }
}

function versionOf(connection: Connection, file: string): number {
  const id = connection.value("pragma application_id");
  if (id === 0 && connection.value("select count(*) from sqlite_schema") === 0) return 0;
  if (id !== applicationId) {
    throw new Fault(
      "invalid",
      `${file} is another program's SQLite database, not a Fettle store: move it away`,
    );
  }
  const version = connection.value("select version from schema_version");
  if (typeof version === "number" && version > 0) return version;
  throw new Fault("invalid", `${file} has no schema version: restore a backup (fettle restore)`);
}

function latest(steps: readonly Migration[]): number {
  return steps.at(-1)?.version ?? 0;
}
