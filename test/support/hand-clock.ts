export { handClock, type HandClock } from "#core/runtime";
