/** How the world is touched. Each way is bounded in time and size, and fails with a Fault that names the place. */
export { callControl, type ControlCall, type ControlOutcome } from "./control-client.ts";
export {
  controlAnswerSchema,
  controlCallSchema,
  maxControlBytes,
  type ControlAnswer,
} from "./control-wire.ts";
export { openHttp, type Http } from "./http.ts";
export { type HttpRequest, type HttpResponse } from "./exchange.ts";
export { httpUrlField } from "./http-url.ts";
export { openProcesses, type KnownProcess, type Processes, type SignalName } from "./processes.ts";
export { openPrometheus, type Prometheus } from "./prometheus.ts";
export { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox/sandbox.ts";
export type { SandboxLevel, SandboxOutcome, SandboxOutlook, SandboxRequest } from "./sandbox/request.ts";
export { metricsSection, sandboxSection } from "./sections.ts";
export { secretRefField, type SecretRef } from "./secret-ref.ts";
export { closeSocketToOthers, makeSocketRoom } from "./socket-file.ts";
