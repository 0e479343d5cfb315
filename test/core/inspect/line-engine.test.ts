import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Labels } from "#core/domain";
import type { Chunk, ChunkVerdict, Rule } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { openLineEngine } from "../../../core/inspect/line-engine.ts";
import { parserFor } from "../../../core/inspect/parse/parser.ts";
import { chunkOf } from "../../support/hand-source.ts";
import { rulesOf } from "../../support/rules.ts";

const redactor = openRedactor({ key: Buffer.alloc(32, 1) });

function judgeChunk(rules: readonly Rule[], chunk: Chunk, labels: Labels = {}): ChunkVerdict {
  const traits = { parse: parserFor("auto"), labels };
  return openLineEngine({ rules, redactor, source: () => traits }).judge(chunk);
}

function judgeLines(
  rule: Readonly<Record<string, unknown>>,
  lines: readonly string[],
  labels: Labels = {},
): ChunkVerdict {
  return judgeChunk(rulesOf(rule), chunkOf(lines), labels);
}

/** The one hit of one line, as everything outside sees it. */
function hitOf(rule: Readonly<Record<string, unknown>>, line: string, given: Labels = {}) {
  const { hits } = judgeLines(rule, [line], given);
  const [hit] = hits;
  if (hit === undefined || hits.length > 1) throw new Error(`expected one hit, got ${hits.length}`);
  const { offset, timeMs, severity, by, labels } = hit;
  return { rule: hit.rule, offset, timeMs, severity, by, labels, summary: hit.summary() };
}

