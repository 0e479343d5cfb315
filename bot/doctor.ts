import { starterPolicy } from "#core/access";
import { type Actor, isFault, messageOf } from "#core/domain";
import { formatSize } from "#core/expr";
import { globsOf } from "#core/inspect";
import { openSandbox } from "#core/reach";
import { openLog, systemClock } from "#core/runtime";
import { accessSync, constants, existsSync, globSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { codeOf, pathFrom } from "./config-files.ts";
import { ConfigurationFault, type Options, readOptions, readSecret } from "./options.ts";
import { accessOf } from "./parts.ts";
import { sandboxText } from "./blocks/index.ts";
import { isRunning } from "./verbs/ping.ts";
import type { Finding } from "./finding.ts";
import { localActor } from "./state-folder.ts";
import { openReader } from "./verbs/reader.ts";

const lowDiskBytes = 1024 ** 3;

/** Looks at everything that Fettle needs here; changes nothing. */
export async function examine(configPath: string, actor: Actor): Promise<Finding[]> {
  const node: Finding = { name: "node", state: "ok", text: `${process.version} at ${process.execPath}` };
  const options = readConfig(configPath);
  if ("state" in options && "text" in options) return [node, options];
  const { rules, settings } = options;
  const text = `${configPath}: ${rules.length} rules, ${settings.sources.length} sources, ${settings.checks.length} checks`;
  return [
    node,
    { name: "configuration", state: "ok", text },
    ...options.notices.map((notice): Finding => ({ name: "configuration", state: "note", text: notice })),
    ...stateFolder(options),
    await running(options),
    await store(options),
    ...settings.sources.map((source) => readable(globsOf(source), options)),
    ...secrets(options),
    await rights(options, actor),
    ...(await shutIn(options)),
    ...(await slackFindings(options)),
  ];
}

/** Slack's SDK is only loaded where there is something to ask. */
async function slackFindings(options: Options): Promise<Finding[]> {
  const { slack } = options.settings;
  const name = "slack";
  if (slack === undefined)
    return [{ name, state: "note", text: "not configured: cards are shown on the terminal" }];
  if (slack.mode === "local") return [{ name, state: "ok", text: "a local one, made anew at each start" }];
  const { examineSlack } = await import("./doctor-slack.ts");
  const access = await orNothing(() => accessOf(options));
  const hasStore = existsSync(join(options.state, "fettle.db"));
  await using opened = hasStore ? await orNothing(() => openReader(options.state)) : undefined;
  // Awaited here: what is in use must not be closed before it is done.
  return await examineSlack(options, slack, { access, store: opened });
}

/** What is wrong with it is another finding's business. */
async function orNothing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return undefined;
  }
}

function readConfig(path: string): Options | Finding {
  try {
    return readOptions(path);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    if (!(thrown instanceof ConfigurationFault)) {
      return { name: "configuration", state: "wrong", text: messageOf(thrown) };
    }
    return { name: "configuration", state: "wrong", text: thrown.lines.join("\n"), todo: `mend ${path}` };
  }
}

/** Secrets that the start would ask for. Only whether they are there, never what they are. */
function secrets({ settings, folder }: Options): Finding[] {
  return settings.checks.flatMap(({ token }, index): Finding[] => {
    if (token === undefined) return [];
    const name = "secret";
    const at = `checks[${index}].token`;
    try {
      readSecret(token, folder);
      return [{ name, state: "ok", text: `${at} is there` }];
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      return [
        {
          name,
          state: "wrong",
          text: `${at}: ${messageOf(thrown)}`,
          todo: "set it for whoever starts Fettle",
        },
      ];
    }
  });
}

function stateFolder(options: Options): Finding[] {
  try {
    return folderFindings(options);
  } catch (thrown) {
    const text = `${options.state} cannot be looked at (${codeOf(thrown)})`;
    return [
      { name: "state", state: "wrong", text, todo: "name another folder, or open the way to this one" },
    ];
  }
}

