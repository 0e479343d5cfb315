import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeLine } from "#core/inspect";

/** The words of each program that would run, or `character: why` it would not. */
function judged(line: string): readonly (readonly string[])[] | string {
  const verdict = judgeLine(line);
  return verdict.readOnly ? verdict.asked.map(({ argv }) => argv) : `${verdict.at + 1}: ${verdict.why}`;
}

describe("a line that only reads", () => {
  test.for([
    ["uptime && df -h", [["uptime"], ["df", "-h"]]],
    ["free -m || uptime", [["free", "-m"], ["uptime"]]],
    ["ps aux --sort=-%cpu", [["ps", "aux", "--sort=-%cpu"]]],
    ["date '+%H:%M %Z'", [["date", "+%H:%M %Z"]]],
    ["vmstat 1 5", [["vmstat", "1", "5"]]],
    ["tail -n 50 /var/log/syslog", [["tail", "-n", "50", "/var/log/syslog"]]],
    ["grep -in 'out of memory' /var/log/kern.log", [["grep", "-in", "out of memory", "/var/log/kern.log"]]],
    [
      "find /srv/data -type f -name '*.dump' -size +100M",
      [["find", "/srv/data", "-type", "f", "-name", "*.dump", "-size", "+100M"]],
    ],
    ["cat /proc/loadavg", [["cat", "/proc/loadavg"]]],
    ["ls -lah /srv/'my data'", [["ls", "-lah", "/srv/my data"]]],
    ["ip -br addr show", [["ip", "-br", "addr", "show"]]],
    ["ps -eo pid,ppid,%mem,args --sort=-%mem", [["ps", "-eo", "pid,ppid,%mem,args", "--sort=-%mem"]]],
    ["date '+%Y-%m-%d %-H:%M:%3N'", [["date", "+%Y-%m-%d %-H:%M:%3N"]]],
    ["tail -100 /var/log/syslog", [["tail", "-100", "/var/log/syslog"]]],
    ["grep -r panic /var/log", [["grep", "-r", "panic", "/var/log"]]],
    ["ls /var/log/", [["ls", "/var/log/"]]],
    ["du -s /processed", [["du", "-s", "/processed"]]],
    ["grep '{\"level\"' /var/log/app", [["grep", '{"level"', "/var/log/app"]]],
    ["grep -F '\\1{2' /var/log/app", [["grep", "-F", "\\1{2", "/var/log/app"]]],
  ] as const)("is %s", ([line, argv]) => {
    expect(judged(line)).toEqual(argv);
  });
});

