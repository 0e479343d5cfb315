import { type FileFault, localTarget } from "#core/domain";
import { compilePattern, suggestion, type YamlFile } from "#core/expr";
import type { FettleFile } from "./options-schema.ts";

/**
 * Mistakes that no section can see alone: names that one section uses and no other has, and own patterns
 * that do not compile. Each has its place.
 */
export function crossFaults(parsed: YamlFile<FettleFile>): FileFault[] {
  const file = parsed.value;
  const refuse = (path: readonly PropertyKey[], message: string, offset?: number): FileFault =>
    parsed.faultAt(path, offset === undefined ? { message } : { message, offset });
  return [
    ...unknownMentions(file, refuse),
    ...unknownTargets(file, refuse),
    ...forecastFaults(file, refuse),
    ...reportFaults(file, refuse),
    ...patternFaults(file, refuse),
  ];
}

type Refuse = (path: readonly PropertyKey[], message: string, offset?: number) => FileFault;

function unknownMentions({ routes, people }: FettleFile, refuse: Refuse): FileFault[] {
  const groups = Object.keys(people?.groups ?? {});
  return routes.flatMap(({ mention }, index) =>
    mention === undefined || groups.includes(mention)
      ? []
      : [refuse(["routes", index, "mention"], unknown("group", mention, groups, "people.groups"))],
  );
}

function unknownTargets({ checks, targets }: FettleFile, refuse: Refuse): FileFault[] {
  const hosts = (targets?.hosts ?? []).map(({ name }) => name);
  // What an importer will bring is not known yet.
  if ((targets?.import ?? []).length > 0) return [];
  const known = new Set([localTarget.name, ...hosts]);
  return checks.flatMap(({ target }, index) =>
    target === undefined || known.has(target)
      ? []
      : [refuse(["checks", index, "target"], unknown("target", target, [...known], "targets.hosts"))],
  );
}

function forecastFaults({ forecasts, checks }: FettleFile, refuse: Refuse): FileFault[] {
  const names = checks.map(({ name }) => name);
  const first = new Map<string, number>();
  return forecasts.flatMap(({ name, check }, index) => {
    const faults: FileFault[] = [];
    const before = first.get(name);
    if (before === undefined) first.set(name, index);
    else {
      const message = `${name} is the name of [${before}] already; give one of them another name`;
      faults.push(refuse(["forecasts", index, "name"], message));
    }
    if (check !== undefined && !names.includes(check)) {
      faults.push(refuse(["forecasts", index, "check"], unknown("check", check, names, "checks")));
    }
    return faults;
  });
}

function reportFaults({ reports, forecasts }: FettleFile, refuse: Refuse): FileFault[] {
  const names = forecasts.map(({ name }) => name);
  return reports.flatMap(({ forecast }, report) =>
    forecast.flatMap((wanted, index) =>
      names.some((name) => matches(wanted, name))
        ? []
        : [refuse(["reports", report, "forecast", index], unknown("forecast", wanted, names, "forecasts"))],
    ),
  );
}

function patternFaults({ redact }: FettleFile, refuse: Refuse): FileFault[] {
  return (redact?.patterns ?? []).flatMap((source, index) => {
    const path = ["redact", "patterns", index];
    const compiled = compilePattern(source);
    if (!compiled.ok) {
      const { message, offset, hint } = compiled.error;
      return [refuse(path, hint === undefined ? message : `${message}; ${hint}`, offset)];
    }
    return compiled.value.test("") ? [refuse(path, "it matches the empty text: it names no secret")] : [];
  });
}

function unknown(what: string, name: string, known: readonly string[], section: string): string {
  const advice = suggestion(name, known);
  const shown = JSON.stringify(name.slice(0, 60));
  return `there is no ${what} ${shown} in ${section}${advice === "" ? "" : `; ${advice}`}`;
}

/** Whether `name` is what `wanted` says, where `*` stands for anything. Linear: pieces are found in turn. */
function matches(wanted: string, name: string): boolean {
  const [start = "", ...pieces] = wanted.split("*");
  const end = pieces.pop();
  if (end === undefined) return wanted === name;
  if (!name.startsWith(start)) return false;
  let at = start.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
