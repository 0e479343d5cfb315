import type { Assertion, Grant, Measurement, Plan, PlanStep, Run } from "#core/domain";
import { assertionWords, type Repair, signatures, stepWords } from "#core/heal";
import { spanText } from "./facts.ts";

/** How somebody is called, by actor id. */
export type NameOf = (actorId: string) => string;

/** All of a plan and its run, in plain text, one thing a line: for details, files and terminals. Not escaped. */
export function repairText({ plan, run, missing }: Repair, nameOf: NameOf): string {
  const { content } = plan;
  const { runbook, target, check, verify, approvals } = content;
  const group = approvals.group === null ? "" : ` of "${approvals.group}"`;
  return [
    row("plan", `${plan.id}, ${planState(plan, nameOf)}`),
    row("runbook", runbook),
    row("target", `${target.name} (${target.address})`),
    ...(plan.subject.kind === "incident" ? [row("incident", plan.subject.id)] : []),
    row("proposed", `${utc(plan.createdMs)} by ${nameOf(plan.proposer)}`),
    row("until", utc(plan.expiresMs)),
    row("approvals", `${approvals.needed}${group}, ${missing} missing`),
    ...plan.votes.map(({ by, atMs }) => row("", `${nameOf(by)} at ${utc(atMs)}`)),
    ...(check === null ? [] : questionRows("check", check, plan.before)),
    ...content.steps.flatMap((step, index) => stepRows(step, index, run)),
    row(
      "proof",
      `within ${spanText(verify.withinMs)}, every ${spanText(verify.everyMs)}, for ${spanText(verify.holdMs)}`,
    ),
    ...verify.assertions.flatMap((assertion, index) => proofRows(assertion, index, run)),
    ...brakeRows(plan),
    row("hash", plan.hash),
    ...(run === undefined ? [] : receiptRows(run, nameOf)),
  ].join("\n");
}

/** Actor ids of whoever stands in it. */
export function peopleOf({ plan, run }: Repair): string[] {
  const ended = [plan.state, run?.state].flatMap((state) =>
    state !== undefined && "by" in state ? [state.by] : [],
  );
  return [plan.proposer, ...plan.votes.map(({ by }) => by), ...ended];
}

const column = 11;

function row(name: string, text: string): string {
  return `${name.padEnd(column)}${text.replaceAll("\n", `\n${" ".repeat(column)}`)}`;
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

function planState({ state }: Plan, nameOf: NameOf): string {
  switch (state.kind) {
    case "approved":
      return state.heldUp === null ? "approved" : `approved and held up: ${state.heldUp}`;
    case "denied":
      return `denied by ${nameOf(state.by)}: ${state.reason}`;
    case "refused":
      return [
        `refused: ${state.reason}`,
        ...state.drift.map(({ path, approved, now }) => `  ${path}: ${approved} → ${now}`),
      ].join("\n");
    case "spent":
      return `run as ${state.run}`;
    case "proposed":
    case "expired":
    case "superseded":
      return state.kind;
  }
}

export function grantText(grant: Grant): string {
  return grant.kind === "net" ? "network" : `${grant.kind} ${grant.path}`;
}

function questionRows(name: string, question: Assertion, seen: Measurement | null): string[] {
  const grants = question.kind === "exec" ? question.grants.map(grantText) : [];
  return [
    row(name, assertionWords(question)),
    ...(grants.length === 0 ? [] : [row("", `with ${grants.join(", ")}`)]),
    ...(seen === null ? [] : [row("", measured(seen))]),
  ];
}

function measured({ holds, value, trouble, atMs }: Measurement): string {
  const mark = holds === true ? "✓" : holds === false ? "✗" : "?";
  return `${mark} ${String(value ?? trouble ?? "no value")} at ${utc(atMs)}`;
}

function stepRows(step: PlanStep, index: number, run: Run | undefined): string[] {
  const { reversible = "not known", touches = () => "" } =
    step.kind === "exec" ? {} : (signatures[step.action] ?? {});
  const touched =
    step.kind === "exec"
      ? `with ${step.grants.length === 0 ? "no grants" : step.grants.map(grantText).join(", ")}`
      : `touches ${touches(step.arguments)}`;
  const tries = (run?.attempts ?? []).filter((attempt) => attempt.step === index);
  return [
    row(`step ${index + 1}`, stepWords(step)),
    row("", `${touched}; at most ${spanText(step.deadlineMs)}; reversible: ${reversible}`),
    ...tries.flatMap(({ outcome, startedMs, endedMs }) => {
      if (outcome === null) return [row("", `… begun ${utc(startedMs)}`)];
      const took = endedMs === null ? "" : ` after ${((endedMs - startedMs) / 1_000).toFixed(1)} s`;
      const level = outcome.level === null ? "" : `, sandbox ${outcome.level}`;
      const said = outcome.output.trimEnd();
      return [
        row("", `${outcome.ok ? "✓" : "✗"} ${outcome.summary}${took}${level}`),
        ...(said === "" ? [] : [row("", said.replaceAll(/^/gm, "| "))]),
        ...(outcome.truncated ? [row("", "| … there was more")] : []),
      ];
    }),
  ];
}

function proofRows(assertion: Assertion, index: number, run: Run | undefined): string[] {
  const [before, after] = [run?.before[index], run?.after[index]];
  return [
    ...questionRows("", assertion, null),
    ...(before === undefined ? [] : [row("", `  before: ${measured(before)}`)]),
    ...(after === undefined ? [] : [row("", `  after:  ${measured(after)}`)]),
  ];
}

function brakeRows({ content: { brakes } }: Plan): string[] {
  const { cooldownMs, limit } = brakes;
  const texts = [
    ...(cooldownMs === null ? [] : [`cooldown ${spanText(cooldownMs)}`]),
    ...(limit === null ? [] : [`at most ${limit.count} in ${spanText(limit.perMs)}`]),
  ];
  return texts.length === 0 ? [] : [row("brakes", texts.join(", "))];
}

function receiptRows({ id, state, startedMs, receipt }: Run, nameOf: NameOf): string[] {
  if (receipt === null) return [row("run", `${id}, ${state.kind}, begun ${utc(startedMs)}`)];
  const { verdict, reason, endedMs, auditHead } = receipt;
  const words = { healed: "Healed", "not-healed": "Not healed", unknown: "Unknown" } as const;
  const by = state.kind === "aborted" ? `, stopped by ${nameOf(state.by)}` : "";
  const took = ((endedMs - startedMs) / 1_000).toFixed(1);
  return [
    row("run", `${id}, ${utc(startedMs)} to ${utc(endedMs)} (${took} s)`),
    row("verdict", `${words[verdict]}${by}${reason === null ? "" : `: ${reason}`}`),
    row("audit", auditHead),
  ];
}
