import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "#core/domain";
import type { AuditHead } from "../audit.ts";
import { parseAuditHead } from "../audit-chain.ts";
import { asFault, codeOf, replaceFile } from "../files.ts";

/**
 * The high-water mark of the audit chain, kept in `audit.head` beside the database. It is written after
 * the commit, so that a crash leaves it behind the table and never ahead: ahead means that rows are gone.
 */
export interface AuditHeadKeeper {
  /** Where the chain stood at least, as of now. */
  readonly kept: AuditHead | undefined;
  /**
   * Notes the head of a commit, and brings the file after it. It never throws: the commit stands. What
   * could not be written is tried again with the next head, and by `close`.
   */
  keep(head: AuditHead): void;
  /** @throws the Fault that keeps the file behind. */
  close(): void;
}

export function headFile(folder: string): string {
  return join(folder, "audit.head");
}

/** @throws Fault `invalid` when the file holds anything but a head: then somebody has changed it. */
function readHead(folder: string): AuditHead | undefined {
  const file = headFile(folder);
  return asFault(file, () => {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch (thrown) {
      if (codeOf(thrown) === "ENOENT") return undefined;
      throw thrown;
    }
    try {
      parseAuditHead(text);
    } catch (thrown) {
      const what = `${file} does not hold the audit head that Fettle wrote there: find out who changed it, then move it away`;
      throw new Fault("invalid", what, { cause: thrown });
    }
    return text;
  });
}

/** For a process that only reads: the file as it is whenever asked. */
export function followHead(folder: string): AuditHeadKeeper {
  readHead(folder);
  return {
    get kept() {
      return readHead(folder);
    },
    keep() {
      throw new Error("a store that is open for reading has no commits");
    },
    close: () => {},
  };
}

/**
 * For the writing process. `inTable`: whether the table holds the row that a head names. Where it does
 * not, the file is evidence of a cut and stays as it is, and `verify` goes on saying so.
 */
export function keepHead(folder: string, inTable: (head: AuditHead) => boolean): AuditHeadKeeper {
  const atStart = readHead(folder);
  const frozen = atStart !== undefined && !inTable(atStart);
  let kept = atStart;
  let behind = false;

  return {
    get kept() {
      return kept;
    },
    keep(head) {
      if (frozen) return;
      kept = head;
      try {
        replaceFile(headFile(folder), head);
        behind = false;
      } catch {
        behind = true;
      }
    },
    close() {
      if (behind && kept !== undefined) replaceFile(headFile(folder), kept);
    },
  };
}
