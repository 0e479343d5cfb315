import { describe, expect, test } from "vitest";
import { logFormats } from "#core/inspect";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { ConfigurationFault, readOptions } from "../../bot/options.ts";
import { mistakesIn, optionsOf, wholeExample } from "./config-folder.ts";

/** `file:line:col path: message` of each mistake, without the excerpt below it. */
type Mistakes = readonly string[];

const secret = "xoxb-1234-PASTED";
const formats = logFormats.map((format) => `"${format}"`).join(", ");
const duration = 'expected a duration such as "250ms", "30s", "5m", "1h30m", "1.5h", "7d" or "2w"';

const mistakes: readonly (readonly [what: string, yaml: string, expected: Mistakes])[] = [
  ["an unknown section", "sauces: []\n", ['1:1 sauces: unknown key "sauces"; did you mean "sources"?']],
  [
    "an unknown key in a list",
    "routes:\n  - { chanel: '#a' }\n",
    [
      '2:7 routes[0]: missing key "channel"; expected a string',
      '2:7 routes[0].chanel: unknown key "chanel"; did you mean "channel"?',
    ],
  ],
  [
    "an unknown key three levels down",
    "routes:\n  - channel: '#a'\n    match:\n      severty: '>=4'\n",
    ['4:7 routes[0].match.severty: unknown key "severty"; did you mean "severity"?'],
  ],
  [
    "an unknown key of a source",
    "sources: [ { file: a.log, fromat: json } ]\n",
    ['1:27 sources[0].fromat: unknown key "fromat"; did you mean "format"?'],
  ],
  [
    "an unknown key of api",
    "api: { listen: off, metricAllow: [] }\n",
    ['1:21 api.metricAllow: unknown key "metricAllow"; did you mean "metricsAllow"?'],
  ],
  ["a list where a text belongs", "state: [a]\n", ["1:8 state: expected a string, got a list"]],
  ["a text where a list belongs", "routes: all\n", ['1:9 routes: expected a list, got the string "all"']],
  [
    "a number where a pattern belongs",
    "rules: 7\n",
    ["1:8 rules: expected a string or a list, got the number 7"],
  ],
  [
    "a check without its event",
    "checks:\n  - { probe: http, url: 'http://h/', every: 5s }\n",
    ['2:7 checks[0]: missing key "event"; expected a string'],
  ],
  [
    "a duration without a unit",
    "checks:\n  - { probe: http, url: 'http://h/', every: 15, event: a }\n",
    [`2:45 checks[0].every: ${duration}; got the number 15`],
  ],
  [
    "a duration in an unknown unit",
    "checks:\n  - { probe: http, url: 'http://h/', every: 5sec, event: a }\n",
    ["2:45 checks[0].every: "],
  ],
  [
    "a severity that is compared with nothing",
    "routes: [ { match: { severity: urgent }, channel: '#a' } ]\n",
    ['1:32 routes[0].match.severity: expected a comparison such as ">=4"'],
  ],
  [
    "a channel without #",
    "routes: [ { channel: ops } ]\n",
    ['1:22 routes[0].channel: expected a channel such as "#ops-alerts"'],
  ],
  [
    "a target that is called local",
    "targets: { hosts: [ { name: local, address: 10.0.0.1 } ] }\n",
    ["1:29 targets.hosts[0].name: the name local is reserved for the machine that Fettle runs on"],
  ],
  [
    "two targets of one name",
    "targets:\n  hosts:\n    - { name: a, address: h }\n    - { name: a, address: i }\n",
    ["4:15 targets.hosts[1].name: a is the name of hosts[0] already"],
  ],
  [
    "two sources of one file",
    "sources:\n  - file: a.log\n  - file: a.log\n",
    ['3:11 sources[1].file: another source is called "a.log" already: give one of them a name'],
  ],
  [
    "two checks of one name",
    "checks:\n  - { probe: http, url: 'http://h/', every: 5s, event: a }\n  - { probe: http, url: 'http://i/', every: 5s, event: a }\n",
    ["3:7 checks[1].name: a is the name of [0] already; give one of them another name"],
  ],
  [
    "a URL that is none",
    "checks: [ { probe: http, url: shop/healthz, every: 5s, event: a } ]\n",
    ["1:31 checks[0].url: expected a URL that starts with http:// or https://"],
  ],
  [
    "a timeout longer than every",
    "checks: [ { probe: http, url: 'http://h/', every: 5s, timeout: 6s, event: a } ]\n",
    [
      "1:64 checks[0].timeout: timeout is longer than every: the next probe would start before this one is over",
    ],
  ],
  [
    "a check of a target that nobody named",
    "targets: { hosts: [ { name: web-01, address: h } ] }\nchecks: [ { probe: http, url: 'http://h/', every: 5s, event: a, target: web-1 } ]\n",
    ['2:73 checks[0].target: there is no target "web-1" in targets.hosts; did you mean "web-01"?'],
  ],
  [
    "cron with four fields",
    "forecasts: [ { name: f, query: up, horizon: 7d } ]\nreports: [ { forecast: [f], channel: '#a', cron: '0 9 * *' } ]\n",
    ["2:50 reports[0].cron: expected five cron fields: minute hour day month weekday"],
  ],
  [
    "a time zone that is none",
    "forecasts: [ { name: f, query: up, horizon: 7d } ]\nreports: [ { forecast: [f], channel: '#a', cron: '0 9 * * *', zone: Europe/Berln } ]\n",
    ['2:69 reports[0].zone: expected a time zone such as "Europe/Berlin"'],
  ],
  [
    "a forecast with both query and check",
    "checks: [ { probe: http, url: 'http://h/', every: 5s, event: a } ]\nforecasts: [ { name: f, query: up, check: a, horizon: 7d } ]\n",
    ["2:14 forecasts[0]: expected either `query` or `check`"],
  ],
  [
    "a forecast with neither",
    "forecasts: [ { name: f, horizon: 7d } ]\n",
    ["1:14 forecasts[0]: expected either `query` or `check`"],
  ],
  [
    "a forecast of a check that is not there",
    "checks: [ { probe: http, url: 'http://h/', every: 5s, event: disk } ]\nforecasts: [ { name: f, check: dusk, horizon: 7d } ]\n",
    ['2:32 forecasts[0].check: there is no check "dusk" in checks; did you mean "disk"?'],
  ],
  [
    "two forecasts of one name",
    "forecasts:\n  - { name: f, query: up, horizon: 7d }\n  - { name: f, query: up, horizon: 7d }\n",
    ["3:13 forecasts[1].name: f is the name of [0] already; give one of them another name"],
  ],
  [
    "a report of forecasts that nobody makes",
    "forecasts: [ { name: disk-a, query: up, horizon: 7d } ]\nreports: [ { forecast: [disk-*, mem-*], channel: '#a', cron: '0 9 * * *' } ]\n",
    ['2:33 reports[0].forecast[1]: there is no forecast "mem-*" in forecasts; known: "disk-a"'],
  ],
  [
    "a mention of a group that is not there",
    "people: { groups: { oncall: { users: ['local:0'] } } }\nroutes: [ { channel: '#a', mention: onkall } ]\n",
    ['2:37 routes[0].mention: there is no group "onkall" in people.groups; did you mean "oncall"?'],
  ],
  [
    "a user who is nobody",
    "people: { groups: { oncall: { users: [root] } } }\n",
    ["1:39 people.groups.oncall.users[0]: expected a Slack user (U0123), slack:TEAM/USER or local:UID"],
  ],
  [
    "a secret reference of the wrong shape",
    "slack: { botToken: { var: NAME } }\n",
    [
      "1:20 slack.botToken: expected { env: NAME } or { file: PATH }; a secret itself does not belong into this file",
    ],
  ],
  [
    "a secret pasted as text",
    `slack: { botToken: ${secret} }\n`,
    [
      "1:20 slack.botToken: expected { env: NAME } or { file: PATH }; a secret itself does not belong into this file",
    ],
  ],
  [
    "a secret pasted as the name of a variable, beside another mistake",
    `checks: [ { probe: http, url: 'http://h/', every: 5, event: a, token: { env: ${secret} } } ]\n`,
    [
      `1:51 checks[0].every: ${duration}; got the number 5`,
      "1:71 checks[0].token: expected { env: NAME } or { file: PATH }; a secret itself does not belong into this file",
    ],
  ],
  [
    "a password in a URL",
    `checks: [ { probe: http, url: 'http://me:${secret}@h/', every: 5s, event: a } ]\n`,
    ["1:31 checks[0].url: a URL must not hold a user or password; use token: { env: NAME }"],
  ],
  [
    "a network that is none",
    "api: { listen: '0.0.0.0:9464', metricsAllow: [10.0.0.0/33] }\n",
    ['1:47 api.metricsAllow[0]: expected a network such as 10.0.0.0/8 or ::1/128, not "10.0.0.0/33"'],
  ],
  [
    "a public port without metricsAllow",
    "api: { listen: '0.0.0.0:9464' }\n",
    [
      "1:8 api.metricsAllow: listen 0.0.0.0 is not loopback: say in metricsAllow which networks may read metrics",
    ],
  ],
  [
    "a log format that nobody reads",
    "sources: [ { file: a.log, format: jsn } ]\n",
    [`1:35 sources[0].format: expected one of ${formats}; got "jsn"; did you mean "json"?`],
  ],
  [
    "a rules pattern that matches no file",
    "rules: none/*.yml\n",
    ['1:8 rules: no file matches "none/*.yml"'],
  ],
  [
    "a policy pattern in a list that matches no file",
    "access:\n  policies:\n    - none/*.cedar\n",
    [
      `3:7 access.policies[0]: no file matches "none/*.cedar"; begin with none/first.cedar, and in it: permit (principal == Fettle::Actor::"local:${process.getuid?.()}", action, resource);`,
    ],
  ],
  [
    "a folder where rule files belong",
    "rules: [ . ]\n",
    ["1:10 rules[0]: FOLDER is a folder; name files, such as *"],
  ],
  [
    "an own pattern that does not compile",
    "redact:\n  patterns:\n    - 'card=\\d+'\n    - 'pin=(\\d+'\n",
    ["4:12 redact.patterns[1]: "],
  ],
  [
    "an own pattern that matches nothing at all",
    "redact: { patterns: ['x*'] }\n",
    ["1:22 redact.patterns[0]: it matches the empty text: it names no secret"],
  ],
  [
    "an unknown word in keep",
    "redact: { keep: [private-address] }\n",
    [
      '1:18 redact.keep[0]: expected one of "private-addresses", "inventory"; got "private-address"; did you mean "private-addresses"?',
    ],
  ],
  ["a bracket that is never closed", "sources: [ { file: a.log }\n", ["2:1: "]],
  [
    "a key that stands twice",
    "rules: []\nrules: []\n",
    ['2:1 rules: the key "rules" stands twice in this map'],
  ],
  ["a tab as indentation", "api:\n\tlisten: off\n", ["2:1: "]],
  [
    "two documents",
    "rules: []\n---\nrules: []\n",
    ["2:1: a second document begins here; expected one document a file"],
  ],
  ["a list as the whole file", "- a\n", ["1:1: expected a map, got a list"]],
  [
    "a file that is too big",
    `# ${"x".repeat(1024 * 1024)}\n`,
    ["1:1: fettle.yml is too big: at most 1048576 bytes are read"],
  ],
  [
    "a key that reaches into JavaScript",
    "people: { groups: { __proto__: { users: ['local:0'] } } }\n",
    ['1:21 people.groups.__proto__: the key "__proto__" is not allowed'],
  ],
  [
    "a key that reaches for the constructor",
    "constructor: { prototype: {} }\n",
    ['1:1 constructor: the key "constructor" is not allowed'],
  ],
];