describe("a line that could do more is refused with its place:", () => {
  test.for([
    ["uptime; rm -rf /", "7: one command after another, or in the background"],
    ["uptime & df", "8: one command after another, or in the background"],
    ["uptime | sh", "8: a pipe"],
    ["uptime > /etc/passwd", "8: a redirection"],
    ["uptime $(reboot)", "8: a substitution"],
    ["uptime `reboot`", "8: a substitution"],
    ['date "+$(reboot)"', "8: a substitution"],
    ["ls /var/log/*", "13: a pattern for file names; in quotation marks it is only text"],
    ["ls ~root", "4: something special to a shell"],
    ["ls {a,b}", "4: a group"],
    ["uptime\nreboot", "7: one command after another, or in the background"],
    ["uptime \0", "8: a control character"],
    ["ls a\\ b", "5: a backslash; put the word in quotation marks"],
    ["ls 'a", "4: a quotation mark that is not closed"],
    ["uptime &&", "10: a command is missing at its end"],
    ["&& uptime", "1: there is nothing before &&"],
    ["reboot", '1: "reboot" is not on the list of what only reads; known: '],
    ["PATH=/tmp uptime", '1: "PATH=/tmp" is not on the list'],
    ["/tmp/uptime", '1: "/tmp/uptime" is not on the list'],
    ["uptmie", '1: "uptmie" is not on the list of what only reads; did you mean "uptime"?'],
    ["journalctl -f", "1: journalctl cannot be asked: the journal is not readable"],
    ["__proto__", '1: "__proto__" is not on the list'],
    ["date -s 2020-01-01", "6: date -s is not on the list of what only reads"],
    ["date 010100002020", "6: date 010100002020 is not on the list of what only reads"],
    ["hostname evil", '10: hostname takes no "evil" here'],
    ["ss -K dst 10.0.0.1", "4: ss -K is not on the list of what only reads"],
    ["ss -lK", "4: ss -lK is not on the list"],
    ["ip link set eth0 down", '9: ip takes no "set" here'],
    ["ps e", '4: ps takes no "e" here'],
    ["ps auxe", '4: ps takes no "auxe" here'],
    ["tail -f /var/log/syslog", "6: tail -f is not on the list of what only reads"],
    ["vmstat 1", "8: vmstat 1 is not on the list of what only reads"],
    ["find /tmp -delete", "11: find -delete is not on the list of what only reads"],
    ["find /tmp -exec rm", "11: find -exec is not on the list"],
    ["find /tmp -fprint /tmp/x", "11: find -fprint is not on the list"],
    ["grep -f /etc/shadow x /var/log/a", "6: grep -f is not on the list"],
    ["grep -- -x /var/log/a", "6: grep -- is not on the list"],
    ["cat /etc/shadow", "5: cat reads below /var/log only, and some of /proc"],
    ["cat /var/log/../../etc/shadow", '5: "/var/log/../../etc/shadow" is no absolute path'],
    ["cat /proc/1/environ", "5: cat reads below /var/log only"],
    ["ls /proc/1/fd", "4: ls does not look into /proc"],
    ["cat secrets", '5: "secrets" is no absolute path'],
    ["cat", "1: cat needs a path"],
    ["head -n -5 /var/log/a", "6: head -n is not on the list"],
    ["head -c 20 /var/log/a", "6: head -c is not on the list"],
    ["tail -c20 /var/log/a", "6: tail -c20 is not on the list"],
    ["grep -o 'A.*' /var/log/a", "6: grep -o is not on the list"],
    ["grep -E '((a{1,255}){1,255}){1,255}' /var/log/a", "9: no counted repeat {n}"],
    ["grep x /var/log/a -E '(x{9}){9}'", '22: "(x{9}){9}" is no absolute path'],
    ["grep 'a{9}' /var/log/a -iE", "6: no counted repeat {n}"],
    ["grep -FE 'a{9}' /var/log/a", "10: no counted repeat {n}"],
    ["grep '\\(a\\)\\1' /var/log/a", "6: no counted repeat {n} and no \\1 here"],
    ["grep 'a\\{9\\}' /var/log/a", "6: no counted repeat {n}"],
    ["date +%999999999d", "6: date +%999999999d is not on the list"],
    ["vmstat -S 1 1", "8: vmstat -S is not on the list"],
    ["cat /var/logs/a", "5: cat reads below /var/log only"],
    [`uptime ${"&& uptime ".repeat(20)}`, "1: it joins more than 10 commands"],
    [`ls /${"a".repeat(2_000)}`, "1: it has more than 1000 characters"],
  ])("%s", ([line, why]) => {
    expect(String(judged(line ?? ""))).toContain(why);
    expect(judged(line ?? "")).toBeTypeOf("string");
  });
});

describe("whatever is typed", () => {
  const signs = fc.constantFrom(
    ..." \t'\"\\&|;<>$`*?[]{}()!#~^=\n\0-/.,:%+aé😀".split(""),
    "&&",
    "||",
    "uptime",
    "date",
    "+%s",
    "ls",
    "/var/log",
    "$(id)",
  );
  const line = fc.array(signs, { maxLength: 14 }).map((parts) => parts.join(""));

  test("the words of what is accepted are those that a real shell would give", () => {
    let compared = 0;
    fc.assert(
      fc.property(line, (typed) => {
        // As arguments of printf: what a shell makes of them, and no program of the list.
        const verdict = judgeLine(`uptime && ls ${typed}`);
        const own =
          verdict.readOnly && verdict.asked.length === 2 ? verdict.asked[1]?.argv.slice(1) : undefined;
        if (own === undefined || own.length === 0) return;
        compared += 1;
        const { stdout } = spawnSync("sh", ["-c", `printf '%s\\0' ${typed}`], {
          encoding: "utf8",
          timeout: 5_000,
        });
        expect(own).toEqual(stdout.split("\0").slice(0, -1));
      }),
      { numRuns: 4_000, examples: [["'/a b' \"/c d\""], ["/x'y'\"z\""], ["/a\t/b"]] },
    );
    expect(compared).toBeGreaterThan(2);
  });

  test("nothing that a shell would act on gets through unquoted", () => {
    fc.assert(
      fc.property(line, (typed) => {
        const verdict = judgeLine(typed);
        if (!verdict.readOnly) {
          expect(verdict.at).toBeGreaterThanOrEqual(0);
          expect(verdict.at).toBeLessThanOrEqual(typed.length);
          return;
        }
        const bare = typed.replaceAll(/'[^']*'|"[^"]*"/g, "").replaceAll(/&&|\|\|/g, "");
        expect(bare).not.toMatch(/[;&|<>$`*?[\]{}()!#~^\\\n\0]/);
      }),
      { numRuns: 4_000 },
    );
  });
});
