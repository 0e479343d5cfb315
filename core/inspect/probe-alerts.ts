import { settle, shortHash, sight, fingerprint } from "#core/incidents";
import type { Redactor } from "#core/redact";
import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import type { HttpCheck } from "./probes/http-probe.ts";
import type { ReportedVerdict } from "./probes/probes.ts";

/** What a check is called as the origin of alerts: never the id of a rule, which has no colon. */
export function checkRule(check: Pick<HttpCheck, "name">): string {
  return `check:${check.name}`;
}

export interface ProbeAlertOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** Turns a probe's verdict into an alert that fires, is seen again, or is resolved; durable when it resolves. */
export async function reportProbe(
  { store, clock, redactor }: ProbeAlertOptions,
  check: HttpCheck,
  verdict: ReportedVerdict,
): Promise<void> {
  const nowMs = clock.nowMs();
  const rule = checkRule(check);
  const subject = check.target ?? placeOf(check.url);
  await store.write(async (r) => {
    if (verdict.kind === "resolve") {
      const firing = await r.alerts.firing(fingerprint(rule, subject, {}));
      if (firing !== undefined) await settle(r, firing, { atMs: nowMs, reason: "recovered" });
      return;
    }
    const sighting = {
      rule,
      event: check.event,
      severity: check.severity,
      subject,
      by: {},
      labels: check.labels,
      semantics: [],
      times: 1,
      earlier: 0,
      atMs: nowMs,
      cause: shortHash([rule, subject, nowMs]),
      summary: () => redactor.redact(`${check.name}: ${verdict.summary}`),
    };
    await sight(r, sighting, nowMs);
  });
}

/** Where it is, for people: without what may be private in an address. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
