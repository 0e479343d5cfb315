/** Events between the parts of Fettle: CloudEvents 1.0 over the event table, at least once. */
export { openBus, type BusOptions } from "./bus.ts";
export type { Consumer } from "./consumer.ts";
