import { type Access, type Guard, type Person } from "#core/access";
import { Fault } from "#core/domain";
import { suggestion } from "#core/expr";
import type { Http } from "#core/reach";
import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import { readScore, type Scorecard } from "./drill-score.ts";
import type { DrillSetting } from "./options.ts";

/** Faults made on purpose, so that people see how one is noticed and repaired before a real one comes. */
export interface Drills {
  /** Those that this person may start, in the order in which they are configured. */
  list(person: Person): readonly DrillSetting[];
  /**
   * Breaks what the drill breaks; resolves with what the other side said of it, in one line.
   * Faults: `missing` for an unknown name, `Denied` without the right, `unavailable` and `timeout` when the
   * other side does not do it.
   */
  start(person: Person, name: string): Promise<string>;
  /**
   * How far a drill has come since it was started last; undefined where this process has not started it.
   * Faults: `missing` for an unknown name, `Denied` without the right.
   */
  score(person: Person, name: string): Promise<Scorecard | undefined>;
  /** The drill that an incident came of, for what everybody in its channel sees; undefined for a real one. */
  scoreOf(incident: string): Promise<Scorecard | undefined>;
}

export interface DrillsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly http: Http;
  readonly guard: Guard;
  readonly access: () => Access;
  /** What the other side says goes through it. */
  readonly redact: (text: string) => string;
  /** As configured now. */
  readonly settings: () => readonly DrillSetting[];
}

const timeoutMs = 5_000;
const mostAnswer = 2_000;
const mostSaid = 200;

export function openDrills(options: DrillsOptions): Drills {
  const { store, clock, http, guard, access, redact, settings } = options;
  const startedMs = new Map<string, number>();
  const action = "drill.start";
  const resourceOf = ({ name }: DrillSetting) => ({ type: "Drill", id: name }) as const;

  function allowed(person: Person): readonly DrillSetting[] {
    return settings().filter((drill) => access().can({ ...person, action, resource: resourceOf(drill) }));
  }

  /** Whoever may not start a drill is not told of it either. */
  function expectDrill(person: Person, name: string): DrillSetting {
    const drill = settings().find((known) => known.name === name);
    if (drill !== undefined) return drill;
    const names = allowed(person).map((known) => known.name);
    const hint = names.length === 0 ? "" : `; ${suggestion(name, names)}`;
    throw new Fault("missing", `there is no drill ${JSON.stringify(name)}${hint}`);
  }

  function scoreNow(drill: DrillSetting): Promise<Scorecard | undefined> {
    const brokenMs = startedMs.get(drill.name);
    if (brokenMs === undefined) return Promise.resolve(undefined);
    return store.read((r) => readScore(r, drill, brokenMs));
  }

  return {
    list: allowed,
    start: async (person, name) => {
      const drill = expectDrill(person, name);
      return guard.outside({ ...person, action, resource: resourceOf(drill) }, async () => {
        const nowMs = clock.nowMs();
        const answer = await http.request({ ...drill.break.http, timeoutMs, maxBytes: mostAnswer });
        if (answer.status < 200 || answer.status >= 300)
          throw new Fault("unavailable", `${drill.name}: expected a 2xx answer, got ${answer.status}`);
        startedMs.set(drill.name, nowMs);
        return firstLine(redact(answer.body));
      });
    },
    score: async (person, name) => {
      const drill = expectDrill(person, name);
      guard.expect({ ...person, action, resource: resourceOf(drill) });
      return scoreNow(drill);
    },
    scoreOf: async (incident) => {
      const all = await Promise.all(settings().map(scoreNow));
      return all.find((score) => score?.incident === incident);
    },
  };
}

/** Whatever the other side says is shown to people: one line of it, without what could turn or hide text. */
function firstLine(body: string): string {
  const [line = ""] = body.trim().split(/[\r\n\u2028\u2029]/);
  return line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, mostSaid);
}
