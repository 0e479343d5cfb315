import type { Core } from "#core";
import type { Health } from "#core/api";
import type { Lifecycle } from "#core/runtime";

/** What /readyz says. Nothing of a fault's text: everybody who reaches the port may read it. */
export function healthOf(lifecycle: Lifecycle, core: Core | undefined): Health {
  const stuck = core?.trouble !== undefined;
  return {
    phase: lifecycle.phase,
    parts: [
      stuck
        ? { name: "inspect", ok: false, because: "log lines wait: the store does not serve" }
        : { name: "inspect", ok: true },
    ],
  };
}
