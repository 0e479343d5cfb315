import type { PlanContent, PlanStep } from "#core/domain";
import { act } from "./act.ts";
import type { Afterwards, Hands } from "./hands.ts";
import { measure } from "./measure.ts";
import { ownerOrNothing } from "./restart-process.ts";
import type { World } from "./world.ts";

/** Hands on the machine that Fettle runs on. */
export function openHands(world: World): Hands {
  return {
    troubleWith: (content) => {
      if (needsSandbox(content) && world.sandbox.outlook.missing !== undefined)
        return world.sandbox.outlook.missing;
      const asksMetrics = questionsOf(content).some(({ kind }) => kind === "metric");
      return asksMetrics && world.prometheus === undefined
        ? "it asks a metric: configure metrics.prometheus.url"
        : undefined;
    },
    act: (step, doing) => act(world, step, doing),
    measure: (assertion, doing) => measure(world, assertion, doing),
    afterwards: async (step, startedMs) => afterwards(world, step, startedMs),
  };
}

function questionsOf({ check, verify }: PlanContent) {
  return [...(check === null ? [] : [check]), ...verify.assertions];
}

function needsSandbox(content: PlanContent): boolean {
  const steps = content.steps.some((step) => step.kind === "exec" || step.action === "rotate_logs");
  return steps || questionsOf(content).some(({ kind }) => kind === "exec");
}

/** What is known of a step whose process died: by its nature, or by looking. */
function afterwards({ processes }: World, step: PlanStep, startedMs: number): Afterwards {
  if (step.kind === "exec") return "unknown";
  const { arguments: args } = step;
  switch (step.action) {
    case "http_request":
      // RFC 9110, 9.2.2: as often as one likes, but for POST.
      return args["method"] === "POST" ? "unknown" : "again";
    case "signal_process":
      // Read again, or woken again: the same. Of the others nobody knows what a second one does.
      return args["signal"] === "HUP" || args["signal"] === "CONT" || args["signal"] === "STOP"
        ? "again"
        : "unknown";
    case "restart_process": {
      const owner = ownerOrNothing(processes, String(args["pid_file"]));
      return owner !== undefined && owner.startedMs >= startedMs ? "done" : "not-done";
    }
    default:
      return "unknown";
  }
}
