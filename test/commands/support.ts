import type { Asked } from "#core/inspect";
import { readFileSync } from "node:fs";
import { type Access, openAccess, type Person } from "#core/access";
import { actorId, Fault, formatFileFault, type Incident } from "#core/domain";
import type { Desk, IncidentCard } from "#core/incidents";
import { runCommand, type StatusFacts, type Surroundings } from "../../commands/index.ts";
import { noHealer } from "../support/no-healer.ts";

/** People, and what the example policies let them do. */
export const grace: Person = { actor: { kind: "slack", team: "T1", user: "U1" }, groups: ["oncall"] };
export const ada: Person = { actor: { kind: "slack", team: "T1", user: "U2" }, groups: ["dev"] };
export const guest: Person = {
  actor: { kind: "slack", team: "T1", user: "U8" },
  groups: ["guests", "oncall"],
};
export const stranger: Person = { actor: { kind: "slack", team: "T1", user: "U9" }, groups: [] };
export const root: Person = { actor: { kind: "local", uid: 0 }, groups: [] };

export type PolicySet = "starter" | "demo" | "none";

const files: Readonly<Record<PolicySet, readonly string[]>> = {
  starter: ["policies/starter.cedar", "policies/guests.cedar"],
  demo: ["local/policies/demo.cedar"],
  none: [],
};

/** Real policies, those of the examples. */
export async function accessOf(set: PolicySet): Promise<Access> {
  const opening = await openAccess({
    policies: files[set].map((file) => ({
      name: file,
      file,
      text: readFileSync(new URL(`../../examples/${file}`, import.meta.url), "utf8"),
    })),
    groups: { oncall: { users: [] }, dev: { users: [] }, guests: { users: [] } },
  });
  if (!opening.ok) throw new Error(opening.faults.map(formatFileFault).join("\n"));
  return opening.access;
}

const nowMs = Date.UTC(2026, 0, 1, 12);

function incidentOf(id: string): Incident {
  return {
    id,
    groupKey: "g",
    title: "net_timeout",
    severity: 4,
    labels: { env: "prod" },
    parent: null,
    openedMs: nowMs,
    changedMs: nowMs,
    state: { kind: "open", sinceMs: nowMs },
  };
}

function cardOf(id: string): IncidentCard {
  return { incident: incidentOf(id), alerts: [], firing: 1, all: 1, storm: undefined };
}

/** A desk with inc-7 on it, which writes down who does what; and all else that verbs need. */
export function openScene(access: Access) {
  const done: unknown[][] = [];
  const note = (what: string, person: Person, ...more: unknown[]): void => {
    done.push([what, actorId(person.actor), ...more]);
  };
  const found = async (id: string): Promise<Incident> => {
    if (id === "inc-7") return incidentOf(id);
    throw new Fault("missing", `there is no incident ${JSON.stringify(id)}`);
  };
  const desk: Desk = {
    list: async (person) => {
      note("list", person);
      return { cards: [cardOf("inc-7"), cardOf("inc-8")], hidden: 2, beyond: false };
    },
    card: async (person, id, limit) => {
      note("card", person, id, ...(limit === undefined ? [] : [limit]));
      return { ...cardOf(id), incident: await found(id) };
    },
    acknowledge: async (person, id, taking) => {
      note("acknowledge", person, id, taking);
      const lapsesAtMs = nowMs + 3_600_000;
      const by = actorId(person.actor);
      return {
        ...(await found(id)),
        state: { kind: "acknowledged", sinceMs: nowMs, by, atMs: nowMs, asksAtMs: null, lapsesAtMs },
      };
    },
    unacknowledge: async (person, id) => {
      note("unacknowledge", person, id);
      return found(id);
    },
    note: async (person, id, said) => {
      note("note", person, id, said);
      return found(id);
    },
    resolve: async (person, id, said) => {
      note("resolve", person, id, said);
      return found(id);
    },
  };
  const asked: Asked = {
    host: "local",
    ok: true,
    exit: 0,
    stdout: "up 3 days",
    stderr: "",
    stdoutBytes: 9,
    stderrBytes: 0,
    truncated: false,
    ms: 12,
  };
  const facts: StatusFacts = {
    version: "0.1.0",
    troubles: [],
    sockets: "2 of 2 connections",
    waiting: 1,
    failed: [],
  };
  const around: Surroundings = {
    desk,
    healer: noHealer,
    asks: {
      run: async (person, line) => {
        note("run", person, line);
        return asked;
      },
    },
    drills: {
      list: () => [drill("shop-errors", "payment_errors"), drill("a & b", "<x>")],
      start: async (person, name) => {
        note("drill", person, name);
        return "broken <now>";
      },
      score: async () => undefined,
      scoreOf: async () => undefined,
    },
    access: () => access,
    drawing: async () => ({
      mention: "",
      nameOf: (id) => id,
      linkTo: (id) => `<https://acme.test/${id}|${id}>`,
    }),
    status: async () => facts,
    membersOf: async (group) => (group === "oncall" ? ["Grace", "Radia"] : undefined),
    nameOf: async (person) => (person === grace ? "Grace & Co" : actorId(person.actor)),
  };
  const run = (typed: string, person: Person = grace, changed: Partial<Surroundings> = {}) =>
    runCommand(typed, person, { ...around, ...changed });
  return {
    /** What was done at the desk since the last call. */
    done: (): unknown[][] => done.splice(0),
    run,
    /** What whoever typed it reads. */
    ask: async (typed: string, person?: Person, changed?: Partial<Surroundings>): Promise<string> =>
      readable(await run(typed, person, changed)),
    /** The fault with which it is refused: `kind: message`. */
    refused: async (typed: string, person?: Person, changed?: Partial<Surroundings>): Promise<string> => {
      try {
        return `answered: ${readable(await run(typed, person, changed))}`;
      } catch (thrown) {
        if (thrown instanceof Fault) return `${thrown.kind}: ${thrown.message}`;
        throw thrown;
      }
    },
  };
}

export type Scene = ReturnType<typeof openScene>;

function drill(name: string, expect: string) {
  return { name, expect, break: { http: { method: "POST", url: "http://127.0.0.1/" } } } as const;
}

/** Texts of an answer's blocks, a line each. */
function readable({ blocks }: Awaited<ReturnType<typeof runCommand>>): string {
  return textsIn(blocks).join("\n");
}

function textsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "text" in value && typeof value.text === "string" ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}
