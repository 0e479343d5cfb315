/** What Fettle answers over HTTP: health and metrics for machines, and its own command line on a unix socket. */
export { type ListenAddress, listenAddressField } from "./api-section.ts";
export { apiSection, type ApiSection } from "./api-section.ts";
export { openApi, type Api, type ApiOptions, type Health } from "./api.ts";
export { openControl, type ControlOptions } from "./control.ts";
