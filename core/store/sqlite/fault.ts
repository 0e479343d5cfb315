import { Fault } from "#core/domain";

/**
 * A failure of SQLite as a Fault that says what to do about it, where it is one that a healthy program can
 * meet; anything else comes back as it is and is a bug. Codes: https://www.sqlite.org/rescode.html
 */
export function storeFault(thrown: unknown, file: string): unknown {
  const code = sqliteCode(thrown);
  if (code === undefined) return thrown;
  const cause = { cause: thrown };
  const constraint = constraints[code];
  if (constraint !== undefined) return new Fault(constraint.kind, constraint.message, cause);
  switch (code & 0xff) {
    case 5:
    case 6:
      return new Fault("conflict", `another process holds ${file}: stop it, or wait until it is done`, cause);
    case 8:
      return new Fault("unavailable", `cannot write to ${file}: the file or its disk is read-only`, cause);
    case 10:
      return new Fault(
        "unavailable",
        `reading or writing ${file} failed (SQLite code ${code}), nothing of this was kept: look whether its disk is full, read-only or broken`,
        cause,
      );
    case 11:
      return new Fault(
        "unavailable",
        `${file} is damaged: stop Fettle and restore a backup (fettle restore)`,
        cause,
      );
    case 13:
      return new Fault(
        "unavailable",
        `the disk of ${file} is full, nothing of this was kept: make room, then try again`,
        cause,
      );
    case 14:
      return new Fault(
        "unavailable",
        `cannot open ${file}: its folder must exist and be readable and writable for this user`,
        cause,
      );
    case 26:
      return new Fault(
        "invalid",
        `${file} is no SQLite database: move it away, or restore a backup (fettle restore)`,
        cause,
      );
    default:
      return thrown;
  }
}

/** What the rows themselves refuse: extended codes of SQLITE_CONSTRAINT. */
const constraints: Readonly<Record<number, { kind: "conflict" | "missing"; message: string }>> = {
  787: { kind: "missing", message: "a row refers to one that is not in the store" },
  1555: { kind: "conflict", message: "the store has a row of this name already" },
  2067: { kind: "conflict", message: "the store has a row of this kind already, and there can be one only" },
};

function sqliteCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !("errcode" in thrown)) return undefined;
  return typeof thrown.errcode === "number" ? thrown.errcode : undefined;
}
