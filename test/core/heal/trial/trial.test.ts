import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFileFault } from "#core/domain";
import { openShelf, playTrial, readTrials } from "#core/heal";
import { handClock } from "../../../support/hand-clock.ts";
import { temporaryStore } from "../../../support/temporary-store.ts";

const runbook = `runbook "mend it" {
  on event "broken" where incident.severity >= 3
  check http "http://127.0.0.1:1/" status != 200
  approve 2 of "oncall" within 5m
  then [ exec "mend {{ alert.by.host }}" with write "/srv", http_request("POST", "http://127.0.0.1:1/on") ]
  verify within 1m every 5s hold 10s {
    http "http://127.0.0.1:1/" status == 200
    exec "count" -> parse("([0-9]+)") < 5
    metric "errors" < 0.1
  }
  cooldown 10m
  limit 1 per 1h
}
`;

const given = `given event "broken" severity 4 labels host="web 1"
given http "http://127.0.0.1:1/" -> fails "refused", then 200 after 20s
given exec "count" -> "9 left", then "2 left"
given metric "errors" -> 1, then 0.01
`;

/** What a test of these lines has to say, one mistake a line: `line:column message`. */
async function play(lines: string): Promise<string[]> {
  const read = readTrials({ file: "t", text: `runbook "x"\ntest "it"\n${lines}` });
  if (!read.ok) return read.faults.map(shown);
  const shelf = openShelf([{ file: "x", folder: "/", text: runbook }], { events: undefined });
  if (!shelf.ok) throw new Error(shelf.faults.map(formatFileFault).join("\n"));
  const clock = handClock();
  await using room = await temporaryStore(clock);
  const [trial] = read.file.trials;
  if (trial === undefined) throw new Error("no test");
  const signal = AbortSignal.timeout(10_000);
  return (await playTrial(trial, { shelf: shelf.shelf, store: room.store, clock, signal })).map(shown);
}

const shown = ({ line, column, message }: { line: number; column: number; message: string }): string =>
  `${line - 2}:${column} ${message}`;

describe("a test of a runbook", () => {
  test("passes where plan, approvals, steps and proof are as it says", async () => {
    expect(
      await play(`${given}
        when plan "mend it"
        expect approvals 2 of "oncall"
        expect step 1 exec "mend 'web 1'" with write "/srv"
        expect step 2 http_request(method: "POST", url: "http://127.0.0.1:1/on", expect: 0, body: "")
        when approved by 1
        expect waiting
        when approved
        expect healed
        expect within 40s`),
    ).toEqual([]);
  });

  test.for([
    ["expect approvals 1", 'expected approvals 1, got 2 of "oncall"'],
    [
      'expect step 1 exec "rm -rf /"',
      'expected exec "rm -rf /", got exec "mend \'web 1\'" with write "/srv"',
    ],
    ['expect step 3 exec "x"', "expected a step 3, there are 2"],
    ["expect healed", "expected healed, got waiting: proposed"],
    ["when approved\nexpect not healed", "expected not healed, got healed"],
    ["when approved\nexpect healed\nexpect within 5s", "expected an end within 5s, it took 30s"],
    ["when time 10m\nexpect refused", "expected refused, got expired"],
    ["expect no plan", "expected no plan, and there is one"],
    ["expect within 5s", "nothing has run to its end"],
  ])("says at its place that %s", async ([lines, message]) => {
    const [fault, ...more] = await play(`${given}when plan "mend it"\n${lines}`);
    expect(fault?.replace(/^\d+:1 /, "")).toBe(message);
    expect(more).toEqual([]);
  });

  test("says which line answers what a plan asks of the world", async () => {
    const faults = await play(
      'given event "broken" labels host=a\nwhen plan "mend it"\nwhen approved\nexpect healed',
    );
    expect(faults[0]).toContain("expected healed");
    expect(faults.at(-1)).toContain('add: given http "http://127.0.0.1:1/" -> …');
  });

  test("stops where a plan cannot be made and nothing expects that", async () => {
    const early = 'given event "broken" severity 1\nwhen plan "mend it"\nwhen approved\nexpect healed';
    expect(await play(early)).toEqual([
      '3:1 before this: "mend it" does not fit inc-1: its condition does not hold',
    ]);
  });

  test("plans nothing without an incident where the runbook has a condition on it", async () => {
    expect(await play('when plan "mend it"\nexpect no plan "name the incident"')).toEqual([]);
  });

  test("proves nothing, and says so, where a runbook, an answer or what it expects is not there", async () => {
    const wrongName = 'when plan "mend at"\nexpect no plan';
    expect((await play(wrongName))[0]).toContain(
      'no runbook "mend at" in these files; did you mean "mend it"?',
    );
    const healed = `when plan "mend it"\nwhen approved\n`;
    expect(await play(`${given}${healed}`)).toEqual([
      "0:1 the test expects nothing, so it shows nothing: add expect …",
    ]);
    expect(await play(`${given}given exec "cuont" -> "9"\n${healed}expect healed`)).toEqual([
      "0:1 nothing asks for what the test gives: exec cuont",
    ]);
    const untold = given.split("\n").slice(0, 3).join("\n");
    expect(await play(`${untold}\n${healed}expect unknown`)).toEqual([
      '0:1 the test does not say what is asked of the world; add: given metric "errors" -> …',
    ]);
  });

  test("sees steps fail, proofs that cannot be had, brakes and what is over meanwhile", async () => {
    const lines = `${given}when plan "mend it"\n`;
    expect(
      await play(
        `${lines}given exec "mend 'web 1'" -> exit 3 "no"\nwhen approved\nexpect not healed "step 1 failed: exit 3"`,
      ),
    ).toEqual([]);
    expect(
      await play(
        `${lines}given metric "errors" -> fails "no samples"\nwhen approved\nexpect unknown "no samples"`,
      ),
    ).toEqual([]);
    expect(
      await play(
        `${lines}given http "http://127.0.0.1:1/" -> 200\nwhen approved\nexpect refused "no longer applies"`,
      ),
    ).toEqual([]);
    expect(
      await play(`${lines}when approved\nexpect healed
given http "http://127.0.0.1:1/" -> 503
given event "broken" severity 4 labels host=web-2
when plan "mend it"\nwhen approved\nexpect held "cools down"
when time 4m\nexpect held "cools down"`),
    ).toEqual([]);
  });
});

