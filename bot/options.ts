import { type FileFault, Fault, formatFileFault, isFault, messageOf, Secret } from "#core/domain";
import { parseYamlFile, suggestion, type YamlFile } from "#core/expr";
import { emptyShelf, openShelf, type Shelf } from "#core/heal";
import { loadRules, type Rule, withEarlier } from "#core/inspect";
import type { SecretRef } from "#core/reach";
import { dirname, resolve } from "node:path";
import { pathFrom, readPattern, readText, type TextFile } from "./config-files.ts";
import { costNotices } from "./rule-cost.ts";
import { crossFaults } from "./options-cross.ts";
import type { SlackSection } from "./slack/section.ts";
import { realSlack, type SlackSettings } from "./slack/settings.ts";
import { fettleFile, type FettleFile, idleNotices } from "./options-schema.ts";

/** fettle.yml alone: enough for verbs that must work while some rule file has a mistake. */
export interface Settings {
  /** Where it was read from. */
  readonly file: string;
  /** Where its relative paths start. */
  readonly folder: string;
  /** Absolute path of the state folder. */
  readonly state: string;
  readonly settings: FettleFile;
}

/** Everything that Fettle was told: fettle.yml and the files that it names, checked as a whole. */
export interface Options extends Settings {
  readonly rules: readonly Rule[];
  readonly policies: readonly TextFile[];
  /** Runbooks, read and checked. */
  readonly shelf: Shelf;
  /** What a reader should know although nothing is wrong. */
  readonly notices: readonly string[];
}

/** Mistakes in files that a user wrote; `lines` has each as `file:line:col path: message`. */
export class ConfigurationFault extends Fault {
  readonly lines: readonly string[];
  readonly faults: readonly FileFault[];

  constructor(file: string, faults: readonly FileFault[]) {
    const count = faults.length === 1 ? "1 mistake" : `${faults.length} mistakes`;
    super("invalid", `${count} in ${file} or the files that it names`);
    this.faults = faults;
    this.lines = faults.map(formatFileFault);
  }
}

/** Reads fettle.yml, and none of the files that it names. @throws as `readOptions`. */
export function readSettings(path: string): Settings {
  return parseSettings(path).told;
}

function parseSettings(path: string): { told: Settings; parsed: YamlFile<FettleFile> } {
  const file = resolve(path);
  const folder = dirname(file);
  const parsed = parseYamlFile({ file: path, text: readConfig(file, path), schema: fettleFile });
  if (!parsed.ok) throw new ConfigurationFault(path, parsed.faults);
  const settings = parsed.value;
  return { told: { file, folder, state: pathFrom(folder, settings.state), settings }, parsed };
}

/**
 * Reads and checks fettle.yml and all rule and policy files that it names.
 * @throws ConfigurationFault with every mistake found; Fault `missing` or `unavailable` for a file that
 * cannot be read.
 */
export function readOptions(path: string): Options {
  const { parsed, told } = parseSettings(path);
  const { settings, folder } = told;
  const faults: FileFault[] = crossFaults(parsed);
  const named = { folder, parsed, faults };
  const rules = loadRules(readNamed(settings.rules, ["rules"], named));
  if (!rules.ok) faults.push(...rules.faults);
  const policyFiles = settings.access?.policies ?? [];
  const policies = readNamed([policyFiles].flat(), ["access", "policies"], named);
  if (faults.length > 0 || !rules.ok) throw new ConfigurationFault(path, faults);
  const shelf = readShelf(settings, rules.rules, named);
  if (faults.length > 0) throw new ConfigurationFault(path, faults);
  const notices = [...idleNotices(settings), ...costNotices(withEarlier(rules.rules))];
  return { ...told, rules: rules.rules, policies, shelf, notices };
}

/**
 * How the real Slack is reached, with its tokens. SLACK_API_URL leads elsewhere for tests: on this machine only, so
 * that nobody's token can be steered to another.
 * @throws Fault `missing` or `invalid` naming the variable or file, never its content.
 */
export function readSlack({ folder }: Settings, { mode, ...section }: SlackSection): SlackSettings {
  const secret = (name: "botToken" | "appToken" | "signingSecret", prefix: string): Secret => {
    const value = forKey(`slack.${name}`, () => readSecret(section[name], folder));
    if (value.reveal().startsWith(prefix)) return value;
    throw new Fault(
      "invalid",
      `slack.${name}: expected a token that starts with ${prefix}, got something else`,
    );
  };
  const botToken = secret("botToken", "xoxb-");
  const way: SlackSettings["way"] =
    mode === "http"
      ? { kind: "http", signingSecret: secret("signingSecret", ""), listen: section.listen }
      : { kind: "socket", appToken: secret("appToken", "xapp-") };
  return { ...realSlack, ...elsewhere(process.env["SLACK_API_URL"]), botToken, way };
}

