/** What an argument of an action may be. */
export type ParameterType =
  | { readonly kind: "path"; readonly glob: boolean }
  | { readonly kind: "url" }
  | { readonly kind: "text" }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "whole"; readonly least: number; readonly most: number }
  | { readonly kind: "duration"; readonly mostMs: number };

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** What it is where a runbook does not say it; undefined for one that must be said. Durations in ms. */
  readonly otherwise?: string | number;
}

/** An action that runbooks may name. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Whether it can be taken back, in words for the card. */
  readonly reversible: string;
  /** What it touches, in words for the card. */
  readonly touches: (args: Readonly<Record<string, string | number | boolean>>) => string;
  readonly deadlineMs: number;
}

export const signals = [
  "HUP",
  "INT",
  "QUIT",
  "TERM",
  "KILL",
  "USR1",
  "USR2",
  "STOP",
  "CONT",
  "WINCH",
] as const;
const methods = ["GET", "POST", "PUT", "DELETE"] as const;

const pidFile: Parameter = { name: "pid_file", type: { kind: "path", glob: false } };

export const signatures: Readonly<Record<string, Signature>> = {
  rotate_logs: {
    parameters: [
      { name: "files", type: { kind: "path", glob: true } },
      { name: "keep", type: { kind: "whole", least: 1, most: 1_000 }, otherwise: 7 },
    ],
    reversible: "no: logs beyond those kept are gone",
    touches: ({ files }) => `the files ${String(files)} and their compressed copies`,
    deadlineMs: 5 * 60_000,
  },
  http_request: {
    parameters: [
      { name: "method", type: { kind: "choice", of: methods } },
      { name: "url", type: { kind: "url" } },
      { name: "expect", type: { kind: "whole", least: 100, most: 599 }, otherwise: 0 },
      { name: "body", type: { kind: "text" }, otherwise: "" },
    ],
    reversible: "whatever the other side does",
    touches: ({ url }) => `whatever answers at ${String(url)}`,
    deadlineMs: 30_000,
  },
  signal_process: {
    parameters: [pidFile, { name: "signal", type: { kind: "choice", of: signals } }],
    reversible: "no",
    touches: ({ pid_file: file }) => `the process of ${String(file)}`,
    deadlineMs: 5_000,
  },
  restart_process: {
    parameters: [pidFile, { name: "grace", type: { kind: "duration", mostMs: 300_000 }, otherwise: 10_000 }],
    reversible: "no: what it was doing is lost",
    touches: ({ pid_file: file }) =>
      `the process of ${String(file)}, which whoever supervises it starts again`,
    deadlineMs: 5 * 60_000,
  },
};

/** Known, and not there yet. */
export const later: readonly string[] = ["scale_up", "scale_down", "restart_container", "restore_logs"];
