import { Fault, isFault, messageOf } from "#core/domain";
import { suggestion } from "#core/expr";
import { parseArgs } from "node:util";
import { ConfigurationFault } from "../options.ts";
import { ownVersion } from "../version.ts";
import { onBugs, onLostOutput } from "../signals.ts";
import { exit, type ExitCode, type Given, type Terminal, type Verb } from "./verb.ts";

const shared = { help: { type: "boolean", short: "h" } } as const;

/** Loaded one at a time: `fettle check` should not wait for what only `start` needs. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  start: async () => (await import("./start.ts")).start,
  check: async () => (await import("./check.ts")).check,
  test: async () => (await import("./test.ts")).test,
  scan: async () => (await import("./scan.ts")).scan,
  incidents: async () => (await import("./incidents.ts")).incidents,
  ack: async () => (await import("./ack.ts")).ack,
  unack: async () => (await import("./ack.ts")).unack,
  resolve: async () => (await import("./ack.ts")).resolve,
  heal: async () => (await import("./heal.ts")).heal,
  approve: async () => (await import("./approve.ts")).approve,
  deny: async () => (await import("./approve.ts")).deny,
  abort: async () => (await import("./approve.ts")).abort,
  drill: async () => (await import("./drill.ts")).drill,
  run: async () => (await import("./run.ts")).run,
  audit: async () => (await import("./audit.ts")).audit,
  manifest: async () => (await import("./manifest.ts")).manifest,
  doctor: async () => (await import("./doctor.ts")).doctor,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./restore.ts")).restore,
};

/** Runs one command line and gives its exit code. Faults become one line on stderr, bugs a stack and 70. */
export async function runVerb(args: readonly string[]): Promise<ExitCode> {
  const terminal = processTerminal();
  try {
    return await dispatch(args, terminal);
  } catch (thrown) {
    if (!isFault(thrown)) {
      terminal.err(bugText(thrown));
      return exit.bug;
    }
    const places =
      thrown instanceof ConfigurationFault ? thrown.lines.map((line) => `${line}\n`).join("") : "";
    terminal.err(`${places}fettle: ${messageOf(thrown)}\n`);
    return exit.couldNot;
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    (name === undefined ? terminal.err : terminal.out)(await helpText());
    return name === undefined ? exit.couldNot : exit.fine;
  }
  if (name === "--version") {
    terminal.out(`fettle ${ownVersion()}, Node ${process.version}\n`);
    return exit.fine;
  }
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (load === undefined) {
    throw new Fault(
      "invalid",
      `there is no verb "${name}"; ${suggestion(name, Object.keys(verbs))} (fettle help tells all)`,
    );
  }
  const verb = await load();
  const given = parse(verb, rest);
  if (given.values["help"] === true) {
    terminal.out(verbHelp(verb));
    return exit.fine;
  }
  if (verb.staysUp === undefined) endOnTrouble(terminal);
  return verb.run(given, terminal);
}

/** For the life of the process: what is written last may fail after the verb has ended. */
function endOnTrouble(terminal: Terminal): void {
  onLostOutput((code) => {
    // A reader who has seen enough, such as head, is no news.
    if (code !== "EPIPE") terminal.err(`fettle: its output cannot be written (${code})\n`);
    process.exit(exit.couldNot);
  });
  onBugs((thrown) => {
    terminal.err(bugText(thrown));
    process.exit(exit.bug);
  });
}

function bugText(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return `fettle: this is a bug, please report it:\n${stack}\n`;
}

function parse(verb: Verb, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...verb.options, ...shared },
      allowPositionals: true,
      strict: true,
    });
    return { values: singles(values), lists: lists(values), positionals };
  } catch (thrown) {
    const unknown = /Unknown option '(--?[^']*)'/.exec(messageOf(thrown))?.[1];
    if (unknown === undefined) {
      const [first] = messageOf(thrown).split(". ");
      throw new Fault("invalid", `${first}; see: fettle ${verb.name} --help`, { cause: thrown });
    }
    const known = Object.keys({ ...verb.options, ...shared }).map((option) => `--${option}`);
    throw new Fault(
      "invalid",
      `${verb.name} has no option ${unknown}; ${suggestion(unknown, known)} (fettle ${verb.name} --help tells all)`,
      { cause: thrown },
    );
  }
}

function singles(values: Readonly<Record<string, unknown>>): Given["values"] {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "boolean" ? [[key, value]] : [],
    ),
  );
}

function lists(values: Readonly<Record<string, unknown>>): Given["lists"] {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      Array.isArray(value) ? [[key, value.map(String)]] : [],
    ),
  );
}

async function helpText(): Promise<string> {
  const all = await Promise.all(Object.values(verbs).map((load) => load()));
  const width = Math.max(...all.map((verb) => verb.name.length));
  const lines = all.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`);
  return `usage: fettle VERB [OPTION…]\n\n${lines.join("\n")}\n\nfettle VERB --help tells more. Exit: 0 fine, 1 found something, 2 could not run.\n`;
}

function verbHelp(verb: Verb): string {
  const options = Object.entries(verb.optionHelp).map(([name, help]) => {
    const short = verb.options[name]?.short;
    return `  ${short === undefined ? "    " : `-${short}, `}--${name} ${help}`;
  });
  const list = options.length > 0 ? `\n\n${options.join("\n")}` : "";
  return `usage: fettle ${verb.name} ${verb.usage}\n\n${verb.summary}${list}\n`;
}

function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    errIsTerminal: process.stderr.isTTY,
  };
}
