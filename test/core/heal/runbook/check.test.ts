import { describe, expect, test } from "vitest";
import { full, mistakesIn, shelved, short, incident } from "./runbooks.ts";

const body = (inside: string): string => `runbook "r" {\n  on event "disk_full"\n${inside}\n}`;
const then = '  then [ exec "true" ]';
const verify = '  verify within 1m { http "http://127.0.0.1/" status == 200 }';

describe("a runbook", () => {
  test("as the design has it is sound", () => {
    expect(mistakesIn(full)).toEqual([]);
  });

  test("in the short form parses, and is refused for the action that is not there yet, by name", () => {
    expect(mistakesIn(short)).toEqual([
      "5:5 scale_up is not available yet; there are rotate_logs, http_request, signal_process, restart_process",
    ]);
  });

  test.for([
    [
      "an event that nothing raises",
      full.replace("disk_full", "disk_ful"),
      'nothing raises the event "disk_ful"; did you mean "disk_full"?',
    ],
    ["no event", `runbook "r" {\n${then}\n${verify}\n}`, "expected on event"],
    ["no steps", body(verify), "expected then"],
    ["no proof", body(then), "expected verify or check"],
    ["a clause twice", body(`${then}\n${then}\n${verify}`), "then is there twice"],
    ["waves", body(`${then}\n${verify}\n  in waves [1, 25%]`), "in waves is not available yet"],
    [
      "a rollback",
      body(`${then}\n${verify}\n  rollback [ restore_logs() ]`),
      "rollback is not available yet",
    ],
    ["no approval", body(`${then}\n${verify}\n  approve 0`), "expected 1 to 10 approvals, got 0"],
    [
      "a hold as long as all",
      body(`${then}\n  verify within 1m hold 1m { http "http://h/" status == 200 }`),
      "expected hold to be shorter",
    ],
    [
      "an action that is none",
      body(`  then [ rotate_log("/l/*.log") ]\n${verify}`),
      "there is no action rotate_log; did you mean",
    ],
    [
      "an argument too many",
      body(`  then [ signal_process("/p", "HUP", 3) ]\n${verify}`),
      "signal_process takes 2 arguments",
    ],
    [
      "an argument that is missing",
      body(`  then [ signal_process("/p") ]\n${verify}`),
      "signal_process needs signal",
    ],
    [
      "an argument of another kind",
      body(`  then [ rotate_logs("/l/*.log", keep: 0) ]\n${verify}`),
      "expected a whole number from 1 to 1000 for keep",
    ],
    [
      "a signal that is none",
      body(`  then [ signal_process("/p", "HANGUP") ]\n${verify}`),
      "expected one of HUP",
    ],
    ["a grant with a star", body(`  then [ exec "x" with write "/l/*" ]\n${verify}`), "expected one path"],
    [
      "a hole that is none",
      body(`  then [ exec "x {{ target.nme }}" ]\n${verify}`),
      'there is no hole {{ target.nme }}; did you mean "target.name"?',
    ],
    [
      "a hole that is not closed",
      body(`  then [ exec "x {{ target.name" ]\n${verify}`),
      "expected a hole such as",
    ],
    [
      "a hole inside quotation marks",
      body(`  then [ exec "echo '{{ target.name }}'" ]\n${verify}`),
      "a hole inside quotation marks",
    ],
    [
      "a hole inside a substitution",
      body(`  then [ exec "echo $(cat {{ alert.by.x }})" ]\n${verify}`),
      "a hole inside a substitution",
    ],
    [
      "a hole as a command",
      body(`  then [ exec "cd / && {{ alert.by.x }} -v" ]\n${verify}`),
      "a hole where a command is named",
    ],
    [
      "a hole beside a label",
      body(`${then}\n  verify within 1m { metric "up{} > {{ incident.severity }}" > 1 }`),
      "a hole outside of a label",
    ],
    [
      "two groups",
      body(`  check exec "x" -> parse("(a)(b)") > 1\n${then}`),
      "expected one group in the pattern",
    ],
    ["look-around", body(`  check exec "x" -> parse("(?=a)(b)") > 1\n${then}`), "look"],
    [
      "a URL with a password",
      body(`${then}\n  verify within 1m { http "http://a:b@h/" status == 200 }`),
      "without user and password",
    ],
    [
      "a field that no incident has",
      body(`${then}\n${verify}`).replace('"disk_full"', '"disk_full" where incident.severty > 3'),
      "severty",
    ],
  ] as const)("with %s is told of it", ([, text, told]) => {
    expect(mistakesIn(text).join("\n")).toContain(told);
  });

  test("of a name that is taken is told where the other one is", () => {
    expect(mistakesIn(`${full}\n${full}`)).toEqual([
      '18:1 the name "free the data volume" is taken, at /books/a.runbook:1',
    ]);
  });

  test("without a name goes by its event", () => {
    const nameless = 'on event "disk_full" {\n exec "x" then [ exec "y" ]\n}\n';
    expect(shelved(nameless + nameless).map(({ name }) => name)).toEqual(["disk_full", "disk_full 2"]);
  });

  test("fits incidents by its condition", () => {
    const [runbook] = shelved(full);
    expect([runbook?.fits(incident), runbook?.fits({ ...incident, severity: 2 })]).toEqual([true, false]);
  });
});
