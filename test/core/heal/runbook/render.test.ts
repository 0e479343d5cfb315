import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanContent } from "#core/domain";
import type { Facts } from "#core/heal";
import { alert, facts, full, incident, shelved } from "./runbooks.ts";

function render(text: string, given: Facts = facts): PlanContent {
  const [runbook] = shelved(text);
  if (runbook === undefined) throw new Error("no runbook");
  return runbook.render(given);
}

const withStep = (step: string): string =>
  `runbook "r" { on event "disk_full"\n then [ ${step} ]\n verify within 1m { http "http://h/{{ alert.by.volume }}" status == 200 } }`;

describe("a plan", () => {
  test("holds everything that a runbook says, with its holes filled", () => {
    expect(render(full)).toEqual({
      runbook: "free the data volume",
      target: { name: "local", address: "127.0.0.1" },
      check: {
        kind: "exec",
        command: "df --output=pcent /data",
        grants: [{ kind: "read", path: "/data" }],
        parse: "([0-9]+)%",
        expect: { comparison: ">", value: 95 },
      },
      steps: [
        {
          kind: "action",
          action: "rotate_logs",
          arguments: { files: "/var/log/app/*.log", keep: 7 },
          deadlineMs: 300_000,
        },
        {
          kind: "exec",
          command: "clean-spool --older 7d",
          grants: [{ kind: "write", path: "/data/spool" }],
          deadlineMs: 60_000,
        },
      ],
      verify: {
        withinMs: 300_000,
        everyMs: 15_000,
        holdMs: 120_000,
        assertions: [
          {
            kind: "exec",
            command: "df --output=pcent /data",
            grants: [{ kind: "read", path: "/data" }],
            parse: "([0-9]+)%",
            expect: { comparison: "<", value: 80 },
          },
          {
            kind: "http",
            url: "https://127.0.0.1/healthz",
            part: "status",
            expect: { comparison: "==", value: 200 },
          },
          { kind: "metric", query: 'error_rate_5m{host="local"}', expect: { comparison: "<", value: 0.01 } },
        ],
      },
      brakes: { cooldownMs: 1_800_000, limit: { count: 3, perMs: 3_600_000 } },
      approvals: { needed: 2, group: "oncall-db", withinMs: 900_000 },
    });
  });

  test("of a short form is proved by its check, turned round", () => {
    const text = 'on event "disk_full" {\n exec "x" -> parse("([0-9]+)") > 95\n then [ exec "y" ]\n}';
    const { verify, approvals } = render(text);
    expect(verify).toMatchObject({
      withinMs: 60_000,
      assertions: [{ expect: { comparison: "<=", value: 95 } }],
    });
    expect(approvals).toMatchObject({ needed: 1, group: null });
  });

  test("has paths from where its runbook stands", () => {
    const { steps } = render(withStep('exec "x" with read "data/", write "../spool", net'));
    expect(steps[0]).toMatchObject({
      grants: [{ kind: "read", path: "/books/data" }, { kind: "write", path: "/spool" }, { kind: "net" }],
    });
  });

  test("is not made where a hole has nothing to fill it", () => {
    expect(() => render(withStep('exec "x {{ alert.by.host }}"'))).toThrow(
      "nothing fills the hole {{ alert.by.host }}",
    );
    expect(() => render(withStep('exec "x"'), { ...facts, alert: undefined })).toThrow("nothing fills");
  });
});

describe("whatever a hole is filled with", () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      "'; rm -rf /; '",
      "$(id)",
      "`id`",
      '"',
      "\\",
      "a b",
      "*",
      "~",
      "&",
      "|",
      ">x",
      "{a,b}",
      "!!",
      "é\u202Eabc",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  );
  const given = (value: string): Facts => ({
    ...facts,
    incident,
    alert: { ...alert, by: { volume: value } },
  });
  const attempt = (text: string, value: string): PlanContent | undefined => {
    try {
      return render(text, given(value));
    } catch (thrown) {
      if (thrown instanceof Error && "kind" in thrown && thrown.kind === "invalid") return undefined;
      throw thrown;
    }
  };

  test("stays one word of a command for a real shell", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const plan = attempt(
          withStep('exec "printf [%s] -- {{ alert.by.volume }} x{{ alert.by.volume }}y"'),
          value,
        );
        const step = plan?.steps[0];
        if (step?.kind !== "exec") return;
        const told = execFileSync("sh", ["-c", step.command], { encoding: "utf8" });
        expect(told).toBe(`[--][${value}][x${value}y]`);
      }),
      { numRuns: 60 },
    );
  });

  test("is never an option where a word begins with it", () => {
    expect(attempt(withStep('exec "rm {{ alert.by.volume }}"'), "-rf")).toBeUndefined();
    expect(attempt(withStep('exec "rm ./{{ alert.by.volume }}"'), "-rf")).toBeDefined();
  });

  test("stays one part of a URL, and one value of a label", () => {
    const text = `runbook "r" { on event "disk_full"\n then [ exec "x" ]\n verify within 1m { http "http://h/a/{{ alert.by.volume }}?b" status == 200\n metric 'up{v="{{ alert.by.volume }}"}' > 0 } }`;
    fc.assert(
      fc.property(hostile, (value) => {
        const [http, metric] = attempt(text, value)?.verify.assertions ?? [];
        if (http?.kind !== "http" || metric?.kind !== "metric") return;
        const url = new URL(http.url);
        expect([url.host, decodeURIComponent(url.pathname.slice(3)), url.search]).toEqual(["h", value, "?b"]);
        const inside = /^up\{v="((?:[^"\\]|\\.)*)"\}$/s.exec(metric.query)?.[1];
        expect(inside?.replaceAll(/\\(.)/gs, "$1")).toBe(value);
      }),
    );
  });

  test("is refused where it is more than one line", () => {
    for (const value of ["a\nb", "a\0b", "a\u2028b"]) {
      expect(attempt(withStep('exec "x {{ alert.by.volume }}"'), value)).toBeUndefined();
    }
  });
});
