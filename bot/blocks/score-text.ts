import type { DrillStage, Scorecard } from "#core/heal";

/** A drill in one line: each stage that it has come to, with its time since the fault was made. Not escaped. */
export function scoreText({ drill, stages }: Scorecard): string {
  const reached = stages.filter(({ afterMs }) => afterMs !== null).map(stageText);
  return `drill ${drill}: ${reached.length === 0 ? "nothing was noticed yet" : reached.join(" · ")}`;
}

/** `noticed 4.2 s` */
export function stageText({ name, afterMs }: DrillStage): string {
  return afterMs === null ? `${name} –` : `${name} ${(afterMs / 1_000).toFixed(1)} s`;
}
