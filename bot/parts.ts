import type { RepairOptions } from "#core";
import { type Access, openAccess } from "#core/access";
import type { InspectParts } from "#core/inspect";
import { globsOf, sourceId } from "#core/inspect";
import { openInventory } from "#core/inventory";
import { type Redactor, redactorFrom, type RedactorRecipe } from "#core/redact";
import { pathFrom } from "./config-files.ts";
import { ConfigurationFault, forKey, type Options, readSecret } from "./options.ts";

/** Who may do what, by the configured policies and groups. @throws ConfigurationFault for mistakes in policies. */
export async function accessOf(options: Options): Promise<Access> {
  const groups = Object.entries(options.settings.people?.groups ?? {}).map(
    ([name, { users = [] }]) => [name, { users: users.filter(isWhole) }] as const,
  );
  const policies = options.policies.map(({ file, text }) => ({ name: file, file, text }));
  const opened = await openAccess({ policies, groups: Object.fromEntries(groups) });
  if (opened.ok) return opened.access;
  throw new ConfigurationFault(options.file, opened.faults);
}

/** A bare Slack user is somebody only in the team that Slack says it is: `bot/slack/groups.ts` knows them. */
function isWhole(user: string): boolean {
  return user.includes(":");
}

/** What hides secrets in everything that leaves memory. */
export function redactorOf(options: Options, key: Buffer): Redactor {
  return redactorFrom(redactorRecipe(options, key));
}

/** What it is made of, for threads of its own. */
export function redactorRecipe(options: Options, key: Buffer): RedactorRecipe {
  const { keep = ["private-addresses", "inventory"] } = options.settings.redact ?? {};
  const known = keep.includes("inventory") ? addressesOf(options) : [];
  return {
    key,
    patterns: options.settings.redact?.patterns ?? [],
    kept: { private: keep.includes("private-addresses"), known },
  };
}

/** Of machines that the configuration names: whoever reads of them knows them. */
function addressesOf({ settings: { targets, checks, metrics } }: Options): string[] {
  const urls = [
    ...checks.map(({ url }) => url),
    ...(metrics?.prometheus === undefined ? [] : [metrics.prometheus.url]),
  ];
  return [
    ...(targets?.hosts ?? []).map(({ address }) => address),
    ...urls.map((url) => URL.parse(url)?.hostname.replaceAll(/[[\]]/g, "") ?? ""),
  ];
}

/** Where repairs act. @throws Fault `missing` for a token that cannot be read. */
export function repairPartsOf(
  { settings, folder, state, file }: Options,
  around: Pick<RepairOptions, "uid" | "holder" | "identify">,
): RepairOptions {
  const inventory = openInventory({ hosts: settings.targets?.hosts ?? [] });
  const { prometheus } = settings.metrics ?? {};
  const secret = prometheus?.token;
  const token =
    secret === undefined ? undefined : forKey("metrics.prometheus.token", () => readSecret(secret, folder));
  return {
    ...around,
    sandbox: settings.sandbox?.level ?? "full",
    forbidden: [state, file],
    prometheus: prometheus === undefined ? undefined : { url: prometheus.url, token },
    target: (subject) => inventory.byName(subject),
  };
}

/** What the inspect loop is told. @throws Fault `missing` for a check whose token cannot be read. */
export function inspectPartsOf(options: Options, redactor: Redactor): InspectParts {
  const { settings, folder } = options;
  const inventory = openInventory({ hosts: settings.targets?.hosts ?? [] });
  return {
    rules: options.rules,
    sources: settings.sources.map((source) => ({
      id: sourceId(source),
      globs: globsOf(source).map((glob) => pathFrom(folder, glob)),
      labels: source.labels,
      from: source.from,
      format: source.format,
    })),
    checks: settings.checks.map(({ token, ...check }, index) =>
      token === undefined
        ? check
        : { ...check, token: forKey(`checks[${index}].token`, () => readSecret(token, folder)) },
    ),
    redactor,
    subject: ({ labels }, source) => inventory.byName(labels["host"] ?? "")?.name ?? source,
  };
}
