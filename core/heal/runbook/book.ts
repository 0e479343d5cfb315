import type { FileFault } from "#core/domain";
import type { Runbook, Shelf } from "../shelf.ts";
import { checkRunbook, type CheckOptions, type Checked } from "./check.ts";
import { mostFaults, type Parsed, parseRunbooks, type RunbookFile } from "./parse.ts";
import { printRunbook } from "./print.ts";
import { renderRunbook } from "./render.ts";

export type Reading =
  | { readonly ok: true; readonly shelf: Shelf }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Reads and checks files of runbooks; every mistake is found, up to a hundred a file. */
export function openShelf(files: readonly RunbookFile[], options: CheckOptions): Reading {
  const runbooks = new Map<string, Runbook>();
  const freeName = openNames(runbooks);
  const faults = files.flatMap((file) => {
    const { parsed, faults: unparsed } = parseRunbooks(file);
    const found = [...unparsed];
    for (const one of parsed) {
      if (found.length >= mostFaults) break;
      const { checked, faults: wrong } = checkRunbook(one, options);
      found.push(...wrong);
      if (checked === undefined || wrong.length > 0) continue;
      const name = one.node.name ?? freeName(checked.event);
      const before = runbooks.get(name);
      if (before === undefined) runbooks.set(name, runbookOf(one, checked, { ...file, name }));
      else found.push(one.place(one.node.at, `the name ${JSON.stringify(name)} is taken, at ${before.at}`));
    }
    return found;
  });
  if (faults.length > 0) return { ok: false, faults };
  const all = [...runbooks.values()];
  return { ok: true, shelf: { runbooks: all, byName: (name) => runbooks.get(name) } };
}

/** Where there is no runbook. */
export const emptyShelf: Shelf = { runbooks: [], byName: () => undefined };

function runbookOf(
  { node, line }: Parsed,
  { event, where }: Checked,
  { file, folder, name }: RunbookFile & { readonly name: string },
): Runbook {
  return {
    name,
    event,
    at: `${file}:${line}`,
    text: printRunbook(node),
    fits: (incident) =>
      where === undefined || (incident !== undefined && where.evaluate({ incident }) === true),
    render: (facts) => renderRunbook(node, facts, { name, folder }),
  };
}

/** The short form has no name: it goes by its event, and its number where there are several. */
function openNames(taken: ReadonlyMap<string, Runbook>): (event: string) => string {
  const last = new Map<string, number>();
  return (event) => {
    for (let number = (last.get(event) ?? 0) + 1; ; number++) {
      const name = number === 1 ? event : `${event} ${number}`;
      if (taken.has(name)) continue;
      last.set(event, number);
      return name;
    }
  };
}
