import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault, isFault } from "#core/domain";
import { asFault, createFile, makeFolder } from "./files.ts";
import { databaseFile } from "./sqlite/paths.ts";

export interface Keys {
  /** Chains the audit entries. Whoever has it can rewrite the chain: keep it apart from backups. */
  readonly auditKey: Buffer;
  /** Makes pseudonyms: with the same key, the same address has the same name for ever. */
  readonly redactKey: Buffer;
}

const keyBytes = 32;

/**
 * The keys of a state folder: 32 random bytes each, in `audit.key` and `redact.key`, mode 0600. At the
 * first start (`write`, no database yet) they are made, each whole or not at all.
 *
 * @throws Fault `missing` when one is missing beside a database, or to read; `denied` when others than
 * the owner may read one; `invalid` when one is not 32 bytes long.
 */
export function openKeys(folder: string, mode: "write" | "read" = "write"): Keys {
  const first = mode === "write" && !existsSync(databaseFile(folder));
  if (first) makeFolder(folder);
  return {
    auditKey: openKey(join(folder, "audit.key"), first),
    redactKey: openKey(join(folder, "redact.key"), first),
  };
}

function openKey(file: string, first: boolean): Buffer {
  if (first) createFile(file, randomBytes(keyBytes));
  try {
    return asFault(file, () => readKey(file));
  } catch (thrown) {
    if (!isFault(thrown, "missing")) throw thrown;
    const text = `${file} is missing: put it back from where you keep a copy; without it this store cannot be used`;
    throw new Fault("missing", text, { cause: thrown });
  }
}

function readKey(file: string): Buffer {
  const fd = openSync(file, "r");
  try {
    const { mode } = fstatSync(fd);
    if ((mode & 0o077) !== 0) {
      const found = (mode & 0o777).toString(8).padStart(4, "0");
      throw new Fault(
        "denied",
        `${file} must be for its owner only, but has mode ${found}: chmod 600 ${file}`,
      );
    }
    const key = readFileSync(fd);
    if (key.length === keyBytes) return key;
    throw new Fault(
      "invalid",
      `${file} must hold ${keyBytes} bytes, not ${key.length}: put the right one back`,
    );
  } finally {
    closeSync(fd);
  }
}
