import type { Http, Processes, Prometheus, Sandbox } from "#core/reach";
import type { Clock } from "#core/runtime";

/** What hands reach with. */
export interface World {
  readonly sandbox: Sandbox;
  readonly http: Http;
  readonly processes: Processes;
  /** Undefined where none is configured. */
  readonly prometheus: Prometheus | undefined;
  readonly clock: Clock;
  /** What comes back goes through it. */
  readonly redact: (text: string) => string;
}
