import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openAccess } from "#core/access";
import { openShelf, playTrial, readTrials } from "#core/heal";
import { loadRules } from "#core/inspect";
import { failedRuleTests } from "./support/rule-tests.ts";
import { handClock } from "./support/hand-clock.ts";
import { temporaryStore } from "./support/temporary-store.ts";
import { parse } from "yaml";

test("the example that npm start runs has rules and policies without a mistake", async () => {
  const text = (file: string) => readFileSync(`examples/local/${file}`, "utf8");
  expect(loadRules([{ file: "shop.yml", text: text("rules/shop.yml") }]).ok).toBe(true);
  const policies = [{ name: "demo", file: "demo.cedar", text: text("policies/demo.cedar") }];
  expect(
    (await openAccess({ policies, groups: { oncall: { users: ["local:0"] }, dev: { users: [] } } })).ok,
  ).toBe(true);
  expect(parse(text("fettle.yml"))).toMatchObject({
    rules: "rules/*.yml",
    access: { policies: "policies/*.cedar" },
  });
});

describe("the example rules", () => {
  const files = globSync("examples/**/*.test.yml");

  test("have each its tests", () => {
    const rules = globSync("examples/**/rules/*.yml").filter((file) => !file.endsWith(".test.yml"));
    expect(files.toSorted()).toEqual(rules.map((file) => file.replace(/yml$/, "test.yml")).toSorted());
  });

  test.for(files)("%s passes, and fails where a rule is another", async (file) => {
    const tests = { file, text: readFileSync(file, "utf8") };
    const text = readFileSync(file.replace(/test\.yml$/, "yml"), "utf8");
    const failed = async (changed: string) =>
      (await failedRuleTests(tests, [{ file, text: changed }])).length;
    expect(await failed(text)).toBe(0);
    expect(await failed(text.replace("count: 5", "count: 6"))).toBe(1);
    expect(await failed(text.replace("count: 5", "count: 4"))).toBe(2);
    expect(await failed(text.replace("percent >= 90", "percent >= 89"))).toBe(1);
    expect(await failed(text.replace(`duration("10s")`, `duration("1s")`))).toBe(1);
    expect(await failed(text.replace("by: [user]", "by: [level]"))).toBe(1);
  });
});

describe("the example runbooks", () => {
  const files = globSync("examples/**/*.runbook.test");

  test("have each its tests, and no other", () => {
    const runbooks = globSync("examples/**/*.runbook").map((file) => `${file}.test`);
    expect(files.toSorted()).toEqual(runbooks.toSorted());
    expect(files.length).toBeGreaterThan(3);
  });

  test.for(files)("%s passes, and fails where a step or the proof is another", async (file) => {
    const text = readFileSync(file.replace(/\.test$/, ""), "utf8");
    expect(await failures(file, text)).toEqual([]);
    const steps = text.replaceAll(/then \[/g, 'then [ exec "something else",');
    const proof = text.replaceAll("status == 200", "status == 299").replaceAll("< 0.01", "< 0.0001");
    for (const changed of [steps, proof]) {
      const failed = await failures(file, changed);
      expect(failed).not.toEqual([]);
      expect(failed).not.toEqual(["unreadable"]);
    }
  });
});

/** Names of the tests of a file that fail for this runbook; `unreadable` where it is none. */
async function failures(file: string, runbook: string): Promise<string[]> {
  const read = readTrials({ file, text: readFileSync(file, "utf8") });
  const shelf = openShelf([{ file, folder: "/", text: runbook }], { events: undefined });
  if (!read.ok || !shelf.ok) return ["unreadable"];
  const failed: string[] = [];
  for (const trial of read.file.trials) {
    const clock = handClock();
    await using room = await temporaryStore(clock);
    const signal = AbortSignal.timeout(10_000);
    const faults = await playTrial(trial, { shelf: shelf.shelf, store: room.store, clock, signal });
    if (faults.length > 0) failed.push(trial.name);
  }
  return failed;
}
