import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { isRunFinal, type Plan, type PlanStep, type Run } from "#core/domain";
import { type Repair, signatures, stepWords } from "#core/heal";
import { actions, button, context, preformatted, section } from "./elements.ts";
import { spanText } from "./facts.ts";
import type { Drawing } from "./incident-card.ts";
import { grantText } from "./repair-text.ts";
import { cut, escape, quoted, short, when } from "./text.ts";

type Named = Pick<Drawing, "nameOf">;

/** What a repair shows below its incident: what would run, what runs, or what came of it. */
export function repairBlocks(repair: Repair, drawing: Named): KnownBlock[] {
  const { plan, run } = repair;
  const { runbook, target } = plan.content;
  const head = `🛠 *${short(runbook)}* on \`${short(target.name)}\` · ${plan.id}`;
  if (run !== undefined)
    return [section(`${head} · ${runText(run, drawing)}`), ...runBlocks(run), ...runActions(run)];
  return [
    section(`${head} · ${planText(repair, drawing)}`),
    preformatted(plan.content.steps.map((step, index) => `${index + 1}. ${stepWords(step)}`).join("\n")),
    context(...evidence(repair)),
    ...planActions(plan),
  ];
}

function planText({ plan, missing }: Repair, { nameOf }: Named): string {
  const { state } = plan;
  switch (state.kind) {
    case "proposed": {
      const given = plan.votes.map(({ by }) => short(nameOf(by))).join(", ");
      const of = plan.content.approvals.group === null ? "" : ` of *${short(plan.content.approvals.group)}*`;
      const so = given === "" ? "" : `; approved by ${given}`;
      return `waits for ${missing} ${missing === 1 ? "approval" : "approvals"}${of} until ${when(plan.expiresMs)}${so}`;
    }
    case "approved":
      return state.heldUp === null
        ? "approved, about to run"
        : `approved, and held up: ${short(state.heldUp, 500)}`;
    case "denied":
      return `denied by ${short(nameOf(state.by))}:\n${quoted(state.reason)}`;
    case "expired":
      return "expired";
    case "superseded":
      return "another plan has taken its place";
    case "refused": {
      const fields = state.drift.map(
        ({ path, approved, now }) => `\n• \`${short(path)}\`: ${short(approved)} → ${short(now)}`,
      );
      return `was not run: ${short(state.reason, 500)}${fields.slice(0, 5).join("")}`;
    }
    case "spent":
      return "has run";
  }
}

/** What whoever decides should know besides the commands. */
function evidence({ plan, history }: Repair): string[] {
  const { steps, verify, brakes } = plan.content;
  const grants = steps.flatMap((step) => (step.kind === "exec" ? step.grants.map(grantText) : []));
  const touched = steps.flatMap(touches);
  const before =
    plan.before === null
      ? []
      : [`check: ${short(String(plan.before.value ?? plan.before.trouble ?? "no value"), 100)}`];
  const worked =
    history.runs === 0 ? "never run before" : `healed ${history.healed} of ${history.runs} times`;
  return [
    ...before,
    worked,
    grants.length === 0 ? "no grants" : `grants: ${short([...new Set(grants)].join(", "), 300)}`,
    ...(touched.length === 0 ? [] : [`touches ${short(touched.join("; "), 300)}`]),
    `reversible: ${short(reversible(steps), 200)}`,
    `proof: ${verify.assertions.length} within ${spanText(verify.withinMs)}`,
    ...(brakes.cooldownMs === null ? [] : [`cooldown ${spanText(brakes.cooldownMs)}`]),
    `hash ${plan.hash.slice(0, 12)}`,
  ];
}

function touches(step: PlanStep): string[] {
  return step.kind === "exec" ? [] : [signatures[step.action]?.touches(step.arguments) ?? "unknown"];
}

function reversible(steps: readonly PlanStep[]): string {
  const words = steps.map((step) =>
    step.kind === "exec" ? "not known" : (signatures[step.action]?.reversible ?? "not known"),
  );
  return [...new Set(words)].join("; ");
}