function elsewhere(url: string | undefined): Partial<SlackSettings> {
  if (url === undefined || url === "") return {};
  const parsed = URL.parse(url);
  const isHere = parsed !== null && /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(parsed.hostname);
  if (!isHere || !/^https?:$/.test(parsed.protocol) || !parsed.pathname.endsWith("/")) {
    throw new Fault(
      "invalid",
      "SLACK_API_URL must be a URL on this machine that ends with a slash, such as http://127.0.0.1:9465/api/",
    );
  }
  return { apiUrl: url, responseOrigin: parsed.origin, uploadOrigin: parsed.origin };
}

/** Runs `read`, and says in front of its fault what it was for. */
export function forKey<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    throw new Fault(thrown.kind, `${path}: ${thrown.message}`, { cause: thrown });
  }
}

/** The value behind a reference. @throws Fault `missing` naming the variable or file, never its content. */
export function readSecret(reference: SecretRef, folder: string): Secret {
  if ("env" in reference) {
    const value = process.env[reference.env];
    if (value !== undefined && value !== "") return new Secret(value);
    throw new Fault("missing", `the environment variable ${reference.env} is not set`);
  }
  const value = readText(pathFrom(folder, reference.file)).trim();
  if (value === "") throw new Fault("missing", `${reference.file} is empty; a secret was expected in it`);
  return new Secret(value);
}

function readConfig(file: string, shown: string): string {
  try {
    return readText(file, shown);
  } catch (thrown) {
    if (isFault(thrown, "invalid")) {
      const message = messageOf(thrown);
      throw new ConfigurationFault(shown, [{ file: shown, line: 1, column: 1, path: "", message }]);
    }
    if (!isFault(thrown, "missing")) throw thrown;
    const todo = "write one, as examples/local/fettle.yml is, or name yours with --config";
    throw new Fault("missing", `${thrown.message}: ${todo}`, { cause: thrown });
  }
}

/** Runbooks are checked against everything that raises an event, and drills against runbooks. */
function readShelf(settings: FettleFile, rules: readonly Rule[], named: Named): Shelf {
  const files = readNamed(settings.runbooks ?? [], ["runbooks"], named);
  const events = [...rules.map(({ event }) => event), ...settings.checks.map(({ event }) => event)];
  const placed = files.map((one) => ({ ...one, folder: dirname(resolve(one.file)) }));
  const read = openShelf(placed, { events: [...new Set(events)] });
  if (!read.ok) {
    named.faults.push(...read.faults);
    return emptyShelf;
  }
  for (const [index, { runbook }] of settings.drills.entries()) {
    if (runbook === undefined || read.shelf.byName(runbook) !== undefined) continue;
    const names = read.shelf.runbooks.map(({ name }) => name);
    const message = `there is no runbook ${JSON.stringify(runbook)}; ${suggestion(runbook, names)}`;
    named.faults.push(named.parsed.faultAt(["drills", index, "runbook"], { message }));
  }
  return read.shelf;
}

interface Named {
  readonly folder: string;
  readonly parsed: YamlFile<FettleFile>;
  readonly faults: FileFault[];
}

/** What to write where there is nothing yet: without a policy nobody may do anything. */
function firstOf([key]: readonly string[], pattern: string): string {
  if (key !== "access") return "";
  const file = pattern.replaceAll("*", "first");
  const who = `Fettle::Actor::"local:${process.getuid?.() ?? 0}"`;
  return `; begin with ${file}, and in it: permit (principal == ${who}, action, resource);`;
}

/** The files behind patterns of one key, each once; what stands for nothing readable is a mistake at its place. */
function readNamed(patterns: readonly string[], path: readonly string[], named: Named): TextFile[] {
  const files = new Map<string, TextFile>();
  const refuse = (index: number, message: string): void => {
    const { line, column } = named.parsed.positionOf([...path, index]);
    const whole = named.parsed.positionOf(path);
    // A single pattern may stand without a list around it.
    const inList = line !== whole.line || column !== whole.column;
    named.faults.push(named.parsed.faultAt(inList ? [...path, index] : path, { message }));
  };
  for (const [index, pattern] of patterns.entries()) {
    try {
      const found = readPattern(pattern, named.folder);
      if (found.length === 0)
        refuse(index, `no file matches ${JSON.stringify(pattern)}${firstOf(path, pattern)}`);
      for (const file of found) files.set(file.file, file);
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      refuse(index, messageOf(thrown));
    }
  }
  return [...files.values()];
}
