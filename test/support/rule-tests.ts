import { type FileFault, formatFileFault } from "#core/domain";
import { loadRules, playRuleTest, readRuleTests, ruleTestBegin } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { handClock } from "./hand-clock.ts";
import { temporaryStore } from "./temporary-store.ts";

interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** Plays the tests of one file by these rules: of each that fails, what is wrong, one text. */
export async function failedRuleTests(
  tests: TextFile,
  rules: readonly TextFile[],
): Promise<readonly string[]> {
  const read = readRuleTests(tests);
  const loaded = loadRules(rules);
  if (!read.ok) return [told(read.faults)];
  if (!loaded.ok) return [told(loaded.faults)];
  const failed: string[] = [];
  for (const test of read.file.tests) {
    const clock = handClock(ruleTestBegin(test));
    await using kept = await temporaryStore(clock);
    const faults = await playRuleTest(test, {
      rules: loaded.rules,
      store: kept.store,
      clock,
      redactor: openRedactor({ key: Buffer.alloc(32, 5) }),
      signal: AbortSignal.timeout(20_000),
    });
    if (faults.length > 0) failed.push(told(faults));
  }
  return failed;
}

function told(faults: readonly FileFault[]): string {
  return faults.map((fault) => formatFileFault(fault).split("\n", 1)[0]).join("\n");
}