test("lines, matched lines and hits are what the simplest reading of the rules says", () => {
  const word = fc.constantFrom("disk", "full", "net", "timeout", "ok", "7", "12", "x");
  const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));
  const rule = fc.record({
    needle: word,
    when: fc.option(fc.integer({ min: 0, max: 15 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.array(rule, { maxLength: 5 }), (lines, wishes) => {
      const rules = rulesOf(
        ...wishes.map(({ needle, when }, index) => ({
          id: `r${index}`,
          pattern: String.raw`\b${needle}\b(?: (?<n>\d+)\b)?`,
          ...(when === undefined ? {} : { when: `n > ${when}` }),
        })),
      );
      const verdict = judgeChunk(rules, chunkOf(lines));

      const expected: string[] = [];
      let matched = 0;
      let offset = 0;
      for (const text of lines) {
        const words = text.split(" ");
        if (wishes.some(({ needle }) => words.includes(needle))) matched++;
        for (const [index, { needle, when }] of wishes.entries()) {
          const at = words.indexOf(needle);
          const next = words[at + 1] ?? "";
          const holds = when === undefined || (/^\d+$/.test(next) && Number(next) > when);
          if (at !== -1 && holds) expected.push(`r${index}@${offset}`);
        }
        offset += text.length + 1;
      }
      expect(verdict.lines).toBe(lines.length);
      expect(verdict.matched).toBe(matched);
      expect(verdict.hits.map((hit) => `${hit.rule}@${hit.offset}`)).toEqual(expected);
    }),
  );
});

test("a value that is not of its type is counted, and the other lines are judged", () => {
  const rule = { pattern: "port (?<p>.+)", types: { p: "int" }, when: "p > 5" };
  const verdict = judgeLines(rule, ["port http", "port 80", "port 4"]);
  expect(verdict).toMatchObject({ lines: 3, matched: 3, unconverted: 1, hits: [{ offset: 10 }] });
});

describe("a pattern sees a JSON line as it stands and what its strings say", () => {
  const rule = { pattern: "disk full on (?<where>/[a-z]+)", by: ["where"] };
  test.each([
    ["an escaped space", String.raw`{"msg":"disk\u0020full on /data"}`],
    ["an escaped letter and slash", String.raw`{"msg":"\u0064isk full on \/data"}`],
    ["a nested string", String.raw`{"a":{"b":["disk full\u0020on \/data"]}}`],
    ["space before the object", String.raw`  {"msg":"disk full\u0020on /data"}`],
  ])("%s hides nothing", (_, line) => {
    expect(hitOf(rule, line).by).toEqual({ where: "/data" });
  });

  test("but plain text is no JSON, and its backslashes stay", () => {
    expect(judgeLines(rule, [String.raw`disk\u0020full on /data`]).matched).toBe(0);
  });

  test("and a line that matches in both ways is one hit", () => {
    expect(
      judgeLines(rule, [String.raw`{"a":"disk full on /data","b":"disk full on \/data"}`]).hits,
    ).toHaveLength(1);
  });
});

describe("where a value comes from", () => {
  const by = (name: string, line: string, labels: Labels = {}): string =>
    hitOf({ pattern: "x", by: [name] }, line, labels).by[name] ?? "nothing";

  test("words of the operator and of Fettle are shown, though no line holds them", () => {
    expect(by("env", "x", { env: "prod" })).toBe("prod");
    expect(by("host", "x", { host: "web-01" })).toBe("web-01");
    expect(by("source", "x")).toBe("app");
    expect(by("level", '{"lvl":"ERR","msg":"x"}')).toBe("error");
    expect(hitOf({ pattern: "x", alert: "{{ host }}" }, "x", { host: "web-01" })).toMatchObject({
      labels: { host: "web-01" },
      summary: "web-01",
    });
  });

  test("a host in the line goes before the one that the operator names for lines without", () => {
    const hit = hitOf({ pattern: "x" }, '{"host":"web-02","msg":"x"}', { host: "web-01", env: "prod" });
    expect(hit.labels).toEqual({ host: "web-02", env: "prod" });
  });

  test("a field is shown in the form that JSON gives it", () => {
    const line = '{"x":1, "code": 1e3, "at": { "zone": "a", "rack": 7 }, "none": null}';
    expect(by("code", line)).toBe("1000");
    expect(by("at", line)).toBe('{"zone":"a","rack":7}');
    expect(by("none", line)).toBe("");
  });

  test.each(["constructor", "toString", "__proto__", "valueOf"])(
    "a key called %s is empty until a line says it",
    (name) => {
      expect(Object.entries(hitOf({ pattern: "x", by: [name] }, "x").by)).toEqual([[name, ""]]);
      const said = hitOf({ pattern: "x", by: [name] }, `{"${name}":"said","msg":"x"}`);
      expect(Object.entries(said.by)).toEqual([[name, "said"]]);
    },
  );

  test("a long value is cut, and never inside a character", () => {
    const value = by("message", `x${"😀".repeat(30_000)}`);
    expect(value).toMatch(/^x😀+…$/u);
    expect(value.length).toBeLessThanOrEqual(200);
    const long = JSON.stringify({ msg: "x", host: "h".repeat(60_000), service: "\u0001".repeat(9_000) });
    expect(JSON.stringify(hitOf({ pattern: "x" }, long)).length).toBeLessThan(3_000);
  });
});

describe("no secret leaves", () => {
  /** Nothing that the rest of a line or a rule could hold by chance. */
  const secret = fc
    .stringMatching(/^[A-Za-z0-9!$%^*_+.]{8,30}$/)
    .filter((text) => /[A-Za-z]{3}/.test(text) && !/^(.)\1*$/.test(text) && !text.endsWith("."));
  const written = fc.constantFrom<(secret: string) => string>(
    (value) => `login password=${value} failed`,
    (value) => `x POST /login?user=a&password=${value} failed`,
    (value) => `Authorization: Bearer ${value}${value} failed`,
    (value) => JSON.stringify({ msg: "failed", password: value }),
    (value) => JSON.stringify({ msg: `password=${value} failed` }),
    (value) => JSON.stringify({ msg: `it\\failed "password": ${value} ` }),
    (value) => JSON.stringify({ msg: `password=${value} failed` }).replace("ssw", String.raw`ss\u0077`),
    (value) => JSON.stringify({ msg: "failed", password: value }).replace(value, escaped(value)),
    (value) => JSON.stringify({ msg: "failed", auth: { token: value } }),
    (value) => JSON.stringify({ msg: "failed", host: `password=${value}`, service: `token=${value}` }),
  );
  const time = "2026-01-02T03:04:05.000000000Z";
  const wrapped = fc.constantFrom<(line: string) => string>(
    (line) => line,
    (line) => `${time} stdout F ${line}`,
    (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time }),
    (line) => `a record with password=other\n  ${line}`,
  );
  const pattern = fc.constantFrom(
    String.raw`(?i)(?:password|pass\\u0077ord|token|bearer)[^A-Za-z0-9]*(?<got>\S+)`,
    String.raw`(?<got>[A-Za-z0-9!$%^*_+.]{8,})`,
    "(?<got>.*)failed(?<tail>.*)",
    String.raw`(?:word|value)\W+(?<got>[^"\s]+)`,
  );
  const template = fc.constantFrom(
    "{{ got }}",
    "was {{ got | append: ' x' | upcase | downcase }}",
    "{{ message }} of {{ host }} {{ service }}",
    "{{ record.fields.password }} {{ record.fields.auth | json }}",
    "{{ record.message }}{% if got %}{{ got | truncate: 12 }}{% endif %}",
  );

  function escaped(text: string): string {
    const code = (text.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    return `\\u${code}${text.slice(1)}`;
  }

  test("in any part of a hit, however the line is written, caught and shown", () => {
    fc.assert(
      fc.property(
        fc.tuple(secret, written, wrapped, pattern, template),
        ([value, write, wrap, source, alert]) => {
          const line = wrap(write(value));
          const rule = { pattern: source, alert, by: ["got", "message", "host", "password", "auth"] };
          for (const hit of judgeLines(rule, [line]).hits) {
            const { by, labels } = hit;
            const outside = JSON.stringify({ by, labels, summary: hit.summary() }).toLowerCase();
            // A cut value is a secret still.
            expect(outside).not.toContain(value.slice(0, 8).toLowerCase());
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test("and what is no secret stays readable, so that an alert still helps", () => {
    const rule = { pattern: "user=(?<user>[a-z]+)", by: ["user"], alert: "{{ user }} at {{ host }}" };
    const line = '{"msg":"user=ann password=hunter2","host":"web-01"}';
    expect(hitOf(rule, line)).toMatchObject({ by: { user: "ann" }, summary: "ann at web-01" });
  });

  test("the number behind a secret name is hidden by that name", () => {
    const rule = { pattern: "x", by: ["pin_token"], alert: "{{ record.fields.pin_token }}" };
    const hit = hitOf(rule, '{"msg":"x","pin_token":7.3e3}');
    expect(JSON.stringify(hit)).not.toContain("7300");
  });
});

describe("a secret that stands below its name in JSON", () => {
  const caught = { pattern: "(?<v>hunt[a-z0-9]*)?", by: ["v", "message"], alert: "{{ v }} {{ message }}" };

  test.each([
    ["in an object", '{"secret":{"a":"hunter2"}}'],
    ["in a list, deep", '{"db":{"credentials":[{"user":"shop","also":["hunter2"]}]}}'],
    ["beside itself under another name", '{"secret":{"a":"hunter2"},"msg":"got hunter2"}'],
    ["in what a container wrote", '2026-01-02T03:04:05.0Z stdout F {"secret":{"a":"hunter2"}}'],
    [
      "in what Docker made of that",
      JSON.stringify({
        log: '{"secret":{"a":"hunter2"}}\n',
        stream: "stdout",
        time: "2026-01-02T03:04:05.0Z",
      }),
    ],
    ["written with escapes", String.raw`{"secret":{"a":"hunt\u0065r2"}}`],
    ["below a name with escapes", String.raw`{"secre\u0074":{"a":"hunter2"}}`],
    ["as the part that a pattern caught", '{"secret":{"a":"my hunter2!"}}'],
    [
      "among too many",
      JSON.stringify({ secret: { a: "hunter2", b: Array.from({ length: 200 }, (_, i) => 10_000 + i) } }),
    ],
  ])("is hidden %s", (_, line) => {
    expect(JSON.stringify(hitOf(caught, line))).not.toMatch(/hunt|er2/);
  });

  test("has the pseudonym that it has as a field, and the rest of its line stays", () => {
    const line = '{"secret":{"a":"hunter2"},"msg":"disk full on web-01"}';
    const rule = { pattern: "hunter2", alert: "{{ message }} {{ record.fields.secret.a }}" };
    const { summary } = hitOf({ ...rule, by: ["message"] }, line);
    expect(summary).toBe(`disk full on web-01 ${redactor.pseudonym("secret", "hunter2")}`);
    const plain = hitOf({ pattern: "hunter2", alert: "{{ message }}" }, '{"secret":{"a":"hunter2"},"b":1}');
    expect(plain.summary).toBe(`{"secret":{"a":"${redactor.pseudonym("secret", "hunter2")}"},"b":1}`);
  });
});

describe("a hostile line costs itself", () => {
  const rules = rulesOf(
    { id: "all", pattern: "(?<all>.*)", by: ["all", "host"], alert: "{{ all }} {{ record.fields.x }}" },
    {
      id: "field",
      pattern: "a",
      when: 'record.fields.a == "b" && all == ""',
      by: ["all"],
      alert: "{{ time }}",
    },
  );
  test.each([
    ["control characters", "\u0000\u001B[2J\u0007a\u2028\r"],
    ["64 KiB of one letter", "a".repeat(65_536)],
    ["invalid JSON", '{"a": "b'],
    ["JSON that nests 30,000 deep", `{"a\\u0020":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
    ["__proto__", String.raw`{"__proto__":{"a":"b"},"constructor":"a","a\u0020":1}`],
    ["a time past all calendars", '{"time":9e19,"a":"b"}'],
    ["half a character", String.raw`{"a":"\ud800","host":"\udfff"}`],
    ["a template in the line", '{"a":"{{ record }}{% raw %}"}'],
    ["many fields", `{${Array.from({ length: 5_000 }, (_, i) => `"a${i}":${i}`).join(",")}}`],
  ])("%s", (_, line) => {
    const verdict = judgeChunk(rules, chunkOf(["first", line, "last"]));
    expect(verdict).toMatchObject({ lines: 3, matched: 3 });
    for (const hit of verdict.hits) {
      expect(hit.summary().length).toBeLessThanOrEqual(4_096);
      expect(hit.timeMs === null || Number.isSafeInteger(hit.timeMs)).toBe(true);
    }
    expect(verdict.hits.at(-1)?.by).toMatchObject({ all: "last" });
  });

  test("bytes that are no text are judged as well", () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x61, 0x0a]), Buffer.from("last\n")]);
    const verdict = judgeChunk(rules, { ...chunkOf([]), bytes });
    expect(verdict.hits.filter(({ rule }) => rule === "all").map(({ by }) => by["all"])).toEqual([
      "\uFFFD\uFFFDa",
      "last",
    ]);
  });
});
