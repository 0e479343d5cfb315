/** Events between the parts of Fettle: CloudEvents 1.0 over the event table, at least once. */
export { openBus, type BusOptions, type Consumer } from "./bus.ts";