describe("a mistake in fettle.yml is told with its place:", () => {
  test.for(mistakes)("%s", ([, yaml, expected]) => {
    using folder = temporaryFolder();
    const lines = mistakesIn(folder.path, yaml);
    // Where the words are a library's own, the place is enough.
    const told = lines.map((line, index) => {
      const [head = ""] = line.replace("fettle.yml:", "").split("\n");
      const wanted = expected[index] ?? "";
      return wanted.endsWith(": ") ? head.slice(0, wanted.length) : head;
    });
    expect(told).toEqual(expected);
    expect(lines.join("\n")).not.toContain(secret);
  });
});

test("mistakes of fettle.yml and of rule files are told together", () => {
  using folder = temporaryFolder();
  const rules = "rules:\n  - { id: a, pattern: '(', alert: x }\n";
  const lines = mistakesIn(folder.path, "rules: [rules.yml, none.yml]\n", { "rules.yml": rules });
  expect(lines.map((line) => line.split(" ")[0])).toEqual([
    expect.stringMatching(/fettle\.yml:1:20$/),
    expect.stringMatching(/rules\.yml:2:\d+$/),
  ]);
});

test("a file that two patterns stand for is read once", () => {
  using folder = temporaryFolder();
  const rules = "rules:\n  - { id: a, pattern: x, alert: x }\n";
  const options = optionsOf(folder.path, "rules: [rules.yml, 'r*.yml']\n", {
    "rules.yml": rules,
    "fettle.yml": "",
  });
  expect(options.rules).toHaveLength(1);
});

