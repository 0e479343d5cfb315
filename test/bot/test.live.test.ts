import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documents, openPlace } from "./cli-process.ts";

/* `fettle test` as a process, on files as people have them. */

const slow = 30_000;

function placeWithExamples(environment: Readonly<Record<string, string>> = {}) {
  const place = openPlace({}, environment);
  cpSync("examples/runbooks", join(place.path, "books"), { recursive: true });
  return place;
}

test(
  "finds the tests below the folder, but for what is hidden, and says how many passed",
  { timeout: slow },
  async () => {
    await using place = placeWithExamples();
    for (const folder of ["node_modules/x", ".hidden"]) {
      mkdirSync(join(place.path, folder), { recursive: true });
      place.write(`${folder}/bad.runbook.test`, "no test");
    }
    const { exit, stdout, stderr } = await place.run("test");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(/^1\d tests passed, 0 failed in [\d.]+ s\n$/);
    const json = documents((await place.run("test", "books/disk.runbook.test", "--json")).stdout);
    expect(json[0]).toMatchObject({ file: "books/disk.runbook.test", passed: true, faults: [] });
    expect(json.at(-1)).toMatchObject({ summary: { failed: 0 } });
  },
);

test("says of each failure where it is and what came instead, and exits 1", { timeout: slow }, async () => {
  await using place = placeWithExamples();
  place.write(
    "books/own.runbook.test",
    'runbook "process.runbook"\ntest "wrong"\ngiven event "worker_hangs"\ngiven http "http://127.0.0.1:9001/alive" -> 503\nwhen plan "restart the worker"\nwhen approved\nexpect healed\n',
  );
  place.write("books/none.runbook.test", 'runbook "there-is-none.runbook"\ntest "x"\nexpect healed\n');
  place.write("books/torn.runbook.test", 'runbook "process.runbook"\ntest "x\n');
  const { exit, stdout } = await place.run(
    "test",
    "books/own.runbook.test",
    "books/none.runbook.test",
    "books/torn.runbook.test",
  );
  expect(exit).toBe(1);
  expect(stdout).toContain("✘ wrong\nbooks/own.runbook.test:7:1: expected healed, got not healed: ");
  expect(stdout).toContain("7 | expect healed\n  | ^\n");
  expect(stdout).toContain('books/none.runbook.test:1:1: no runbook file matches "there-is-none.runbook"');
  expect(stdout).toContain("books/torn.runbook.test:2:6: expected a text that ends with its line");
  expect(stdout).toMatch(/\n0 tests passed, 3 failed in [\d.]+ s\n$/);
});

test("leaves nothing behind where nobody reads, or a hangup ends it", { timeout: slow }, async () => {
  await using temporary = openPlace();
  await using place = placeWithExamples({ TMPDIR: temporary.path });
  const stores = (): string[] =>
    readdirSync(temporary.path).filter((name) => name.startsWith("fettle-test-"));
  const unread = place.spawn("test", "--json");
  unread.child.stdout?.destroy();
  await unread.ended();
  expect(stores()).toEqual([]);
  const hungUp = place.spawn("test");
  await expect.poll(stores, { timeout: slow, interval: 2 }).not.toEqual([]);
  hungUp.child.kill("SIGHUP");
  hungUp.child.kill("SIGHUP");
  expect((await hungUp.ended()).exit).toBe(2);
  expect(stores()).toEqual([]);
});

test("exits 2 where there is nothing to run", async () => {
  await using place = openPlace();
  expect(await place.run("test")).toMatchObject({ exit: 2, stdout: "" });
  expect((await place.run("test", "none.runbook.test")).stderr).toContain("no file matches");
  expect((await place.run("test", "rules.yml")).stderr).toContain(
    "expected files of tests (NAME.test.yml beside its rules, NAME.runbook.test beside its runbook)",
  );
});

test("plays tests of rules beside their rules, which patterns pass over", { timeout: slow }, async () => {
  await using place = openPlace();
  cpSync("examples/local/rules", join(place.path, "rules"), { recursive: true });
  const { exit, stdout, stderr } = await place.run("test");
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout).toMatch(/^5 tests passed, 0 failed in [\d.]+ s\n$/);

  place.write("rules/bad.yml", "rules:\n  - { id: boom, pattern: boom, alert: it went off }\n");
  const tests =
    "tests:\n  - name: a bang\n    input: [{ line: boom, repeat: 2 }]\n    expect: [{ rule: boom, lines: 3 }]\n";
  place.write("rules/bad.test.yml", tests);
  place.write("rules/lost.test.yml", tests);
  const failed = await place.run("test", "rules/bad.test.yml", "rules/lost.test.yml");
  expect(failed.exit).toBe(1);
  expect(failed.stdout).toContain(
    "✘ a bang\nrules/bad.test.yml:4:35 tests[0].expect[0].lines: expected 3, got 2\n",
  );
  expect(failed.stdout).toContain('no file of rules matches "lost.yml"');
  expect(failed.stdout).toMatch(/\n0 tests passed, 2 failed in [\d.]+ s\n$/);

  const many = await place.run("scan", "--rules", "rules/*.yml", "rules/bad.yml", "--json");
  expect(many).toMatchObject({ exit: 1, stderr: "" });
});
