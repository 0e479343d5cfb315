import { openAccess, openGuard, type Guard } from "#core/access";
import { openBus } from "#core/bus";
import { formatFileFault, type Incident } from "#core/domain";
import {
  incidentConsumer,
  openDesk,
  openTending,
  type Route,
  settle,
  sight,
  type Sighting,
} from "#core/incidents";
import { openMetrics } from "#core/runtime";
import { handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { temporaryStore } from "../../support/temporary-store.ts";

/** Where alerts become incidents, on a real store: alerts are made by hand, and what is told is noted. */
export async function openRoom({ routes }: { routes: readonly Route[] } = { routes: [{ channel: "#ops" }] }) {
  await using opening = new AsyncDisposableStack();
  const clock = handClock();
  const { store } = opening.use(await temporaryStore(clock));
  const { log } = hearLog();
  const told: string[] = [];
  const noting = {
    name: "noting",
    types: ["fettle.incident."],
    from: "start" as const,
    handle: async ({ type, subject, data }: { type: string; subject: string; data: unknown }) => {
      const called = typeof data === "object" && data !== null && "mention" in data && data.mention === true;
      told.push(`${subject} ${type.replace("fettle.incident.", "")}${called ? " @" : ""}`);
    },
  };
  const consumers = [incidentConsumer({ clock, waitMs: 10_000 }), noting];
  opening.use(openBus({ store, clock, log, metrics: openMetrics({ defaults: false }), consumers }));
  opening.use(openTending({ store, clock, log, routes: () => routes }));
  await clock.wind(0);
  let causes = 0;

  const open = opening.move();
  return {
    store,
    clock,
    told,
    /** Takes what was told since the last call. */
    hear: (): string[] => told.splice(0),
    /** An alert is seen; its id. */
    see: async (change: Partial<Sighting> = {}): Promise<string> => {
      const cause = `c${++causes}`;
      const alert = await store.write((r) =>
        sight(
          r,
          {
            rule: "disk",
            event: "disk_full",
            severity: 3,
            subject: "web-01",
            by: {},
            labels: { env: "prod" },
            semantics: [],
            times: 1,
            earlier: 0,
            atMs: clock.nowMs(),
            cause,
            summary: () => "full",
            ...change,
          },
          clock.nowMs(),
        ),
      );
      await clock.wind(0);
      return alert?.id ?? "none";
    },
    /** The alert is over. */
    settle: async (id: string): Promise<void> => {
      await store.write(async (r) => {
        const alert = await r.alerts.byId(id);
        if (alert === undefined) throw new Error(`no alert ${id}`);
        await settle(r, alert, { atMs: clock.nowMs(), reason: "absent" });
      });
      await clock.wind(0);
    },
    incident: async (id: string): Promise<Incident> => {
      const found = await store.read((r) => r.incidents.byId(id));
      if (found === undefined) throw new Error(`no incident ${id}`);
      return found;
    },
    /** A desk in this room, whose policies are `text`; the people of `team` are local:1000 and local:1001. */
    desk: async (text: string, around: (guard: Guard) => Guard = (guard) => guard) => {
      const opened = await openAccess({
        policies: [{ name: "p", file: "p.cedar", text }],
        groups: { team: { users: ["local:1000", "local:1001"] } },
      });
      if (!opened.ok) throw new Error(opened.faults.map(formatFileFault).join("\n"));
      const access = () => opened.access;
      const guard = around(openGuard({ store, clock, access }));
      const redact = (said: string): string => said.replaceAll("hunter2", "<secret>");
      return openDesk({ store, clock, guard, access, redact });
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

export type Room = Awaited<ReturnType<typeof openRoom>>;
