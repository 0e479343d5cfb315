import type { Person } from "#core/access";
import { Fault } from "#core/domain";
import { type Message, peopleOf, repairDetails, runbookList, runList, say } from "../bot/blocks/index.ts";
import type { Call, Command, Surroundings } from "./command.ts";

/** The verbs about repairs. Each button has one of them beside it. */

const runbooks: Command = {
  name: "runbooks",
  usage: "",
  summary: "which repairs there are, and for what",
  example: "/fettle runbooks",
  right: "plan.read",
  run: async (_, { healer }) => runbookList(healer.runbooks),
};

const runbook: Command = {
  name: "runbook",
  usage: "NAME",
  summary: "what a runbook says",
  example: '/fettle runbook "free the shop\'s disk"',
  right: "plan.read",
  run: async (call, { healer }) => {
    const name = restOf(call, 0, runbook);
    const found = healer.runbooks.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (found === undefined)
      throw new Fault(
        "missing",
        `there is no runbook ${JSON.stringify(name.slice(0, 100))}; /fettle runbooks lists them`,
      );
    return runbookList([found], true);
  },
};

const heal: Command = {
  name: "heal",
  usage: "[INCIDENT] RUNBOOK",
  summary: "show what a runbook would do, about an incident or as it is; nothing runs before it is approved",
  example: '/fettle heal inc-7 "free the shop\'s disk"',
  right: "plan.propose",
  run: async (call, around) => {
    const named = /^(?:inc-)?\d{1,12}$/i.test(call.words[0]?.text ?? "");
    const incident = named ? idOf(call, "inc", heal) : undefined;
    const name = restOf(call, named ? 1 : 0, heal);
    const repair = await around.healer.propose(call.person, { incident, runbook: name });
    return drawn(around, call.person, repair.plan.id);
  },
};

const plan: Command = {
  name: "plan",
  usage: "PLAN",
  summary: "what a plan would run, and what became of it",
  example: "/fettle plan plan-3",
  right: "plan.read",
  run: (call, around) => drawn(around, call.person, idOf(call, "plan", plan)),
};

const approve: Command = {
  name: "approve",
  usage: "PLAN",
  summary: "approve a plan: with enough approvals it runs",
  example: "/fettle approve plan-3",
  right: "plan.approve",
  run: async (call, { healer }) => {
    const { plan: voted, missing } = await healer.approve(call.person, idOf(call, "plan", approve));
    const rest = missing === 0 ? "It runs as soon as nothing holds it up." : `${missing} more to go.`;
    return say(`You have approved ${voted.id}. ${rest}`);
  },
};

const deny: Command = {
  name: "deny",
  usage: "PLAN REASON",
  summary: "say no to a plan, for good",
  example: "/fettle deny plan-3 the backup is running",
  right: "plan.approve",
  run: async (call, { healer }) => {
    const { plan: denied } = await healer.deny(call.person, idOf(call, "plan", deny), restOf(call, 1, deny));
    return say(`${denied.id} is denied.`);
  },
};

const abort: Command = {
  name: "abort",
  usage: "RUN [REASON]",
  summary: "end a run now, and everything that it started",
  example: "/fettle abort run-3 wrong host",
  right: "run.abort",
  run: async (call, { healer }) => {
    const id = idOf(call, "run", abort);
    await healer.abort(call.person, id, call.textFrom(1).trim().slice(0, 500) || "aborted by command");
    return say(`${id} is being ended.`);
  },
};

const runs: Command = {
  name: "runs",
  usage: "",
  summary: "the latest runs",
  example: "/fettle runs",
  right: "plan.read",
  run: async ({ person }, { healer }) => runList(await healer.runs(person)),
};

const receipt: Command = {
  name: "receipt",
  usage: "RUN",
  summary: "the proof of a run",
  example: "/fettle receipt run-3",
  right: "plan.read",
  run: (call, around) => drawn(around, call.person, idOf(call, "run", receipt)),
};

const pause: Command = {
  name: "pause",
  usage: "all|TARGET REASON [--hard]",
  summary: "let no repair begin; with --hard end those that run",
  example: "/fettle pause all change freeze",
  right: "heal.pause",
  run: async (call, { healer }) => {
    const scope = scopeOf(call, pause);
    const said = restOf(call, 1, pause);
    const hard = /(?:^|\s)(?:--|—)hard\b/.test(said);
    const reason = said.replace(/(?:^|\s)(?:--|—)hard\b/, "").trim();
    if (reason === "") throw new Fault("invalid", `expected a reason; try: ${pause.example}`);
    await healer.pause(call.person, { scope, reason, hard });
    return say(
      `${scope === null ? "All repairs are" : `Repairs on ${scope} are`} paused. \`/fettle resume ${scope ?? "all"}\` ends that.`,
    );
  },
};

const resume: Command = {
  name: "resume",
  usage: "all|TARGET",
  summary: "let repairs begin again",
  example: "/fettle resume all",
  right: "heal.pause",
  run: async (call, { healer }) => {
    const scope = scopeOf(call, resume);
    await healer.resume(call.person, scope);
    return say(`${scope === null ? "Repairs" : `Repairs on ${scope}`} may begin again.`);
  },
};

export const repairCommands = [
  runbooks,
  runbook,
  heal,
  plan,
  approve,
  deny,
  abort,
  runs,
  receipt,
  pause,
  resume,
] as const;

async function drawn({ healer, drawing }: Surroundings, person: Person, id: string): Promise<Message> {
  const repair = await healer.repair(person, id);
  const { nameOf } = await drawing([], { named: peopleOf(repair) });
  return repairDetails(repair, nameOf);
}

function idOf(call: Call, noun: "plan" | "run" | "inc", command: Command): string {
  const [word] = call.words;
  const found =
    word === undefined ? undefined : new RegExp(`^(?:${noun}-)?(\\d{1,12})$`, "i").exec(word.text);
  if (found?.[1] !== undefined) return `${noun}-${Number(found[1])}`;
  const came = word === undefined ? "none came" : `got ${JSON.stringify(word.text.slice(0, 40))}`;
  throw new Fault("invalid", `expected ${noun}-7 or the like, ${came}; try: ${command.example}`);
}

/** What follows, as one text; a name in quotation marks loses them. */
function restOf(call: Call, from: number, command: Command): string {
  const only = call.words.length === from + 1 ? call.words[from]?.text : undefined;
  // Keyboards of phones and Macs write their own marks.
  const text = (only ?? call.textFrom(from))
    .trim()
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"');
  if (text !== "" && text.length <= 1_000) return text;
  throw new Fault("invalid", `expected ${command.usage}; try: ${command.example}`);
}

function scopeOf({ words: [word] }: Call, command: Command): string | null {
  if (word === undefined) throw new Fault("invalid", `expected ${command.usage}; try: ${command.example}`);
  return word.text.toLowerCase() === "all" ? null : word.text;
}
