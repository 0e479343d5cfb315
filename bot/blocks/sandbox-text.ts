import type { SandboxOutlook } from "#core/reach";

/** How commands of repairs are shut in here, or why none runs and what to install: one sentence, not escaped. */
export function sandboxText({ level, missing, gaps }: SandboxOutlook): string {
  if (missing !== undefined) return `⚠️ Repairs that run commands stop at the approved plan: ${missing}`;
  if (level === "off") return "⚠️ Repairs run commands without a sandbox (sandbox.level: off)";
  const but = gaps.length === 0 ? "" : `: ${gaps.join("; ")}`;
  return `Repairs run commands in the sandbox, level ${level}${but}`;
}
