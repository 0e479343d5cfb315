import { type Access, type Guard, type Person } from "#core/access";
import { Fault } from "#core/domain";
import type { Http } from "#core/reach";
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
}

export interface DrillsOptions {
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

export function openDrills({ http, guard, access, redact, settings }: DrillsOptions): Drills {
  const action = "drill.start";
  const resourceOf = ({ name }: DrillSetting) => ({ type: "Drill", id: name }) as const;
  return {
    list: (person) =>
      settings().filter((drill) => access().can({ ...person, action, resource: resourceOf(drill) })),
    start: async (person, name) => {
      const drill = settings().find((known) => known.name === name);
      if (drill === undefined) throw new Fault("missing", `there is no drill ${JSON.stringify(name)}`);
      return guard.outside({ ...person, action, resource: resourceOf(drill) }, async () => {
        const answer = await http.request({ ...drill.break.http, timeoutMs, maxBytes: mostAnswer });
        if (answer.status >= 200 && answer.status < 300) return firstLine(redact(answer.body));
        throw new Fault("unavailable", `${drill.name}: expected a 2xx answer, got ${answer.status}`);
      });
    },
  };
}

/** Whatever the other side says is shown to people: one line of it, without what could turn or hide text. */
function firstLine(body: string): string {
  const [line = ""] = body.trim().split(/[\r\n\u2028\u2029]/);
  return line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, mostSaid);
}
