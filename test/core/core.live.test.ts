import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCore } from "#core";
import { openAccess } from "#core/access";
import { emptyShelf } from "#core/heal";
import { noRepairs } from "../support/no-repairs.ts";
import { openRedactor } from "#core/redact";
import { openMetrics } from "#core/runtime";
import { handClock } from "../support/hand-clock.ts";
import { hearLog } from "../support/heard-log.ts";
import { readToEnd } from "../support/read-to-end.ts";
import { rulesOf } from "../support/rules.ts";
import { temporaryStore } from "../support/temporary-store.ts";

test("a restart at any point goes on where it was: no line is lost, read twice or told twice", async () => {
  const clock = handClock();
  await using kept = await temporaryStore(clock);
  const { store, folder } = kept;
  const log = join(folder, "app.log");
  const told: string[] = [];
  writeFileSync(log, "the program has started\n");

  const start = async () => {
    const opened = await openAccess({ policies: [], groups: {} });
    if (!opened.ok) throw new Error("no access");
    const noting = {
      name: "noting",
      types: ["fettle.incident."],
      from: "start" as const,
      handle: async ({ type }: { type: string }) => void told.push(type),
    };
    return openCore({
      store,
      clock,
      log: hearLog().log,
      metrics: openMetrics({ defaults: false }),
      consumers: [noting],
      access: opened.access,
      drills: [],
      routes: () => [],
      shelf: emptyShelf,
      repairs: noRepairs,
      inspect: {
        rules: rulesOf({ pattern: "disk full", alert: "disk full" }),
        sources: [{ id: "shop", globs: [log], labels: {}, from: "start", format: "auto" }],
        checks: [],
        redactor: openRedactor({ key: Buffer.alloc(32, 1) }),
        subject: (_, source) => source,
      },
    });
  };

  for (let life = 0; life < 3; life++) {
    await using _ = await start();
    await readToEnd(store, clock, { source: "shop", file: log });
    appendFileSync(log, "disk full\nall is well\n");
    await readToEnd(store, clock, { source: "shop", file: log });
    // It ends with a line unread.
    appendFileSync(log, "disk full\n");
  }
  await using _ = await start();
  await readToEnd(store, clock, { source: "shop", file: log });
  await clock.wind(12_000);
  const firing = await store.read((r) => r.alerts.listFiring(10));
  expect(firing.map(({ summary, count }) => `${summary} ×${count}`)).toEqual(["disk full ×6"]);
  expect(told).toEqual(["fettle.incident.opened"]);
});