/** Ids and the hash that was shown; the confirmation repeats where it acts. */
function planActions(plan: Plan): ActionsBlock[] {
  if (plan.state.kind !== "proposed" && plan.state.kind !== "approved") return [];
  const { runbook, target } = plan.content;
  const deny = button({ action: "plan.deny", label: "Deny…", value: plan.id });
  if (plan.state.kind === "approved") return [actions(`plan:${plan.id}`, [deny, details(plan.id)])];
  const approve = button({
    action: "plan.approve",
    label: "Approve",
    value: `${plan.id}:${plan.hash}`,
    style: "primary",
    confirm: {
      title: `Approve ${plan.id}`,
      text: `Run "${cut(runbook, 100)}" on ${cut(target.name, 100)} (${target.address}): ${plan.content.steps.length} steps, as shown.`,
      yes: "Approve",
    },
  });
  return [actions(`plan:${plan.id}`, [approve, deny, details(plan.id)])];
}

function details(plan: string): Button {
  return button({ action: "plan.details", label: "Details", value: plan });
}

function runText(run: Run, { nameOf }: Named): string {
  const { state, receipt } = run;
  switch (state.kind) {
    case "pending":
      return "is about to begin";
    case "running":
      return `runs step ${state.step + 1}`;
    case "asking":
      return `❓ *step ${state.step + 1}: what became of it?* ${short(state.reason, 300)}`;
    case "verifying":
      return "has run; the proof is awaited";
    case "verified":
      return `✅ *Healed* in ${spanText(state.atMs - run.startedMs)}`;
    case "aborted":
      return `⏹ stopped by ${short(nameOf(state.by))}: ${short(receipt?.reason ?? "", 300)}`;
    case "rolled-back":
      return "was rolled back";
    case "failed":
      return failedText(receipt, state.reason);
  }
}

function failedText(receipt: Run["receipt"], reason: string): string {
  const why = short(receipt?.reason ?? reason, 500);
  return receipt?.verdict === "unknown" ? `⚠️ *Unknown*: ${why}` : `❌ *Not healed*: ${why}`;
}

/** Each step's outcome, and the proof before and after. */
function runBlocks(run: Run): KnownBlock[] {
  const steps = run.attempts.map(({ step, outcome }) => {
    const mark = outcome === null ? "…" : outcome.ok ? "✓" : "✗";
    return `${mark} step ${step + 1}: ${outcome === null ? "under way" : outcome.summary}`;
  });
  const looked = run.after.length > 0 ? run.after : run.before;
  const proof = looked.map(({ name, value, holds, trouble }, index) => {
    const was = run.after.length > 0 ? `${String(run.before[index]?.value ?? "–")} → ` : "";
    return `${holds === true ? "✓" : holds === false ? "✗" : "?"} ${name}: ${was}${String(value ?? trouble ?? "–")}`;
  });
  const lines = [...steps, ...proof];
  const { receipt } = run;
  const small =
    receipt === null
      ? []
      : [
          context(
            `receipt ${run.id}`,
            `hash ${receipt.planHash.slice(0, 12)}`,
            `audit ${escape(receipt.auditHead).slice(0, 24)}`,
          ),
        ];
  return [...(lines.length === 0 ? [] : [preformatted(cut(lines.join("\n"), 2_500))]), ...small];
}

function runActions(run: Run): ActionsBlock[] {
  if (isRunFinal(run.state)) return [actions(`run:${run.id}`, [details(run.plan)])];
  const abort = button({
    action: "run.abort",
    label: "Abort",
    value: run.id,
    style: "danger",
    confirm: {
      title: `Abort ${run.id}`,
      text: `Ends it on ${cut(run.target, 100)} now, and everything that it started.`,
      yes: "Abort",
    },
  });
  if (run.state.kind !== "asking") return [actions(`run:${run.id}`, [abort, details(run.plan)])];
  const asked = `${run.id}:${run.state.step}`;
  return [
    actions(`run:${run.id}`, [
      button({ action: "run.done", label: "It was done", value: asked }),
      button({ action: "run.again", label: "Run it again", value: asked }),
      button({ action: "run.stop", label: "Stop", value: asked, style: "danger" }),
    ]),
  ];
}