describe("a file of tests", () => {
  test.for([
    ['gven event "e"', '1:1 expected given, when or expect, got gven; did you mean "given"?'],
    ["expect healled", '1:8 there is nothing like healled to expect; did you mean "healed"?'],
    ['given event "e" severity 9', "1:26 expected a severity of 1 to 5, got 9"],
    ['given exec "e" 5', "1:16 expected -> and what it gives"],
    ['given metric "e" -> "x"', '1:21 expected a number, a text in quotation marks, or fails, got "x"'],
    ["when time soon", "1:11 expected a duration"],
    ['when plan "mend', "1:11 expected a text that ends with its line, in quotation marks"],
    ["when approved by 0", "1:18 expected a whole number of people, at least 1, got 0"],
    ["when approved by 1.5", "1:18 expected a whole number of people, at least 1, got 1.5"],
    ['given event "a"\ngiven event "b"\nexpect no plan', "2:1 expected a plan for the event before this one"],
    ["when approved 2", "1:15 expected the end of the line, got 2"],
    ["  expect step 1", "1:16 expected the step in the runbook's words"],
  ])("says what was expected instead of %s, and where", async ([line, message]) => {
    const faults = await play(line ?? "");
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(message ?? "?")).toBe(true);
  });

  test("tells each line that is none, and what is missing of the file", () => {
    const faultsOf = (text: string): string[] => {
      const read = readTrials({ file: "t", text });
      return read.ok ? [] : read.faults.map(({ line, message }) => `${line} ${message}`);
    };
    expect(faultsOf("")).toEqual(['1 expected: runbook "FILE.runbook"']);
    expect(faultsOf('runbook "x" # and\n# nothing')).toEqual(['1 expected: test "NAME"']);
    expect(faultsOf('runbook "x"\ntest "a"\nexpect soon\nwhen never')).toHaveLength(2);
    expect(faultsOf(`runbook "x"\n${"#".repeat(300_000)}`)[0]).toContain("at most 262144 characters");
  });

  test("never throws, and every mistake stands in the text, whatever it holds", () => {
    const word = fc.constantFrom(
      ...'runbook test given when expect event exec http metric plan approved time step no not healed then after fails exit labels severity by of within -> " \\ # , = 1 5m x=y \0 \ud800'.split(
        " ",
      ),
    );
    const line = fc.array(fc.oneof(word, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 9 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = `runbook "x"\ntest "t"\n${lines.map((words) => words.join(" ")).join("\n")}`;
        const read = readTrials({ file: "t", text });
        if (read.ok) return;
        const count = text.split("\n").length;
        for (const { line: at, column } of read.faults) {
          expect(at).toBeGreaterThan(0);
          expect(at).toBeLessThanOrEqual(count);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
