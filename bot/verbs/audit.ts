import { Fault } from "#core/domain";
import type { AuditRow, Store } from "#core/store";
import { printable } from "../blocks/index.ts";
import { jsonLine } from "../text.ts";
import { readSettings } from "../options.ts";
import { openReader } from "./reader.ts";
import {
  configHelp,
  configOption,
  configPath,
  exit,
  type ExitCode,
  jsonHelp,
  jsonOption,
  type Terminal,
  textOf,
  type Verb,
} from "./verb.ts";

const pageRows = 500;

export const audit: Verb = {
  name: "audit",
  summary: "show who did what, or prove that nobody changed the record of it",
  usage: "[verify [--head SEQ:MAC]] [--config FILE] [--json]",
  options: { ...configOption, ...jsonOption, head: { type: "string" } },
  optionHelp: {
    ...configHelp,
    ...jsonHelp,
    head: "SEQ:MAC  a head that was written down elsewhere: the chain must still reach it",
  },
  run: async (given, terminal) => {
    const [what, ...more] = given.positionals;
    if ((what !== undefined && what !== "verify") || more.length > 0) {
      throw new Fault("invalid", "expected: fettle audit, or: fettle audit verify [--head SEQ:MAC]");
    }
    const head = textOf(given, "head");
    if (head !== undefined && what === undefined) {
      throw new Fault("invalid", "--head goes with verify: fettle audit verify --head SEQ:MAC");
    }
    const { state } = readSettings(configPath(given));
    await using store = await openReader(state);
    const json = given.values["json"] === true;
    if (what === undefined) return await list(store, json, terminal);
    const verdict = await store.read((r) => r.audit.verify(head === undefined ? [] : [head]));
    if (json) terminal.out(jsonLine(verdict));
    else if (verdict.kind === "intact") {
      terminal.out(`the audit is intact: ${verdict.entries} entries, head ${verdict.head}\n`);
    } else terminal.out(`the audit is broken at entry ${verdict.seq}: ${printable(verdict.reason)}\n`);
    return verdict.kind === "intact" ? exit.fine : exit.found;
  },
};

async function list(store: Store, json: boolean, terminal: Terminal): Promise<ExitCode> {
  for (let afterSeq = 0; ;) {
    const from = afterSeq;
    const rows = await store.read((r) => r.audit.list({ afterSeq: from, limit: pageRows }));
    for (const row of rows) terminal.out(json ? jsonLine(row) : `${rowText(row)}\n`);
    const last = rows.at(-1);
    if (last === undefined) return exit.fine;
    afterSeq = last.seq;
  }
}

function rowText(row: AuditRow): string {
  const by = row.policies.length === 0 ? "" : ` by ${row.policies.join(", ")}`;
  const detail = Object.entries(row.detail).map(([key, value]) => ` ${key}=${String(value)}`);
  return printable(
    `${row.seq} ${new Date(row.atMs).toISOString()} ${row.actor} ${row.action} ${row.resource} ${row.outcome}${by}${detail.join("")}`,
  );
}
