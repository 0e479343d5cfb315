import type { Core } from "#core";
import type { Health } from "#core/api";
import type { Lifecycle } from "#core/runtime";
import type { Face } from "./face.ts";

/** What /readyz says. Nothing of a fault's text: everybody who reaches the port may read it. */
export function healthOf(
  lifecycle: Lifecycle,
  running: { readonly core: Core; readonly face: Face } | undefined,
): Health {
  const stuck = running?.core.trouble !== undefined;
  const apart = running?.face.trouble !== undefined;
  return {
    phase: lifecycle.phase,
    parts: [
      stuck
        ? { name: "inspect", ok: false, because: "log lines wait: the store does not serve" }
        : { name: "inspect", ok: true },
      apart ? { name: "slack", ok: false, because: "Slack is not connected" } : { name: "slack", ok: true },
    ],
  };
}
