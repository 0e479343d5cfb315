import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { requirePeer } from "../bench.ts";
import { patterns, writeCorpus, writeRules } from "../log-corpus.ts";
import { rate } from "./ripgrep.ts";
import { cpuSecondsOf, scanWords, summaryOf, timed } from "./timed.ts";
import type { Part } from "./part.ts";

/** They are slow: as many lines as they take in some seconds. */
const lines = 200_000;
const quietMs = 3_000;

/** The same patterns as filters of syslog-ng and rsyslog, which copy what matches; theirs are CPU seconds until all is copied. */
export const besideSyslogs: Part = async ({ folder, lines: many, print }) => {
  const [syslogNg, rsyslog] = [requirePeer("syslog-ng"), requirePeer("rsyslogd")];
  const [file, rules] = [join(folder, "few.log"), join(folder, "rules.yml")];
  writeRules(rules);
  writeCorpus(file, { json: false, troubled: 23.5, lines });
  const expected = summaryOf(await timed(scanWords(file, rules), folder)).matched;
  // Its start would weigh more than so few lines: its rate is that of the big corpus.
  const big = join(folder, "text.log");
  if (!existsSync(big)) writeCorpus(big, { json: false, troubled: 23.5, lines: many });
  const ours = many / (await timed(scanWords(big, rules), folder)).cpuS;
  const rivals = [
    { name: "syslog-ng", must: 20, words: [syslogNg, ...syslogNgWords(folder, file)] },
    { name: "rsyslog", must: 50, words: [rsyslog, ...rsyslogWords(folder, file)] },
  ];
  for (const { name, must, words } of rivals) {
    const { cpuS, copied } = await copies(words, join(folder, `${name}.out`), expected);
    if (copied !== expected) throw new Error(`${name}: ${copied} lines matched, ${expected} were expected`);
    const times = ours / (lines / cpuS);
    print(`${name}: ${lines} lines, ${cpuS.toFixed(2)} CPU s, ${rate(lines, cpuS)}`);
    print(
      `  fettle is ${times.toFixed(0)} times as fast, must be ${must}: ${times >= must ? "met" : "MISSED"}`,
    );
  }
};

/** Runs one until it has copied as many lines as expected, or nothing more for a while. */
async function copies(words: readonly string[], out: string, expected: number) {
  const [program = "", ...rest] = words;
  const child = spawn(program, rest, { stdio: "ignore" });
  try {
    let [size, sinceMs, copied] = [-1, performance.now(), 0];
    while (performance.now() - sinceMs < quietMs && copied < expected) {
      await sleep(100);
      const now = existsSync(out) ? statSync(out).size : 0;
      if (now === size) copied = now === 0 ? 0 : readFileSync(out, "utf8").split("\n").length - 1;
      else [size, sinceMs] = [now, performance.now()];
    }
    return { copied, cpuS: cpuSecondsOf(child.pid ?? 0) };
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

function syslogNgWords(folder: string, file: string): readonly string[] {
  const quoted = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  const matches = patterns.map((pattern) => `match("${quoted(pattern)}" value("MESSAGE") type("pcre"))`);
  const config = join(folder, "syslog-ng.conf");
  writeFileSync(
    config,
    `@version: 3.38
options { stats-freq(0); mark-freq(0); };
source s { file("${file}" flags(no-parse) follow-freq(0.1)); };
filter f { ${matches.join(" or ")} };
destination d { file("${join(folder, "syslog-ng.out")}" template("$MESSAGE\\n")); };
log { source(s); filter(f); destination(d); flags(flow-control); };
`,
  );
  const at = (name: string): string => join(folder, `syslog-ng.${name}`);
  return ["-F", "-f", config, "-R", at("persist"), "-c", at("ctl"), "-p", at("pid"), "--no-caps"];
}

/** Its expressions are POSIX's, which know neither `\d` nor groups that take nothing. */
function rsyslogWords(folder: string, file: string): readonly string[] {
  const posix = (pattern: string): string =>
    pattern
      .replaceAll("(?:", "(")
      .replaceAll("\\S", "[^ ]")
      .replaceAll("\\d", "[0-9]")
      .replaceAll("\\w", "[a-zA-Z0-9_]");
  const matches = patterns.map((pattern) => `re_match($msg, '${posix(pattern)}')`);
  const config = join(folder, "rsyslog.conf");
  const work = join(folder, "rsyslog");
  mkdirSync(work);
  writeFileSync(
    config,
    `global(workDirectory="${work}")
module(load="imfile" mode="inotify")
template(name="line" type="string" string="%msg%\\n")
input(type="imfile" File="${file}" Tag="x" ruleset="r")
ruleset(name="r") {
  if (${matches.join(" or ")}) then { action(type="omfile" file="${join(folder, "rsyslog.out")}" template="line") }
}
`,
  );
  return ["-n", "-f", config, "-i", join(folder, "rsyslog.pid")];
}
