/** Time, pace, limits, log and metrics: what every other part runs on. */
export { systemClock, type Clock } from "./clock.ts";
export { handClock, type HandClock } from "./hand-clock.ts";
export { openLifecycle, type Lifecycle, type Phase } from "./lifecycle.ts";
export { openLimiter, type Limiter, type LimiterOptions, type Priority } from "./limiter.ts";
export { logLevels, openLog, type Log, type LogData, type LogLevel, type LogOptions } from "./log.ts";
export { openLoop, type Loop, type LoopOptions } from "./loop.ts";
export { openMetrics, type Metrics } from "./metrics.ts";
export { openQueue, type BoundedQueue } from "./queue.ts";
