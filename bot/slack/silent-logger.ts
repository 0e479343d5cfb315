import { type Logger, LogLevel } from "@slack/web-api";

/**
 * What the SDK says of its own accord is not written: it may hold bodies, and whatever matters comes back as an
 * error, which is told once, redacted, where it is handled.
 */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
