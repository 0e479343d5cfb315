import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault } from "#core/domain";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { optionsOf, wholeExample } from "./config-folder.ts";

describe("whatever stands in fettle.yml", () => {
  test("settings that are right are read the same a second time", () => {
    using folder = temporaryFolder();
    fc.assert(
      fc.property(validSettings, (settings) => {
        const once = optionsOf(folder.path, JSON.stringify(settings)).settings;
        expect(optionsOf(folder.path, JSON.stringify(settings, null, 2)).settings).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });

  test("a mutilated file gives mistakes or settings, and never anything else", () => {
    using folder = temporaryFolder();
    const cut = fc.tuple(fc.nat(), fc.nat(30), fc.string({ maxLength: 12, unit: "binary" }));
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        let text = wholeExample;
        for (const [at, length, put] of cuts) {
          const from = at % text.length;
          text = text.slice(0, from) + put + text.slice(from + length);
        }
        expect(() => outcomeOf(folder.path, text)).not.toThrow();
      }),
      { numRuns: 400 },
    );
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/).filter((text) => text !== "local");
const seconds = fc.integer({ min: 5, max: 3_600 }).map((count) => `${count}s`);

/** As a person may write it: each section there or not, names unique. */
const validSettings = fc
  .uniqueArray(name, { minLength: 6, maxLength: 6 })
  .chain(([group = "", host = "", source = "", first = "", second = "", forecast = ""]) =>
    fc.record(
      {
        people: fc.constant({ groups: { [group]: { users: ["local:0", "U123"] } } }),
        targets: fc.constant({ hosts: [{ name: host, address: "10.0.0.1", labels: { env: "prod" } }] }),
        sources: fc.constantFrom([], [{ file: `/var/log/${source}/*.log`, from: "end" }]),
        checks: fc.tuple(seconds, fc.integer({ min: 1, max: 5 })).map(([every, severity]) => [
          { probe: "http", url: "http://127.0.0.1/", every, event: first, severity },
          { probe: "http", url: "https://h/x?y=1", every, event: second, expect: { status: "2xx" } },
        ]),
        forecasts: fc.constant([{ name: forecast, query: "up", horizon: "7d" }]),
        redact: fc.constantFrom({ patterns: ["card=\\d+"] }, { keep: ["inventory"] }),
        api: fc.constantFrom({ listen: "off" }, { listen: "[::1]:0", metricsAllow: ["::1/128"] }),
        routes: fc.constant([
          { match: { severity: ">= 4", labels: { env: "prod" } }, channel: "#a" },
          { channel: "#b" },
        ]),
      },
      { requiredKeys: [] },
    ),
  );

/** What reading gave; only a bug is thrown. */
function outcomeOf(folder: string, text: string): unknown {
  try {
    return optionsOf(folder, text);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return thrown;
  }
}
