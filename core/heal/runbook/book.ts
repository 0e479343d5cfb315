import type { FileFault } from "#core/domain";
import type { Runbook, Shelf } from "../shelf.ts";
import { checkRunbook, type CheckOptions, type Checked } from "./check.ts";
import { type Parsed, parseRunbooks, type RunbookFile } from "./parse.ts";
import { printRunbook } from "./print.ts";
import { renderRunbook } from "./render.ts";

export type Reading =
  | { readonly ok: true; readonly shelf: Shelf }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Reads and checks files of runbooks; every mistake is found. */
export function openShelf(files: readonly RunbookFile[], options: CheckOptions): Reading {
  const faults: FileFault[] = [];
  const runbooks = new Map<string, Runbook>();
  for (const file of files) {
    const { parsed, faults: unparsed } = parseRunbooks(file);
    faults.push(...unparsed);
    for (const one of parsed) {
      const { checked, faults: found } = checkRunbook(one, options);
      faults.push(...found);
      if (checked === undefined || found.length > 0) continue;
      const runbook = runbookOf(one, checked, { ...file, taken: runbooks });
      const before = runbooks.get(runbook.name);
      if (before === undefined) runbooks.set(runbook.name, runbook);
      else
        faults.push(
          one.place(one.node.at, `the name ${JSON.stringify(runbook.name)} is taken, at ${before.at}`),
        );
    }
  }
  if (faults.length > 0) return { ok: false, faults };
  const all = [...runbooks.values()];
  return { ok: true, shelf: { runbooks: all, byName: (name) => runbooks.get(name) } };
}

/** Where there is no runbook. */
export const emptyShelf: Shelf = { runbooks: [], byName: () => undefined };

function runbookOf(
  { node, place }: Parsed,
  { event, where }: Checked,
  { file, folder, taken }: RunbookFile & { readonly taken: ReadonlyMap<string, Runbook> },
): Runbook {
  const name = node.name ?? freeName(event, taken);
  const { line } = place(node.at, "");
  return {
    name,
    event,
    at: `${file}:${line}`,
    text: printRunbook(node),
    fits: (incident) => where === undefined || where.evaluate({ incident }) === true,
    render: (facts) => renderRunbook(node, facts, { name, folder }),
  };
}

/** The short form has no name: it goes by its event, and its number where there are several. */
function freeName(event: string, taken: ReadonlyMap<string, Runbook>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? event : `${event} ${number}`;
    if (!taken.has(name)) return name;
  }
}
