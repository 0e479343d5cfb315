#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const oldestMajor = 24;

/** `fettle VERB …`: the whole command line. Nothing else is imported before the version is known to be right. */
async function main(): Promise<void> {
  const major = Number(process.versions.node.split(".", 1)[0]);
  if (major < oldestMajor) {
    process.stderr.write(
      `fettle needs Node ${oldestMajor} or newer, this is ${process.version}. On Linux \`npm ci\` brings it: ` +
        "use `npm start` or `npx fettle`. Elsewhere install Node 24 from nodejs.org.\n",
    );
    process.exitCode = 2;
    return;
  }
  // Beside the packages, not in a shared temporary folder where others could plant code for us to run.
  enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/fettle", import.meta.url)));
  const { runVerb } = await import("./verbs/run-verb.ts");
  process.exitCode = await runVerb(process.argv.slice(2));
}

if (import.meta.main) await main();
