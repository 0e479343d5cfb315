/**
 * What may stand where and lean on what: deny by default, so a name that is not in these tables is a breach.
 * A place is a folder with all beneath it (`core/store`), a file, or the files of one folder (`core/*`).
 */

/** Folders in the order of the house, lowest first: each may use those of the lines before, none of its own line. */
export const layers: readonly (readonly string[])[] = [
  ["core/domain"],
  ["core/runtime"],
  ["core/series"],
  ["core/expr"],
  ["core/redact"],
  ["core/store"],
  ["core/bus"],
  ["core/access"],
  ["core/reach"],
  ["core/inventory"],
  ["core/incidents"],
  ["core/inspect", "core/forecast", "core/heal"],
  ["core/api"],
  ["core"],
  ["bot/blocks"],
  ["commands", "handlers"],
  ["bot/workspace"],
  ["bot"],
  ["examples"],
];

/** Folders that may use less than the line allows: the local Slack is a stranger to the bot that it serves. */
export const narrowed: Readonly<Record<string, readonly string[]>> = {
  "bot/workspace": ["core/domain", "core/runtime"],
  examples: ["core"],
};

/** Folders of `test` that may look behind every door; the others see only the folder that they mirror. */
export const insiderTests: readonly string[] = ["test/faults", "test/peers", "test/bench", "test/e2e"];

/** Files whose `import()` may be computed. */
export const mayComputeImports: readonly string[] = ["test/bench/run.ts"];

const core = ["core"];
const product = ["core", "bot", "commands", "handlers"];
const bots = ["bot", "commands", "handlers"];
const network = ["core/reach", "core/api", "bot"];
/** The example shop is a program of its own, which Fettle watches. */
const shop = "examples/local";
/** Parts that do more than compute; domain, series and expr stay pure, and so do blocks. */
const effects = [
  "core/redact",
  "core/store",
  "core/bus",
  "core/access",
  "core/reach",
  "core/inventory",
  "core/incidents",
  "core/inspect",
  "core/forecast",
  "core/heal",
  "core/api",
  "core/*",
];

/** Package → places that may import it. Tests may import whatever is named here. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  zod: [...product, "examples"],
  yaml: [...product, "examples"],
  pino: ["core/runtime"],
  "prom-client": ["core/runtime"],
  bottleneck: ["core/runtime"],
  "simple-statistics": ["core/series", "core/forecast"],
  re2js: ["core/expr"],
  "@marcbachmann/cel-js": ["core/expr"],
  liquidjs: ["core/expr"],
  kysely: ["core/store"],
  "@cedar-policy/cedar-wasm": ["core/access"],
  ssh2: ["core/reach"],
  "@kubernetes/client-node": ["core/reach"],
  undici: ["core/reach", "bot"],
  fastify: ["core/api"],
  jose: ["core/api"],
  "@slack/web-api": bots,
  "@slack/socket-mode": bots,
  "@slack/bolt": bots,
  "@slack/types": bots,
  ws: ["bot"],
  react: ["bot/workspace"],
  "react-dom": ["bot/workspace"],
  "slack-blocks-to-jsx": ["bot/workspace"],
  "@resvg/resvg-js": ["bot/blocks"],
  vitest: [],
  "fast-check": [],
  "playwright-core": [],
  peggy: [],
};

/** Packages that are run and never imported, by name or scope. */
export const toolPackages: readonly string[] = [
  "@types/",
  "knip",
  "node-linux-",
  "oxfmt",
  "oxlint",
  "typescript",
];

/** Node's own module → places that may import it. Tests may import all of them. */
export const builtinHomes: Readonly<Record<string, readonly string[]>> = {
  util: [...product, shop],
  path: ["core/store", "core/reach", "core/inventory", "core/inspect", "core/heal", "core/*", "bot", shop],
  crypto: [...effects, "bot", shop],
  events: ["core/runtime", "core/reach", "core/inspect", "core/api", "bot", shop],
  stream: ["core/reach", "core/inspect", "core/api", "bot"],
  string_decoder: ["core/inspect", "core/reach"],
  zlib: ["core/inspect/sources", "core/api"],
  url: ["core/reach", "bot", shop],
  os: ["core/reach", "bot"],
  worker_threads: ["core/inspect/crew"],
  readline: ["bot"],
  tty: ["bot"],
  // The kernels are read as bytes.
  fs: [
    "core/store",
    "core/inspect/sources",
    "core/inspect/prefilter/kernel.ts",
    "core/redact/kernel.ts",
    "core/reach",
    "bot",
    shop,
  ],
  sqlite: ["core/store"],
  child_process: ["core/reach", shop],
  // Signals to processes, and what machine this is.
  process: ["core/reach", shop],
  dns: ["core/reach"],
  net: network,
  dgram: network,
  tls: network,
  http: [...network, shop],
  https: network,
  perf_hooks: ["core/runtime/clock.ts"],
  timers: ["core/runtime/clock.ts", "bot", shop],
  module: ["bot/cli.ts", "bot/workspace/page"],
};

/** Globals that only some may touch: `names` are those that readSyntax reports. */
export const guardedUses: readonly {
  readonly names: RegExp;
  readonly within: readonly string[];
  readonly except: readonly string[];
  readonly reason: string;
}[] = [
  {
    names:
      /^(?:Date|Date\.(?!UTC$|parse$|prototype$).*|Date\(\)|new Date\(\)|performance(?:\..*)?|Temporal(?:\.Now)?)$/,
    within: core,
    except: ["core/runtime/clock.ts"],
    reason: "time comes from a Clock (core/runtime)",
  },
  {
    names: /^process(?:\..*)?$/,
    within: core,
    except: [],
    reason: "settings come in as options; core knows no process",
  },
  {
    names: /^process(?:\.(?:env|\?))?$/,
    within: [...bots, "examples"],
    except: ["bot/options.ts"],
    reason: "the environment is read in bot/options.ts only",
  },
  {
    names: /^(?:eval|Function|process\.(?:getBuiltinModule|binding|dlopen))$/,
    within: [...product, "examples", "test"],
    except: [],
    reason: "code and modules come in by import, where this test sees them",
  },
  {
    names: /\.(?:only|skip)$/,
    within: ["test"],
    except: [],
    reason: "every test runs, or says by skipIf what it waits for",
  },
];

/** Names that may stand at the top; one more needs a page in docs/decisions. */
export const topNames: readonly string[] = [
  ".ci",
  ".githooks",
  ".gitignore",
  ".npmrc",
  ".oxfmtrc.json",
  ".oxlintrc.json",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "SECURITY.md",
  "bot",
  "commands",
  "core",
  "deploy",
  "docs",
  "examples",
  "handlers",
  "manifest.yml",
  "package-lock.json",
  "package.json",
  "test",
  "tsconfig.json",
];

/** Folders that may stand directly beneath these; files may stand there too. */
export const subfolders: Readonly<Record<string, readonly string[]>> = {
  core: layers
    .flat()
    .filter((folder) => folder.startsWith("core/"))
    .map((folder) => folder.slice("core/".length)),
  bot: ["blocks", "slack", "verbs", "workspace"],
  commands: [],
  handlers: [],
  examples: ["local", "rules", "runbooks", "policies"],
  docs: ["decisions", "images"],
  test: ["bench", "bot", "commands", "core", "e2e", "examples", "faults", "handlers", "peers", "support"],
  ".ci": [],
  ".githooks": [],
};

/** No module is longer, and half of the product's are at most this long. */
export const linesMax = 400;
export const linesMedianMax = 80;
