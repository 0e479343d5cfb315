import { readdirSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { AbsentPeer, type Bench } from "./bench.ts";

/*
 * npm run bench                 lists the benches
 * npm run bench -- NAME [ARG]…  runs one; exit 2 when it is unknown or a peer that it needs is absent
 */
const [name, ...args] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length));

if (name === undefined) {
  console.log(names.join("\n"));
} else if (names.includes(name)) {
  process.exitCode = await run(name);
} else {
  console.error(`expected one of ${names.join(", ")}, got "${name}"`);
  process.exitCode = 2;
}

async function run(chosen: string): Promise<number> {
  const module: unknown = await import(`./${chosen}.bench.ts`);
  if (!isBench(module)) throw new TypeError(`${chosen}.bench.ts exports no function "bench"`);
  console.log(`before: ${machine()}`);
  try {
    await module.bench({ args, print: (line) => console.log(line) });
  } catch (thrown) {
    if (!(thrown instanceof AbsentPeer)) throw thrown;
    console.error(thrown.message);
    return 2;
  }
  console.log(`after:  ${machine()}`);
  return 0;
}

/** A figure means little without the machine that it was taken on, and nothing on a busy one. */
function machine(): string {
  const load = loadavg().map((value) => value.toFixed(2));
  return `load ${load.join(" ")}, ${availableParallelism()} cores, node ${process.version}`;
}

function isBench(module: unknown): module is { readonly bench: Bench } {
  return (
    typeof module === "object" && module !== null && "bench" in module && typeof module.bench === "function"
  );
}