function folderFindings({ state }: Options): Finding[] {
  if (!existsSync(state)) {
    return [{ name: "state", state: "note", text: `${state} is not there yet; the first start makes it` }];
  }
  const mode = statSync(state).mode & 0o777;
  const { bavail, bsize } = statfsSync(state);
  const free = bavail * bsize;
  const shared: Finding = {
    name: "state",
    state: "wrong",
    text: `others may enter ${state} (mode ${mode.toString(8)})`,
    todo: `chmod 700 ${state}`,
  };
  const space: Finding =
    free < lowDiskBytes
      ? {
          name: "disk",
          state: "wrong",
          text: `only ${formatSize(free)} free under ${state}`,
          todo: "make room",
        }
      : { name: "disk", state: "ok", text: `${formatSize(free)} free under ${state}` };
  return (mode & 0o077) === 0 ? [{ name: "state", state: "ok", text: state }, space] : [shared, space];
}

async function running({ state }: Options): Promise<Finding> {
  return finding("process", async () => ((await isRunning(state)) ? "running" : "not running"));
}

async function store({ state }: Options): Promise<Finding> {
  if (!existsSync(join(state, "fettle.db"))) return { name: "store", state: "note", text: "none yet" };
  return finding("store", async () => {
    await using opened = await openReader(state);
    await opened.check();
    const verdict = await opened.read((r) => r.audit.verify([]));
    if (verdict.kind === "broken")
      return { text: `the audit is broken at ${verdict.seq}: ${verdict.reason}` };
    return `opens; audit intact, ${verdict.entries} entries`;
  });
}

function readable(globs: readonly string[], { folder }: Options): Finding {
  const files = globs.flatMap((glob) => globSync(pathFrom(folder, glob)));
  const name = "source";
  const shown = globs.join(" ");
  if (files.length === 0) return { name, state: "note", text: `no file matches ${shown} yet` };
  const closed = files.filter((file) => !canRead(file));
  if (closed.length === 0) return { name, state: "ok", text: `${shown}: ${files.length} files` };
  const text = `${closed.length} of ${files.length} files of ${shown} cannot be read, such as ${closed[0]}`;
  return { name, state: "wrong", text, todo: "let the user that runs Fettle read them, by group or ACL" };
}

async function rights(options: Options, actor: Actor): Promise<Finding> {
  return finding("access", async () => {
    const access = await accessOf(options);
    const resource = { type: "Store", id: "store" } as const;
    const may = access.can({ actor, action: "store.backup", resource }) ? "may" : "may not";
    // What they say of incidents depends on the incident.
    const count = access.policies.length;
    if (count > 0) return `${count} policies; you ${may} back up the store`;
    const text = "there is no policy, so nobody may do anything that needs a right, such as `ack`";
    return { text, todo: `put this into a .cedar file that access.policies names:\n${starterPolicy(actor)}` };
  });
}

/** Tries the sandbox as the start would, where something would use it. */
async function shutIn({ settings, shelf, state, file }: Options): Promise<Finding[]> {
  if (shelf.runbooks.length === 0) return [];
  const level = settings.sandbox?.level ?? "full";
  const quiet = openLog({
    level: "error",
    clock: systemClock,
    redact: (text) => text,
    to: { write: () => {} },
  });
  await using sandbox = await openSandbox({
    level,
    clock: systemClock,
    log: quiet,
    redact: (text) => text,
    uid: localActor().uid,
    forbidden: [state, file],
  });
  const { missing, gaps } = sandbox.outlook;
  const name = "sandbox";
  if (missing !== undefined)
    return [{ name, state: "wrong", text: missing, todo: "repairs that run commands wait until then" }];
  return [{ name, state: gaps.length === 0 ? "ok" : "note", text: sandboxText({ level, missing, gaps }) }];
}

type Look = () => Promise<string | { readonly text: string; readonly todo?: string }>;

async function finding(name: string, look: Look): Promise<Finding> {
  try {
    const seen = await look();
    return typeof seen === "string" ? { name, state: "ok", text: seen } : { name, state: "wrong", ...seen };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    const lines = thrown instanceof ConfigurationFault ? thrown.lines.join("\n") : messageOf(thrown);
    return { name, state: "wrong", text: lines };
  }
}

function canRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    // Whatever the reason, it cannot be read: that is the answer.
    return false;
  }
}
