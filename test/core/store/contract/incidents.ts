import { expect, test } from "vitest";
import type { IncidentState } from "#core/domain";
import type { OpenStoreUnderTest } from "../contract.ts";
import { anAlert, anIncident } from "../nouns.ts";

export function incidentContract(open: OpenStoreUnderTest): void {
  test("ids count up and are never given twice", async () => {
    await using under = await open();
    const given = await Promise.all(
      Array.from({ length: 12 }, () => under.store.write(({ incidents }) => incidents.nextId())),
    );
    expect(given).toEqual(Array.from({ length: 12 }, (_, i) => `inc-${i + 1}`));
  });

  test("old resolved incidents are forgotten with their alerts, the oldest first, and no others", async () => {
    await using under = await open();
    const over = (atMs: number): IncidentState => ({
      kind: "resolved",
      sinceMs: 1,
      atMs,
      by: null,
      note: null,
    });
    await under.store.write(async ({ incidents, alerts }) => {
      for (const [id, state] of [
        ["inc-1", over(30)],
        ["inc-2", over(10)],
        ["inc-3", over(20)],
        ["inc-4", { kind: "open", sinceMs: 1 }],
      ] as const) {
        await incidents.put(anIncident({ id, groupKey: id, state }));
        await alerts.put(anAlert({ id: `alert-${id}`, fingerprint: id }));
        await incidents.attach(id, `alert-${id}`);
      }
      expect(await incidents.forget(30, 1)).toBe(1);
      expect(await incidents.byId("inc-2")).toBeUndefined();
      expect(await alerts.byId("alert-inc-2")).toBeUndefined();
      expect(await incidents.forget(30, 10)).toBe(1);
      expect(await incidents.forget(30, 10)).toBe(0);
      expect(await incidents.byId("inc-1")).toBeDefined();
      expect(await alerts.byId("alert-inc-4")).toBeDefined();
    });
  });

  test("each state of an incident comes back as it went in", async () => {
    await using under = await open();
    const states: IncidentState[] = [
      { kind: "gathering", sinceMs: 0, untilMs: 1 },
      { kind: "open", sinceMs: 1 },
      { kind: "acknowledged", sinceMs: 1, by: "slack:T1/U1", atMs: 2, asksAtMs: null, lapsesAtMs: 3 },
      { kind: "resolved", sinceMs: 1, atMs: 2, by: null, note: null },
    ];
    await under.store.write(async ({ incidents }) => {
      for (const state of states) {
        const incident = anIncident({ state, parent: "inc-9" });
        await incidents.put(incident);
        expect(await incidents.byId("inc-1")).toEqual(incident);
      }
      expect(await incidents.byId("inc-2")).toBeUndefined();
    });
  });

  test("a second unresolved incident of a group is a conflict; after a resolved one it is the latest", async () => {
    await using under = await open();
    await under.store.write(({ incidents }) => incidents.put(anIncident({ id: "inc-9" })));
    const second = anIncident({ id: "inc-10" });
    const refused = under.store.write(({ incidents }) => incidents.put(second));
    await expect(refused).rejects.toMatchObject({ kind: "conflict" });
    await under.store.write(async ({ incidents }) => {
      const resolved = anIncident({
        id: "inc-9",
        state: { kind: "resolved", sinceMs: 1, atMs: 2, by: null, note: null },
      });
      await incidents.put(resolved);
      expect(await incidents.latestOfGroup(resolved.groupKey)).toEqual(resolved);
      await incidents.put(second);
      expect(await incidents.latestOfGroup(resolved.groupKey)).toEqual(second);
      expect(await incidents.latestOfGroup("another")).toBeUndefined();
    });
  });

  test("a group key may hold any character", async () => {
    await using under = await open();
    const odd = anIncident({ groupKey: 'half \ud83d, nul \0, "quoted"' });
    await under.store.write(async ({ incidents }) => {
      await incidents.put(odd);
      expect(await incidents.latestOfGroup(odd.groupKey)).toEqual(odd);
    });
  });

  test("alerts belong to one incident, are counted, and come firing first, then worst", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts, incidents }) => {
      await incidents.put(anIncident());
      await incidents.put(anIncident({ id: "inc-2", groupKey: "other" }));
      expect(await incidents.countAlerts("inc-1")).toEqual({ firing: 0, all: 0 });
      await alerts.put(
        anAlert({
          id: "over",
          severity: 5,
          state: { kind: "resolved", sinceMs: 1, atMs: 2, reason: "absent" },
        }),
      );
      await alerts.put(anAlert({ id: "minor", fingerprint: "f-2", severity: 2 }));
      await alerts.put(anAlert({ id: "bad", fingerprint: "f-3", severity: 4 }));
      for (const id of ["over", "minor", "bad", "bad"]) await incidents.attach("inc-1", id);
      expect((await incidents.alertsOf("inc-1", 10)).map(({ id }) => id)).toEqual(["bad", "minor", "over"]);
      expect((await incidents.alertsOf("inc-1", 1)).map(({ id }) => id)).toEqual(["bad"]);
      expect(await incidents.countAlerts("inc-1")).toEqual({ firing: 2, all: 3 });
      expect((await incidents.ofAlert("bad"))?.id).toBe("inc-1");
      await incidents.attach("inc-2", "bad");
      expect((await incidents.ofAlert("bad"))?.id).toBe("inc-2");
      expect(await incidents.countAlerts("inc-1")).toEqual({ firing: 1, all: 2 });
      expect(await incidents.ofAlert("unknown")).toBeUndefined();
    });
  });

  test("attaching what is not there is a missing Fault", async () => {
    await using under = await open();
    const attaching = under.store.write(({ incidents }) => incidents.attach("inc-1", "al-1"));
    await expect(attaching).rejects.toMatchObject({ kind: "missing" });
  });

  test("unresolved incidents are listed worst first, then newest", async () => {
    await using under = await open();
    await under.store.write(async ({ incidents }) => {
      const put = (id: string, severity: 2 | 5, openedMs: number) =>
        incidents.put(anIncident({ id, groupKey: id, severity, openedMs }));
      await put("old", 5, 1);
      await put("minor", 2, 9);
      await put("new", 5, 2);
      await incidents.put(
        anIncident({
          id: "over",
          groupKey: "over",
          state: { kind: "resolved", sinceMs: 1, atMs: 2, by: null, note: null },
        }),
      );
      expect((await incidents.listOpen(10)).map(({ id }) => id)).toEqual(["new", "old", "minor"]);
      expect((await incidents.listOpen(1)).map(({ id }) => id)).toEqual(["new"]);
    });
  });

  test("a storm has the alerts of its parts, which are listed below it and not beside it", async () => {
    await using under = await open();
    await under.store.write(async ({ alerts, incidents }) => {
      expect(await incidents.countChildren("inc-9")).toEqual({ open: 0, all: 0, newestMs: 0 });
      await incidents.put(anIncident({ id: "inc-9", groupKey: "storm", openedMs: 5 }));
      const over: IncidentState = { kind: "resolved", sinceMs: 1, atMs: 2, by: null, note: null };
      for (const [id, change] of [
        ["inc-1", { openedMs: 1 }],
        ["inc-2", { openedMs: 3, severity: 5 as const }],
        ["inc-3", { openedMs: 4, severity: 5 as const, state: over }],
      ] as const) {
        await incidents.put(anIncident({ id, groupKey: id, parent: "inc-9", ...change }));
        await alerts.put(anAlert({ id: `al-${id}`, fingerprint: id }));
        await incidents.attach(id, `al-${id}`);
      }
      await incidents.put(anIncident({ id: "inc-4", groupKey: "inc-4", openedMs: 2 }));
      expect((await incidents.listOpen(10)).map(({ id }) => id)).toEqual(["inc-9", "inc-4"]);
      expect((await incidents.childrenOf("inc-9", 10)).map(({ id }) => id)).toEqual([
        "inc-2",
        "inc-1",
        "inc-3",
      ]);
      expect((await incidents.childrenOf("inc-9", 1)).map(({ id }) => id)).toEqual(["inc-2"]);
      expect(await incidents.countChildren("inc-9")).toEqual({ open: 2, all: 3, newestMs: 4 });
      expect((await incidents.alertsOf("inc-9", 10)).map(({ id }) => id)).toEqual([
        "al-inc-1",
        "al-inc-2",
        "al-inc-3",
      ]);
      expect(await incidents.countAlerts("inc-9")).toEqual({ firing: 3, all: 3 });
      expect(await incidents.countAlerts("inc-2")).toEqual({ firing: 1, all: 1 });
      expect((await incidents.openedSince(2, 10)).map(({ id }) => id)).toEqual(["inc-4", "inc-9"]);
      expect((await incidents.openedSince(3, 10)).map(({ id }) => id)).toEqual(["inc-9"]);
    });
  });

  test("an incident is due from the moment its wait or acknowledgement ends", async () => {
    await using under = await open();
    await under.store.write(async ({ incidents }) => {
      const put = (id: string, state: IncidentState) =>
        incidents.put(anIncident({ id, groupKey: id, state }));
      await put("waits", { kind: "gathering", sinceMs: 0, untilMs: 20 });
      await put("lapses", {
        kind: "acknowledged",
        sinceMs: 1,
        by: "x",
        atMs: 2,
        asksAtMs: null,
        lapsesAtMs: 10,
      });
      await put("asks", { kind: "acknowledged", sinceMs: 1, by: "x", atMs: 2, asksAtMs: 15, lapsesAtMs: 40 });
      await put("open", { kind: "open", sinceMs: 1 });
      const due = async (nowMs: number) => (await incidents.due(nowMs, 10)).map(({ id }) => id);
      expect(await due(9)).toEqual([]);
      expect(await due(10)).toEqual(["lapses"]);
      expect(await due(20)).toEqual(["lapses", "asks", "waits"]);
      await put("waits", { kind: "open", sinceMs: 20 });
      expect(await due(20)).toEqual(["lapses", "asks"]);
    });
  });
}