test("an empty file is a configuration with nothing but defaults", () => {
  using folder = temporaryFolder();
  for (const nothing of ["", "# nothing yet\n", "{}\n"]) {
    const { settings, notices } = optionsOf(folder.path, nothing);
    expect(settings).toMatchObject({ sources: [], rules: [], api: { listen: { port: 9464 } } });
    expect(notices).toEqual([]);
  }
});

test("a file that is not there says what to do", () => {
  expect(() => readOptions("/nonexistent/fettle.yml")).toThrow(
    /there is no file .*fettle\.yml: write one, .*--config/,
  );
});

test("a device that never ends is not read to its end", () => {
  expect(() => readOptions("/dev/zero")).toThrow(ConfigurationFault);
});

test("the house's whole example is right, and says which sections are idle", () => {
  using folder = temporaryFolder();
  const { notices, rules, policies } = optionsOf(folder.path, wholeExample, {
    "rules/net.yml": "rules:\n  - { id: net, pattern: timeout, alert: timeout }\n",
    "policies/all.cedar": "permit (principal, action, resource);\n",
    "runbooks/shop.runbook": `runbook "free the shop's disk" {\n  on event "net"\n  then [ exec "true" ]\n  verify within 1m { http "http://127.0.0.1/" status == 200 }\n}\n`,
  });
  expect({ rules: rules.length, policies: policies.length }).toEqual({ rules: 1, policies: 1 });
  expect(notices.map((notice) => /`([^`]+)`/.exec(notice)?.[1])).toEqual([
    "forecasts",
    "reports",
    "targets.import",
    "targets: ssh",
  ]);
});

test("a rule that must be tried on every line is told with what that costs here", () => {
  using folder = temporaryFolder();
  const text =
    "rules:\n  - { id: net, pattern: timeout, alert: a }\n  - { id: any, pattern: '\\d+ms?', alert: a }\n";
  const { notices } = optionsOf(folder.path, "rules: r.yml\n", { "r.yml": text });
  expect(notices).toEqual([
    expect.stringMatching(/^rule `any`: .* tried on every line, for about \d+\.\d µs each$/),
  ]);
});
